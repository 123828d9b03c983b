// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// NIR networks in the order of the equations (specs: nir 3 to 5): all nodes at a step, for all
// samples, then the next step. Slow and easy to check; fast.h computes the same.

#include "core/nn/detail/bridge.h"
#include "core/systems/nir/execute.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/constant_pad_nd.h>
#include <ATen/ops/conv1d.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/where.h>
#include <ATen/ops/zeros.h>
#include <ATen/ops/zeros_like.h>

#include <algorithm>
#include <deque>
#include <numeric>
#include <span>

namespace inspike::nir {

namespace {

// What a node has from step to step, [sample, ...].
struct PlainState
{
    at::Tensor v, i;
    std::deque<at::Tensor> delayed; // the latest inputs, oldest first
    at::Tensor now, before;         // what it gives at this step and gave at the last
};

// Parameters as tensors that broadcast over samples.
struct PlainNode
{
    at::Tensor rate, synapticRate, r, leak, threshold, reset, inputWeight, factor, weight, bias;
    std::vector<std::size_t> delays;
    std::vector<std::size_t> sources; // edges
    int fed = -1;                     // position in Network::inputs
};

class PlainNetwork
{
public:
    PlainNetwork(const Network& network, const Simulation& simulation, const InputBatch& batch,
                 Sink& sink)
        : m_network(network),
          m_simulation(simulation),
          m_batch(batch),
          m_sink(sink),
          m_nodes(network.nodes.size()),
          m_states(network.nodes.size())
    {
        for (std::size_t e = 0; e < network.edges.size(); ++e)
            m_nodes[network.edges[e].to].sources.push_back(e);
        for (std::size_t k = 0; k < network.inputs.size(); ++k)
            m_nodes[network.inputs[k]].fed = static_cast<int>(k);
        for (std::size_t n = 0; n < m_nodes.size(); ++n) {
            prepare(network.nodes[n], m_nodes[n]);
            m_states[n].v = m_states[n].i = m_states[n].before = zeros(network.nodes[n].output);
        }
    }

    void step(std::size_t t)
    {
        for (const std::size_t n : m_network.order)
            m_states[n].now = given(n, received(n, t)).contiguous();
        for (std::size_t n = 0; n < m_states.size(); ++n) {
            m_states[n].before = m_states[n].now;
            report(n, t);
        }
    }

private:
    at::Tensor zeros(const Shape& shape) const { return at::zeros(batched(shape)); }
    std::vector<std::int64_t> batched(const Shape& shape) const
    {
        std::vector<std::int64_t> sizes = {static_cast<std::int64_t>(m_batch.samples)};
        sizes.insert(sizes.end(), shape.begin(), shape.end());
        return sizes;
    }

    // Undefined for none.
    static at::Tensor tensorOf(const Values& values, const Shape& shape)
    {
        if (values.empty())
            return {};
        return nn::tensorFromFloats(values, values.size() == 1 ? Shape{} : shape);
    }

    void prepare(const NetworkNode& node, PlainNode& plain) const
    {
        const auto parameter = [&](const Values& values, float fallback) {
            return tensorOf(values.empty() ? Values{fallback} : values, node.output);
        };
        plain.r = parameter(node.r, 1.0F);
        plain.leak = parameter(node.leak, 0.0F);
        plain.threshold = parameter(node.threshold, 0.0F);
        plain.reset = parameter(node.reset, 0.0F);
        plain.inputWeight = parameter(node.inputWeight, 1.0F);
        plain.factor = parameter(node.scale, 1.0F);
        plain.rate = tensorOf(ratesOf(hasCurrent(node) ? node.tauMem : node.tau, m_simulation.dt),
                              node.output);
        plain.synapticRate = tensorOf(ratesOf(node.tauSyn, m_simulation.dt), node.output);
        plain.weight = tensorOf(node.weight, node.weightShape);
        if (node.weight.size() == 1)
            plain.weight = plain.weight.reshape(node.weightShape);
        if (!node.bias.empty())
            plain.bias =
                nn::tensorFromFloats(node.bias, {static_cast<std::int64_t>(node.bias.size())});
        for (const float delay : node.delay)
            plain.delays.push_back(stepsOf(delay, m_simulation.dt, m_batch.steps));
    }

