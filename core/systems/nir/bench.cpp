// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// `inspike bench nir`: a convolutional network of integrate-and-fire neurons for pictures of an
// event camera and a recurrent one with synaptic currents, with made weights and inputs, plain and
// fast, on one thread and on two. tests/bench/nir_pytorch.py has the first one as a PyTorch loop.

#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/nn/detail/guard.h"
#include "core/systems/bench_registry.h"
#include "core/systems/nir/fast.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <ctime>
#include <functional>
#include <numbers>
#include <string>

namespace inspike {

namespace {

using nir::NodeType;

constexpr std::size_t kRepeats = 3;
constexpr std::size_t kSamples = 16;

// Layers and neurons in a row, with weights drawn between -1 and 1 times a scale and shifted.
class ChainMaker
{
public:
    explicit ChainMaker(nir::Shape input) : m_shape(std::move(input)) { add(NodeType::Input); }

    void convolution(std::int64_t outputs, std::int64_t kernel, std::int64_t stride, double scale,
                     double shift)
    {
        nir::NetworkNode& node = add(NodeType::Conv2d);
        node.kernel = {kernel, kernel};
        node.stride = {stride, stride};
        node.paddingBefore = node.paddingAfter = {1, 1};
        node.weightShape = {outputs, m_shape[0], kernel, kernel};
        const auto side = [&](std::int64_t size) {
            return (size + 2 - kernel) / stride + 1;
        };
        m_shape = {outputs, side(m_shape[1]), side(m_shape[2])};
        fill(node, scale, shift);
    }
    void linear(std::int64_t outputs, double scale, double shift)
    {
        nir::NetworkNode& node = add(NodeType::Affine);
        node.weightShape = {outputs, m_shape[0]};
        m_shape = {outputs};
        fill(node, scale, shift);
    }
    void pool()
    {
        nir::NetworkNode& node = add(NodeType::SumPool2d);
        node.kernel = node.stride = {2, 2};
        m_shape = {m_shape[0], m_shape[1] / 2, m_shape[2] / 2};
        node.output = m_shape;
    }
    void flatten()
    {
        nir::NetworkNode& node = add(NodeType::Flatten);
        m_shape = {m_shape[0] * m_shape[1] * m_shape[2]};
        node.output = m_shape;
    }
    void fire()
    {
        nir::NetworkNode& node = add(NodeType::If);
        node.r = {1.0F};
        node.threshold = {1.0F};
        node.spiking = true;
    }
    void fireWithCurrent()
    {
        nir::NetworkNode& node = add(NodeType::CubaLif);
        node.tauSyn = {2e-4F};
        node.tauMem = {1e-3F};
        node.inputWeight = {2.0F};
        node.r = {10.0F};
        node.threshold = {1.0F};
        node.spiking = true;
    }
    // From the last neurons back to themselves.
    void feedBack(double scale)
    {
        const std::size_t neurons = m_network.nodes.size() - 1;
        nir::NetworkNode& node = add(NodeType::Linear);
        node.weightShape = {m_shape[0], m_shape[0]};
        fill(node, scale, 0.0);
        m_network.edges.back().recurrent = true;
        m_network.edges.push_back({neurons + 1, neurons});
        m_network.parts.pop_back();
        m_network.parts.back() = {neurons + 1, neurons};
        std::swap(m_network.order[neurons], m_network.order[neurons + 1]);
        m_last = neurons;
    }
    nir::Network take()
    {
        add(NodeType::Output);
        m_network.inputs = {0};
        m_network.outputs = {m_network.nodes.size() - 1};
        return std::move(m_network);
    }

private:
    nir::NetworkNode& add(NodeType type)
    {
        const std::size_t index = m_network.nodes.size();
        nir::NetworkNode node;
        node.id = "n" + std::to_string(index);
        node.type = type;
        node.input = node.output = m_shape;
        m_network.nodes.push_back(std::move(node));
        m_network.order.push_back(index);
        m_network.parts.push_back({index});
        if (index > 0)
            m_network.edges.push_back({m_last, index});
        m_last = index;
        return m_network.nodes.back();
    }
    void fill(nir::NetworkNode& node, double scale, double shift)
    {
        node.output = m_shape;
        node.weight.resize(nir::sizeOf(node.weightShape));
        for (float& weight : node.weight)
            weight = static_cast<float>(scale * (2.0 * m_random.uniform() - 1.0) + shift);
    }

