// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/memory.h"
#include "core/io/reader_registry.h"
#include "core/systems/fitting/input_fit.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QTest>

#include <algorithm>
#include <cmath>
#include <numeric>

using namespace inspike;

namespace {

std::shared_ptr<const Recording> with(StreamData data, std::string name = "main")
{
    auto recording = std::make_shared<Recording>();
    recording->info.title = "made";
    recording->streams.push_back({"streams/" + name, name, "", "", std::move(data)});
    return recording;
}

// (t, x, y, polarity) on a sensor of 4 x 3.
std::shared_ptr<const Recording> fewEvents(const std::vector<std::array<int, 4>>& events,
                                           std::uint32_t width = 4, std::uint32_t height = 3)
{
    EventColumns columns;
    for (const auto& [t, x, y, p] : events) {
        columns.t.push_back(t);
        columns.x.push_back(static_cast<std::uint16_t>(x));
        columns.y.push_back(static_cast<std::uint16_t>(y));
        columns.polarity.push_back(static_cast<std::uint8_t>(p));
    }
    return with(EventStream(std::move(columns), width, height));
}

struct Fit
{
    std::unique_ptr<FittedInput> input;
    FittedBatch batch;
    std::vector<float> values;
};

std::unique_ptr<FittedInput> fitOnly(std::shared_ptr<const Recording> recording,
                                     const InputWish& wish,
                                     const std::vector<std::string>& settings = {},
                                     std::uint64_t seed = 0)
{
    JobContext job = nullJob();
    return fitInput(std::move(recording), wish, Params::parse(fitOptions(), settings), seed, job);
}

Fit fit(std::shared_ptr<const Recording> recording, const InputWish& wish,
        const std::vector<std::string>& settings = {}, std::uint64_t seed = 0)
{
    JobContext job = nullJob();
    Fit result;
    result.input = fitOnly(std::move(recording), wish, settings, seed);
    result.batch = result.input->load(0, result.input->samples(), job);
    result.values = result.batch.values.toFloats();
    return result;
}

InputWish wishFor(std::vector<std::int64_t> shape, double stepSeconds = 1e-3)
{
    InputWish wish;
    wish.shape = std::move(shape);
    wish.stepSeconds = stepSeconds;
    return wish;
}

bool says(const FittedInput& input, const std::string& text)
{
    return std::ranges::any_of(input.explanation(), [&](const std::string& line) {
        return line.find(text) != std::string::npos;
    });
}

double sumOf(const std::vector<float>& values)
{
    return std::accumulate(values.begin(), values.end(), 0.0);
}

} // namespace

class TstInputFit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The protocol of the reference: 310 bins of floor(t / 1000), counts, OFF before ON.
    void digitsBecomeTheFramesOfTheReference()
    {
        const auto file = test::sharedFile("data/nmnist/1.bin");
        INSPIKE_NEED(file, "N-MNIST");
        JobContext job = nullJob();
        auto recording = std::make_shared<const Recording>(readRecording(file, job));
        const Fit found = fit(recording, wishFor({2, 34, 34}), {"input-steps=310"});
        QCOMPARE(found.batch.values.shape, (std::vector<std::size_t>{310, 1, 2, 34, 34}));
        QCOMPARE(found.batch.ids, std::vector<std::string>{"1.bin"});
        QCOMPARE(found.input->stepDuration(), std::optional<Time>(1000));
        std::vector<float> wanted(310 * 2 * 34 * 34);
        const EventSpan all = recording->first<EventStream>()->all();
        for (std::size_t i = 0; i < all.size(); ++i)
            wanted[((static_cast<std::size_t>(all.t[i] / 1000) * 2 + all.polarity[i]) * 34 +
                    all.y[i]) *
                       34 +
                   all.x[i]] += 1.0F;
        QCOMPARE(found.values, wanted);
        QCOMPARE(sumOf(found.values), 4681.0);
        QVERIFY(says(*found.input, "gives [310, 1, 2, 34, 34] (step, sample, channel, height"));
    }

    void aThousandDigitsComeInBatches()
    {
        const auto folder = test::sharedFile("data/nmnist");
        INSPIKE_NEED(folder, "N-MNIST");
        JobContext job = nullJob();
        auto recording = std::make_shared<const Recording>(readRecording(folder, job));
        const auto input = fitOnly(recording, wishFor({2, 34, 34}), {"input-steps=310"});
        QCOMPARE(input->samples(), std::size_t{1000});
        double events = 0.0;
        std::map<std::int64_t, int> classes;
        for (std::size_t first = 0; first < 1000; first += 100) {
            const FittedBatch batch = input->load(first, 100, job);
            QCOMPARE(batch.values.shape, (std::vector<std::size_t>{310, 100, 2, 34, 34}));
            events += sumOf(batch.values.toFloats());
            for (const std::int64_t label : batch.labels)
                ++classes[label];
        }
        QVERIFY(events > 3e6);
        QCOMPARE(classes.size(), std::size_t{10});
        QCOMPARE(input->classNames().size(), std::size_t{10});
    }
};

INSPIKE_TEST(TstInputFit, tst_input_fit)
#include "tst_input_fit.moc"
