// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Every stage from a wave or a picture to the network's input, against the reference numbers.

#include "core/io/hdf5/hdf5_file.h"
#include "core/media/picture.h"
#include "core/media/resample.h"
#include "core/media/spectrogram.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <algorithm>
#include <array>
#include <cmath>

using namespace inspike;

namespace {

double farthest(std::span<const float> values, std::span<const float> reference)
{
    if (values.size() != reference.size())
        return HUGE_VAL;
    double worst = 0.0;
    for (std::size_t i = 0; i < values.size(); ++i)
        worst = std::max(worst, std::abs(static_cast<double>(values[i]) - reference[i]));
    return worst;
}

// Two single-precision transforms differ by 1e-7 of the loudest sounds, which the logarithm of a
// nearly silent bin shows: magnitudes are compared everywhere, logarithms where there is sound.
struct LogDifference
{
    double magnitude = 0.0; // beyond the 1e-6 that single precision leaves of a logarithm
    double logarithm = 0.0;
};

LogDifference logDifference(std::span<const float> values, std::span<const float> reference)
{
    if (values.size() != reference.size())
        return {HUGE_VAL, HUGE_VAL};
    LogDifference worst;
    for (std::size_t i = 0; i < values.size(); ++i) {
        const double a = values[i];
        const double b = reference[i];
        worst.magnitude =
            std::max(worst.magnitude, std::abs(std::exp(a) - std::exp(b)) - 1e-6 * std::exp(b));
        if (b > std::log(5e-3))
            worst.logarithm = std::max(worst.logarithm, std::abs(a - b));
    }
    return worst;
}

} // namespace

class TstMediaParity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyStageOfASoundIsReproduced_data()
    {
        QTest::addColumn<QString>("probe");
        for (const char* probe : {"/probe/0/", "/probe/1/", "/probe/2/"})
            QTest::newRow(probe) << QString::fromLatin1(probe);
    }
    void everyStageOfASoundIsReproduced()
    {
        QFETCH(QString, probe);
        const auto path = test::sharedFile("fixtures/s-cmrl-h-preprocess.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        const std::string group = probe.toStdString();
        const auto wave = file.readFloats(group + "wave");
        const std::int64_t rate = file.readIntegers(group + "sample_rate").front();
        JobContext job = nullJob();

        const auto reference = file.readFloats(group + "resampled");
        const auto found = resampled(wave, rate, kSpectrogramRate, job);
        const double sound = farthest(found, reference);
        QVERIFY2(sound <= 1e-6, qPrintable(QString::number(sound)));

        const auto logs = file.readFloats(group + "log_spectrogram");
        const Spectrogram direct = logSpectrogram(reference, {}, job);
        const Spectrogram chain = soundPicture(wave, rate, job);
        // The loudest magnitudes are 30.
        for (const Spectrogram* spectrogram : {&direct, &chain}) {
            const LogDifference difference = logDifference(spectrogram->values, logs);
            qInfo("magnitudes differ by %.2g, logarithms by %.2g", difference.magnitude,
                  difference.logarithm);
            QVERIFY(difference.magnitude <= 1e-5);
            QVERIFY(difference.logarithm <= 1e-3);
        }

        const auto tensor = file.readFloats(group + "tensor");
        const PictureSize from{direct.bins, direct.frames};
        QVERIFY(resizedSmoothly(logs, from, {128, 128}) == tensor);
        const double whole = farthest(resizedSmoothly(chain.values, from, {128, 128}), tensor);
        QVERIFY2(whole <= 5e-3, qPrintable(QString::number(whole)));
    }

    void theTestTimePictureIsReproduced()
    {
        const auto path = test::sharedFile("fixtures/s-cmrl-h-preprocess.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        const auto shape = file.shape("/probe/visual/rgb_u8");
        BytePicture picture{{shape[0], shape[1]}, 3, {}};
        for (const float value : file.readFloats("/probe/visual/rgb_u8"))
            picture.data.push_back(static_cast<std::uint8_t>(value));

        const BytePicture found = centreCropped(shortSideTo(picture, 256), {128, 128});
        QVERIFY(shortSideCropped(picture, 256, {128, 128}).data == found.data);
        const auto reference = file.readFloats("/probe/visual/test_tensor");
        constexpr std::array<float, 3> kMean = {0.485F, 0.456F, 0.406F};
        constexpr std::array<float, 3> kDeviation = {0.229F, 0.224F, 0.225F};
        for (std::size_t i = 0; i < found.data.size(); ++i) {
            const std::size_t c = i % 3;
            const float value = (found.data[i] / 255.0F - kMean[c]) / kDeviation[c];
            QCOMPARE(value, reference[c * 128 * 128 + i / 3]);
        }
    }
};

INSPIKE_TEST(TstMediaParity, tst_media_parity)
#include "tst_media_parity.moc"
