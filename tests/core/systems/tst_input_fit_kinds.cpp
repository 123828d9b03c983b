// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/media/picture.h"
#include "tests/core/systems/input_fit_helpers.h"
#include "tests/support/differences.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

using Sizes = std::vector<std::size_t>;
using Values = std::vector<float>;

double sumOf(const Values& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

std::shared_ptr<Recording> fewSpikes(std::size_t units = 4)
{
    const std::vector<Time> times = {0, 100, 1500, 1600, 2999};
    const std::vector<UnitIndex> of = {0, 0, 1, 3, 2};
    return recordingOf(SpikeTrains::fromPairs(times, of, units));
}

std::shared_ptr<Recording> signalOf(std::vector<float> data, std::size_t channels, double rate)
{
    Signal signal;
    signal.data = std::move(data);
    signal.channels = channels;
    signal.rateHz = rate;
    return recordingOf(std::move(signal));
}

InputWish unstepped(std::vector<std::int64_t> shape)
{
    InputWish wish = wishFor(std::move(shape));
    wish.stepped = false;
    return wish;
}

} // namespace

class TstInputFitKinds : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // --- spikes

    void spikesAreCountedPerUnit()
    {
        const Fit found = fit(fewSpikes(), wishFor({4}));
        QCOMPARE(found.shape, (Sizes{3, 1, 4}));
        QCOMPARE(found.values, (Values{2, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0}));
        QCOMPARE(fit(fewSpikes(), wishFor({4}), {"input-count=binary"}).at(0)[0], 1.0F);
        QCOMPARE(fit(fewSpikes(), wishFor({1, 2, 2})).shape, (Sizes{3, 1, 1, 2, 2}));
        QCOMPARE(fit(fewSpikes(), wishFor({4}), {"input-gain=0.5"}).at(0)[0], 1.0F);
    }

    void unitsAreChosenAndAdded()
    {
        const Fit part = fit(fewSpikes(), wishFor({2}), {"input-units=3,0"});
        QCOMPARE(part.values, (Values{0, 2, 1, 0, 0, 0}));
        QVERIFY(says(*part.input, "left out 2 spikes outside"));
        const Fit more = fit(fewSpikes(), wishFor({6}), {"input-units=0-5"});
        QCOMPARE(more.shape[2], std::size_t{6});
        QVERIFY(says(*more.input, "lacks 2: silent"));
        INSPIKE_FAILS(fit(fewSpikes(), wishFor({6})), ErrorKind::BadShape, "input-units=0-5");
        INSPIKE_FAILS(fit(fewSpikes(), wishFor({6})), ErrorKind::BadShape, "4 units");
        INSPIKE_FAILS(fit(fewSpikes(), wishFor({4}), {"input-units=1-"}), ErrorKind::BadParameter,
                      "input-units");
        INSPIKE_FAILS(fit(fewSpikes(), wishFor({2}), {"input-units=1,1"}), ErrorKind::BadParameter,
                      "once");
    }

    void storedSpikesEqualThoseInMemory()
    {
        auto spikes = fewSpikes();
        const auto* trains = spikes->first<SpikeTrains>();
        const auto stored =
            recordingOf(StoredStream{sourceOf(std::shared_ptr<const SpikeTrains>(spikes, trains))});
        QCOMPARE(fit(stored, wishFor({4})).values, fit(spikes, wishFor({4})).values);
    }

    // --- signals

    void samplesAreSteps()
    {
        const auto recording = signalOf({1, 2, 3, 4, 5, 6}, 2, 1000.0);
        const Fit both = fit(recording, wishFor({2}));
        QCOMPARE(both.shape, (Sizes{3, 1, 2}));
        QCOMPARE(both.values, (Values{1, 2, 3, 4, 5, 6}));
        QCOMPARE(both.input->stepDuration(), std::optional<Time>(1000));
        const Fit one = fit(recording, wishFor({1}), {"input-channels=1", "input-gain=10"});
        QCOMPARE(one.values, (Values{20, 40, 60}));
        QVERIFY(says(*fit(recording, wishFor({2}, 1e-4)).input, "input-resample"));
        INSPIKE_FAILS(fit(recording, wishFor({2}), {"input-channels=2"}), ErrorKind::BadParameter,
                      "channel 2 of 2");
        INSPIKE_FAILS(fit(recording, wishFor({3})), ErrorKind::BadShape, "input-window");
        const Fit part = fit(recording, wishFor({2}), {"input-start-ms=1", "input-length-ms=1"});
        QCOMPARE(part.values, (Values{3, 4}));
    }

    void windowsHoldSeveralSamples()
    {
        const auto recording = signalOf({1, 2, 3, 4, 5, 6, 7}, 1, 1000.0);
        const Fit fitted = fit(recording, wishFor({3}));
        QCOMPARE(fitted.values, (Values{1, 2, 3, 4, 5, 6, 7, 0, 0}));
        QCOMPARE(fitted.input->stepDuration(), std::optional<Time>(3000));
        const Fit hops = fit(recording, wishFor({3}), {"input-window=3", "input-hop=2"});
        QCOMPARE(hops.values, (Values{1, 2, 3, 3, 4, 5, 5, 6, 7}));
        const auto two = signalOf({1, -1, 2, -2, 3, -3, 4, -4}, 2, 1000.0);
        QCOMPARE(fit(two, wishFor({4})).values, (Values{1, -1, 2, -2, 3, -3, 4, -4}));
        // As a convolution takes them.
        QCOMPARE(fit(two, wishFor({2, 2})).values, (Values{1, 2, -1, -2, 3, 4, -3, -4}));
        QCOMPARE(fit(two, unstepped({2, 4})).values, (Values{1, 2, 3, 4, -1, -2, -3, -4}));
        QCOMPARE(fit(two, unstepped({2, -1})).shape, (Sizes{1, 1, 2, 4}));
    }

    void signalsAreResampledWhenAsked()
    {
        const auto recording = signalOf({0, 2, 4, 6, 8, 10}, 1, 2000.0);
        const Fit mean = fit(recording, wishFor({1}), {"input-resample=mean"});
        QCOMPARE(mean.values, (Values{1, 5, 9}));
        QCOMPARE(mean.input->stepDuration(), std::optional<Time>(1000));
        QCOMPARE(fit(recording, wishFor({1}), {"input-bin-ms=1"}).values, mean.values);
        QCOMPARE(fit(recording, wishFor({1}), {"input-resample=linear"}).values, (Values{0, 4, 8}));
        const Fit finer =
            fit(recording, wishFor({1}), {"input-resample=linear", "input-bin-ms=0.25"});
        QCOMPARE(finer.values, (Values{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 10}));
        const Fit held = fit(recording, wishFor({1}), {"input-bin-ms=0.25"});
        QCOMPARE(held.values, (Values{0, 0, 2, 2, 4, 4, 6, 6, 8, 8, 10, 10}));
        QCOMPARE(fit(recording, wishFor({1}), {"input-resample=sinc"}).shape[0], std::size_t{3});
        INSPIKE_FAILS(fit(signalOf({1, 2}, 1, 0.0), wishFor({1}), {"input-resample=mean"}),
                      ErrorKind::BadParameter, "input-rate-hz");
        const Fit timed = fit(signalOf({1, 2}, 1, 0.0), wishFor({1}), {"input-rate-hz=10000"});
        QCOMPARE(timed.input->stepDuration(), std::optional<Time>(100));
    }

    void whatIsNoNumberIsRefused()
    {
        INSPIKE_FAILS(fit(signalOf({1, NAN, 3}, 1, 1000.0), wishFor({1})), ErrorKind::BadFormat,
                      "not a number at sample 1");
        INSPIKE_FAILS(
            fit(recordingOf(Tensor::fromFloats({2, 2}, {1, 2, INFINITY, 4})), wishFor({2})),
            ErrorKind::BadFormat, "infinity at step 1");
        INSPIKE_FAILS(fit(signalOf({}, 1, 1000.0), wishFor({1})), ErrorKind::BadFormat,
                      "no samples");
    }

    // --- pictures

    void picturesAreSamplesOfTheSameValues()
    {
        auto recording = recordingOf(picturesOf(1, 2, 1, {0, 255, 51, 102}));
        recording->streams.push_back({"labels/class", "class", "", "", Labels{{7, 3}, {}}});
        const Fit found = fit(recording, wishFor({1, 1, 2}), {"input-steps=3"});
        QCOMPARE(found.shape, (Sizes{3, 2, 1, 1, 2}));
        QCOMPARE(found.batch.labels, (std::vector<std::int64_t>{7, 3}));
        QCOMPARE(found.batch.ids, (std::vector<std::string>{"made#0", "made#1"}));
        for (std::size_t step = 0; step < 3; ++step) {
            QCOMPARE(found.at(step, 0), (Values{0, 1}));
            QCOMPARE(found.at(step, 1), (Values{0.2F, 0.4F}));
        }
        QCOMPARE(fit(recording, wishFor({2})).shape, (Sizes{100, 2, 2}));
        QCOMPARE(fit(recording, unstepped({2})).shape, (Sizes{1, 2, 2}));
        const Fit normal = fit(recording, unstepped({2}), {"input-mean=0.5", "input-std=0.25"});
        QCOMPARE(normal.at(0, 0), (Values{-2, 2}));
        QCOMPARE(fit(recording, unstepped({2}), {"input-samples=1"}).shape[1], std::size_t{1});
        INSPIKE_FAILS(fit(recording, unstepped({2}), {"input-std=0"}), ErrorKind::BadParameter,
                      "input-std");
        INSPIKE_FAILS(fit(recording, unstepped({2}), {"input-mean=1,2"}), ErrorKind::BadParameter,
                      "one per channel");
    }

    void picturesCanBeTheStepsOfAFilm()
    {
        Frames frames = picturesOf(1, 2, 1, {0, 255, 51, 102});
        frames.time = {0, 40'000};
        const Fit film =
            fit(recordingOf(std::move(frames)), wishFor({1, 1, 2}), {"input-frames=steps"});
        QCOMPARE(film.shape, (Sizes{2, 1, 1, 1, 2}));
        QCOMPARE(film.values, (Values{0, 1, 0.2F, 0.4F}));
        QCOMPARE(film.input->stepDuration(), std::optional<Time>(40'000));
    }

    void ratesFollowTheSeed()
    {
        const auto recording = recordingOf(picturesOf(1, 4, 1, {0, 51, 204, 255}));
        const std::vector<std::string> settings = {"input-coding=rate", "input-steps=2000"};
        const Fit found = fit(recording, wishFor({4}), settings, 5);
        std::array<double, 4> rates{};
        for (std::size_t i = 0; i < found.values.size(); ++i)
            rates[i % 4] += found.values[i] / 2000.0;
        QCOMPARE(rates[0], 0.0);
        QVERIFY(std::abs(rates[1] - 0.2) < 0.04);
        QVERIFY(std::abs(rates[2] - 0.8) < 0.04);
        QCOMPARE(rates[3], 1.0);
        QCOMPARE(fit(recording, wishFor({4}), settings, 5).values, found.values);
        QVERIFY(fit(recording, wishFor({4}), settings, 6).values != found.values);
        const Fit half = fit(recording, wishFor({4}),
                             {"input-coding=rate", "input-steps=2000", "input-gain=0.5"}, 5);
        QVERIFY(std::abs(sumOf(half.values) - sumOf(found.values) / 2) < 150);
        INSPIKE_FAILS(fit(recording, wishFor({4}), {"input-coding=rate", "input-mean=1"}),
                      ErrorKind::BadParameter, "input-coding=direct");
    }

    void brighterPixelsSpikeEarlier()
    {
        const auto recording = recordingOf(picturesOf(1, 4, 1, {0, 51, 204, 255}));
        const Fit found = fit(recording, wishFor({4}), {"input-coding=latency", "input-steps=11"});
        QCOMPARE(sumOf(found.values), 3.0);
        QCOMPARE(found.at(0)[3], 1.0F);
        QCOMPARE(found.at(2)[2], 1.0F);
        QCOMPARE(found.at(8)[1], 1.0F);
    }

    void picturesTakeTheSizeAndColourOfTheNetwork()
    {
        const std::vector<std::uint8_t> rgb = {255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 255};
        const auto recording = recordingOf(picturesOf(2, 2, 3, rgb));
        const Fit colour = fit(recording, unstepped({3, 2, 2}));
        QCOMPARE(colour.values, (Values{1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1}));
        const Fit grey = fit(recording, unstepped({1, 2, 2}));
        const BytePicture wanted = asGrey({{2, 2}, 3, rgb});
        for (std::size_t i = 0; i < 4; ++i)
            QCOMPARE(grey.values[i], static_cast<float>(wanted.data[i]) / 255.0F);
        QCOMPARE(fit(recording, unstepped({12})).values, colour.values);
        QCOMPARE(fit(recording, unstepped({2, 2})).values, grey.values);
        QCOMPARE(fit(recording, unstepped({3, 2, 2}), {"input-flip=x"}).values,
                 (Values{0, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1}));
        QCOMPARE(fit(recording, unstepped({3, 4, 4}), {"input-scale=nearest"}).values[5], 1.0F);
        const Fit smooth = fit(recording, unstepped({3, 1, 1}));
        QVERIFY(largestDifference(smooth.values, Values{0.5F, 0.5F, 0.5F}) < 0.01);
        QVERIFY(says(*smooth.input, "resized smoothly"));
        QCOMPARE(fit(recording, unstepped({3}), {"input-crop=1,1,1,1"}).values, (Values{1, 1, 1}));
        INSPIKE_FAILS(fit(recording, unstepped({3, 4, 4}), {"input-scale=none"}),
                      ErrorKind::BadShape, "input-scale=smooth");
        INSPIKE_FAILS(fit(recording, unstepped({5})), ErrorKind::BadShape, "[3, 2, 2]");
    }

    // --- tensors

    void namedAxesAreFollowed()
    {
        const Tensor tensor =
            countingTensor({2, 3, 4}, {AxisKind::Sample, AxisKind::Time, AxisKind::Unit});
        const Fit found = fit(recordingOf(tensor), wishFor({4}));
        QCOMPARE(found.shape, (Sizes{3, 2, 4}));
        QCOMPARE(found.at(2, 1), (Values{20, 21, 22, 23}));
        QCOMPARE(fit(recordingOf(tensor), wishFor({1}), {"input-channels=3"}).at(1, 1),
                 (Values{19}));
        const Fit other = fit(recordingOf(tensor), wishFor({2}), {"input-axes=unit,sample,step"});
        QCOMPARE(other.shape, (Sizes{4, 3, 2}));
        QCOMPARE(other.at(1, 2), (Values{9, 21}));
        // A network without steps takes them with its sample.
        QCOMPARE(fit(recordingOf(tensor), unstepped({3, 4})).shape, (Sizes{1, 2, 3, 4}));
        INSPIKE_FAILS(fit(recordingOf(tensor), wishFor({4}), {"input-axes=unit"}),
                      ErrorKind::BadParameter, "[2, 3, 4]");
        INSPIKE_FAILS(fit(recordingOf(tensor), wishFor({5})), ErrorKind::BadShape, "[5]");
        // Without steps it is the same at every step.
        const Fit still =
            fit(recordingOf(countingTensor({2, 4}, {AxisKind::Sample, AxisKind::Feature})),
                wishFor({4}), {"input-steps=3"});
        QCOMPARE(still.shape, (Sizes{3, 2, 4}));
        QCOMPARE(still.at(2, 1), (Values{4, 5, 6, 7}));
    }

    void axesWithoutNamesFollowTheShapeOfTheNetwork_data()
    {
        QTest::addColumn<Sizes>("shape");
        QTest::addColumn<std::vector<std::int64_t>>("wish");
        QTest::addColumn<Sizes>("gives");
        using Wish = std::vector<std::int64_t>;
        QTest::newRow("one step and sample")
            << Sizes{2, 3, 4} << Wish{2, 3, 4} << Sizes{1, 1, 2, 3, 4};
        QTest::newRow("steps") << Sizes{5, 4} << Wish{4} << Sizes{5, 1, 4};
        QTest::newRow("steps before samples") << Sizes{5, 3, 4} << Wish{4} << Sizes{5, 3, 4};
        QTest::newRow("samples before steps") << Sizes{3, 5, 4} << Wish{4} << Sizes{5, 3, 4};
        QTest::newRow("steps of a number") << Sizes{1000} << Wish{1} << Sizes{1000, 1, 1};
        QTest::newRow("a column") << Sizes{1000, 1} << Wish{1} << Sizes{1000, 1, 1};
        QTest::newRow("flat to planes") << Sizes{5, 12} << Wish{1, 3, 4} << Sizes{5, 1, 1, 3, 4};
        QTest::newRow("planes to flat") << Sizes{5, 2, 3, 4} << Wish{24} << Sizes{5, 1, 24};
        QTest::newRow("any shape") << Sizes{5, 3, 4} << Wish{} << Sizes{5, 1, 3, 4};
    }
    void axesWithoutNamesFollowTheShapeOfTheNetwork()
    {
        QFETCH(Sizes, shape);
        QFETCH(std::vector<std::int64_t>, wish);
        QFETCH(Sizes, gives);
        const Fit found = fit(recordingOf(countingTensor(shape)), wishFor(wish));
        QCOMPARE(found.shape, gives);
        QVERIFY(says(*found.input, "guessed"));
    }

    void labelsTellWhichAxisIsSamples()
    {
        auto recording = recordingOf(countingTensor({3, 5, 4}), "x");
        recording->streams.push_back(
            {"labels/class", "class", "", "", Labels{{2, 1, 0, 2, 1}, {}}});
        const Fit found = fit(recording, wishFor({4}));
        QCOMPARE(found.shape, (Sizes{3, 5, 4}));
        QCOMPARE(found.batch.labels, (std::vector<std::int64_t>{2, 1, 0, 2, 1}));
    }

    void aTableNeedsOneOfItsColumns()
    {
        const auto table =
            recordingOf(countingTensor({5, 3}, {AxisKind::Step, AxisKind::Feature}), "table");
        INSPIKE_FAILS(fit(table, wishFor({1})), ErrorKind::BadShape, "input-channels=0");
        const Fit first = fit(table, wishFor({1}), {"input-channels=0", "input-rate-hz=10000"});
        QCOMPARE(first.values, (Values{0, 3, 6, 9, 12}));
        QCOMPARE(first.input->stepDuration(), std::optional<Time>(100));
    }

    void theStreamIsChosenByNameOrByWhatFits()
    {
        auto recording = recordingOf(countingTensor({5, 3}), "a");
        recording->streams.push_back({"tensors/b", "b", "", "", countingTensor({5, 2})});
        QCOMPARE(fit(recording, wishFor({2})).shape, (Sizes{5, 1, 2}));
        INSPIKE_FAILS(fit(recording, wishFor({2}), {"input-stream=a"}), ErrorKind::BadShape,
                      "streams/a");
        INSPIKE_FAILS(fit(recording, wishFor({2}), {"input-stream=c"}), ErrorKind::NotFound,
                      "tensors/b");
        InputWish wish = wishFor({});
        wish.name = "b";
        QCOMPARE(fit(recording, wish).shape, (Sizes{5, 1, 2}));
    }
};

INSPIKE_TEST(TstInputFitKinds, tst_input_fit_kinds)
#include "tst_input_fit_kinds.moc"
