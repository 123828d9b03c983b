// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/media/resample.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <numbers>

using namespace inspike;

namespace {

std::vector<float> tone(double frequency, std::int64_t rate, std::size_t samples)
{
    std::vector<float> wave(samples);
    for (std::size_t i = 0; i < samples; ++i)
        wave[i] = static_cast<float>(std::sin(2.0 * std::numbers::pi * frequency *
                                              static_cast<double>(i) / static_cast<double>(rate)));
    return wave;
}

std::vector<float> at(std::span<const float> samples, std::int64_t from, std::int64_t to)
{
    JobContext job = nullJob();
    return resampled(samples, from, to, job);
}

double loudness(std::span<const float> samples)
{
    double sum = 0.0;
    for (const float sample : samples)
        sum += static_cast<double>(sample) * sample;
    return std::sqrt(sum / static_cast<double>(samples.size()));
}

} // namespace

class TstResample : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aToneKeepsItsFrequencyAndLevel_data()
    {
        QTest::addColumn<int>("from");
        QTest::addColumn<int>("to");
        for (const int from : {8000, 11025, 16000, 44100, 48000, 96000, 22051})
            QTest::addRow("%d to 22050 Hz", from) << from << 22050;
        QTest::newRow("22050 to 8000 Hz") << 22050 << 8000;
        // More kernels than are kept.
        QTest::newRow("999983 to 22050 Hz") << 999983 << 22050;
    }
    void aToneKeepsItsFrequencyAndLevel()
    {
        QFETCH(int, from);
        QFETCH(int, to);
        const auto samples = static_cast<std::size_t>(from) / 10;
        const auto found = at(tone(440.0, from, samples), from, to);
        QCOMPARE(found.size(), static_cast<std::size_t>(std::ceil(samples * double(to) / from)));
        const auto expected = tone(440.0, to, found.size());
        double worst = 0.0;
        // Without the ends, where the tone begins and ends suddenly.
        for (std::size_t i = 50; i + 50 < found.size(); ++i)
            worst = std::max(worst, std::abs(double(found[i]) - expected[i]));
        // The window of 6 zero crossings ripples by 0.2 %.
        QVERIFY2(worst < 5e-3, qPrintable(QString::number(worst)));
    }

    void whatTheNewRateCannotHoldIsFilteredOut()
    {
        const auto found = at(tone(15000.0, 44100, 8820), 44100, 22050);
        QVERIFY(loudness(std::span(found).subspan(50, found.size() - 100)) < 0.01);
    }

    void equalRatesChangeNothing()
    {
        const auto wave = tone(440.0, 22050, 100);
        QVERIFY(at(wave, 22050, 22050) == wave);
    }

    void anImpulseGivesTheKernel()
    {
        // At twice the rate every second sample sits on a zero crossing of sinc(0.99 t).
        std::vector<float> wave(41, 0.0F);
        wave[20] = 1.0F;
        const auto found = at(wave, 11025, 22050);
        const auto kernel = [](double time) {
            const double t = time * 0.99;
            if (std::abs(t) >= 6.0)
                return 0.0;
            const double window = std::pow(std::cos(t * std::numbers::pi / 12.0), 2);
            const double angle = t * std::numbers::pi;
            return 0.99 * window * (angle == 0.0 ? 1.0 : std::sin(angle) / angle);
        };
        for (std::size_t i = 0; i < found.size(); ++i)
            QVERIFY(std::abs(found[i] - kernel(double(i) / 2.0 - 20.0)) < 1e-6);
    }

    void shortSoundsGiveAsManySamplesAsTheyShould_data()
    {
        QTest::addColumn<int>("samples");
        QTest::addColumn<int>("expected");
        QTest::newRow("none") << 0 << 0;
        QTest::newRow("one") << 1 << 3;
        QTest::newRow("two") << 2 << 6;
        QTest::newRow("a block") << 160 << 441;
        QTest::newRow("a block and one") << 161 << 444;
    }
    void shortSoundsGiveAsManySamplesAsTheyShould()
    {
        QFETCH(int, samples);
        QFETCH(int, expected);
        const std::vector<float> wave(static_cast<std::size_t>(samples), 0.5F);
        const auto found = at(wave, 8000, 22050);
        QCOMPARE(found.size(), static_cast<std::size_t>(expected));
        for (const float sample : found)
            QVERIFY(std::isfinite(sample));
    }

    void impossibleRatesAreRefused()
    {
        const std::vector<float> wave(3);
        for (const std::int64_t rate :
             {std::int64_t{0}, std::int64_t{-1}, std::int64_t{10'000'001}}) {
            JobContext job = nullJob();
            QVERIFY_EXCEPTION_THROWN(resampled(wave, rate, 22050, job), Error);
            QVERIFY_EXCEPTION_THROWN(resampled(wave, 22050, rate, job), Error);
        }
    }

    void itStopsWhenCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        const std::vector<float> wave(100);
        QVERIFY_EXCEPTION_THROWN(resampled(wave, 8000, 22050, job), Error);
    }
};

INSPIKE_TEST(TstResample, tst_resample)
#include "tst_resample.moc"
