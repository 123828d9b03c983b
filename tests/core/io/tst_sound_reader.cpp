// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"
#include "core/io/reader_registry.h"
#include "core/io/sound_file.h"
#include "tests/core/io/io_samples.h"
#include "tests/core/io/media_files.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QElapsedTimer>

#include <cmath>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

const Signal& signalOf(const Recording& recording)
{
    return *recording.first<Signal>();
}

} // namespace

class TstSoundReader : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyChannelIsKept_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("wav") << "tiny.wav";
        QTest::newRow("flac") << "tiny.flac";
    }
    void everyChannelIsKept()
    {
        QFETCH(QString, name);
        const Recording recording = opened(sample(name.toStdString()));
        QCOMPARE(recording.streams.size(), std::size_t{1});
        QVERIFY(recording.streams[0].name == "audio" && recording.streams[0].modality == "audio");
        const Signal& signal = signalOf(recording);
        QCOMPARE(signal.channels, std::size_t{2});
        QCOMPARE(signal.rateHz, 8000.0);
        QCOMPARE(signal.data.size(), std::size_t{1600});
        for (std::size_t i = 0; i < 800; ++i) {
            for (std::size_t channel = 0; channel < 2; ++channel) {
                const double angle = 2 * M_PI * (channel == 0 ? 440.0 : 660.0) * double(i) / 8000;
                const auto expected = std::round(20000 * std::sin(angle)) / 32768;
                QCOMPARE(signal.data[2 * i + channel], static_cast<float>(expected));
            }
        }
        QVERIFY(recording.info.notes.empty());
        QCOMPARE(recording.extent().end, Time{100'000});
    }

    void monoIsTheMeanOfTheChannels()
    {
        QTemporaryDir folder;
        std::vector<float> samples;
        for (int i = 0; i < 100; ++i) {
            for (int channel = 0; channel < 8; ++channel)
                samples.push_back(static_cast<float>(i * channel) / 1024.0F);
        }
        const auto path = written(folder, "eight.wav", wav16(samples, 8, 16000));
        const Recording recording = opened(path);
        QCOMPARE(signalOf(recording).channels, std::size_t{8});
        QVERIFY(signalOf(recording).data == samples);
        std::vector<std::string> notes;
        JobContext job = nullJob();
        const Signal mono = readMonoSound(path, notes, job);
        QCOMPARE(mono.channels, std::size_t{1});
        QCOMPARE(mono.data.size(), std::size_t{100});
        for (int i = 0; i < 100; ++i)
            QCOMPARE(mono.data[static_cast<std::size_t>(i)],
                     static_cast<float>(i) * 3.5F / 1024.0F);
    }

    void oddSoundsAreNoted_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QString>("note");
        QTest::newRow("silent") << "silent"
                                << "the sound is silent: every sample is 0";
        QTest::newRow("clipped") << "clipped"
                                 << "clipped: 8 samples at full scale";
        QTest::newRow("no samples") << "empty"
                                    << "the sound has no samples";
        QTest::newRow("not a number") << "nan"
                                      << "2 samples that are no finite numbers became 0";
        QTest::newRow("one sample") << "one"
                                    << "";
    }
    void oddSoundsAreNoted()
    {
        QFETCH(QString, kind);
        QFETCH(QString, note);
        QTemporaryDir folder;
        std::string content;
        std::size_t count = 0;
        if (kind == "silent") {
            content = wav16(std::vector<float>(count = 50, 0.0F), 1, 8000);
        } else if (kind == "clipped") {
            // Two at a time may be a loud sound, five and three are not.
            content = wav16(std::vector<float>{1, 1, 0, 1, 1, 1, 1, 1, 0, -1, -1, -1, 0}, 1, 8000);
            count = 13;
        } else if (kind == "nan") {
            content = wavFloat(std::vector<float>{0.5F, std::nanf(""), 7.0F,
                                                  std::numeric_limits<float>::infinity()},
                               1, 8000);
            count = 4;
        } else if (kind == "one") {
            content = wav16(std::vector<float>{0.5F}, 1, 8000);
            count = 1;
        } else {
            content = wav16({}, 1, 8000);
        }
        const Recording recording = opened(written(folder, "odd.wav", content));
        QCOMPARE(signalOf(recording).data.size(), count);
        QCOMPARE(joined(recording.info.notes).trimmed(), note);
        if (kind == "nan")
            QVERIFY(signalOf(recording).data == (std::vector<float>{0.5F, 0.0F, 7.0F, 0.0F}));
    }

    void aTruncatedSoundKeepsWhatIsThere_data()
    {
        QTest::addColumn<QString>("name");
        QTest::newRow("wav") << "tiny.wav";
        QTest::newRow("flac") << "tiny.flac";
    }
    void aTruncatedSoundKeepsWhatIsThere()
    {
        QFETCH(QString, name);
        QTemporaryDir folder;
        const std::string whole = contentOf(sample(name.toStdString()));
        const auto path =
            written(folder, name.toStdString(), whole.substr(0, whole.size() * 3 / 4));
        const Recording recording = opened(path);
        QVERIFY(signalOf(recording).data.size() < 1600);
        QVERIFY(joined(recording.info.notes).contains("truncated"));
    }

    void headersWithoutASoundAreRefused()
    {
        QTemporaryDir folder;
        for (const char* name : {"tiny.wav", "tiny.flac"}) {
            const std::string whole = contentOf(sample(name));
            const auto error = errorOf([&] { opened(written(folder, name, whole.substr(0, 20))); });
            QVERIFY(error && error->kind() == ErrorKind::BadFormat);
            QVERIFY2(QString(error->what()).contains("not a sound"), error->what());
        }
    }

    void halfAnHourNeedsNeitherMuchTimeNorMuchMemory()
    {
        QTemporaryDir folder;
        constexpr std::size_t kSamples = 30 * 60 * 8000;
        const auto path =
            written(folder, "long.wav", wav16(std::vector<float>(kSamples, 0.25F), 1, 8000));
        QElapsedTimer clock;
        clock.start();
        const std::uint64_t before = residentMemory();
        const Recording recording = opened(path);
        QCOMPARE(signalOf(recording).data.size(), kSamples);
        QVERIFY(clock.elapsed() < 5000);
        QVERIFY(residentMemory() < before + kSamples * sizeof(float) * 3 / 2);
    }

    void moreThanTheMemoryBudgetIsRefusedBeforeReading()
    {
        QTemporaryDir folder;
        // 17 million samples of 8 channels; mono fits.
        const auto path =
            written(folder, "large.wav", wav16(std::vector<float>(8 * 2'200'000, 0.25F), 8, 48000));
        setMemoryBudget(std::uint64_t{64} << 20U);
        const auto error = errorOf([&] { opened(path); });
        std::vector<std::string> notes;
        JobContext job = nullJob();
        const Signal mono = readMonoSound(path, notes, job);
        setMemoryBudget(0);
        QVERIFY(error && error->kind() == ErrorKind::OutOfMemory);
        QVERIFY2(QString(error->what()).contains("70.4 MB"), error->what());
        QCOMPARE(mono.data.size(), std::size_t{2'200'000});
    }

    void realSoundsAreRead()
    {
        const auto digit = sharedFile("data/fsdd/7_jackson_5.wav");
        INSPIKE_NEED(digit, "spoken digits");
        const Signal spoken = signalOf(opened(digit));
        QCOMPARE(spoken.rateHz, 8000.0);
        QCOMPARE(spoken.channels, std::size_t{1});
        QVERIFY(spoken.data.size() > 1000);
    }
};

INSPIKE_TEST(TstSoundReader, tst_sound_reader)
#include "tst_sound_reader.moc"
