// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/random.h"
#include "core/io/reader_registry.h"
#include "tests/core/io/io_samples.h"
#include "tests/support/run_tests.h"

#include <set>

using namespace inspike;
using namespace inspike::test;

class TstReaderRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void idsAreUniqueAndEverythingHasATitle()
    {
        std::set<std::string> ids;
        QVERIFY(!readers().empty());
        for (const auto& reader : readers()) {
            const ReaderInfo info = reader->info();
            QVERIFY2(ids.insert(info.id).second, info.id.c_str());
            QVERIFY(!info.title.empty());
            QVERIFY(info.readsFolders() == (info.id == "folder"));
            QVERIFY(findReader(info.id) == reader.get());
            for (const ParamSpec& param : info.params)
                QVERIFY(!param.title.empty() && !param.help.empty());
        }
        QVERIFY(findReader("nothing") == nullptr);
    }

    void everyExtensionHasASample()
    {
        std::set<std::string> extensions;
        for (const auto& path : allSamples())
            extensions.insert(path.extension().string());
        for (const auto& reader : readers()) {
            for (const std::string& extension : reader->info().extensions)
                QVERIFY2(extensions.contains(extension), extension.c_str());
        }
    }

    void everySampleIsReadByTheReaderMeantForIt_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("id");
        for (const char* name : {"fixture.h5", "bomb_recording.h5", "recording.h5"})
            QTest::newRow(name) << name << "inspike";
        for (const char* name : {"shd_float16.h5", "shd_float32.hdf5", "bomb_shd.h5"})
            QTest::newRow(name) << name << "shd";
        for (const char* name : {"digit.bin", "digit_truncated.bin", "overflow.bs2"})
            QTest::newRow(name) << name << "n-mnist";
        for (const char* name : {"spikes_ms.csv", "events_us.csv", "spikes_no_header.txt"})
            QTest::newRow(name) << name << "csv";
        for (const char* name : {"tiny-images-idx3-ubyte.gz", "tiny-labels-idx1-ubyte.gz",
                                 "plain-images.idx3-ubyte", "plain-labels.idx1-ubyte"})
            QTest::newRow(name) << name << "idx";
        for (const char* name : {"tiny_lz4.aedat4", "tiny_zstd.aedat4", "tiny_plain.aedat4"})
            QTest::newRow(name) << name << "aedat4";
        for (const char* name : {"tiny_sonata.h5", "tiny_sonata_old.h5"})
            QTest::newRow(name) << name << "sonata";
        for (const char* name : {"tiny_table.npy", "tiny_events.npy", "tiny_tensor.npy"})
            QTest::newRow(name) << name << "npy";
        for (const char* name : {"tiny.wav", "tiny.flac"})
            QTest::newRow(name) << name << "sound";
        for (const char* name : {"tiny.png", "tiny.jpg", "tiny_grey.jpeg"})
            QTest::newRow(name) << name << "picture";
        QTest::newRow("tiny_pairs.csv") << "tiny_pairs.csv"
                                        << "pairs";
        QTest::newRow("tiny_samples.csv") << "tiny_samples.csv"
                                          << "samples";
        QTest::newRow("tiny_sonata.csv") << "tiny_sonata.csv"
                                         << "sonata-csv";
        QTest::newRow("tiny.nwb") << "tiny.nwb"
                                  << "nwb";
        QTest::newRow("tiny_evt2.raw") << "tiny_evt2.raw"
                                       << "evt2";
        QTest::newRow("tiny_evt3.raw") << "tiny_evt3.raw"
                                       << "evt3";
        QTest::newRow("tiny.dat") << "tiny.dat"
                                  << "dat";
        QTest::newRow("tiny_ntidigits.hdf5") << "tiny_ntidigits.hdf5"
                                             << "n-tidigits";
        QTest::newRow("tiny.bs1") << "tiny.bs1"
                                  << "bs1";
        QTest::newRow("tiny.es") << "tiny.es"
                                 << "es";
    }
    void everySampleIsReadByTheReaderMeantForIt()
    {
        QFETCH(QString, name);
        QFETCH(QString, id);
        const Reader& reader = pickReader(peekFile(sample(name.toStdString())));
        QCOMPARE(QString::fromStdString(reader.info().id), id);
    }

    void theContentCountsMoreThanTheExtension()
    {
        QTemporaryDir folder;
        const auto renamed = [&](const char* name, const char* as) {
            return pickReader(peekFile(written(folder, as, contentOf(sample(name))))).info().id;
        };
        QVERIFY(renamed("fixture.h5", "fixture.bin") == "inspike");
        QVERIFY(renamed("events_us.csv", "events.h5") == "csv");
        QVERIFY(renamed("digit.bin", "digit.csv") == "n-mnist");
        QVERIFY(renamed("tiny-images-idx3-ubyte.gz", "pictures.bin") == "idx");
    }

    void anUnknownFileIsRefusedWithAListOfWhatWasTried()
    {
        QTemporaryDir folder;
        const auto path = written(folder, "prose.dat", "Once upon a time there was a file.\n");
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && error->kind() == ErrorKind::Unsupported);
        for (const auto& reader : readers())
            QVERIFY(QString(error->what()).contains(reader->info().title.c_str()) ==
                    !reader->info().readsFolders());
    }

    void aDamagedHdf5FileIsCalledDamaged()
    {
        QTemporaryDir folder;
        const std::string content = contentOf(sample("fixture.h5"));
        const auto path = written(folder, "cut.h5", content.substr(0, 4096));
        const auto error = errorOf([&] { opened(path); });
        QVERIFY(error && error->kind() == ErrorKind::BadFormat);
        QVERIFY2(QString(error->what()).contains("truncated"), error->what());
    }

    void sniffingRandomBytesNeverThrows()
    {
        QTemporaryDir folder;
        Random random(5);
        for (int round = 0; round < 200; ++round) {
            std::string content(random.below(6000), '\0');
            for (char& byte : content)
                byte = static_cast<char>(random.below(256));
            // Half of them pretend to be something.
            const char* heads[] = {"\x89HDF\r\n\x1a\n", "\x1f\x8b\x08", "t,x,y,p\n",
                                   "#!AER-DAT4.0\r\n",  "% evt 2.0\n",  "% evt 3.0\n"};
            if (round % 2 == 0)
                content.insert(0, heads[round / 2 % 6]);
            for (const auto& reader : readers()) {
                const auto extensions = reader->info().extensions;
                const std::string extension = extensions.empty() ? "" : extensions.front();
                const FilePeek peek = peekFile(written(folder, "noise" + extension, content));
                for (const auto& other : readers())
                    static_cast<void>(other->sniff(peek));
            }
        }
    }
};

INSPIKE_TEST(TstReaderRegistry, tst_reader_registry)
#include "tst_reader_registry.moc"
