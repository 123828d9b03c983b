// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/core/io/media_files.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <filesystem>

using namespace inspike;
using namespace inspike::test;

namespace fs = std::filesystem;

namespace {

fs::path pathOf(const QTemporaryDir& folder)
{
    return folder.path().toStdString();
}

std::string idxPictures(std::uint32_t count)
{
    return idx(std::vector<std::uint32_t>{count, 2, 2}, std::string(std::size_t{4} * count, 'x'));
}

std::string idxLabels(const std::string& labels)
{
    return idx(std::vector<std::uint32_t>{static_cast<std::uint32_t>(labels.size())}, labels);
}

void makeFiles(const QTemporaryDir& folder)
{
    fs::create_directories(pathOf(folder) / "sub");
    for (const char* name : {"1.bin", "2.bin", "a.png", "b, c.jpg", "sub/d.aedat4", "x#1-2.bin"})
        written(folder, name, "x");
    written(folder, "t-images-idx3-ubyte", idxPictures(4));
    written(folder, "t-labels-idx1-ubyte", idxLabels(std::string("\3\1\0\3", 4)));
}

Recording listed(const QTemporaryDir& folder, const std::string& text)
{
    makeFiles(folder);
    return opened(written(folder, "list.csv", text));
}

// "event: 1.bin = 5 none, ... | static: ..."
QString printed(const Recording& recording)
{
    const char* splits[] = {"none", "train", "validation", "test"};
    const fs::path& path = recording.info.path;
    const fs::path base = fs::is_directory(path) ? path : path.parent_path();
    QStringList streams;
    for (const NamedStream& stream : recording.streams) {
        const auto& list = std::get<SampleList>(stream.data);
        QStringList items;
        for (const SampleList::Item& item : list.items)
            items << QString::fromStdString(item.file.path.lexically_relative(base).string()) +
                         (item.file.entry > 0 ? QString("[%1]").arg(item.file.entry) : QString()) +
                         QString(" = %1 %2")
                             .arg(item.label)
                             .arg(splits[static_cast<std::size_t>(item.split)]);
        streams << QString::fromStdString(stream.domain) + ": " + items.join(", ");
    }
    return streams.join(" | ");
}

QString namesOf(const Recording& recording)
{
    QStringList names;
    for (const std::string& name : recording.first<SampleList>()->names)
        names << QString::fromStdString(name);
    return names.join(" ");
}

} // namespace

class TstSamplesReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // --- lists

    void listsAreReadAsTheyAreWritten_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("samples");
        QTest::addColumn<QString>("names");
        QTest::newRow("numbers") << "domain,file,label\nevent,1.bin,2\nstatic,a.png,0\n"
                                 << "event: 1.bin = 2 none | static: a.png = 0 none"
                                 << "0 1 2";
        QTest::newRow("names, other order, split, quotes")
            << "split;label;file;domain\ntest;up;1.bin;Event\nTrain;down;\"b, c.jpg\";static\n"
            << "event: 1.bin = 1 test | static: b, c.jpg = 0 train"
            << "down up";
        QTest::newRow("domains that the files tell")
            << "file,label\n1.bin,0\nsub/d.aedat4,1\na.png,1\nt-images-idx3-ubyte#2,0\n"
            << "event: 1.bin = 0 none, sub/d.aedat4 = 1 none | static: a.png = 1 none, "
               "t-images-idx3-ubyte[2] = 0 none"
            << "0 1";
        QTest::newRow("a domain that the file does not tell, an unknown label")
            << "domain,file,label\nstatic,1.bin,4\nevent,2.bin,\n"
            << "event: 2.bin = -1 none | static: 1.bin = 4 none"
            << "0 1 2 3 4";
        QTest::newRow("a whole file with its labels")
            << "file,label,split\nt-images-idx3-ubyte,@t-labels-idx1-ubyte,test\n"
            << "static: t-images-idx3-ubyte = 3 test, t-images-idx3-ubyte[1] = 1 test, "
               "t-images-idx3-ubyte[2] = 0 test, t-images-idx3-ubyte[3] = 3 test"
            << "0 1 2 3";
        QTest::newRow("entries with labels of a file and with one label")
            << "file,label\nt-images-idx3-ubyte#1-2,@t-labels-idx1-ubyte\n"
               "t-images-idx3-ubyte#3,@t-labels-idx1-ubyte\nt-images-idx3-ubyte#0-1,2\n"
            << "static: t-images-idx3-ubyte[1] = 1 none, t-images-idx3-ubyte[2] = 0 none, "
               "t-images-idx3-ubyte[3] = 3 none, t-images-idx3-ubyte = 2 none, "
               "t-images-idx3-ubyte[1] = 2 none"
            << "0 1 2 3";
        QTest::newRow("a file whose name looks like a range") << "file,label\nx#1-2.bin,0\n"
                                                              << "event: x#1-2.bin = 0 none"
                                                              << "0";
    }
    void listsAreReadAsTheyAreWritten()
    {
        QFETCH(QString, text);
        QFETCH(QString, samples);
        QFETCH(QString, names);
        QTemporaryDir folder;
        const Recording recording = listed(folder, text.toStdString());
        QVERIFY(recording.info.format == "samples");
        QCOMPARE(printed(recording), samples);
        QCOMPARE(namesOf(recording), names);
        for (const NamedStream& stream : recording.streams)
            QVERIFY(stream.name == stream.domain && stream.id == "samples/" + stream.name);
    }

    void bothDomainsShareTheirClasses()
    {
        QTemporaryDir folder;
        const Recording recording = listed(
            folder, "domain,file,label\nevent,1.bin,dog\nevent,2.bin,cat\nstatic,a.png,eel\n");
        QCOMPARE(recording.streams.size(), std::size_t{2});
        const auto& events = std::get<SampleList>(recording.streams[0].data);
        const auto& stills = std::get<SampleList>(recording.streams[1].data);
        QVERIFY(events.names == stills.names);
        QCOMPARE(namesOf(recording), QString("cat dog eel"));
        const QString notes = joined(recording.info.notes);
        QVERIFY2(notes.contains("classes of recordings without a picture: cat, dog"),
                 qPrintable(notes));
        QVERIFY2(notes.contains("classes of pictures without a recording: eel"), qPrintable(notes));
    }

    void classesOfOnePartOnlyAreNoted()
    {
        QTemporaryDir folder;
        const Recording recording =
            listed(folder, "file,label,split\n1.bin,0,train\n2.bin,1,test\n1.bin,,train\n");
        const QString notes = joined(recording.info.notes);
        QVERIFY(notes.contains("classes for training that are not in test: 0"));
        QVERIFY(notes.contains("classes in test that are not for training: 1"));
        QVERIFY(notes.contains("1 recording without a label"));
    }

    void aListWithoutRowsIsAList()
    {
        QTemporaryDir folder;
        const Recording recording = listed(folder, "domain,file,label,split\n");
        QVERIFY(recording.streams.empty());
        QVERIFY(joined(recording.info.notes).contains("holds no samples"));
    }

    void damagedListsAreRefused_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("message");
        const auto row = [](const char* name, const QByteArray& text, const char* message) {
            QTest::newRow(name) << text << QString::fromLatin1(message);
        };
        row("too few cells", "file,label\n1.bin\n", "line 2: 1 cell where 2 are needed");
        row("no file", "file,label\n,3\n", "line 2: a sample without a file");
        row("domain", "domain,file,label\nvideo,1.bin,3\n",
            "line 2: 'video' is neither event nor static");
        row("split", "file,label,split\n1.bin,3,often\n", "'often' is none of train");
        row("label", "file,label\n1.bin,1\n2.bin,-7\n", "line 3: the label -7 is not a number");
        row("huge label", "file,label\n1.bin,99999999\n", "the label 99999999 is not a number");
        row("entry without a label", "file,label\nt-images-idx3-ubyte#4,@t-labels-idx1-ubyte\n",
            "line 2: entry 4 has no label, t-labels-idx1-ubyte holds 4");
        row("endless range", "file,label\nt-images-idx3-ubyte#0-99999999999,1\n",
            "more than a million samples");
        row("NUL", QByteArray("file,label\n1.bin,0\n2.bin\0,0\n", 28), "line 3: a NUL byte");
        row("columns", "file,label\n1.bin,0" + QByteArray(10'000'000, ',') + "\n",
            "line 2: more than 256 cells");
        row("labels that are pictures", "file,label\n1.bin,@list.csv\n", "list.csv");
    }
    void damagedListsAreRefused()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, message);
        QTemporaryDir folder;
        const auto error = errorOf([&] { listed(folder, text.toStdString()); });
        QVERIFY(error);
        QVERIFY(error->kind() == ErrorKind::BadFormat);
        QVERIFY2(QString(error->what()).contains(message), error->what());
        QVERIFY(QString(error->what()).contains("reading list.csv"));
    }

    void aMillionQuotesAreALabel()
    {
        QTemporaryDir folder;
        const Recording recording =
            listed(folder, "file,label\n1.bin,x" + std::string(1'000'000, '"') + "\n");
        QCOMPARE(recording.first<SampleList>()->names[0].size(), std::size_t{1'000'001});
    }

    void missingFilesAreNamedAtOnce()
    {
        QTemporaryDir folder;
        const auto error = errorOf([&] {
            listed(folder, "file,label\n1.bin,0\nno.bin,1\nsub,1\nno.idx#3,@gone.gz\n"
                           "t-images-idx3-ubyte#2-1,0\nno.bin,2\n");
        });
        QVERIFY(error && error->kind() == ErrorKind::NotFound);
        QVERIFY2(QString(error->what())
                     .contains("5 files of 6 not found: no.bin, sub, no.idx, gone.gz, "
                               "t-images-idx3-ubyte#2-1"),
                 error->what());
    }

    void filesAboveTheListMayBeNamed()
    {
        QTemporaryDir folder;
        makeFiles(folder);
        const Recording recording =
            opened(written(folder, "sub/list.csv", "file,label\n../1.bin,0\n"));
        QCOMPARE(recording.first<SampleList>()->items[0].file.path.filename().string(),
                 std::string("1.bin"));
        QVERIFY(recording.first<SampleList>()->items[0].file.path == pathOf(folder) / "1.bin");
    }

    // --- folders

    void foldersWithLabelsAreLists()
    {
        QTemporaryDir folder;
        makeFiles(folder);
        written(folder, "labels.txt", "#sample #class\n2\t7\n1 5 test\na.png, 5\n");
        const Recording recording = opened(pathOf(folder));
        QVERIFY(recording.info.format == "folder");
        QCOMPARE(printed(recording), QString("event: 2.bin = 7 none, 1.bin = 5 test | "
                                             "static: a.png = 5 none"));
        QVERIFY(joined(recording.info.notes).contains("left out 4 files"));
    }

    void labelsWithoutFilesAreNamedAtOnce()
    {
        QTemporaryDir folder;
        makeFiles(folder);
        written(folder, "labels.txt", "1 5\n17 3\n18 2\nsub 2\n");
        const auto error = errorOf([&] { opened(pathOf(folder)); });
        QVERIFY(error && error->kind() == ErrorKind::NotFound);
        QVERIFY2(QString(error->what()).contains("3 files of labels.txt not found: 17, 18, sub"),
                 error->what());
    }

    void subFoldersAreClasses()
    {
        QTemporaryDir folder;
        for (const char* name : {"car", "ant", ".git", "empty"})
            fs::create_directories(pathOf(folder) / name);
        for (const char* name : {"car/2.bin", "car/1.bin", "ant/x.BIN", "ant/y.jpg", "ant/notes.md",
                                 ".git/z.bin", "README"})
            written(folder, name, "x");
        const Recording recording = opened(pathOf(folder));
        QCOMPARE(printed(recording),
                 QString("event: ant/x.BIN = 0 none, car/1.bin = 1 none, car/2.bin = 1 none | "
                         "static: ant/y.jpg = 0 none"));
        QCOMPARE(namesOf(recording), QString("ant car"));
        QVERIFY(joined(recording.info.notes).contains("left out 2 files"));
    }

    void foldersHaveANameHoweverTheyAreCalled()
    {
        QTemporaryDir folder;
        for (const char* name : {"digits/0", "digits/sub"})
            fs::create_directories(pathOf(folder) / name);
        written(folder, "digits/0/1.bin", "x");
        for (const char* name : {"digits", "digits/", "digits/.", "digits/sub/.."})
            QVERIFY(opened(pathOf(folder) / name).info.title == "digits");
    }

    void partsHoldFoldersOfClasses()
    {
        QTemporaryDir folder;
        for (const char* name : {"Train/0", "Train/1", "Test/1"})
            fs::create_directories(pathOf(folder) / name);
        for (const char* name : {"Train/0/1.bin", "Train/1/1.bin", "Test/1/1.bin"})
            written(folder, name, "x");
        QCOMPARE(printed(opened(pathOf(folder))),
                 QString("event: Test/1/1.bin = 1 test, Train/0/1.bin = 0 train, "
                         "Train/1/1.bin = 1 train"));
    }

    void idxFilesWithLabelsAreLists()
    {
        QTemporaryDir folder;
        written(folder, "train-images-idx3-ubyte", idxPictures(2));
        written(folder, "train-labels-idx1-ubyte", idxLabels(std::string("\1\0", 2)));
        written(folder, "t10k-images-idx3-ubyte", idxPictures(1));
        written(folder, "t10k-labels-idx1-ubyte", idxLabels("\1"));
        QCOMPARE(printed(opened(pathOf(folder))),
                 QString("static: t10k-images-idx3-ubyte = 1 test, train-images-idx3-ubyte = 1 "
                         "train, train-images-idx3-ubyte[1] = 0 train"));
    }

    void otherFoldersAreRefused_data()
    {
        QTest::addColumn<QStringList>("files");
        QTest::newRow("empty") << QStringList{};
        QTest::newRow("without labels") << QStringList{"1.bin", "2.bin"};
        QTest::newRow("nothing to read") << QStringList{"a/b.txt", "c/d.txt"};
        QTest::newRow("pictures without labels") << QStringList{"images-idx3-ubyte"};
    }
    void otherFoldersAreRefused()
    {
        QFETCH(QStringList, files);
        QTemporaryDir folder;
        for (const QString& file : files) {
            fs::create_directories((pathOf(folder) / file.toStdString()).parent_path());
            written(folder, file.toStdString(), idxPictures(1));
        }
        const auto error = errorOf([&] { opened(pathOf(folder)); });
        QVERIFY(error);
        QVERIFY(error->kind() == ErrorKind::Unsupported || error->kind() == ErrorKind::BadFormat);
    }

    void damagedLabelsAreRefused()
    {
        QTemporaryDir folder;
        makeFiles(folder);
        for (const auto& [text, message] :
             {std::pair{std::string("1\n"), "line 1: 'id label' is needed"},
              {"1 2 3 4\n", "line 1: 'id label' is needed"},
              {"1 2 never\n", "'never' is none of train"},
              {std::string("1 2\n2\0 3\n", 9), "line 2: a NUL byte"}}) {
            written(folder, "labels.txt", text);
            const auto error = errorOf([&] { opened(pathOf(folder)); });
            QVERIFY(error && error->kind() == ErrorKind::BadFormat);
            QVERIFY2(QString(error->what()).contains(message), error->what());
        }
    }

    // --- real data

    void realDigitsAreAList()
    {
        const auto labels = sharedFile("data/nmnist/labels.txt");
        INSPIKE_NEED(labels, "real events");
        const Recording recording = opened(labels.parent_path());
        const auto* list = recording.first<SampleList>();
        QVERIFY(list != nullptr);
        QCOMPARE(list->items.size(), std::size_t{1000});
        QCOMPARE(list->names.size(), std::size_t{10});
        QCOMPARE(list->items[0].file.path.filename().string(), std::string("1.bin"));
        QCOMPARE(list->items[0].label, std::int64_t{5});
        const RecordingSummary summary = summarise(recording);
        QCOMPARE(summary.streams.size(), std::size_t{1});
        const Json line = summary.toJson()["streams"].items().front();
        QCOMPARE(line["type"].toString(), std::string("samples"));
        QCOMPARE(line["count"].toInteger(), std::int64_t{1000});
        QCOMPARE(line["domain"].toString(), std::string("event"));
        QCOMPARE(line["classes"].toInteger(), std::int64_t{10});
        QCOMPARE(line["splits"]["none"].toInteger(), std::int64_t{1000});
    }

    void realPicturesAreAList()
    {
        const auto pictures = sharedFile("data/mnist/images-idx3-ubyte.gz");
        INSPIKE_NEED(pictures, "real pictures");
        const Recording recording = opened(pictures.parent_path());
        const auto* list = recording.first<SampleList>();
        QVERIFY(list != nullptr && list->items.size() == 7000);
        QCOMPARE(list->items[0].label, std::int64_t{7});
        QCOMPARE(list->items[1].label, std::int64_t{2});
        QVERIFY(recording.streams.front().domain == "static");
    }
};

INSPIKE_TEST(TstSamplesReader, tst_samples_reader)
#include "tst_samples_reader.moc"
