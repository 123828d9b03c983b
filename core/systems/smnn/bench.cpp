// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// `inspike bench smnn`: a forward pass of the published size, plain and fast, one trial and many.

#include "core/systems/bench_registry.h"
#include "core/systems/smnn/fast.h"
#include "core/systems/smnn/plain.h"
#include "core/systems/smnn/task.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <string>

namespace inspike {

namespace {

constexpr std::size_t kUnits = 100;
constexpr std::size_t kModes = 3;
constexpr std::uint64_t kSeed = 1;
constexpr int kLeastRepeats = 5;
constexpr double kLeastSeconds = 0.5;

// Median of repeated calls, the first of which does not count.
double medianMs(const std::function<void()>& call, JobContext& job)
{
    using Clock = std::chrono::steady_clock;
    call();
    std::vector<double> times;
    double sum = 0.0;
    while (sum < kLeastSeconds || times.size() < kLeastRepeats) {
        job.checkpoint();
        const Clock::time_point begin = Clock::now();
        call();
        const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        times.push_back(seconds * 1e3);
        sum += seconds;
    }
    std::ranges::nth_element(times, times.begin() + static_cast<std::ptrdiff_t>(times.size() / 2));
    return times[times.size() / 2];
}

BenchmarkRow measured(const smnn::Network& network, std::size_t trials, JobContext& job)
{
    smnn::ContextTaskParams params;
    params.trials = trials;
    const smnn::ContextTrials data = smnn::contextTrials(params, kSeed);
    const auto samples = static_cast<double>(trials);
    const smnn::Targets targets{data.target, {}};
    const double plain =
        medianMs([&] { smnn::runPlain(network, data.input(), {}, 0, job); }, job) / samples;
    const double fast =
        medianMs([&] { smnn::runFast(network, data.input(), {}, 0, job); }, job) / samples;
    const double both =
        medianMs([&] { smnn::gradientFast(network, data.input(), targets, 0, job); }, job) /
        samples;
    BenchmarkRow row;
    row.name = "N=100 P=3 T=500 double filter, batch " + std::to_string(trials);
    row.values = {{"plain (ms per sample)", plain},
                  {"fast (ms per sample)", fast},
                  {"plain / fast", plain / fast},
                  {"fast with gradient (ms per sample)", both}};
    return row;
}

} // namespace

std::vector<BenchmarkRow> smnnBenchmark(JobContext& job)
{
    smnn::Network network;
    network.weights = smnn::Weights::initial(network.config, kUnits, kModes, kSeed);
    return {measured(network, 1, job), measured(network, 100, job)};
}

} // namespace inspike
