// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/graph_measures.h"

#include "core/analysis/energy.h"
#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace inspike {

namespace {

// Sums of spikes that are kept also where the spikes themselves are not: "count/<layer>".
double countedSpikes(const Run& run, const std::string& layer)
{
    const Activation* counts = run.find("count/" + layer);
    const auto* array = counts == nullptr ? nullptr : std::get_if<LabelledArray>(&counts->values);
    if (array == nullptr || array->size() == 0)
        return std::numeric_limits<double>::quiet_NaN();
    double sum = 0.0;
    for (const float value : array->values())
        sum += static_cast<double>(value);
    return sum / static_cast<double>(array->size());
}

double unitsOf(const LayerNode& node)
{
    double units = node.outputShape.empty() ? 0.0 : 1.0;
    for (const std::int64_t size : node.outputShape)
        units *= static_cast<double>(std::max<std::int64_t>(size, 0));
    return units;
}

bool isStepAxis(const Axis& axis)
{
    return axis.kind == AxisKind::Time || axis.kind == AxisKind::Step;
}

double sizeOf(const std::vector<Axis>& axes, AxisKind kind)
{
    for (const Axis& axis : axes) {
        if (axis.kind == kind)
            return static_cast<double>(axis.size);
    }
    return 1.0;
}

double spikesIn(const Activation& activation)
{
    if (const auto* sparse = std::get_if<SparseSpikes>(&activation.values))
        return static_cast<double>(sparse->index.size());
    const auto values = std::get<LabelledArray>(activation.values).values();
    return static_cast<double>(
        std::count_if(values.begin(), values.end(), [](float value) { return value != 0.0F; }));
}

// The probe of the spikes of a layer, if it was recorded.
const Activation* spikesOf(const Run& run, const LayerNode& node)
{
    std::vector<std::string> ids;
    if (!node.output.empty())
        ids.push_back(node.output);
    ids.insert(ids.end(), node.probes.begin(), node.probes.end());
    for (const std::string& id : ids) {
        const Activation* activation = run.find(id);
        const bool spikes = activation != nullptr && (activation->probe.kind == ProbeKind::Spikes ||
                                                      (node.spiking && id == node.output));
        if (spikes &&
            std::any_of(activation->axes().begin(), activation->axes().end(), &isStepAxis))
            return activation;
    }
    return nullptr;
}

void setSpikes(LayerMeasure& measure, const Activation& activation)
{
    const double samples = std::max(1.0, sizeOf(activation.axes(), AxisKind::Sample));
    double cells = 1.0;
    for (const Axis& axis : activation.axes())
        cells *= static_cast<double>(axis.size);
    measure.spikes = spikesIn(activation) / samples;
    measure.unitSteps = cells / samples;
}

template <typename Take>
auto firstWithSteps(const Run& run, Take take) -> decltype(take(std::declval<const Activation&>()))
{
    for (const auto* kept : {&run.probes, &run.outputs}) {
        for (const auto& [id, activation] : *kept) {
            if (auto found = take(activation))
                return found;
        }
    }
    return {};
}

// Of the steps of anything recorded over steps.
std::size_t stepsIn(const Run& run)
{
    return firstWithSteps(run, [](const Activation& activation) -> std::size_t {
        for (const Axis& axis : activation.axes()) {
            if (isStepAxis(axis))
                return axis.size;
        }
        return 0;
    });
}

std::optional<Time> stepDurationIn(const Run& run)
{
    if (run.stepDuration)
        return run.stepDuration;
    return firstWithSteps(
        run, [&](const Activation& activation) { return stepDurationOf(run, activation.axes()); });
}

// In units of the height of letters of a common sans serif.
double widthOf(char32_t letter)
{
    constexpr double kNarrow = 0.28, kUsual = 0.556, kWide = 0.68, kWidest = 0.86, kFull = 1.0;
    if (letter >= 0x2E80)
        return kFull;
    if (letter >= 0x80)
        return letter >= 0x2190 && letter < 0x2200 ? kFull : 0.6;
    const std::string_view narrow = "iljftI.,:;|/'()[] ";
    const std::string_view widest = "mwMW%@";
    const auto ascii = static_cast<char>(letter);
    if (narrow.find(ascii) != std::string_view::npos)
        return kNarrow;
    if (widest.find(ascii) != std::string_view::npos)
        return kWidest;
    return letter >= 'A' && letter <= 'Z' ? kWide : kUsual;
}

// A run that cannot be counted still shows its network.
void addOperations(GraphMeasures& measures, const LayerGraph& graph, const Run& run,
                   JobContext& job)
{
    try {
        for (const LedgerLayer& layer : energyLedger(graph, &run, {}, job).layers) {
            if (!layer.hasSynapses || layer.steps.empty() || layer.node >= measures.layers.size())
                continue;
            const auto total = layer.total();
            measures.layers[layer.node].synOps = total.synOps;
            measures.layers[layer.node].macs = total.macs;
        }
    } catch (const Error& error) {
        if (error.kind() == ErrorKind::Cancelled)
            throw;
    }
}

} // namespace

