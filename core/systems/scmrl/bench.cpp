// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// `inspike bench s-cmrl`: a forward pass of the published sizes, plain and fast, on one thread and
// on two, and where the time of the fast one goes.

#include "core/base/parallel.h"
#include "core/nn/detail/guard.h"
#include "core/systems/bench_registry.h"
#include "core/systems/scmrl/fast.h"
#include "core/systems/scmrl/spiking_network.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <string>

namespace inspike {

namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kBatch = 4;
constexpr std::size_t kLeastRepeats = 5;
constexpr double kLeastSeconds = 1.0;

// Times of repeated calls, the first of which does not count, in ms per sample. The processor's
// time, of all threads together, hardly depends on what else the machine does.
struct Times
{
    double median = 0.0;
    double least = 0.0;
    double processor = 0.0; // median
};

double medianOf(std::vector<double>& values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

Times timesOf(const std::function<void()>& call, JobContext& job)
{
    using Clock = std::chrono::steady_clock;
    call();
    std::vector<double> times;
    std::vector<double> processor;
    double sum = 0.0;
    while (sum < kLeastSeconds || times.size() < kLeastRepeats) {
        job.checkpoint();
        const Clock::time_point begin = Clock::now();
        const std::clock_t clock = std::clock();
        call();
        processor.push_back(static_cast<double>(std::clock() - clock) / CLOCKS_PER_SEC * 1e3 /
                            kBatch);
        const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
        times.push_back(seconds * 1e3 / kBatch);
        sum += seconds;
    }
    return {medianOf(times), std::ranges::min(times), medianOf(processor)};
}

// How many neurons of the front ends fire per step, all layers alike.
class MeanRate : public scmrl::Recorder
{
public:
    bool wants(std::string_view id) const override
    {
        return id.starts_with("rate/") && id.find("patch_embed") != std::string_view::npos;
    }
    void take(std::string_view, const at::Tensor& values) override
    {
        m_sum += static_cast<double>(*values.data_ptr<float>());
        ++m_count;
    }
    double percent() const { return m_count == 0 ? 0.0 : 100.0 * m_sum / m_count; }

private:
    double m_sum = 0.0;
    int m_count = 0;
};

class ScmrlBench
{
public:
    ScmrlBench(const scmrl::Config& config, std::string name, JobContext& job)
        : m_network(scmrl::spikingNetwork(config, kSeed)),
          m_fast(m_network),
          m_pictures(scmrl::noisePictures(config, kBatch, true, kSeed)),
          m_name(std::move(name)),
          m_job(job)
    {}

    BenchmarkRow compared(int threads)
    {
        nn::useThreads(threads);
        const Times plain = timesOf([this] { runPlain(); }, m_job);
        const Times fast = timesOf([this] { runFast({}, nullptr); }, m_job);
        BenchmarkRow row;
        row.name =
            m_name + ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
        row.values = {{"plain (ms per sample)", plain.median},
                      {"plain, least", plain.least},
                      {"plain, time of processors", plain.processor},
                      {"fast (ms per sample)", fast.median},
                      {"fast, least", fast.least},
                      {"fast, time of processors", fast.processor},
                      {"plain / fast", plain.median / fast.median},
                      {"plain / fast, time of processors", plain.processor / fast.processor}};
        return row;
    }

    // On one thread, in percent.
    BenchmarkRow shares()
    {
        nn::useThreads(1);
        MeanRate rate;
        scmrl::Pass recorded;
        recorded.recorder = &rate;
        runFast(recorded, nullptr);
        scmrl::PartTimes times;
        for (std::size_t i = 0; i < kLeastRepeats; ++i)
            runFast({}, &times);
        double sum = 0.0;
        for (const auto& [part, seconds] : times)
            sum += seconds;
        BenchmarkRow row;
        row.name = m_name + ", share of the fast path's time";
        for (const auto& [part, seconds] : times)
            row.values.emplace_back(part + " (%)", 100.0 * seconds / sum);
        row.values.emplace_back("neurons of front ends that fire per step (%)", rate.percent());
        return row;
    }

private:
    void runPlain()
    {
        scmrl::forwardPlain(m_network, m_pictures.audio, m_pictures.visual, {}, m_job);
    }
    void runFast(const scmrl::Pass& pass, scmrl::PartTimes* times)
    {
        m_fast.forward(m_pictures.audio, m_pictures.visual, pass, m_job, times);
    }

    scmrl::Network m_network;
    scmrl::FastNetwork m_fast;
    scmrl::NoisePictures m_pictures;
    std::string m_name;
    JobContext& m_job;
};

std::vector<BenchmarkRow> measured(JobContext& job)
{
    scmrl::Config crema;
    scmrl::Config urban;
    urban.embed = 64;
    urban.classes = 10;
    std::vector<BenchmarkRow> rows;
    for (const auto& [config, name] : {std::pair{crema, "CREMA-D size, C=256 128x128 T=4, batch 4"},
                                       std::pair{urban, "UrbanSound size, C=64, batch 4"}}) {
        nn::useThreads(1); // helpers that wait for work would cost the processor's time
        ScmrlBench bench(config, name, job);
        for (int threads = 1; threads <= std::min(2, threadCount(0)); ++threads)
            rows.push_back(bench.compared(threads));
        rows.push_back(bench.shares());
    }
    return rows;
}

} // namespace

std::vector<BenchmarkRow> scmrlBenchmark(JobContext& job)
{
    return nn::guarded([&] {
        const c10::InferenceMode inference;
        const nn::KeptThreads kept;
        return measured(job);
    });
}

} // namespace inspike
