// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/weights_figure.h"

#include "core/base/error.h"
#include "core/figures/graph_builder.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr double kWide = 1.2; // proportion of a page with both side by side
constexpr double kHistogramShare = 0.38;

class WeightStore
{
public:
    explicit WeightStore(const FigureInputs& inputs) : m_inputs(inputs) {}

    bool has(const std::string& name) const
    {
        return (m_inputs.run && m_inputs.run->parameters.contains(name)) || infoOf(name) != nullptr;
    }

    std::size_t rankOf(const std::string& name) const
    {
        if (m_inputs.run) {
            const auto kept = m_inputs.run->parameters.find(name);
            if (kept != m_inputs.run->parameters.end())
                return kept->second.rank();
        }
        const ParameterInfo* info = infoOf(name);
        return info == nullptr ? 0 : info->shape.size();
    }

    LabelledArray load(const std::string& name) const
    {
        if (m_inputs.run) {
            const auto kept = m_inputs.run->parameters.find(name);
            if (kept != m_inputs.run->parameters.end())
                return kept->second;
        }
        return m_inputs.model->parameter(name);
    }

private:
    const ParameterInfo* infoOf(const std::string& name) const
    {
        if (!m_inputs.model)
            return nullptr;
        const auto& all = m_inputs.model->info().parameters;
        const auto found = std::find_if(all.begin(), all.end(),
                                        [&](const ParameterInfo& one) { return one.name == name; });
        return found == all.end() ? nullptr : &*found;
    }

    const FigureInputs& m_inputs;
};

// "weight" of "encoder.conv.weight" or "conv/weight".
std::string lastPart(const std::string& name)
{
    const std::size_t mark = name.find_last_of("./");
    return mark == std::string::npos ? name : name.substr(mark + 1);
}

bool hasWeights(const WeightStore& store, const LayerNode& layer)
{
    return std::any_of(layer.weights.begin(), layer.weights.end(),
                       [&](const std::string& name) { return store.has(name); });
}

const LayerNode& chosenLayer(const LayerGraph& graph, const WeightStore& store,
                             const std::string& id)
{
    if (!id.empty()) {
        const LayerNode* layer = graph.find(id);
        if (layer == nullptr)
            throw Error(ErrorKind::BadParameter, "layer: the network has no layer '" + id + "'");
        if (!hasWeights(store, *layer))
            throw Error(ErrorKind::NotFound, "layer '" + id + "' has no weights");
        return *layer;
    }
    for (const LayerNode& layer : graph.nodes) {
        if (hasWeights(store, layer))
            return layer;
    }
    throw Error(ErrorKind::NotFound, "no layer of the network has weights");
}

// Weights rather than a bias: what has the most dimensions.
std::string chosenParameter(const WeightStore& store, const LayerNode& layer,
                            const std::string& name)
{
    if (!name.empty()) {
        for (const std::string& one : layer.weights) {
            if (store.has(one) && (one == name || lastPart(one) == name))
                return one;
        }
        std::string all;
        for (const std::string& one : layer.weights)
            all += (all.empty() ? "" : ", ") + one;
        throw Error(ErrorKind::BadParameter,
                    "parameter: layer '" + layer.id + "' has " + all + ", but no '" + name + "'");
    }
    std::string best;
    for (const std::string& one : layer.weights) {
        if (store.has(one) && (best.empty() || store.rankOf(one) > store.rankOf(best)))
            best = one;
    }
    return best;
}

std::optional<std::string> lacks(const FigureInputs& inputs)
{
    const LayerGraph* graph = graphOf(inputs);
    const WeightStore store(inputs);
    const bool any = graph != nullptr &&
                     std::any_of(graph->nodes.begin(), graph->nodes.end(),
                                 [&](const LayerNode& layer) { return hasWeights(store, layer); });
    if (!any)
        return "a model whose layers have weights, or a run that keeps them";
    return std::nullopt;
}

FigurePart partOf(const char* id, Figure figure)
{
    FigurePart part;
    part.id = id;
    part.figure = std::make_shared<const Figure>(std::move(figure));
    return part;
}

Figure build(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
             JobContext& job)
{
    const WeightStore store(inputs);
    const LayerNode& layer = chosenLayer(*graphOf(inputs), store, params.text("layer"));
    const std::string name = chosenParameter(store, layer, params.text("parameter"));
    const LabelledArray weights = store.load(name);
    job.checkpoint();
    const bool wide = viewport.widthPx > kWide * viewport.heightPx;
    Viewport room = viewport;
    if (wide)
        room.widthPx = static_cast<int>((1.0 - kHistogramShare) * viewport.widthPx);
    else
        room.heightPx = static_cast<int>((1.0 - kHistogramShare) * viewport.heightPx);
    const bool ofNeurons = !layer.synapses && lastPart(name) != "weight";
    CompositeFigure page;
    page.title.id = TextId::LayerWeights;
    FigurePart histogram =
        partOf("histogram", weightsHistogram(weights, params.text("counts") == "log"));
    FigurePart picture =
        partOf("picture", weightsPicture(weights, {TextId::Verbatim, {name}}, room, ofNeurons));
    (wide ? histogram.width : histogram.height) = kHistogramShare;
    (wide ? picture.left : picture.top) = kHistogramShare;
    (wide ? picture.width : picture.height) = 1.0 - kHistogramShare;
    page.fidelity = std::get<HeatFigure>(*picture.figure).fidelity;
    page.parts = {std::move(histogram), std::move(picture)};
    return page;
}

ParamSpecs weightsParams()
{
    return {{"layer", "Layer", "Layer whose weights are shown; empty = the first that has some",
             std::string()},
            {"parameter", "Parameter",
             "Which of its parameters; empty = weights rather than a bias", std::string()},
            {"counts",
             "Counts",
             "Whether the histogram shows counts or their logarithms",
             std::string("linear"),
             std::nullopt,
             std::nullopt,
             {"linear", "log"}}};
}

} // namespace

FigureKind makeWeightsKind()
{
    return {"weights", "Weights", &weightsParams, &lacks, {}, &build};
}

} // namespace inspike