double GraphMeasures::rateOf(double spikes, double unitSteps) const
{
    if (!(unitSteps > 0.0))
        return std::numeric_limits<double>::quiet_NaN();
    const double perStep = spikes / unitSteps;
    return stepDuration ? perStep * 1e6 / static_cast<double>(*stepDuration) : perStep;
}

GraphMeasures measureLayers(const LayerGraph& graph, const Run& run, JobContext& job)
{
    GraphMeasures measures;
    measures.stepDuration = stepDurationIn(run);
    measures.layers.resize(graph.nodes.size());
    const auto steps = static_cast<double>(stepsIn(run));
    for (std::size_t node = 0; node < graph.nodes.size(); ++node) {
        LayerMeasure& measure = measures.layers[node];
        job.checkpoint();
        if (const Activation* spikes = spikesOf(run, graph.nodes[node])) {
            setSpikes(measure, *spikes);
            continue;
        }
        measure.spikes = countedSpikes(run, graph.nodes[node].id);
        measure.unitSteps = unitsOf(graph.nodes[node]) * steps;
    }
    addOperations(measures, graph, run, job);
    return measures;
}

std::string roundedText(double value)
{
    char buffer[32];
    std::snprintf(buffer, sizeof buffer, "%.3g", value);
    return buffer;
}

std::string countText(double count)
{
    constexpr const char* kUnits[] = {"", " k", " M", " G", " T", " P"};
    std::size_t unit = 0;
    double shown = count;
    while (std::abs(shown) >= 999.95 && unit + 1 < std::size(kUnits)) {
        shown /= 1000.0;
        ++unit;
    }
    const bool whole = unit == 0 && std::abs(count - std::round(count)) < 1e-9;
    char buffer[48];
    std::snprintf(buffer, sizeof buffer, whole || std::abs(shown) >= 99.95 ? "%.0f%s" : "%.1f%s",
                  shown, kUnits[unit]);
    return buffer;
}

std::string shapeWords(const std::vector<std::int64_t>& shape)
{
    std::string words;
    for (const std::int64_t size : shape) {
        if (!words.empty())
            words += " \u00d7 ";
        words += size < 0 ? "?" : std::to_string(size);
    }
    return words;
}

double textWidth(const std::string& utf8)
{
    double width = 0.0;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto lead = static_cast<unsigned char>(utf8[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
        char32_t letter = lead < 0x80 ? lead : lead & (0xFFU >> (length + 1));
        for (std::size_t j = 1; j < length && i + j < utf8.size(); ++j)
            letter = letter << 6 | (static_cast<unsigned char>(utf8[i + j]) & 0x3FU);
        width += widthOf(letter);
        i += length;
    }
    return width;
}

} // namespace inspike
