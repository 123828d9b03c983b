// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "core/systems/transfer/framing.h"
#include "core/systems/transfer/stills.h"
#include "tests/support/differences.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <algorithm>
#include <numeric>
#include <set>

using namespace inspike;
using namespace inspike::transfer;

namespace {

// One row per event: x, y, t, p.
EventStream eventsOf(const std::vector<std::array<std::int64_t, 4>>& rows, std::uint32_t width = 8,
                     std::uint32_t height = 8)
{
    EventColumns columns;
    for (const auto& [x, y, t, p] : rows) {
        columns.x.push_back(static_cast<std::uint16_t>(x));
        columns.y.push_back(static_cast<std::uint16_t>(y));
        columns.t.push_back(t);
        columns.polarity.push_back(static_cast<std::uint8_t>(p));
    }
    return {std::move(columns), width, height};
}

Config configOf(std::size_t steps, std::size_t size, Framing framing = Framing::Count)
{
    Config config;
    config.steps = steps;
    config.size = size;
    config.framing = framing;
    return config;
}

std::vector<float> framed(const EventStream& events, const Config& config)
{
    JobContext job = nullJob();
    return framesOf(events, config, job);
}

// Events in each bin, before frames are resized.
std::vector<double> perBin(const EventStream& events, std::size_t steps)
{
    const Cut cut = cutOf(events, steps, Framing::Count);
    std::vector<double> sums;
    for (std::size_t bin = 0; bin < steps; ++bin) {
        const auto counts = countsOf(events, cut, bin);
        sums.push_back(std::accumulate(counts.begin(), counts.end(), 0.0));
    }
    return sums;
}

// Red grows to the right, green downwards, blue is a checker of 2 x 2.
BytePicture colours()
{
    BytePicture picture{{8, 12}, 3, {}};
    for (unsigned y = 0; y < 8; ++y) {
        for (unsigned x = 0; x < 12; ++x) {
            for (const unsigned value : {20 * x, 30 * y, 255 * ((x / 2 + y / 2) % 2)})
                picture.data.push_back(static_cast<std::uint8_t>(value));
        }
    }
    return picture;
}

} // namespace

