// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/media/spectrogram.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <cmath>
#include <numbers>

using namespace inspike;

namespace {

Spectrogram of(std::span<const float> samples, const SpectrogramParams& params = {})
{
    JobContext job = nullJob();
    return logSpectrogram(samples, params, job);
}

std::vector<float> cosine(std::size_t samples, double cyclesPerSample, double level)
{
    std::vector<float> wave(samples);
    for (std::size_t i = 0; i < samples; ++i)
        wave[i] = static_cast<float>(
            level * std::cos(2.0 * std::numbers::pi * cyclesPerSample * static_cast<double>(i)));
    return wave;
}

} // namespace

class TstSpectrogram : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aToneIsWhereItsFrequencySays()
    {
        // On bin 64 of 512: half the window's sum, half in each neighbour, nothing elsewhere.
        const Spectrogram found = of(cosine(4096, 64.0 / 512.0, 0.5));
        QCOMPARE(found.bins, std::size_t{257});
        QCOMPARE(found.frames, std::size_t{12});
        const auto value = [&](std::size_t bin) {
            return found.values[bin * found.frames + 5];
        };
        QVERIFY(std::abs(value(64) - std::log(64.0)) < 1e-5);
        QVERIFY(std::abs(value(63) - std::log(32.0)) < 1e-5);
        QVERIFY(std::abs(value(65) - std::log(32.0)) < 1e-5);
        QVERIFY(value(10) < std::log(1e-4));
    }

    void everyFrameIsCentredOnItsHop()
    {
        // An impulse in the middle of frame 2 has the window's peak there, at every frequency.
        std::vector<float> wave(2000, 0.0F);
        wave[2 * 353] = 0.25F;
        const Spectrogram found = of(wave);
        for (std::size_t bin = 0; bin < found.bins; ++bin) {
            QVERIFY(std::abs(found.values[bin * found.frames + 2] - std::log(0.25)) < 1e-5);
            QCOMPARE(found.values[bin * found.frames], static_cast<float>(std::log(1e-7)));
        }
    }

    void beyondTheEndsAreZeros()
    {
        // The first frame sees the second half of the window only: its sum is 128.5 (with the
        // peak).
        const std::vector<float> wave(1000, 1.0F);
        const Spectrogram found = of(wave);
        QVERIFY(std::abs(found.values[0] - std::log(128.5)) < 1e-5);
    }

    void silenceIsTheFloor_data()
    {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("frames");
        QTest::newRow("nothing") << 0 << 1;
        QTest::newRow("one sample") << 1 << 1;
        QTest::newRow("one hop less one") << 352 << 1;
        QTest::newRow("one hop") << 353 << 2;
        QTest::newRow("a second") << 22050 << 63;
    }
    void silenceIsTheFloor()
    {
        QFETCH(int, samples);
        QFETCH(int, frames);
        const Spectrogram found = of(std::vector<float>(static_cast<std::size_t>(samples), 0.0F));
        QCOMPARE(found.frames, static_cast<std::size_t>(frames));
        QCOMPARE(found.values.size(), found.frames * 257);
        for (const float value : found.values)
            QCOMPARE(value, static_cast<float>(std::log(1e-7)));
    }

    void tooLoudSoundIsClamped()
    {
        JobContext job = nullJob();
        const std::vector<float> loud(3000, 40.0F);
        const std::vector<float> full(3000, 1.0F);
        QVERIFY(soundPicture(loud, kSpectrogramRate, job).values ==
                soundPicture(full, kSpectrogramRate, job).values);
    }

    void impossibleParametersAreRefused()
    {
        const std::vector<float> wave(10);
        QVERIFY_EXCEPTION_THROWN(of(wave, {0, 353, 1e-7}), Error);
        QVERIFY_EXCEPTION_THROWN(of(wave, {511, 353, 1e-7}), Error);
        QVERIFY_EXCEPTION_THROWN(of(wave, {512, 0, 1e-7}), Error);
        QVERIFY_EXCEPTION_THROWN(of(wave, {512, 353, 0.0}), Error);
    }

    void manyThreadsGetTheSamePicture()
    {
        const std::vector<float> wave = cosine(30000, 0.03, 0.7);
        const Spectrogram alone = of(wave);
        std::vector<Spectrogram> found(16);
        parallelPieces(found.size(), 4, [&](std::size_t i) { found[i] = of(wave); });
        QVERIFY(std::all_of(found.begin(), found.end(), [&](const Spectrogram& other) {
            return other.values == alone.values;
        }));
    }
};

INSPIKE_TEST(TstSpectrogram, tst_spectrogram)
#include "tst_spectrogram.moc"
