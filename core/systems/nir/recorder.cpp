// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/recorder.h"

#include <algorithm>
#include <utility>

namespace inspike::nir {

using nn::KeptKind;
using nn::KeptProbe;

namespace {

constexpr const char* kPrediction = "prediction";

// A vector, but for dimensions of 1.
bool isVector(const Shape& shape)
{
    return std::ranges::count_if(shape, [](std::int64_t size) { return size != 1; }) <= 1;
}

// The output whose sums are the prediction; as many as there are nodes for none.
std::size_t predictor(const Network& network)
{
    for (const std::size_t node : network.outputs) {
        if (isVector(network.nodes[node].output))
            return node;
    }
    return network.nodes.size();
}

std::vector<std::size_t> sizesOf(const Shape& shape)
{
    return {shape.begin(), shape.end()};
}

struct NodeProbe
{
    Trace trace;
    const char* name; // "spikes"
    const char* title;
    ProbeKind kind;
    KeptKind kept;
};
constexpr NodeProbe kSpikes{Trace::Spikes, "spikes", "spikes", ProbeKind::Spikes, KeptKind::Spikes};
constexpr NodeProbe kMembrane{Trace::Membrane, "membrane", "potential after reset",
                              ProbeKind::Membrane, KeptKind::Membranes};
constexpr NodeProbe kCurrent{Trace::Current, "current", "synaptic current", ProbeKind::Current,
                             KeptKind::Membranes};
constexpr NodeProbe kOutput{Trace::Output, "output", "output", ProbeKind::Other, KeptKind::Outputs};

std::vector<NodeProbe> tracesOf(const NetworkNode& node)
{
    std::vector<NodeProbe> traces;
    if (makesSpikes(node))
        traces.push_back(kSpikes);
    if (hasMembrane(node))
        traces.push_back(kMembrane);
    if (hasCurrent(node))
        traces.push_back(kCurrent);
    if (traces.empty() && node.type != NodeType::Input && node.type != NodeType::Output)
        traces.push_back(kOutput);
    return traces;
}

std::vector<AxisKind> steppedAxes(const Shape& shape, bool timed, bool classes)
{
    std::vector<AxisKind> axes = {timed ? AxisKind::Time : AxisKind::Step, AxisKind::Sample};
    const std::vector<AxisKind> own = axesOf(shape, classes);
    axes.insert(axes.end(), own.begin(), own.end());
    return axes;
}

} // namespace

std::vector<AxisKind> axesOf(const Shape& shape, bool classes)
{
    if (shape.size() == 1)
        return {classes ? AxisKind::Class : AxisKind::Unit};
    if (shape.size() == 2)
        return {AxisKind::Channel, AxisKind::Unit};
    std::vector<AxisKind> axes(shape.size() > 3 ? shape.size() - 3 : 0, AxisKind::Feature);
    if (shape.size() >= 3)
        axes.insert(axes.end(), {AxisKind::Channel, AxisKind::Height, AxisKind::Width});
    return axes;
}

// In the order of the nodes: what each offers, its count, and, of outputs, its output and sums.
std::vector<KeptProbe> NodeRecorder::keptOf(const Network& network, std::vector<Places>& places)
{
    std::vector<KeptProbe> all;
    places.assign(network.nodes.size(), {});
    std::vector<std::size_t> inputs = network.inputs;
    std::ranges::sort(inputs);
    const auto add = [&](std::size_t node, std::size_t place, KeptProbe probe) {
        places[node][place] = static_cast<std::int32_t>(all.size());
        all.push_back(std::move(probe));
    };
    for (std::size_t n = 0; n < network.nodes.size(); ++n) {
        const NetworkNode& node = network.nodes[n];
        places[n].fill(kNone);
        for (const NodeProbe& trace : tracesOf(node)) {
            const Probe probe{node.id + "/" + trace.name, node.id + ", " + trace.title, trace.kind,
                              steppedAxes(node.output, false, false)};
            add(n, static_cast<std::size_t>(trace.trace),
                {probe, sizesOf(node.output), trace.kept, true, trace.kind == ProbeKind::Spikes});
        }
        const bool fed = std::ranges::binary_search(inputs, n);
        if (makesSpikes(node) || fed)
            add(n, kCount,
                {{"count/" + node.id,
                  node.id + (makesSpikes(node) ? ", number of spikes" : ", sum of the input"),
                  ProbeKind::Other,
                  {AxisKind::Sample}},
                 {},
                 KeptKind::Results,
                 false});
    }
    const std::size_t predicting = predictor(network);
    for (const std::size_t n : network.outputs) {
        const NetworkNode& node = network.nodes[n];
        const ProbeKind kind = node.spiking ? ProbeKind::Spikes : ProbeKind::Other;
        add(n, static_cast<std::size_t>(Trace::Output),
            {{node.id, node.id, kind, steppedAxes(node.output, false, true)},
             sizesOf(node.output),
             KeptKind::Results,
             true,
             node.spiking,
             true});
        if (n == predicting)
            add(n, kSums,
                {{kPrediction,
                  node.spiking ? "Spikes per class" : "Mean output per class",
                  ProbeKind::Other,
                  {AxisKind::Sample, AxisKind::Class}},
                 {sizeOf(node.output)},
                 KeptKind::Results,
                 false,
                 false,
                 true});
    }
    return all;
}

NodeRecorder::NodeRecorder(const Network& network, const std::vector<std::string>& globs,
                           std::size_t steps, std::size_t samples)
    : m_network(network), m_steps(steps), m_keeper(keptOf(network, m_places), globs, steps, samples)
{}

bool NodeRecorder::wants(std::size_t node, Trace trace) const
{
    const std::int32_t place = m_places[node][static_cast<std::size_t>(trace)];
    return place != kNone && m_keeper.wants(static_cast<std::size_t>(place));
}

bool NodeRecorder::isSparse(std::size_t node, Trace trace) const
{
    const std::int32_t place = m_places[node][static_cast<std::size_t>(trace)];
    return place != kNone && m_keeper.at(static_cast<std::size_t>(place)).sparse;
}

void NodeRecorder::take(std::size_t node, Trace trace, std::size_t sample, std::size_t first,
                        std::span<const float> rows)
{
    m_keeper.take(static_cast<std::size_t>(m_places[node][static_cast<std::size_t>(trace)]), sample,
                  first, rows);
}

void NodeRecorder::takeSpikes(std::size_t node, Trace trace, std::size_t sample, std::size_t first,
                              std::span<const std::uint64_t> positions)
{
    m_keeper.takeSpikes(static_cast<std::size_t>(m_places[node][static_cast<std::size_t>(trace)]),
                        sample, first, positions);
}

void NodeRecorder::addCount(std::size_t node, std::size_t sample, double spikes)
{
    m_keeper.add(static_cast<std::size_t>(m_places[node][kCount]), sample, {&spikes, 1});
}

void NodeRecorder::addSums(std::size_t node, std::size_t sample, std::span<const double> sums)
{
    if (m_places[node][kSums] == kNone)
        return;
    std::vector<double> shares(sums.begin(), sums.end());
    if (!m_network.nodes[node].spiking) {
        for (double& share : shares)
            share /= static_cast<double>(m_steps);
    }
    m_keeper.add(static_cast<std::size_t>(m_places[node][kSums]), sample, shares);
}

void NodeRecorder::finish(Run& run, double stepDuration, JobContext& job)
{
    m_keeper.finish(run, stepDuration, job);
}

namespace {

std::vector<Probe> offered(const std::vector<KeptProbe>& kept, bool outputs, bool timed)
{
    std::vector<Probe> probes;
    for (const KeptProbe& each : kept) {
        if (each.output != outputs)
            continue;
        probes.push_back(each.probe);
        if (timed && each.stepped)
            probes.back().axes.front() = AxisKind::Time;
    }
    return probes;
}

} // namespace

std::vector<Probe> NodeRecorder::probesOf(const Network& network, bool timed)
{
    std::vector<Places> places;
    return offered(keptOf(network, places), false, timed);
}

std::vector<Probe> NodeRecorder::outputsOf(const Network& network, bool timed)
{
    std::vector<Places> places;
    return offered(keptOf(network, places), true, timed);
}

} // namespace inspike::nir
