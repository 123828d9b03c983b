// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// `inspike bench transfer`: both branches of the three networks of published size, forward plain
// and fast, forward and backward plain and fused, on one thread and on two; how many neurons fire,
// and where the time of the fast path goes.

#include "core/base/parallel.h"
#include "core/nn/detail/guard.h"
#include "core/systems/bench_registry.h"
#include "core/systems/transfer/fast.h"
#include "core/systems/transfer/spiking_network.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/mean.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <string>

namespace inspike {

namespace {

constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kRepeats = 3;

// Times of repeated calls, in ms per sample. The processor's time, of all threads together, hardly
// depends on what else the machine does.
struct Times
{
    double median = 0.0;
    double least = 0.0;
    double processor = 0.0; // median
};

double medianOf(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

// Both calls take turns, so that what else the machine does meets both; the first turn does not
// count.
std::pair<Times, Times> compared(const std::function<void()>& first,
                                 const std::function<void()>& second, std::size_t samples,
                                 JobContext& job)
{
    using Clock = std::chrono::steady_clock;
    std::vector<double> wall[2], processor[2];
    for (std::size_t turn = 0; turn <= kRepeats; ++turn) {
        for (const int which : {0, 1}) {
            job.checkpoint();
            const Clock::time_point begin = Clock::now();
            const std::clock_t clock = std::clock();
            (which == 0 ? first : second)();
            const double perSample = 1e3 / static_cast<double>(samples);
            if (turn == 0)
                continue;
            processor[which].push_back(static_cast<double>(std::clock() - clock) / CLOCKS_PER_SEC *
                                       perSample);
            wall[which].push_back(std::chrono::duration<double>(Clock::now() - begin).count() *
                                  perSample);
        }
    }
    const auto timesOf = [&](int which) {
        return Times{medianOf(wall[which]), std::ranges::min(wall[which]),
                     medianOf(processor[which])};
    };
    return {timesOf(0), timesOf(1)};
}

void addTimes(BenchmarkRow& row, const std::string& slow, const std::string& quick,
              const std::pair<Times, Times>& times)
{
    for (const auto& [name, time] : {std::pair{slow, times.first}, {quick, times.second}}) {
        row.values.emplace_back(name + " (ms per sample)", time.median);
        row.values.emplace_back(name + ", least", time.least);
        row.values.emplace_back(name + ", time of processors", time.processor);
    }
    row.values.emplace_back(slow + " / " + quick, times.first.median / times.second.median);
    row.values.emplace_back(slow + " / " + quick + ", time of processors",
                            times.first.processor / times.second.processor);
}

// How many neurons of each branch fire per step, all layers alike.
class MeanRates : public nn::Recorder
{
public:
    bool wants(std::string_view id) const override { return id.starts_with("rate/"); }
    void take(std::string_view id, const at::Tensor& values) override
    {
        Mean& mean = id.starts_with("rate/static") ? m_static : m_event;
        mean.sum += static_cast<double>(*values.data_ptr<float>());
        ++mean.count;
    }
    double staticPercent() const { return 100.0 * m_static.sum / m_static.count; }
    double eventPercent() const { return 100.0 * m_event.sum / m_event.count; }

private:
    struct Mean
    {
        double sum = 0.0;
        int count = 0;
    };
    Mean m_static, m_event;
};

class TransferBench
{
public:
    TransferBench(const transfer::Config& config, std::string name, std::size_t samples,
                  JobContext& job)
        : m_network(transfer::spikingNetwork(config, kSeed)),
          m_fast(m_network),
          m_pictures(transfer::madePictures(config, samples, kSeed + 2)),
          m_name(std::move(name)),
          m_samples(samples),
          m_job(job)
    {}

    BenchmarkRow forward(int threads)
    {
        const c10::InferenceMode inference;
        nn::useThreads(threads);
        BenchmarkRow row;
        row.name = m_name + ", forward, " + threadText(threads);
        addTimes(
            row, "plain", "fast",
            compared([this] { runPlain({}); }, [this] { runFast({}, nullptr); }, m_samples, m_job));
        return row;
    }

    BenchmarkRow training(int threads)
    {
        nn::useThreads(threads);
        for (const std::string& name : m_network.trainable())
            m_network.state.at(name).set_requires_grad(true);
        BenchmarkRow row;
        row.name = m_name + ", forward and backward, " + threadText(threads);
        addTimes(row, "plain", "fused",
                 compared([this] { learn(false); }, [this] { learn(true); }, m_samples, m_job));
        for (const std::string& name : m_network.trainable())
            m_network.state.at(name).set_requires_grad(false);
        return row;
    }

    // On one thread, in percent.
    BenchmarkRow shares()
    {
        const c10::InferenceMode inference;
        nn::useThreads(1);
        MeanRates rates;
        transfer::Pass recorded;
        recorded.recorder = &rates;
        transfer::PartTimes times;
        runFast(recorded, &times);
        double sum = 0.0;
        for (const auto& [part, seconds] : times)
            sum += seconds;
        BenchmarkRow row;
        row.name = m_name + ", share of the fast path's time";
        for (const auto& [part, seconds] : times)
            row.values.emplace_back(part + " (%)", 100.0 * seconds / sum);
        row.values.emplace_back("neurons that fire per step, static (%)", rates.staticPercent());
        row.values.emplace_back("neurons that fire per step, event (%)", rates.eventPercent());
        return row;
    }

private:
    static std::string threadText(int threads)
    {
        return std::to_string(threads) + (threads == 1 ? " thread" : " threads");
    }
    std::int64_t steps() const { return static_cast<std::int64_t>(m_network.config.steps); }

    template <typename Use>
    void eachBranch(const Use& use) const
    {
        use(transfer::Branch::Static, m_pictures.stills);
        use(transfer::Branch::Event, m_pictures.events);
    }
    std::vector<transfer::BranchOutputs> runPlain(const transfer::Pass& pass)
    {
        std::vector<transfer::BranchOutputs> outputs;
        eachBranch([&](transfer::Branch branch, const at::Tensor& x) {
            transfer::Potentials potentials;
            outputs.push_back(forwardPlain(m_network, branch, x, steps(), potentials, pass, m_job));
        });
        return outputs;
    }
    void runFast(const transfer::Pass& pass, transfer::PartTimes* times)
    {
        eachBranch([&](transfer::Branch branch, const at::Tensor& x) {
            m_fast.forward(branch, x, steps(), pass, m_job, times);
        });
    }
    // A loss that reaches every parameter; the objective itself costs next to nothing.
    void learn(bool fused)
    {
        transfer::Pass pass;
        pass.training = true;
        pass.moves = false;
        pass.fused = fused;
        const std::vector<transfer::BranchOutputs> outputs = runPlain(pass);
        at::Tensor loss = (outputs[0].feature * outputs[1].feature).mean();
        for (const transfer::BranchOutputs& branch : outputs)
            loss = loss + (branch.logits * branch.logits).mean();
        loss.backward();
        for (const std::string& name : m_network.trainable())
            m_network.state.at(name).mutable_grad() = at::Tensor();
    }

    transfer::Network m_network;
    transfer::FastNetwork m_fast;
    transfer::MadePictures m_pictures;
    std::string m_name;
    std::size_t m_samples;
    JobContext& m_job;
};

struct Setting
{
    transfer::Arch arch;
    std::size_t classes, size, steps, samples;
    const char* name;
};

std::vector<BenchmarkRow> measured(JobContext& job)
{
    using transfer::Arch;
    std::vector<BenchmarkRow> rows;
    for (const Setting& s : {Setting{Arch::Vgg, 101, 48, 10, 2, "VGG-SNN 48x48 T=10, batch 2"},
                             {Arch::ResNet18, 20, 48, 6, 2, "ResNet-18-SNN 48x48 T=6, batch 2"},
                             {Arch::Scnn, 1623, 28, 12, 8, "SCNN 28x28 T=12, batch 8"}}) {
        transfer::Config config;
        config.arch = s.arch;
        config.widths = transfer::publishedWidths(s.arch);
        config.classes = s.classes;
        config.size = s.size;
        config.steps = s.steps;
        if (s.arch == Arch::Scnn)
            config.framing = transfer::Framing::Rate;
        nn::useThreads(1); // helpers that wait for work would cost the processor's time
        TransferBench bench(config, s.name, s.samples, job);
        for (int threads = 1; threads <= std::min(2, threadCount(0)); ++threads) {
            rows.push_back(bench.forward(threads));
            rows.push_back(bench.training(threads));
        }
        rows.push_back(bench.shares());
    }
    return rows;
}

} // namespace

std::vector<BenchmarkRow> transferBenchmark(JobContext& job)
{
    return nn::guarded([&] {
        const nn::KeptThreads kept;
        return measured(job);
    });
}

} // namespace inspike
