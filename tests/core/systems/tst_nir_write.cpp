// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/systems/nir_graphs.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QTemporaryDir>

#include <fstream>
#include <iterator>

using namespace inspike;
using namespace inspike::test;

namespace {

nir::File read(const std::filesystem::path& path)
{
    JobContext job = nullJob();
    return nir::readNir(path, job);
}

std::string bytesOf(const std::filesystem::path& path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

} // namespace

class TstNirWrite : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatIsWrittenIsRead()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("all.nir").toStdString();
        const nir::File file = everyType();
        nir::writeNir(path, file, false);
        const nir::File again = read(path);
        QCOMPARE(differenceOf(file, again), std::string());
        QVERIFY(again.notes.empty());
        QCOMPARE(networkOf(again).nodes.size(), networkOf(file).nodes.size());
    }

    void theSameContentGivesTheSameBytes()
    {
        QTemporaryDir folder;
        const std::filesystem::path a = folder.filePath("a.nir").toStdString();
        const std::filesystem::path b = folder.filePath("b.nir").toStdString();
        nir::writeNir(a, everyType(), false);
        // Other memory in between.
        const std::vector<std::string> noise(1000, std::string(100, 'x'));
        nir::writeNir(b, everyType(), false);
        QVERIFY(bytesOf(a) == bytesOf(b));
        nir::writeNir(a, read(b), true);
        QVERIFY(bytesOf(a) == bytesOf(b));
    }

    void publishedFilesComeBackEqual()
    {
        const auto folder = sharedFile("data/nir");
        INSPIKE_NEED(folder, "NIR files");
        QTemporaryDir out;
        std::size_t count = 0;
        for (const auto& entry : std::filesystem::directory_iterator(folder)) {
            if (entry.path().extension() != ".nir")
                continue;
            const nir::File file = read(entry.path());
            const std::filesystem::path path =
                out.filePath(QString::number(count) + ".nir").toStdString();
            nir::writeNir(path, file, false);
            QCOMPARE(differenceOf(file, read(path)), std::string());
            ++count;
        }
        QVERIFY(count > 0);
    }

    void existingFilesStay()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.nir").toStdString();
        nir::writeNir(path, everyType(), false);
        INSPIKE_FAILS(nir::writeNir(path, everyType(), false), ErrorKind::BadOutput, "exists");
        nir::writeNir(path, everyType(), true);
    }

    void namesThatFilesCannotHold_data()
    {
        QTest::addColumn<QString>("name");
        for (const char* name : {"", ".", "..", "a/b"})
            QTest::newRow(name) << name;
    }
    void namesThatFilesCannotHold()
    {
        QFETCH(QString, name);
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.nir").toStdString();
        const nir::File file = chainOf({lifOf(name.toStdString())});
        INSPIKE_FAILS(nir::writeNir(path, file, false), ErrorKind::BadOutput, "cannot hold");
        QVERIFY(!std::filesystem::exists(path));
        INSPIKE_FAILS(nir::writeNir(path, chainOf({lifOf("a"), lifOf("a")}), false),
                      ErrorKind::BadOutput, "two nodes are named 'a'");
    }

    void namesWithDotsAndSignsAreOrdinary()
    {
        QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("a.nir").toStdString();
        const nir::File file =
            chainOf({portOf("lif1.w rec", "Input", {2}), lifOf("\xE5\xB1\xA4"), lifOf("0")});
        nir::writeNir(path, file, false);
        QCOMPARE(differenceOf(file, read(path)), std::string());
    }
};

INSPIKE_TEST(TstNirWrite, tst_nir_write)
#include "tst_nir_write.moc"