    nir::Network m_network;
    nir::Shape m_shape;
    std::size_t m_last = 0;
    Random m_random{1};
};

// 34 x 34 pixels, two polarities; as many spikes as networks trained on such pictures have.
nir::Network convolutional()
{
    ChainMaker chain({2, 34, 34});
    chain.convolution(16, 5, 2, 0.2, 0.012);
    chain.fire();
    chain.convolution(16, 3, 1, 0.12, 0.01);
    chain.fire();
    chain.pool();
    chain.convolution(8, 3, 1, 0.15, 0.005);
    chain.fire();
    chain.pool();
    chain.flatten();
    chain.linear(256, 0.07, 0.0);
    chain.fire();
    chain.linear(10, 0.2, 0.0);
    chain.fire();
    return chain.take();
}

nir::Network recurrent()
{
    ChainMaker chain({12});
    chain.linear(38, 0.5, 0.05);
    chain.fireWithCurrent();
    chain.feedBack(0.3);
    chain.linear(7, 0.3, 0.0);
    chain.fireWithCurrent();
    return chain.take();
}

// Fifteen events a step along the outline of a disc that moves.
std::vector<float> discEvents(std::size_t steps)
{
    constexpr std::size_t kSide = 34, kEvents = 15;
    Random random(2);
    std::vector<float> values(steps * kSamples * 2 * kSide * kSide);
    for (std::size_t step = 0; step < steps; ++step) {
        const double turn = 2.0 * std::numbers::pi * static_cast<double>(step) / 100.0;
        for (std::size_t sample = 0; sample < kSamples; ++sample) {
            float* frame = values.data() + (step * kSamples + sample) * 2 * kSide * kSide;
            for (std::size_t event = 0; event < kEvents; ++event) {
                const double angle = 2.0 * std::numbers::pi * random.uniform();
                const double radius = 7.0 + 2.0 * random.uniform();
                const auto x = static_cast<std::size_t>(17.0 + 5.0 * std::cos(turn) +
                                                        radius * std::cos(angle));
                const auto y = static_cast<std::size_t>(17.0 + 5.0 * std::sin(turn) +
                                                        radius * std::sin(angle));
                const std::size_t polarity = random.uniform() < 0.5 ? 0 : 1;
                frame[(polarity * kSide + y) * kSide + x] += 1.0F;
            }
        }
    }
    return values;
}

std::vector<float> sparseCounts(std::size_t count)
{
    Random random(3);
    std::vector<float> values(count);
    for (float& value : values)
        value = random.uniform() < 0.1 ? 1.0F : 0.0F;
    return values;
}

// Counts spikes and keeps nothing.
class SpikeCounter : public nir::Sink
{
public:
    bool wants(std::size_t, nir::Trace) const override { return false; }
    bool isSparse(std::size_t, nir::Trace) const override { return false; }
    void take(std::size_t, nir::Trace, std::size_t, std::size_t, std::span<const float>) override {}
    void takeSpikes(std::size_t, nir::Trace, std::size_t, std::size_t,
                    std::span<const std::uint64_t>) override
    {}
    void addCount(std::size_t node, std::size_t sample, double spikes) override
    {
        if (node > 0 && sample == 0)
            m_spikes += spikes;
    }
    void addSums(std::size_t, std::size_t, std::span<const double>) override {}
    double spikes() const { return m_spikes; }

private:
    double m_spikes = 0.0; // of the first sample
};

struct Times
{
    std::vector<double> wall, processor; // ms per sample
};

double medianOf(std::vector<double> values)
{
    std::ranges::sort(values);
    return values[values.size() / 2];
}

class NirBench
{
public:
    NirBench(std::string name, nir::Network network, std::vector<float> input, std::size_t steps,
             JobContext& job)
        : m_name(std::move(name)),
          m_network(std::move(network)),
          m_input(std::move(input)),
          m_job(job)
    {
        m_batch.steps = steps;
        m_batch.samples = kSamples;
        m_batch.values = {m_input};
    }

    // Both ways take turns, so that what else the machine does meets both; the first turn does not
    // count.
    BenchmarkRow row(int threads)
    {
        nn::useThreads(threads);
        Times times[2];
        SpikeCounter counter;
        for (std::size_t turn = 0; turn <= kRepeats; ++turn) {
            for (const bool fast : {false, true})
                measure(fast, threads, turn == 0 ? nullptr : &times[fast ? 1 : 0], counter);
        }
        BenchmarkRow row;
        row.name =
            m_name + ", " + std::to_string(threads) + (threads == 1 ? " thread" : " threads");
        for (const int which : {0, 1}) {
            const std::string name = which == 0 ? "plain" : "fast";
            row.values.emplace_back(name + " (ms per sample)", medianOf(times[which].wall));
            row.values.emplace_back(name + ", least", std::ranges::min(times[which].wall));
            row.values.emplace_back(name + ", time of processors",
                                    medianOf(times[which].processor));
        }
        row.values.emplace_back("plain / fast", medianOf(times[0].wall) / medianOf(times[1].wall));
        row.values.emplace_back("spikes per sample", counter.spikes() / (2.0 * (kRepeats + 1)));
        return row;
    }

private:
    void measure(bool fast, int threads, Times* times, nir::Sink& sink)
    {
        using Clock = std::chrono::steady_clock;
        const Clock::time_point begin = Clock::now();
        const std::clock_t clock = std::clock();
        nir::StepCount count(m_batch.steps * kSamples, m_job);
        if (fast)
            nir::FastNetwork(m_network, {}, m_batch.steps).run(m_batch, threads, sink, count);
        else
            nir::runPlain(m_network, {}, m_batch, sink, count);
        if (times == nullptr)
            return;
        times->wall.push_back(std::chrono::duration<double>(Clock::now() - begin).count() * 1e3 /
                              kSamples);
        times->processor.push_back(static_cast<double>(std::clock() - clock) / CLOCKS_PER_SEC *
                                   1e3 / kSamples);
    }

    std::string m_name;
    nir::Network m_network;
    std::vector<float> m_input;
    nir::InputBatch m_batch;
    JobContext& m_job;
};

std::vector<BenchmarkRow> measured(JobContext& job)
{
    constexpr std::size_t kCameraSteps = 310, kTouchSteps = 256;
    NirBench camera("convolutional 34x34 T=310, 16 samples", convolutional(),
                    discEvents(kCameraSteps), kCameraSteps, job);
    NirBench touch("recurrent 12-38-7 T=256, 16 samples", recurrent(),
                   sparseCounts(kTouchSteps * kSamples * 12), kTouchSteps, job);
    std::vector<BenchmarkRow> rows;
    for (NirBench* bench : {&camera, &touch}) {
        for (int threads = 1; threads <= std::min(2, threadCount(0)); ++threads)
            rows.push_back(bench->row(threads));
    }
    return rows;
}

} // namespace

std::vector<BenchmarkRow> nirBenchmark(JobContext& job)
{
    return nn::guarded([&] {
        const c10::InferenceMode inference;
        const nn::KeptThreads kept;
        return measured(job);
    });
}

} // namespace inspike