class TstTransferFraming : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // --- counts

    void framesAreThoseOfTheReference_data()
    {
        QTest::addColumn<QString>("probe");
        for (const char* probe : {"0", "1", "2"})
            QTest::newRow(probe) << QString::fromLatin1(probe);
    }
    void framesAreThoseOfTheReference()
    {
        QFETCH(QString, probe);
        const auto path = test::sharedFile("fixtures/static-to-event-i-event-frames.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        const std::string group = "/probe/" + probe.toStdString() + "/";
        const auto rows = file.readIntegers(group + "events_xytp");
        EventColumns columns;
        for (std::size_t at = 0; at + 4 <= rows.size(); at += 4) {
            columns.x.push_back(static_cast<std::uint16_t>(rows[at]));
            columns.y.push_back(static_cast<std::uint16_t>(rows[at + 1]));
            columns.t.push_back(rows[at + 2]);
            columns.polarity.push_back(static_cast<std::uint8_t>(rows[at + 3]));
        }
        const EventStream events(std::move(columns), 300, 300);
        const std::vector<std::size_t> shape = file.shape(group + "frames");
        const Cut cut = cutOf(events, shape[0], Framing::Count);
        QCOMPARE(cut.sensor.height, shape[2]);
        QCOMPARE(cut.sensor.width, shape[3]);
        std::vector<float> counts;
        for (std::size_t bin = 0; bin < shape[0]; ++bin) {
            const auto some = countsOf(events, cut, bin);
            counts.insert(counts.end(), some.begin(), some.end());
        }
        QVERIFY(counts == file.readFloats(group + "frames"));
        const auto resized = framed(events, configOf(shape[0], 48));
        const double difference =
            test::largestDifference(resized, file.readFloats(group + "resized48"));
        QVERIFY2(difference <= 1e-6, qPrintable(QString::number(difference)));
    }

    void realDigitsFillTheirFrames()
    {
        const auto path = test::sharedFile("data/nmnist/1.bin");
        INSPIKE_NEED(path, "real events");
        JobContext job = nullJob();
        const Recording recording = readRecording(path, job);
        const EventStream& events = *recording.first<EventStream>();
        const auto sums = perBin(events, 10);
        // 893 + 10 * (305924 / 10) = 306813: no event is after the last bin.
        QCOMPARE(std::accumulate(sums.begin(), sums.end(), 0.0), 4681.0);
        QVERIFY(std::ranges::all_of(sums, [](double sum) { return sum > 50; }));
        const auto frames = framed(events, configOf(10, 28));
        QCOMPARE(frames.size(), std::size_t{10 * 2 * 28 * 28});
    }

    void binsGoFromTheFirstEventInPartsOfTheLastTime()
    {
        // Width 100 / 4 = 25, from 20 on.
        const EventStream events =
            eventsOf({{1, 1, 20, 1}, {1, 1, 44, 1}, {1, 1, 45, 1}, {1, 1, 100, 0}});
        QVERIFY((perBin(events, 4) == std::vector<double>{2, 1, 0, 1}));
    }

    void aRecordingThatStartsLateHasEmptyBinsAtItsEnd()
    {
        const EventStream events = eventsOf({{0, 0, 900, 1}, {0, 0, 950, 1}, {0, 0, 1000, 1}});
        QVERIFY((perBin(events, 10) == std::vector<double>{2, 1, 0, 0, 0, 0, 0, 0, 0, 0}));
    }

    void whatComesAfterTheLastBinIsDropped()
    {
        // Width 109 / 10 = 10 leaves 9 us of the end.
        const EventStream events = eventsOf({{0, 0, 0, 1}, {0, 0, 99, 1}, {0, 0, 109, 1}});
        QVERIFY((perBin(events, 10) == std::vector<double>{1, 0, 0, 0, 0, 0, 0, 0, 0, 1}));
    }

    void eventsOfOnePolarityLeaveTheOtherPlaneEmpty_data()
    {
        QTest::addColumn<int>("polarity");
        QTest::newRow("off") << 0;
        QTest::newRow("on") << 1;
    }
    void eventsOfOnePolarityLeaveTheOtherPlaneEmpty()
    {
        QFETCH(int, polarity);
        const auto frames =
            framed(eventsOf({{0, 0, 10, polarity}, {1, 1, 90, polarity}}), configOf(2, 2));
        QCOMPARE(frames.size(), std::size_t{16});
        for (std::size_t i = 0; i < frames.size(); ++i) {
            const std::size_t plane = i / 4 % 2;
            QVERIFY(plane == static_cast<std::size_t>(polarity) || frames[i] == 0.0F);
        }
        QCOMPARE(std::accumulate(frames.begin(), frames.end(), 0.0F), 2.0F);
    }

    void oneEventFillsEveryPixelOfItsFrame()
    {
        // The sensor is one pixel, which is enlarged.
        const auto frames = framed(eventsOf({{5, 3, 100, 1}}), configOf(2, 3));
        for (std::size_t i = 0; i < frames.size(); ++i)
            QCOMPARE(frames[i], i >= 9 && i < 18 ? 1.0F : 0.0F);
    }

    void recordingsThatFillNoBinAreRefused_data()
    {
        QTest::addColumn<QList<int>>("times");
        QTest::addColumn<QString>("message");
        QTest::newRow("empty") << QList<int>{} << "has no events";
        QTest::newRow("one event at 0") << QList<int>{0} << "ends at 0 us";
        QTest::newRow("shorter than the bins") << QList<int>{0, 3, 9} << "ends at 9 us";
        QTest::newRow("before 0") << QList<int>{-500, -20} << "ends at -20 us";
    }
    void recordingsThatFillNoBinAreRefused()
    {
        QFETCH(QList<int>, times);
        QFETCH(QString, message);
        std::vector<std::array<std::int64_t, 4>> rows;
        for (const int time : times)
            rows.push_back({0, 0, time, 1});
        const EventStream events = eventsOf(rows);
        for (const Framing framing : {Framing::Count, Framing::Rate})
            INSPIKE_FAILS(framed(events, configOf(10, 28, framing)), ErrorKind::BadFormat,
                          message.toStdString());
    }

    void aSensorBeyondAllCamerasIsRefused()
    {
        const EventStream events =
            eventsOf({{0, 0, 10, 1}, {65'000, 65'000, 900, 1}}, 65'536, 65'536);
        INSPIKE_FAILS(framed(events, configOf(2, 28)), ErrorKind::Unsupported, "65001 x 65001");
    }

    void timesNearTheEndOfTimeAreFramed()
    {
        const EventStream events = eventsOf({{0, 0, kMaxTime - 10, 1}, {0, 0, kMaxTime, 0}});
        QVERIFY((perBin(events, 3) == std::vector<double>{2, 0, 0}));
    }

    // --- rates

    void ratesAreThoseOfTheReference()
    {
        // Made with NumPy and PyTorch: counts / width in float16, / maximum, cut, resized.
        std::vector<std::array<std::int64_t, 4>> rows;
        for (std::int64_t i = 0; i < 4000; ++i)
            rows.push_back({i * 37 % 346, i * 53 % 260, i * 101 + 7, i % 3 == 0 ? 1 : 0});
        const auto frames = framed(eventsOf(rows, 346, 260), configOf(12, 28, Framing::Rate));
        QCOMPARE(frames.size(), std::size_t{12 * 2 * 28 * 28});
        const std::vector<double> sums = {3.170924, 2.624996, 2.772956, 2.225779,
                                          3.682398, 2.709185, 2.688767, 3.345648,
                                          2.663267, 2.654328, 2.695159, 3.582903};
        for (std::size_t step = 0; step < 12; ++step) {
            const auto begin = frames.begin() + static_cast<std::ptrdiff_t>(step * 2 * 28 * 28);
            const double sum = std::accumulate(begin, begin + 2 * 28 * 28, 0.0);
            QVERIFY2(std::abs(sum - sums[step]) < 1e-5, qPrintable(QString::number(sum)));
        }
        QVERIFY(std::abs(frames[138] - 0.034441F) < 1e-6F);
        QVERIFY(std::abs(frames[8510] - 0.072708F) < 1e-6F);
        QVERIFY(std::abs(frames[16405] - 0.03189F) < 1e-6F);
    }

    void ratesOfOtherSensorsComeFromTheMiddle()
    {
        // 26 pixels of 26 x 60: 25 of them, columns 17 to 41.
        const Config config = configOf(1, 25, Framing::Rate);
        const auto outside = framed(eventsOf({{16, 5, 50, 1}, {42, 5, 60, 1}}, 60, 26), config);
        QVERIFY(std::ranges::all_of(outside, [](float value) { return value == 0.0F; }));
        const auto inside = framed(eventsOf({{17, 0, 50, 1}, {41, 24, 60, 1}}, 60, 26), config);
        QCOMPARE(inside[625], 1.0F);
        QCOMPARE(inside[1249], 1.0F);
    }

    // --- augmentation

    void turnsAreThoseOfPyTorch()
    {
        const std::vector<std::int32_t> expected = {
            -1, 2,  3,  4,  5,  6,  -1, 0,  8,  9,  10, 11, 12, 20, 7,  15, 16,
            17, 18, 19, 27, 14, 22, 23, 24, 25, 26, 34, 21, 29, 30, 31, 32, 33,
            41, 28, 36, 37, 38, 39, 40, 48, -1, 42, 43, 44, 45, 46, -1};
        QVERIFY(turned(7, 12.3) == expected);
        // Sum of (i mod 97) * source, and how many come from outside.
        const auto sums = [](double degrees) {
            const auto sources = turned(48, degrees);
            std::int64_t sum = 0;
            for (std::size_t i = 0; i < sources.size(); ++i)
                sum += static_cast<std::int64_t>(i % 97) * sources[i];
            return std::pair(sum, std::ranges::count(sources, -1));
        };
        QVERIFY(sums(3.7) == (std::pair<std::int64_t, std::ptrdiff_t>(123'021'886, 60)));
        QVERIFY(sums(-11.25) == (std::pair<std::int64_t, std::ptrdiff_t>(116'010'738, 184)));
        QVERIFY(sums(0.0) == (std::pair<std::int64_t, std::ptrdiff_t>(127'142'312, 0)));
    }

    void allPlanesChangeInTheSameWay()
    {
        constexpr std::size_t kSize = 16;
        std::vector<float> plane(kSize * kSize);
        std::iota(plane.begin(), plane.end(), 1.0F);
        for (const Augmentation kind : {Augmentation::Crop, Augmentation::CropFlipRotate}) {
            std::set<std::vector<float>> seen;
            for (std::uint64_t seed = 0; seed < 40; ++seed) {
                std::vector<float> planes;
                for (int i = 0; i < 3; ++i)
                    planes.insert(planes.end(), plane.begin(), plane.end());
                augment(planes, kSize, kind, seed);
                const std::vector<float> first(planes.begin(), planes.begin() + kSize * kSize);
                for (std::size_t i = 0; i < planes.size(); ++i)
                    QCOMPARE(planes[i], first[i % first.size()]);
                std::vector<float> again = plane;
                augment(again, kSize, kind, seed);
                QVERIFY(again == first);
                seen.insert(first);
            }
            QVERIFY(seen.size() > 25);
        }
        std::vector<float> same = plane;
        augment(same, kSize, Augmentation::None, 3);
        QVERIFY(same == plane);
    }

    void cropsShiftByUpToFourPixels()
    {
        constexpr std::size_t kSize = 16;
        std::set<std::ptrdiff_t> shifts;
        for (std::uint64_t seed = 0; seed < 300; ++seed) {
            std::vector<float> plane(kSize * kSize, 0.0F);
            plane[8 * kSize + 8] = 1.0F;
            augment(plane, kSize, Augmentation::Crop, seed);
            const auto at = std::ranges::find(plane, 1.0F) - plane.begin();
            QVERIFY(at < static_cast<std::ptrdiff_t>(plane.size()));
            QVERIFY(std::abs(at / 16 - 8) <= 4 && std::abs(at % 16 - 8) <= 4);
            shifts.insert(at);
        }
        QVERIFY(shifts.size() > 70); // of 81
    }

    // --- still pictures

    void brightnessIsThatOfTheReference()
    {
        const auto path = test::sharedFile("fixtures/static-to-event-h-losses-neuron.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        const auto rgb = file.readFloats("/loss/hsv/rgb"); // [2, 3, 9, 9]
        const auto hsv = file.readFloats("/loss/hsv/hsv");
        constexpr std::size_t kPixels = 81;
        for (std::size_t n = 0; n < 2; ++n) {
            BytePicture picture{{9, 9}, 3, {}};
            std::vector<float> value(kPixels);
            for (std::size_t i = 0; i < kPixels; ++i) {
                for (std::size_t c = 0; c < 3; ++c)
                    picture.data.push_back(static_cast<std::uint8_t>(
                        std::lround(rgb[(n * 3 + c) * kPixels + i] * 255.0F)));
                value[i] = hsv[(n * 3 + 2) * kPixels + i];
            }
            // The reference's numbers are floats, those of a picture are bytes.
            for (const StillWay way : {StillWay::Resized, StillWay::ValueFirst})
                QVERIFY(test::largestDifference(stillPlane(picture, 9, way), value) <=
                        0.5 / 255 + 1e-6);
        }
    }

    void picturesAreResizedAsTheReferenceDoes()
    {
        // Made with Pillow (bilinear, then HSV) and PyTorch (V, then bilinear).
        const std::vector<float> resized = {61,  156, 128, 158, 202, 160, 114, 128, 158,
                                            202, 128, 128, 128, 158, 202, 152, 152, 152,
                                            158, 202, 198, 198, 198, 198, 202};
        const auto found = stillPlane(colours(), 5, StillWay::Resized);
        for (std::size_t i = 0; i < resized.size(); ++i)
            QCOMPARE(found[i], resized[i] / 255.0F);
        const std::vector<float> valueFirst = {
            0.073725F, 0.931372F, 0.696079F, 0.664706F, 1.0F,      0.911765F, 0.373726F,
            0.731372F, 0.925883F, 0.827059F, 0.735294F, 0.682353F, 0.735294F, 0.809804F,
            0.903922F, 0.629412F, 0.936471F, 0.8F,      0.695294F, 0.980784F, 1.0F,
            0.809412F, 0.894118F, 0.978824F, 0.827059F};
        QVERIFY(test::largestDifference(stillPlane(colours(), 5, StillWay::ValueFirst),
                                        valueFirst) <= 1e-6);
        QVERIFY(stillWayOf(Arch::ResNet18) == StillWay::ValueFirst);
        QVERIFY(stillWayOf(Arch::Vgg) == StillWay::Resized);
        QVERIFY(stillWayOf(Arch::Scnn) == StillWay::Resized);
    }

    void blueAloneCanBeAskedFor()
    {
        const BytePicture picture{{1, 2}, 3, {255, 0, 51, 0, 255, 102}};
        for (const StillWay way : {StillWay::Resized, StillWay::ValueFirst}) {
            const auto plane = stillPlane(picture, 2, way, StillColour::Blue);
            QCOMPARE(plane.size(), std::size_t{4});
            QVERIFY(*std::max_element(plane.begin(), plane.end()) <= 0.4F + 1e-6F);
            QVERIFY(*std::min_element(plane.begin(), plane.end()) >= 0.2F - 1e-6F);
        }
        const BytePicture grey{{1, 1}, 1, {51}};
        QCOMPARE(stillPlane(grey, 1, StillWay::Resized, StillColour::Blue).front(), 0.2F);
    }

    void greyPicturesAreTheirOwnBrightness()
    {
        const BytePicture grey{{1, 2}, 1, {51, 255}};
        const BytePicture withAlpha{{1, 2}, 2, {51, 255, 255, 0}};
        for (const BytePicture& picture : {grey, withAlpha}) {
            const auto plane = stillPlane(picture, 2, StillWay::Resized);
            QVERIFY((plane == std::vector<float>{0.2F, 1.0F, 0.2F, 1.0F}));
        }
    }
};

INSPIKE_TEST(TstTransferFraming, tst_transfer_framing)
#include "tst_transfer_framing.moc"
