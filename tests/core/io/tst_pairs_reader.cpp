// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"

#include <filesystem>

using namespace inspike;
using namespace inspike::test;

namespace fs = std::filesystem;

namespace {

// A list beside files a.wav, b.wav, c.png, "d, e.png", many#1.idx and sub/f.png.
Recording listed(const QTemporaryDir& folder, const std::string& text)
{
    fs::create_directories(fs::path(folder.path().toStdString()) / "sub");
    for (const char* name : {"a.wav", "b.wav", "c.png", "d, e.png", "many#1.idx", "sub/f.png"})
        written(folder, name, "x");
    return opened(written(folder, "pairs.csv", text));
}

QString printed(const Recording& recording)
{
    const Pairs& pairs = *recording.first<Pairs>();
    const char* splits[] = {"none", "train", "validation", "test"};
    const auto name = [&](const FileEntry& file) {
        return QString::fromStdString(
                   file.path.lexically_relative(recording.info.path.parent_path()).string()) +
               (file.entry > 0 ? QString("[%1]").arg(file.entry) : QString());
    };
    QStringList lines;
    for (const Pairs::Item& item : pairs.items)
        lines << QString("%1 + %2 = %3 %4")
                     .arg(name(item.audio), name(item.visual))
                     .arg(item.label)
                     .arg(splits[static_cast<std::size_t>(item.split)]);
    return lines.join(" | ");
}

QString namesOf(const Recording& recording)
{
    QStringList names;
    for (const std::string& name : recording.first<Pairs>()->names)
        names << QString::fromStdString(name);
    return names.join(" ");
}

} // namespace

class TstPairsReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void listsAreReadAsTheyAreWritten_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("pairs");
        QTest::addColumn<QString>("names");
        QTest::newRow("numbers") << "audio,visual,label\na.wav,c.png,2\nb.wav,sub/f.png,0\n"
                                 << "a.wav + c.png = 2 none | b.wav + sub/f.png = 0 none"
                                 << "0 1 2";
        QTest::newRow("names, other order, split")
            << "split,label,visual,audio\ntest,up,c.png,a.wav\nTrain,down,c.png,b.wav\n"
            << "a.wav + c.png = 1 test | b.wav + c.png = 0 train"
            << "down up";
        QTest::newRow("quotes, mark, Windows, no last end of line")
            << "\xEF\xBB\xBF\"Audio\",\"Visual\",\"Label\"\r\n a.wav ,\"d, e.png\",\"the "
               "\"\"x\"\"\""
            << "a.wav + d, e.png = 0 none"
            << "the \"x\"";
        QTest::newRow("semicolons, comments, empty lines, other columns")
            << "# made by hand\n\naudio;speaker;visual;label\n#\na.wav;me;c.png;5\n"
            << "a.wav + c.png = 5 none"
            << "0 1 2 3 4 5";
        QTest::newRow("entries of files of many, and a file whose name looks like one")
            << "audio,visual,label\na.wav#3,many#1.idx#12,1\nb.wav,many#1.idx,0\n"
            << "a.wav[3] + many#1.idx[12] = 1 none | b.wav + many#1.idx = 0 none"
            << "0 1";
        QTest::newRow("unknown label") << "audio,visual,label\na.wav,c.png,\nb.wav,c.png,1\n"
                                       << "a.wav + c.png = -1 none | b.wav + c.png = 1 none"
                                       << "0 1";
        QTest::newRow("nothing") << "audio,visual,label\n"
                                 << ""
                                 << "";
    }
    void listsAreReadAsTheyAreWritten()
    {
        QFETCH(QString, text);
        QFETCH(QString, pairs);
        QFETCH(QString, names);
        QTemporaryDir folder;
        const Recording recording = listed(folder, text.toStdString());
        QCOMPARE(recording.info.format, std::string("pairs"));
        QCOMPARE(printed(recording), pairs);
        QCOMPARE(namesOf(recording), names);
    }

    void faultyListsAreRefusedWithTheirLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("why");
        QTest::newRow("too few cells") << "audio,visual,label\na.wav,c.png\n"
                                       << "line 2: 2 cells where 3 are needed";
        QTest::newRow("no file") << "audio,visual,label\na.wav,,1\n"
                                 << "line 2: a pair without a file";
        QTest::newRow("unknown split") << "audio,visual,label,split\na.wav,c.png,1,dev\n"
                                       << "line 2: 'dev' is none of train, validation, test";
        QTest::newRow("negative label") << "audio,visual,label\n\na.wav,c.png,-2\n"
                                        << "line 3: the label -2";
        QTest::newRow("huge label") << "audio,visual,label\na.wav,c.png,99999999\n"
                                    << "line 2: the label 99999999";
    }
    void faultyListsAreRefusedWithTheirLine()
    {
        QFETCH(QString, text);
        QFETCH(QString, why);
        QTemporaryDir folder;
        const auto error = errorOf([&] { listed(folder, text.toStdString()); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
        QVERIFY2(QString(error->what()).contains(why), error->what());
        QVERIFY2(QString(error->what()).contains("pairs.csv"), error->what());
    }

    void allMissingFilesAreNamedAtOnce()
    {
        QTemporaryDir folder;
        const auto error = errorOf([&] {
            listed(folder, "audio,visual,label\nx.wav,c.png,0\na.wav,y.png#4,0\nx.wav,y.png#5,1\n");
        });
        QVERIFY(error && error->kind() == ErrorKind::NotFound);
        QVERIFY2(QString(error->what()).startsWith("2 files of 4 not found: x.wav, y.png"),
                 error->what());

        std::string text = "audio,visual,label\n";
        for (int i = 0; i < 100; ++i)
            text += "missing" + std::to_string(i) + ".wav,c.png,0\n";
        const auto many = errorOf([&] { listed(folder, text); });
        QVERIFY(many);
        const QString what = many->what();
        QVERIFY2(what.startsWith("100 files of 101 not found: missing0.wav, "), many->what());
        QVERIFY(what.contains("missing19.wav and 80 more") && !what.contains("missing20.wav"));
    }

    void classesOfOnePartOnlyAreNoted()
    {
        QTemporaryDir folder;
        const Recording recording = listed(
            folder, "audio,visual,label,split\na.wav,c.png,up,train\na.wav,c.png,down,train\n"
                    "b.wav,c.png,up,test\nb.wav,c.png,left,test\nb.wav,c.png,,test\n");
        QCOMPARE(joined(recording.info.notes),
                 QString("1 pair without a label\nclasses for training that are not in test: down\n"
                         "classes in test that are not for training: left\n"));
    }

    void otherTablesStayWithTheGeneralReader_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("id");
        QTest::newRow("spikes") << "time,unit\n0.5,1\n"
                                << "csv";
        QTest::newRow("labels, but no pictures") << "audio,label\na.wav,1\n"
                                                 << "csv";
        QTest::newRow("pairs") << "label,visual,audio\n"
                               << "pairs";
    }
    void otherTablesStayWithTheGeneralReader()
    {
        QFETCH(QString, text);
        QFETCH(QString, id);
        QTemporaryDir folder;
        const auto path = written(folder, "table.csv", text.toStdString());
        QCOMPARE(QString::fromStdString(pickReader(peekFile(path)).info().id), id);
    }

    void theShippedListIsWhole()
    {
        const Recording recording = opened(sample("tiny_pairs.csv"));
        QCOMPARE(recording.first<Pairs>()->items.size(), std::size_t{4});
        QCOMPARE(namesOf(recording), QString("colour digit events grey"));
    }
};

INSPIKE_TEST(TstPairsReader, tst_pairs_reader)
#include "tst_pairs_reader.moc"
