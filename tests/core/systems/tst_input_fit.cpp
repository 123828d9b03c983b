// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"
#include "core/io/reader_registry.h"
#include "tests/core/systems/input_fit_helpers.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <algorithm>
#include <map>
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

// The memory budget while this lives.
struct Budget
{
    explicit Budget(std::uint64_t bytes) { setMemoryBudget(bytes); }
    ~Budget() { setMemoryBudget(0); }
};

// Six events in three steps of 1 ms.
std::shared_ptr<Recording> sixEvents()
{
    return eventsOf({{0, 0, 0, 1},
                     {500, 0, 0, 1},
                     {999, 3, 2, 0},
                     {1000, 1, 0, 0},
                     {2500, 2, 1, 1},
                     {2999, 2, 1, 0}});
}

} // namespace

class TstInputFit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // --- events

    // The protocol of the reference: 310 bins of floor(t / 1000), counts, OFF before ON.
    void digitsBecomeTheFramesOfTheReference()
    {
        const auto file = sharedFile("data/nmnist/1.bin");
        INSPIKE_NEED(file, "N-MNIST");
        JobContext job = nullJob();
        auto recording = std::make_shared<const Recording>(readRecording(file, job));
        const Fit found = fit(recording, wishFor({2, 34, 34}), {"input-steps=310"});
        QCOMPARE(found.shape, (Sizes{310, 1, 2, 34, 34}));
        QCOMPARE(found.batch.ids, std::vector<std::string>{"1.bin"});
        QCOMPARE(found.input->stepDuration(), std::optional<Time>(1000));
        Values wanted(std::size_t{310} * 2 * 34 * 34);
        const EventSpan all = recording->first<EventStream>()->all();
        for (std::size_t i = 0; i < all.size(); ++i) {
            const auto bin = static_cast<std::size_t>(all.t[i] / 1000);
            wanted[((bin * 2 + all.polarity[i]) * 34 + all.y[i]) * 34 + all.x[i]] += 1.0F;
        }
        QCOMPARE(found.values, wanted);
        QCOMPARE(sumOf(found.values), 4681.0);
        QVERIFY(says(*found.input, "gives [310, 1, 2, 34, 34] (step, sample, channel, height"));
    }

    void aThousandDigitsComeInBatches()
    {
        const auto folder = sharedFile("data/nmnist");
        INSPIKE_NEED(folder, "N-MNIST");
        JobContext job = nullJob();
        auto recording = std::make_shared<const Recording>(readRecording(folder, job));
        const auto input = fitOnly(recording, wishFor({2, 34, 34}), {"input-steps=310"});
        QCOMPARE(input->samples(), std::size_t{1000});
        QCOMPARE(input->classNames().size(), std::size_t{10});
        std::map<std::int64_t, int> classes;
        for (std::size_t first = 0; first < 1000; first += 250) {
            const FittedBatch batch = input->load(first, 5, job);
            QCOMPARE(batch.values.shape, (Sizes{310, 5, 2, 34, 34}));
            QVERIFY(sumOf(batch.values.toFloats()) > 5 * 1000);
            QCOMPARE(batch.ids.size(), std::size_t{5});
            for (const std::int64_t label : batch.labels)
                ++classes[label];
        }
        QVERIFY(classes.size() > 3);
        // A sample is the same in any batch.
        const FittedBatch alone = input->load(3, 1, job);
        const FittedBatch among = input->load(2, 3, job);
        const Values one = alone.values.toFloats();
        const Values three = among.values.toFloats();
        for (std::size_t step = 0; step < 310; ++step) {
            const auto from = three.begin() + static_cast<std::ptrdiff_t>((step * 3 + 1) * 2312);
            QVERIFY(std::equal(from, from + 2312,
                               one.begin() + static_cast<std::ptrdiff_t>(step * 2312)));
        }
    }

    void eventsAreCountedPerStepPolarityAndPixel()
    {
        const Fit found = fit(sixEvents(), wishFor({2, 3, 4}));
        QCOMPARE(found.shape, (Sizes{3, 1, 2, 3, 4}));
        QCOMPARE(found.at(0)[11], 1.0F);     // OFF at 3, 2
        QCOMPARE(found.at(0)[12], 2.0F);     // ON at 0, 0, twice
        QCOMPARE(found.at(1)[1], 1.0F);      // 1000 us begins the second step
        QCOMPARE(found.at(2)[4 + 2], 1.0F);  // OFF at 2, 1
        QCOMPARE(found.at(2)[12 + 6], 1.0F); // ON at 2, 1
        QCOMPARE(sumOf(found.values), 6.0);
        QCOMPARE(found.batch.values.axes,
                 (std::vector<AxisKind>{AxisKind::Time, AxisKind::Sample, AxisKind::Channel,
                                        AxisKind::Height, AxisKind::Width}));
    }

    void polaritiesBecomeChannelsAsAsked()
    {
        const auto first = [](const char* polarity) {
            return fit(sixEvents(), wishFor({}), {std::string("input-polarity=") + polarity}).at(0);
        };
        QCOMPARE(first("on-off")[0], 2.0F);
        QCOMPARE(first("on-off")[12 + 11], 1.0F);
        QCOMPARE(first("merged").size(), std::size_t{12});
        QCOMPARE(first("merged")[0], 2.0F);
        QCOMPARE(first("signed")[11], -1.0F);
        QCOMPARE(sumOf(first("on")), 2.0);
        QCOMPARE(sumOf(first("off")), 1.0);
        // One channel of the network merges them.
        QCOMPARE(fit(sixEvents(), wishFor({1, 3, 4})).at(2)[6], 2.0F);
        const Fit binary = fit(sixEvents(), wishFor({2, 3, 4}), {"input-count=binary"});
        QCOMPARE(binary.at(0)[12], 1.0F);
        QCOMPARE(sumOf(binary.values), 5.0);
        const Fit isSigned =
            fit(sixEvents(), wishFor({1, 3, 4}), {"input-count=binary", "input-polarity=signed"});
        QCOMPARE(isSigned.at(0)[0], 1.0F);
        QCOMPARE(isSigned.at(2)[6], 0.0F); // ON and OFF
    }

    void stepsAreSetByWidthNumberStartAndLength()
    {
        QCOMPARE(fit(sixEvents(), wishFor({}), {"input-bin-ms=0.5"}).shape[0], std::size_t{6});
        const Fit two = fit(sixEvents(), wishFor({}), {"input-bins=2"});
        QVERIFY(!says(*two.input, "has no effect"));
        QCOMPARE(two.shape[0], std::size_t{2});
        QCOMPARE(two.input->stepDuration(), std::optional<Time>(1500));
        const Fit late = fit(sixEvents(), wishFor({}), {"input-start-ms=1"});
        QCOMPARE(late.shape[0], std::size_t{2});
        QCOMPARE(late.at(0)[1], 1.0F);
        QVERIFY(says(*late.input, "left out 3 events before the first step"));
        const Fit shorter = fit(sixEvents(), wishFor({}), {"input-length-ms=1"});
        QCOMPARE(shorter.shape[0], std::size_t{1});
        QVERIFY(says(*shorter.input, "left out 3 events after the last step"));
        const Fit longer = fit(sixEvents(), wishFor({}), {"input-steps=5"});
        QCOMPARE(longer.shape[0], std::size_t{5});
        QCOMPARE(sumOf(longer.at(4)), 0.0);
        // Where most of the time before the first event would be empty, it begins there.
        const auto recording = eventsOf({{913'000, 0, 0, 1}, {915'500, 1, 1, 1}});
        QCOMPARE(fit(recording, wishFor({})).shape[0], std::size_t{3});
        QCOMPARE(fit(recording, wishFor({}), {"input-origin=zero"}).shape[0], std::size_t{916});
        QCOMPARE(fit(sixEvents(), wishFor({}), {"input-origin=first"}).shape[0], std::size_t{3});
        INSPIKE_FAILS(fit(sixEvents(), wishFor({}), {"input-bins=2", "input-bin-ms=1"}),
                      ErrorKind::BadParameter, "input-bins and input-bin-ms");
        INSPIKE_FAILS(fit(sixEvents(), wishFor({}, 1e-8)), ErrorKind::BadParameter,
                      "shorter than the clock");
    }

    void sensorsAreCroppedScaledAndMirrored()
    {
        const Fit crop = fit(sixEvents(), wishFor({2, 2, 2}), {"input-crop=2,1,2,2"});
        QCOMPARE(crop.at(0)[3], 1.0F); // OFF at 3, 2
        QCOMPARE(crop.at(2)[4], 1.0F); // ON at 2, 1
        QVERIFY(says(*crop.input, "left out 3 events outside"));
        const Fit flip = fit(sixEvents(), wishFor({2, 3, 4}), {"input-flip=xy"});
        QCOMPARE(flip.at(0)[0], 1.0F);
        QCOMPARE(flip.at(0)[23], 2.0F);
        const auto wide = eventsOf({{0, 0, 0, 1}, {1, 1, 1, 1}, {2, 7, 3, 1}, {3, 6, 2, 0}}, 8, 4);
        // Two pixels become one on both sides: auto sums them.
        const Fit sum = fit(wide, wishFor({2, 2, 4}));
        QCOMPARE(sum.at(0), (Values{0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 1}));
        QVERIFY(says(*sum.input, "scaled to 4 x 2"));
        const Fit nearest = fit(wide, wishFor({2, 2, 4}), {"input-scale=nearest"});
        QCOMPARE(sumOf(nearest.values), 2.0); // pixels 1, 3, 5, 7 and 1, 3
        const Fit larger = fit(wide, wishFor({2, 8, 16}), {"input-scale=nearest"});
        QCOMPARE(sumOf(larger.values), 16.0);
        const Fit sized = fit(wide, wishFor({16}), {"input-size=4,2"});
        QCOMPARE(sized.values, sum.values);
        // A crop beyond the sensor adds empty pixels.
        const Fit padded = fit(sixEvents(), wishFor({2, 5, 6}), {"input-crop=6,5"});
        QCOMPARE(padded.at(0)[30 + 6 + 1], 2.0F);
        QCOMPARE(sumOf(padded.values), 6.0);
    }

    void planesFlattenForFlatNetworks()
    {
        const Fit flat = fit(sixEvents(), wishFor({24}));
        QCOMPARE(flat.shape, (Sizes{3, 1, 24}));
        QCOMPARE(flat.values, fit(sixEvents(), wishFor({2, 3, 4})).values);
        QCOMPARE(fit(sixEvents(), wishFor({12})).at(2)[6], 2.0F);
        QCOMPARE(fit(sixEvents(), wishFor({2, 12})).shape, (Sizes{3, 1, 2, 12}));
        QCOMPARE(fit(sixEvents(), wishFor({1, 2, 3, 4})).shape, (Sizes{3, 1, 1, 2, 3, 4}));
        QCOMPARE(fit(sixEvents(), wishFor({-1, -1, -1})).shape, (Sizes{3, 1, 2, 3, 4}));
        QCOMPARE(fit(sixEvents(), wishFor({-1})).shape, (Sizes{3, 1, 24}));
    }

    void shapesThatCannotFitAreNamedWithWhatHelps()
    {
        const auto large = eventsOf({{0, 345, 259, 1}}, 346, 260);
        INSPIKE_FAILS(fit(large, wishFor({2, 34, 34})), ErrorKind::BadShape, "[2, 260, 346]");
        INSPIKE_FAILS(fit(large, wishFor({2, 34, 34})), ErrorKind::BadShape, "[2, 34, 34]");
        INSPIKE_FAILS(fit(large, wishFor({2, 34, 34})), ErrorKind::BadShape, "input-scale=sum");
        QCOMPARE(sumOf(fit(large, wishFor({2, 34, 34}), {"input-scale=sum"}).values), 1.0);
        INSPIKE_FAILS(fit(sixEvents(), wishFor({3, 3, 4})), ErrorKind::BadShape,
                      "input-polarity gives 1 or 2 channels");
        INSPIKE_FAILS(fit(sixEvents(), wishFor({2, 3, 4}), {"input-polarity=merged"}),
                      ErrorKind::BadShape, "[1, 3, 4]");
        // As many values, but not in that order.
        INSPIKE_FAILS(fit(sixEvents(), wishFor({4, 6})), ErrorKind::BadShape, "[4, 6]");
        INSPIKE_FAILS(fit(sixEvents(), wishFor({}), {"input-crop=1,2,3"}), ErrorKind::BadParameter,
                      "input-crop");
        INSPIKE_FAILS(fit(sixEvents(), wishFor({}), {"input-scale=smooth"}),
                      ErrorKind::BadParameter, "sum or nearest");
        INSPIKE_FAILS(fit(sixEvents(), wishFor({}), {"input-polarity=both"}),
                      ErrorKind::BadParameter, "merged");
    }

    void aNetworkWithoutStepsSeesAllAtOnce()
    {
        InputWish wish = wishFor({2, 3, 4});
        wish.stepped = false;
        const Fit whole = fit(sixEvents(), wish);
        QCOMPARE(whole.shape, (Sizes{1, 1, 2, 3, 4}));
        QCOMPARE(sumOf(whole.values), 6.0);
        // Unless its sample has an axis more.
        wish.shape = {3, 2, 3, 4};
        const Fit film = fit(sixEvents(), wish);
        QCOMPARE(film.shape, (Sizes{1, 1, 3, 2, 3, 4}));
        QCOMPARE(film.values, fit(sixEvents(), wishFor({2, 3, 4})).values);
        wish.shape.clear();
        QCOMPARE(fit(sixEvents(), wish, {"input-bins=6"}).shape, (Sizes{1, 1, 6, 2, 3, 4}));
    }

    void storedEventsEqualThoseInMemory()
    {
        auto events = sixEvents();
        auto stored = std::make_shared<Recording>();
        const auto* stream = events->first<EventStream>();
        stored->streams.push_back(
            {"events/main", "main", "", "",
             StoredStream{sourceOf(std::shared_ptr<const EventStream>(events, stream))}});
        QCOMPARE(fit(stored, wishFor({2, 3, 4})).values, fit(events, wishFor({2, 3, 4})).values);
    }

    void emptyRecordingsAreRefusedUnlessTheStepsAreSaid()
    {
        INSPIKE_FAILS(fit(eventsOf({}), wishFor({2, 3, 4})), ErrorKind::BadFormat, "input-steps");
        const Fit zeros = fit(eventsOf({}), wishFor({2, 3, 4}), {"input-steps=2"});
        QCOMPARE(sumOf(zeros.values), 0.0);
        QVERIFY(says(*zeros.input, "without any event"));
    }

    void moreThanMemoryIsRefusedBeforeItIsTaken()
    {
        const Budget budget(std::uint64_t{64} << 20U);
        INSPIKE_FAILS(fit(sixEvents(), wishFor({2, 3, 4}), {"input-steps=100000000"}),
                      ErrorKind::OutOfMemory, "100,000,000 steps");
        INSPIKE_FAILS(fit(sixEvents(), wishFor({2, 3, 4}), {"input-steps=1000000000000"}),
                      ErrorKind::OutOfMemory, "memory budget");
        INSPIKE_FAILS(
            fit(sixEvents(), wishFor({2, 60000, 60000}), {"input-scale=nearest", "input-steps=1"}),
            ErrorKind::OutOfMemory, "input-crop");
    }

    // --- what is said

    void theChoiceMakesTheSameInputAgain()
    {
        const Fit first = fit(sixEvents(), wishFor({2, 3, 4}),
                              {"input-bin-ms=0.5", "input-flip=x", "input-count=binary"});
        const Json choice = first.input->choice();
        QCOMPARE(choice["input-steps"].toInteger(), std::int64_t{6});
        QCOMPARE(choice["input-polarity"].toString(), std::string("off-on"));
        QCOMPARE(choice["step_us"].toInteger(), std::int64_t{500});
        JobContext job = nullJob();
        const auto again = fitInput(sixEvents(), wishFor({2, 3, 4}),
                                    Params::fromJson(fitOptions(), choice), 0, job);
        QCOMPARE(again->load(0, 1, job).values.toFloats(), first.values);
    }

    void optionsWithoutEffectAreNamed()
    {
        const Fit found = fit(sixEvents(), wishFor({2, 3, 4}), {"input-coding=rate"});
        QVERIFY(says(*found.input, "input-coding has no effect"));
        QVERIFY(!says(*fit(sixEvents(), wishFor({2, 3, 4}), {"input-flip=x"}).input, "no effect"));
    }

    void workIsCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        const auto input = fitOnly(sixEvents(), wishFor({2, 3, 4}));
        INSPIKE_FAILS(input->load(0, 1, job), ErrorKind::Cancelled, "");
        JobContext quiet = nullJob();
        INSPIKE_FAILS(input->load(0, 2, quiet), ErrorKind::NotFound, "there are 1 sample");
    }
};

INSPIKE_TEST(TstInputFit, tst_input_fit)
#include "tst_input_fit.moc"
