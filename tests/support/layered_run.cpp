// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/layered_run.h"

#include "core/base/random.h"
#include "tests/support/make_run.h"

namespace inspike::test {

namespace {

class LayeredModel : public Model
{
public:
    explicit LayeredModel(LayerGraph graph) { m_info.graph = std::move(graph); }
    const ModelInfo& info() const override { return m_info; }
    Run run(const InferenceRequest&, JobContext&) const override { return {}; }
    LabelledArray parameter(std::string_view) const override { return {}; }

private:
    ModelInfo m_info;
};

LayerNode linear(const std::string& id, std::int64_t inputs, std::int64_t outputs, bool bias)
{
    LayerNode node;
    node.id = id;
    node.kind = "Linear";
    node.inputShape = {inputs};
    node.outputShape = {outputs};
    node.parameters = static_cast<std::uint64_t>(inputs * outputs);
    node.synapses = Synapses{};
    node.synapses->bias = bias;
    return node;
}

LayerNode neurons(const std::string& id, std::int64_t units)
{
    LayerNode node;
    node.id = id;
    node.kind = "LIF";
    node.inputShape = node.outputShape = {units};
    node.output = id + "/spikes";
    node.probes = {node.output};
    node.spiking = true;
    return node;
}

std::vector<float> spikesBy(const LayeredRunSize& size, std::size_t units, std::uint64_t seed,
                            std::vector<float> fixed)
{
    if (!size.random)
        return fixed;
    Random random(seed);
    std::vector<float> values(size.steps * size.samples * units);
    for (float& value : values)
        value = random.below(3) == 0 ? 1.0F : 0.0F;
    return values;
}

} // namespace

std::shared_ptr<const Model> layeredModel(LayerGraph graph)
{
    return std::make_shared<const LayeredModel>(std::move(graph));
}

void addLayer(LayerGraph& graph, LayerNode node)
{
    graph.nodes.push_back(std::move(node));
    const std::size_t last = graph.nodes.size() - 1;
    if (last > 0)
        graph.edges.push_back({last - 1, last, false});
}

void addProbe(Run& run, const std::string& id, const std::vector<std::size_t>& shape,
              std::vector<float> values, ProbeKind kind)
{
    std::vector<std::pair<AxisKind, std::size_t>> axes = {{AxisKind::Step, shape[0]},
                                                          {AxisKind::Sample, shape[1]}};
    constexpr std::array kPicture = {AxisKind::Channel, AxisKind::Height, AxisKind::Width};
    for (std::size_t i = 2; i < shape.size(); ++i)
        axes.emplace_back(shape.size() == 3 ? AxisKind::Unit : kPicture[i - 2], shape[i]);
    const LabelledArray array(axesOf(axes), std::move(values));
    run.probes[id] = kind == ProbeKind::Spikes ? spikesOf(id, array) : probeOf(id, kind, array);
}

Tensor layeredInput(std::vector<std::size_t> shape, const std::vector<float>& values)
{
    return Tensor::fromFloats(std::move(shape), values);
}

Run makeLayeredRun(const LayeredRunSize& size)
{
    Run run;
    LayerNode input;
    input.id = "in";
    input.kind = "Input";
    input.outputShape = {3};
    input.output = "in";
    addLayer(run.graph, input);
    addLayer(run.graph, linear("fc1", 3, 2, true));
    addLayer(run.graph, neurons("lif1", 2));
    addLayer(run.graph, linear("fc2", 2, 4, false));
    addLayer(run.graph, neurons("lif2", 4));
    run.inputs["in"] = layeredInput({size.steps, size.samples, 3},
                                    spikesBy(size, 3, 1, {1, 1, 0, 0, 0, 0, 1, 1, 1}));
    addProbe(run, "lif1/spikes", {size.steps, size.samples, 2},
             spikesBy(size, 2, 2, {1, 0, 1, 1, 0, 0}), ProbeKind::Spikes);
    addProbe(run, "lif2/spikes", {size.steps, size.samples, 4},
             spikesBy(size, 4, 3, {0, 0, 0, 1, 0, 0, 0, 0, 1, 1, 1, 1}), ProbeKind::Spikes);
    run.made.settings = Json::object();
    return run;
}

} // namespace inspike::test