    // The sum of what the sources give: at this step, or at the last where the edge is recurrent.
    at::Tensor received(std::size_t n, std::size_t t) const
    {
        const NetworkNode& node = m_network.nodes[n];
        at::Tensor x;
        if (m_nodes[n].fed >= 0) {
            const std::size_t size = m_batch.samples * sizeOf(node.input);
            x = nn::tensorFromFloats(
                m_batch.values[static_cast<std::size_t>(m_nodes[n].fed)].subspan(t * size, size),
                batched(node.input));
        }
        for (const std::size_t e : m_nodes[n].sources) {
            const NetworkEdge& edge = m_network.edges[e];
            const PlainState& source = m_states[edge.from];
            const at::Tensor part =
                (edge.recurrent ? source.before : source.now).reshape(batched(node.input));
            x = x.defined() ? x + part : part;
        }
        return x.defined() ? x : zeros(node.input);
    }

    at::Tensor given(std::size_t n, const at::Tensor& x)
    {
        const NetworkNode& node = m_network.nodes[n];
        const PlainNode& plain = m_nodes[n];
        switch (node.type) {
        case NodeType::Linear:
        case NodeType::Affine:
            return at::linear(x, plain.weight, plain.bias).reshape(batched(node.output));
        case NodeType::Scale:
            return plain.factor * x;
        case NodeType::Conv1d:
        case NodeType::Conv2d:
            return convolved(n, x);
        case NodeType::SumPool2d:
        case NodeType::AvgPool2d:
            return pooled(node, x);
        case NodeType::Delay:
            return delayed(n, x);
        case NodeType::Threshold:
            return x.gt(plain.threshold).to(at::kFloat);
        case NodeType::Input:
        case NodeType::Output:
        case NodeType::Flatten:
            return x.reshape(batched(node.output));
        default:
            return integrated(n, x);
        }
    }

    // Forward Euler: current, potential, spike, reset.
    at::Tensor integrated(std::size_t n, const at::Tensor& x)
    {
        const NetworkNode& node = m_network.nodes[n];
        const PlainNode& plain = m_nodes[n];
        PlainState& state = m_states[n];
        if (node.type == NodeType::I || node.type == NodeType::If) {
            state.v = state.v + plain.r * x;
        } else {
            at::Tensor drive = x;
            if (hasCurrent(node)) {
                state.i = state.i + plain.synapticRate * (plain.inputWeight * x - state.i);
                drive = state.i;
            }
            state.v = state.v + plain.rate * ((plain.leak - state.v) + plain.r * drive);
        }
        state.v = state.v.contiguous();
        state.i = state.i.contiguous();
        if (!node.isNeuron())
            return state.v;
        const at::Tensor spikes = state.v.gt(plain.threshold);
        const at::Tensor after =
            m_simulation.subtracts ? state.v - plain.threshold : plain.reset.expand_as(state.v);
        state.v = at::where(spikes, after, state.v).contiguous();
        return spikes.to(at::kFloat);
    }

    at::Tensor convolved(std::size_t n, const at::Tensor& x) const
    {
        const NetworkNode& node = m_network.nodes[n];
        const PlainNode& plain = m_nodes[n];
        // LibTorch wants both ends of a side alike, so zeros are put there first.
        const bool lines = node.type == NodeType::Conv2d;
        std::vector<std::int64_t> ends = {node.paddingBefore[1], node.paddingAfter[1]};
        if (lines)
            ends.insert(ends.end(), {node.paddingBefore[0], node.paddingAfter[0]});
        const at::Tensor padded = at::constant_pad_nd(x, ends);
        if (lines)
            return at::conv2d(padded, plain.weight, plain.bias, node.stride,
                              at::IntArrayRef({0, 0}), node.dilation, node.groups);
        return at::conv1d(padded, plain.weight, plain.bias, at::IntArrayRef(node.stride[1]),
                          at::IntArrayRef(0), at::IntArrayRef(node.dilation[1]), node.groups);
    }

