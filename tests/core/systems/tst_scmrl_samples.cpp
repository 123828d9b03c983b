// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "tests/core/io/media_files.h"
#include "tests/core/systems/scmrl_pairs.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QElapsedTimer>

#include <algorithm>
#include <cmath>
#include <set>

using namespace inspike;
using namespace inspike::scmrl;
using test::greySteps;
using test::isClose;
using test::refusal;
using test::squareOf;
using test::tone;

namespace fs = std::filesystem;

namespace {

constexpr float kSilence = -16.118095F; // ln(1e-7)

} // namespace

class TstScmrlSamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void soundsAndPicturesAreThoseOfTheReference_data()
    {
        QTest::addColumn<QString>("probe");
        for (const char* probe : {"0", "1", "2"})
            QTest::newRow(probe) << QString::fromLatin1(probe);
    }
    void soundsAndPicturesAreThoseOfTheReference()
    {
        QFETCH(QString, probe);
        const auto path = test::sharedFile("fixtures/s-cmrl-h-preprocess.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        const std::string group = "/probe/" + probe.toStdString() + "/";
        const auto rate = static_cast<unsigned>(file.readIntegers(group + "sample_rate").front());
        test::PairFolder folder;
        folder.write("a.wav", test::wavFloat(file.readFloats(group + "wave"), 1, rate));
        std::string pixels;
        for (const float value : file.readFloats("/probe/visual/rgb_u8"))
            pixels += static_cast<char>(static_cast<unsigned char>(value));
        folder.write("b.png", test::png({480, 360, 8, 2}, pixels));
        Config config;
        const Sample sample = folder.first("a.wav,b.png,3,test", config);
        QCOMPARE(sample.label, std::int64_t{3});
        QCOMPARE(sample.audioSteps, std::size_t{1});
        QCOMPARE(sample.visualSteps, std::size_t{1});
        const double seconds =
            static_cast<double>(file.shape(group + "wave").back()) / static_cast<double>(rate);
        QCOMPARE(sample.seconds, seconds);
        QVERIFY(sample.visual == file.readFloats("/probe/visual/test_tensor"));
        const auto reference = file.readFloats(group + "tensor");
        QCOMPARE(sample.audio.size(), reference.size());
        for (std::size_t i = 0; i < reference.size(); ++i)
            QVERIFY2(std::abs(sample.audio[i] - reference[i]) < 5e-3, qPrintable(probe));
    }

    void oddSoundsGiveAPicture_data()
    {
        QTest::addColumn<QString>("kind");
        for (const char* kind : {"silent", "one sample", "no sample", "clipped", "not a number"})
            QTest::newRow(kind) << QString::fromLatin1(kind);
    }
    void oddSoundsGiveAPicture()
    {
        QFETCH(QString, kind);
        test::PairFolder folder;
        folder.write("b.png", greySteps(4, 4));
        std::vector<float> wave(kind == "one sample" ? 1 : kind == "no sample" ? 0 : 3000, 0.0F);
        if (kind == "clipped" || kind == "one sample")
            std::fill(wave.begin(), wave.end(), 1.0F);
        if (kind == "not a number")
            wave[7] = std::nanf("");
        folder.write("a.wav", test::wavFloat(wave, 1, 8000));
        const Sample sample = folder.first("a.wav,b.png,0,", squareOf(16, 1));
        QCOMPARE(sample.audio.size(), std::size_t{16 * 16});
        QVERIFY(std::ranges::all_of(sample.audio, [](float v) { return std::isfinite(v); }));
        if (kind == "silent" || kind == "no sample" || kind == "not a number")
            QVERIFY(std::ranges::all_of(sample.audio,
                                        [](float value) { return isClose(value, kSilence); }));
        else
            QVERIFY(std::ranges::any_of(sample.audio, [](float value) { return value > -10.0F; }));
    }

    void allChannelsAreMixedDown()
    {
        test::PairFolder folder;
        folder.write("b.png", greySteps(4, 4));
        folder.write("one.wav", tone(1, 44100, 20000));
        folder.write("eight.wav", tone(8, 44100, 20000));
        // Through another reader, which leaves the channels as they are.
        JobContext job = nullJob();
        Recording stored = readRecording(folder.write("two.wav", tone(2, 44100, 20000)), job);
        folder.writeStreams("two.h5", std::move(stored.streams));
        const Config config = squareOf(32, 1);
        const Sample one = folder.first("one.wav,b.png,0,", config);
        QVERIFY(folder.first("eight.wav,b.png,0,", config).audio == one.audio);
        const Sample two = folder.first("two.h5,b.png,0,", config);
        QVERIFY(two.audio == one.audio);
        QCOMPARE(two.seconds, one.seconds);
    }

    void halfAnHourOfSoundIsOnePicture()
    {
        test::PairFolder folder;
        folder.write("b.png", greySteps(4, 4));
        folder.write("a.wav", tone(1, 8000, 30 * 60 * 8000));
        QElapsedTimer clock;
        clock.start();
        const Sample sample = folder.first("a.wav,b.png,0,", squareOf(128, 1));
        QCOMPARE(sample.seconds, 1800.0);
        qInfo("half an hour at 8 kHz in %lld ms", static_cast<long long>(clock.elapsed()));
        QVERIFY(clock.elapsed() < 60'000);
    }

    void spikesOfACochleaAreCountedPerStep()
    {
        test::PairFolder folder;
        folder.write("b.png", greySteps(8, 8));
        const std::vector<Time> times = {0, 10, 999, 1000, 1999, 1999, 1999};
        const std::vector<UnitIndex> units = {0, 0, 63, 9, 9, 9, 63};
        folder.writeStreams("a.h5", {{"spikes/ear", "ear", "audio", "event",
                                      SpikeTrains::fromPairs(times, units, 64)}});
        const Sample sample = folder.first("a.h5,b.png,1,", squareOf(8, 1));
        QCOMPARE(sample.audioSteps, std::size_t{2});
        QCOMPARE(sample.seconds, 0.0);
        std::vector<float> expected(2 * 64, 0.0F);
        expected[0] = 2.0F;
        expected[63] = 1.0F;
        expected[64 + 9] = 3.0F;
        expected[64 + 63] = 1.0F;
        QVERIFY(sample.audio == expected);

        // 128 units: two of them per channel.
        const std::vector<UnitIndex> wide = {0, 1, 127, 19, 18, 19, 126};
        folder.writeStreams("a.h5", {{"spikes/ear", "ear", "audio", "event",
                                      SpikeTrains::fromPairs(times, wide, 128)}});
        QVERIFY(folder.first("a.h5,b.png,1,", squareOf(8, 1)).audio == expected);

        // As events of 64 x 1 pixels.
        folder.writeStreams("a.h5", {{"events/ear", "ear", "audio", "event",
                                      EventStream({{0, 10, 999, 1000, 1999, 1999, 1999},
                                                   {0, 0, 63, 9, 9, 9, 63},
                                                   {0, 0, 0, 0, 0, 0, 0},
                                                   {0, 1, 1, 0, 1, 0, 1}},
                                                  64, 1)}});
        QVERIFY(folder.first("a.h5,b.png,1,", squareOf(8, 1)).audio == expected);
    }

    void anEarWithoutSpikesIsSilent()
    {
        test::PairFolder folder;
        folder.write("b.png", greySteps(8, 8));
        folder.writeStreams(
            "a.h5", {{"spikes/ear", "ear", "audio", "event", SpikeTrains::fromPairs({}, {}, 64)}});
        const Sample sample = folder.first("a.h5,b.png,1,", squareOf(8, 1));
        QVERIFY(sample.audio == std::vector<float>(2 * 64, 0.0F));
    }

    void entriesOfFilesOfManyAreFound()
    {
        test::PairFolder folder;
        std::string digits("\0\0\x08\x03\0\0\0\x03\0\0\0\x02\0\0\0\x02", 16);
        for (char i = 0; i < 12; ++i)
            digits += static_cast<char>(10 * i);
        folder.write("digits.idx3-ubyte", digits);
        folder.write("a.wav", tone(1, 8000, 800));
        const Config config = squareOf(2, 1);
        for (int entry = 0; entry < 3; ++entry) {
            const Sample sample =
                folder.first("a.wav,digits.idx3-ubyte#" + std::to_string(entry) + ",0,", config);
            for (std::size_t i = 0; i < 4; ++i)
                QCOMPARE(sample.picture[i],
                         static_cast<float>(40 * entry + 10 * static_cast<int>(i)) / 255.0F);
        }
        const QString none = refusal([&] { folder.first("a.wav,digits.idx3-ubyte#3,0,", config); });
        QVERIFY2(none.contains("no picture 3, the file has 3") && none.contains("pair 1") &&
                     none.contains("digits.idx3-ubyte#3"),
                 qPrintable(none));
        const QString sound =
            refusal([&] { folder.first("a.wav#2,digits.idx3-ubyte,0,", config); });
        QVERIFY2(sound.contains("no entry 2"), qPrintable(sound));
    }

    void trialsOfSpokenDigitsAreFound()
    {
        test::PairFolder folder;
        const fs::path trials = fs::path(INSPIKE_TEST_DATA) / "shd_float32.hdf5";
        folder.write("b.png", greySteps(8, 8));
        fs::copy_file(trials, folder.write("shd.h5", ""), fs::copy_options::overwrite_existing);
        JobContext job = nullJob();
        std::set<double> totals;
        for (std::size_t trial = 0; trial < 3; ++trial) {
            const Sample sample =
                folder.first("shd.h5#" + std::to_string(trial) + ",b.png,0,", squareOf(8, 1));
            double total = 0.0;
            for (const float count : sample.audio)
                total += count;
            const auto spikes = readRecording(trials, job, trial).first<SpikeTrains>()->spikes();
            QCOMPARE(total, static_cast<double>(spikes));
            totals.insert(total);
        }
        QVERIFY(totals.size() > 1);
        const QString none = refusal([&] { folder.first("shd.h5#99,b.png,0,", squareOf(8, 1)); });
        QVERIFY2(none.contains("no trial 99"), qPrintable(none));
    }

    void classesAreThoseOfTheNetwork()
    {
        test::PairFolder folder;
        folder.write("a.wav", tone(1, 8000, 800));
        folder.write("b.png", greySteps(4, 4));
        const std::string rows = "a.wav,b.png,up,train\na.wav,b.png,down,test\na.wav,b.png,,\n";
        Config config = squareOf(4, 1);
        config.classNames = {"up", "left", "down"};
        config.classes = 3;
        const auto samples = folder.samples(rows, config);
        QCOMPARE(samples->count(), std::size_t{3});
        QCOMPARE(samples->label(0), std::int64_t{0});
        QCOMPARE(samples->label(1), std::int64_t{2});
        QCOMPARE(samples->label(2), std::int64_t{-1});
        QVERIFY(samples->split(0) == Split::Train && samples->split(1) == Split::Test);
        QVERIFY(samples->split(2) == Split::None);
        QCOMPARE(samples->nameOf(1), std::string("a.wav"));
        QVERIFY(samples->classNames() == config.classNames);

        config.classNames = {"up", "left", "right"};
        const QString unknown = refusal([&] { folder.samples(rows, config); });
        QVERIFY2(unknown.contains("no class 'down'"), qPrintable(unknown));
        // Numbers are the network's own, whatever it calls them.
        QCOMPARE(folder.samples("a.wav,b.png,2,\n", config)->label(0), std::int64_t{2});
        const QString beyond =
            refusal([&] { folder.samples("a.wav,b.png,1,\na.wav,b.png,3,\n", config); });
        QVERIFY2(beyond.contains("pair 2 (a.wav) has class 3"), qPrintable(beyond));
    }

    void whatDoesNotFitIsRefusedByName()
    {
        test::PairFolder folder;
        folder.write("a.wav", tone(1, 8000, 800));
        folder.write("b.png", greySteps(4, 4));
        folder.write("broken.png", greySteps(40, 40).substr(0, 70));
        folder.write("broken.wav", "RIFF....WAVE");
        folder.writeStreams("labels.h5", {{"labels/x", "x", "", "", Labels{{1}, {}}}});
        const auto why = [&](const std::string& files, std::size_t channels) {
            return refusal([&] { folder.first(files + ",1,", squareOf(4, channels)); });
        };
        const QString broken = why("a.wav,broken.png", 1);
        QVERIFY2(broken.contains("damaged") && broken.contains("pair 1: broken.png"),
                 qPrintable(broken));
        const QString sound = why("broken.wav,b.png", 1);
        QVERIFY2(sound.contains("pair 1: broken.wav"), qPrintable(sound));
        QVERIFY(why("a.wav,b.png", 2).contains("sees ON and OFF events, the file has frames/"));
        QVERIFY(why("a.wav,a.wav", 3).contains("sees pictures, the file has signals/audio"));
        QVERIFY(why("b.png,b.png", 3).contains("hears sounds or spikes of a cochlea"));
        QVERIFY(why("labels.h5,b.png", 3).contains("the file has labels/x"));
        // What a network of one modality does not look at need not fit.
        Config deaf = squareOf(4, 1);
        deaf.modality = Modality::Visual;
        const Sample sample = folder.first("broken.wav,b.png,1,", deaf);
        QVERIFY(sample.audio.empty() && !sample.visual.empty());
        QVERIFY(refusal([&] { folder.samples("", squareOf(4, 1)); }).contains("no pairs"));
    }

    void manyThreadsReadTheSameSamples()
    {
        test::PairFolder folder;
        std::string digits("\0\0\x08\x03\0\0\0\x40\0\0\0\x08\0\0\0\x08", 16);
        for (int i = 0; i < 64 * 64; ++i)
            digits += static_cast<char>(i * 7 % 251);
        folder.write("digits.idx3-ubyte", digits);
        folder.write("a.wav", tone(1, 8000, 800));
        std::string rows;
        for (int i = 0; i < 64; ++i)
            rows += "a.wav,digits.idx3-ubyte#" + std::to_string(i) + ",0,\n";
        const auto samples = folder.samples(rows, squareOf(8, 1));
        std::vector<Sample> found(64);
        parallelPieces(found.size(), 4, [&](std::size_t i) {
            JobContext job = nullJob();
            found[i] = samples->load(i, Augmentation::Shift, i, job);
        });
        JobContext job = nullJob();
        for (std::size_t i = 0; i < found.size(); ++i) {
            const Sample alone = samples->load(i, Augmentation::Shift, i, job);
            QVERIFY(alone.visual == found[i].visual && alone.audio == found[i].audio);
        }
    }

    void realDigitsAreReadQuickly()
    {
        const auto spoken = test::sharedFile("data/fsdd/7_jackson_5.wav");
        const auto written = test::sharedFile("data/mnist");
        INSPIKE_NEED(spoken, "spoken digits");
        fs::path pictures;
        for (const auto& entry : fs::directory_iterator(written)) {
            if (entry.path().filename().string().find("images") != std::string::npos)
                pictures = entry.path();
        }
        QVERIFY(!pictures.empty());
        test::PairFolder folder;
        constexpr std::size_t kPairs = 200;
        std::string rows;
        for (std::size_t i = 0; i < kPairs; ++i)
            rows += spoken.string() + "," + pictures.string() + "#" + std::to_string(i) + ",7,\n";
        const auto samples = folder.samples(rows, squareOf(28, 1));
        JobContext job = nullJob();
        samples->load(0, Augmentation::None, 0, job);
        QElapsedTimer clock;
        clock.start();
        for (std::size_t i = 0; i < kPairs; ++i) {
            const Sample sample = samples->load(i, Augmentation::Shift, i, job);
            QCOMPARE(sample.visual.size(), std::size_t{28 * 28});
        }
        const double each = static_cast<double>(clock.elapsed()) / kPairs;
        qInfo("%.2f ms per pair", each);
        QVERIFY(each < 50.0);
    }

    void noiseHasTheLevelThatWasAskedFor()
    {
        std::vector<float> batch(200'000);
        for (std::size_t i = 0; i < batch.size(); ++i)
            batch[i] = i % 2 == 0 ? 3.0F : -1.0F;
        const std::vector<float> clean = batch;
        addNoise(batch, 10.0, 7);
        double sum = 0.0, squares = 0.0;
        for (std::size_t i = 0; i < batch.size(); ++i) {
            const double noise = static_cast<double>(batch[i]) - clean[i];
            sum += noise;
            squares += noise * noise;
        }
        const auto count = static_cast<double>(batch.size());
        // mean(x^2) = 5, a tenth of it.
        QVERIFY(std::abs(squares / count - 0.5) < 0.01);
        QVERIFY(std::abs(sum / count) < 0.01);
        std::vector<float> again = clean, other = clean, silent(10, 0.0F);
        addNoise(again, 10.0, 7);
        addNoise(other, 10.0, 8);
        addNoise(silent, 0.0, 7);
        QVERIFY(again == batch && other != batch && silent == std::vector<float>(10, 0.0F));
    }

    void theShippedPairsAreWhole()
    {
        JobContext job = nullJob();
        const auto samples =
            samplesOf(std::make_shared<Recording>(readRecording(
                          fs::path(INSPIKE_SAMPLES) / "scmrl-digits" / "pairs.csv", job)),
                      squareOf(28, 1));
        QCOMPARE(samples->count(), std::size_t{20});
        for (std::size_t i = 0; i < samples->count(); ++i) {
            const Sample sample = samples->load(i, Augmentation::None, 0, job);
            QCOMPARE(sample.label, static_cast<std::int64_t>(i / 2));
            QVERIFY(sample.seconds > 0.2 && sample.seconds < 1.0);
            QVERIFY(std::ranges::count_if(sample.picture, [](float v) { return v > 0.5F; }) > 60);
        }
    }
};

INSPIKE_TEST(TstScmrlSamples, tst_scmrl_samples)
#include "tst_scmrl_samples.moc"
