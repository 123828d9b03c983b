// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"

using namespace inspike;
using namespace inspike::test;

class TstReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void peekSeesNameSizeAndHead()
    {
        const FilePeek peek = peekFile(sample("fixture.h5"));
        QCOMPARE(peek.size, std::filesystem::file_size(sample("fixture.h5")));
        QCOMPARE(peek.head.size(), std::size_t{4096});
        QVERIFY(peek.isHdf5());
        QVERIFY(peek.extension() == ".h5");
        QVERIFY(!peekFile(sample("digit.bin")).isHdf5());
    }

    void extensionsAreLowerCase()
    {
        FilePeek peek;
        peek.path = "A.H5";
        QVERIFY(peek.extension() == ".h5");
    }

    void peekRefusesWhatIsNoFile()
    {
        QTemporaryDir folder;
        auto error = errorOf([&] { peekFile(folder.path().toStdString()); });
        QVERIFY(error && error->kind() == ErrorKind::NotFound);
        QVERIFY(QString(error->what()).contains("folder"));
        error = errorOf([] { peekFile("nowhere.bin"); });
        QVERIFY(error && error->kind() == ErrorKind::NotFound);
    }

    void summaryIsTheObjectOfInfo()
    {
        Recording recording = everyKind();
        recording.info.format = "inspike";
        recording.info.notes = {"a note"};
        const std::string expected =
            R"({"kind":"recording","format":"inspike","title":"Every kind","duration_us":6005,)"
            R"("streams":[)"
            R"({"id":"spikes/pop","type":"spikes","count":4,"units":4,"t_first_us":-5,"t_last_us":30},)"
            R"({"id":"events/cam","type":"events","count":3,"width":10,"height":8,"on":2,"off":1,)"
            R"("t_first_us":1,"t_last_us":2},)"
            R"({"id":"signals/lfp","type":"signal","count":3,"channels":2,"rate_hz":500.0},)"
            R"({"id":"frames/film","type":"frames","count":2,"width":4,"height":3,"channels":1,)"
            R"("t_first_us":100,"t_last_us":200},)"
            R"({"id":"labels/class","type":"labels","count":2},)"
            R"({"id":"tensors/x","type":"tensor","count":6,"shape":[2,3]}],"notes":["a note"]})";
        QCOMPARE(QString::fromStdString(summarise(recording).toJson().dump()),
                 QString::fromStdString(expected));
    }
};

INSPIKE_TEST(TstReader, tst_reader)
#include "tst_reader.moc"