    static at::Tensor pooled(const NetworkNode& node, const at::Tensor& x)
    {
        const at::Tensor padded =
            at::constant_pad_nd(x, {node.paddingBefore[1], node.paddingAfter[1],
                                    node.paddingBefore[0], node.paddingAfter[0]});
        const at::Tensor mean =
            at::avg_pool2d(padded, node.kernel, node.stride, {0, 0}, false, true,
                           node.type == NodeType::SumPool2d ? 1 : node.kernel[0] * node.kernel[1]);
        return mean.reshape({x.size(0), node.output[0], node.output[1], node.output[2]});
    }

    at::Tensor delayed(std::size_t n, const at::Tensor& x)
    {
        const std::vector<std::size_t>& delays = m_nodes[n].delays;
        std::deque<at::Tensor>& latest = m_states[n].delayed;
        latest.push_back(x.reshape({x.size(0), -1}));
        const at::Tensor y = at::zeros_like(latest.back());
        for (std::int64_t element = 0; element < y.size(1); ++element) {
            const std::size_t delay =
                delays[delays.size() == 1 ? 0 : static_cast<std::size_t>(element)];
            if (delay < latest.size())
                y.select(1, element).copy_(latest[latest.size() - 1 - delay].select(1, element));
        }
        if (latest.size() > std::ranges::max(delays))
            latest.pop_front();
        return y.reshape(x.sizes());
    }

    void report(std::size_t n, std::size_t t)
    {
        const PlainState& state = m_states[n];
        const NetworkNode& node = m_network.nodes[n];
        const bool counted = makesSpikes(node) || m_nodes[n].fed >= 0;
        const bool output = std::ranges::find(m_network.outputs, n) != m_network.outputs.end();
        for (std::size_t sample = 0; sample < m_batch.samples; ++sample) {
            const std::span<const float> row = rowOf(state.now, sample);
            const std::size_t index = m_batch.firstSample + sample;
            if (counted)
                m_sink.addCount(n, index, std::accumulate(row.begin(), row.end(), 0.0));
            if (output)
                m_sink.addSums(n, index, std::vector<double>(row.begin(), row.end()));
            give(n, Trace::Spikes, index, t, row);
            give(n, Trace::Output, index, t, row);
            if (m_sink.wants(n, Trace::Membrane))
                give(n, Trace::Membrane, index, t, rowOf(state.v, sample));
            if (m_sink.wants(n, Trace::Current))
                give(n, Trace::Current, index, t, rowOf(state.i, sample));
        }
    }

    // Of a contiguous tensor [sample, ...].
    static std::span<const float> rowOf(const at::Tensor& tensor, std::size_t sample)
    {
        const auto size = static_cast<std::size_t>(tensor.numel() / tensor.size(0));
        return {tensor.data_ptr<float>() + sample * size, size};
    }

    void give(std::size_t n, Trace trace, std::size_t sample, std::size_t t,
              std::span<const float> row)
    {
        if (!m_sink.wants(n, trace))
            return;
        if (!m_sink.isSparse(n, trace))
            return m_sink.take(n, trace, sample, t, row);
        std::vector<std::uint64_t> positions;
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (row[i] != 0.0F)
                positions.push_back(i);
        }
        m_sink.takeSpikes(n, trace, sample, t, positions);
    }

    const Network& m_network;
    Simulation m_simulation;
    const InputBatch& m_batch;
    Sink& m_sink;
    std::vector<PlainNode> m_nodes;
    std::vector<PlainState> m_states;
};

} // namespace

void runPlain(const Network& network, const Simulation& simulation, const InputBatch& batch,
              Sink& sink, StepCount& count)
{
    PlainNetwork plain(network, simulation, batch, sink);
    for (std::size_t t = 0; t < batch.steps; ++t) {
        plain.step(t);
        count.add(batch.samples);
    }
}

} // namespace inspike::nir
