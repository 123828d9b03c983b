// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Networks as NIR graphs: kept, converted and refused by the real program.
#include "tests/cli/program.h"
#include "tests/support/run_tests.h"

#include <QFile>
#include <QTemporaryDir>

using namespace inspike::test;

namespace {

QString nirFile(const char* name)
{
    return QString(INSPIKE_TEST_DATA "/nir/") + name + ".nir";
}

} // namespace

class TstNirConvert : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void graphsAreKeptAsGraphs()
    {
        QTemporaryDir folder;
        const Outcome first = program({"convert", nirFile("gzip"), "-o", "a.nir"}, folder.path());
        QVERIFY2(first.code == 0, first.err.constData());
        QVERIFY(first.err.isEmpty());
        const Outcome second = program({"convert", "a.nir", "-o", "b.nir"}, folder.path());
        QVERIFY2(second.code == 0, second.err.constData());
        QVERIFY(!bytesOf(folder.filePath("a.nir")).isEmpty());
        QVERIFY(bytesOf(folder.filePath("a.nir")) == bytesOf(folder.filePath("b.nir")));
        const Outcome info = program({"info", "b.nir"}, folder.path());
        QVERIFY2(info.code == 0, info.err.constData());
        QVERIFY(info.out.contains("LIF"));
        QCOMPARE(program({"convert", "a.nir", "-o", "b.nir"}, folder.path()).code, 2); // exists
    }

    void whatNirCannotSayIsSaid()
    {
        QTemporaryDir folder;
        const QString model = INSPIKE_TEST_DATA "/../../resources/samples/smnn-context.model.h5";
        const Outcome made = program({"convert", model, "-o", "smnn.nir"}, folder.path());
        QVERIFY2(made.code == 0, made.err.constData());
        QVERIFY(made.err.contains("NIR has no refractory period"));
        QVERIFY(made.err.contains("dt = 0.002 s"));
        QVERIFY(program({"info", "smnn.nir"}, folder.path()).out.contains("CubaLIF"));
    }

    void systemsWithoutNodesAreRefused()
    {
        QTemporaryDir folder;
        const QString model = INSPIKE_TEST_DATA "/../../resources/samples/scmrl-digits.model.h5";
        const Outcome made = program({"convert", model, "-o", "a.nir"}, folder.path());
        QCOMPARE(made.code, 4);
        QVERIFY(made.saysOneLine());
        QVERIFY(!QFile::exists(folder.filePath("a.nir")));
    }

    void namesDecideWhatIsWritten()
    {
        QTemporaryDir folder;
        const Outcome model = program({"convert", nirFile("gzip"), "-o", "a.h5"}, folder.path());
        QCOMPARE(model.code, 2);
        QVERIFY2(model.err.contains("name the output .nir"), model.err.constData());
        const Outcome recording =
            program({"convert", QString(INSPIKE_TEST_DATA "/recordings/digit.bin"), "-o", "a.nir"},
                    folder.path());
        QCOMPARE(recording.code, 2);
        QVERIFY2(recording.err.contains("not a recording"), recording.err.constData());
    }

    void brokenFilesGetOneLine_data()
    {
        QTest::addColumn<int>("code");
        QTest::newRow("lzf") << 3;
        QTest::newRow("link_to_itself") << 3;
        QTest::newRow("claims_2_60") << 3;
        QTest::newRow("no_node") << 3;
        QTest::newRow("deep") << 3;
    }
    void brokenFilesGetOneLine()
    {
        QFETCH(int, code);
        const Outcome info = program({"info", nirFile(QTest::currentDataTag())});
        QVERIFY2(info.code == code, info.err.constData());
        QVERIFY(info.saysOneLine());
        QVERIFY(info.err.contains(QTest::currentDataTag()));
    }
};

INSPIKE_TEST(TstNirConvert, tst_nir_convert)
#include "tst_nir_convert.moc"
