// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/systems/smnn/fast.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <thread>

using namespace inspike;
using namespace inspike::smnn;

namespace {

struct Problem
{
    Network network;
    std::vector<float> x;
    InputView input;
    Targets targets;
};

// Samples enough for several pieces, steps few: the thread sanitizer is slow.
Problem problemOf(Task task)
{
    constexpr std::size_t kSamples = 37;
    Problem problem;
    problem.network.config.task = task;
    problem.network.config.gain = task == Task::Mnist ? Gain::Mnist : Gain::Context;
    problem.network.config.steps = 40;
    problem.network.weights = Weights::initial(problem.network.config, 20, 3, 1);
    const std::size_t steps = problem.network.config.steps;
    Random random(2);
    problem.x.resize(steps * kSamples * inputsOf(task));
    std::ranges::generate(problem.x, [&] { return random.uniform() < 0.3 ? 5.0F : 0.0F; });
    problem.input = {steps, kSamples, inputsOf(task), problem.x};
    if (task == Task::Context)
        problem.targets.sequence.assign(steps * kSamples, 0.5F);
    else
        for (std::size_t i = 0; i < kSamples; ++i)
            problem.targets.classes.push_back(static_cast<std::int64_t>(i % 10));
    return problem;
}

constexpr WantedTraces kAll = {true, true, true, true, true, true};

} // namespace

// Free of LibTorch and labelled `threads`: the thread sanitizer watches.
class TstSmnnThreads : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void severalThreadsGiveTheBitsOfOne_data()
    {
        QTest::addColumn<int>("task");
        QTest::newRow("context") << static_cast<int>(Task::Context);
        QTest::newRow("mnist") << static_cast<int>(Task::Mnist);
    }
    void severalThreadsGiveTheBitsOfOne()
    {
        QFETCH(int, task);
        const Problem problem = problemOf(static_cast<Task>(task));
        JobContext job = nullJob();
        const Forward one = runFast(problem.network, problem.input, kAll, 1, job);
        const Forward four = runFast(problem.network, problem.input, kAll, 4, job);
        QVERIFY(one.outputs.y == four.outputs.y);
        QVERIFY(one.traces.membrane == four.traces.membrane);
        QVERIFY(one.traces.spikes == four.traces.spikes);
        QVERIFY(std::ranges::count(one.traces.spikes, 1.0F) > 100);
        const Gradient a = gradientFast(problem.network, problem.input, problem.targets, 1, job);
        const Gradient b = gradientFast(problem.network, problem.input, problem.targets, 4, job);
        QCOMPARE(a.loss, b.loss);
        for (std::size_t p = 0; p < kParameterNames.size(); ++p)
            QVERIFY(std::ranges::equal(a.weights.values(p), b.weights.values(p)));
    }

    void cancellingFromAnotherThreadStopsAll()
    {
        const Problem problem = problemOf(Task::Context);
        std::stop_source stop;
        JobContext job(stop.get_token(), {});
        std::jthread canceller([&] { stop.request_stop(); });
        const auto untilStopped = [&] {
            for (;;)
                gradientFast(problem.network, problem.input, problem.targets, 4, job);
        };
        QVERIFY_EXCEPTION_THROWN(untilStopped(), Error);
    }
};

INSPIKE_TEST(TstSmnnThreads, tst_smnn_threads)
#include "tst_smnn_threads.moc"
