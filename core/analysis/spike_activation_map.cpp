// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spike_activation_map.h"

#include "core/analysis/sample_classes.h"
#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace inspike {

namespace {

// Rows and columns of the tokens as the run states them, else a square.
std::optional<std::array<std::size_t, 2>> tokenGrid(const Run& run, std::size_t tokens)
{
    const auto stated = run.parameters.find("token_grid");
    if (stated != run.parameters.end() && stated->second.size() == 2) {
        const auto values = stated->second.values();
        const std::array<std::size_t, 2> grid{static_cast<std::size_t>(std::max(0.0F, values[0])),
                                              static_cast<std::size_t>(std::max(0.0F, values[1]))};
        if (grid[0] * grid[1] == tokens)
            return grid;
    }
    const auto side = static_cast<std::size_t>(std::lround(std::sqrt(static_cast<double>(tokens))));
    if (side * side == tokens && tokens > 0)
        return std::array{side, side};
    return std::nullopt;
}

// Where the neurons of a step and sample lie: place = unit / stride % places.
struct Places
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::size_t stride = 1;
};

std::optional<Places> placesOf(const Run& run, const std::vector<Axis>& axes)
{
    Places places;
    std::size_t after = 1; // units behind one step of the axis
    for (std::size_t i = axes.size(); i-- > 0;) {
        if (axes[i].kind == AxisKind::Token) {
            const auto grid = tokenGrid(run, axes[i].size);
            if (!grid)
                return std::nullopt;
            return Places{(*grid)[0], (*grid)[1], after};
        }
        if (axes[i].kind == AxisKind::Width && i > 0 && axes[i - 1].kind == AxisKind::Height)
            return Places{axes[i - 1].size, axes[i].size, after};
        after *= axes[i].size;
    }
    return std::nullopt;
}

// Keys and values of a block come from the other stream than its queries.
std::size_t streamOf(std::string_view probe)
{
    const auto has = [&](std::string_view part) {
        return probe.find(part) != std::string_view::npos;
    };
    if (has("visual"))
        return 1;
    if (has("audio"))
        return 0;
    const std::size_t own = has("block.1.") || has("mlp.1.") ? 1 : 0;
    const bool fromOther = has("attn.") && (has(".k_lif") || has(".v_lif"));
    return fromOther ? 1 - own : own;
}

bool isCalled(std::string_view probe, std::string_view name)
{
    if (probe == name || probe == "lif/" + std::string(name))
        return true;
    return probe.ends_with("." + std::string(name));
}

} // namespace

std::vector<float> SpikeActivationMap::picture(int step) const
{
    const std::size_t places = rows * columns;
    std::vector<float> cells(places, 0.0F);
    for (std::size_t i = 0; i < places; ++i) {
        if (step != kAllSteps) {
            cells[i] = static_cast<float>(values[static_cast<std::size_t>(step) * places + i]);
            continue;
        }
        double sum = 0.0;
        for (std::size_t t = 0; t < steps; ++t)
            sum += values[t * places + i];
        cells[i] = static_cast<float>(sum / static_cast<double>(std::max<std::size_t>(1, steps)));
    }
    return cells;
}

double SpikeActivationMap::highest() const
{
    return values.empty() ? 0.0 : *std::max_element(values.begin(), values.end());
}

std::vector<MappedLayer> mappedLayers(const Run& run)
{
    std::vector<MappedLayer> layers;
    for (const auto& [id, activation] : run.probes) {
        if (activation.probe.kind != ProbeKind::Spikes || !hasSteps(activation.axes()))
            continue;
        if (const auto places = placesOf(run, activation.axes()))
            layers.push_back({id, streamOf(id), places->rows, places->columns});
    }
    return layers;
}

std::vector<MappedLayer> layersNamed(const Run& run, std::string_view name)
{
    std::array<std::optional<MappedLayer>, 2> chosen;
    for (const MappedLayer& layer : mappedLayers(run)) {
        std::optional<MappedLayer>& best = chosen[layer.stream];
        if (isCalled(layer.probe, name) && (!best || layer.probe.size() < best->probe.size()))
            best = layer;
    }
    std::vector<MappedLayer> layers;
    for (const auto& layer : chosen) {
        if (layer)
            layers.push_back(*layer);
    }
    return layers;
}

SpikeActivationMap spikeActivationMap(const Run& run, const MappedLayer& layer, std::size_t sample,
                                      double gamma)
{
    const Activation* activation = run.find(layer.probe);
    if (activation == nullptr)
        throw Error(ErrorKind::NotFound, "no probe " + layer.probe + " in the run");
    const auto places = placesOf(run, activation->axes());
    if (!places)
        throw Error(ErrorKind::BadShape, layer.probe + " has no places");
    const TrialSpikes spikes = spikesOfTrial(run, layer.probe, sample);
    SpikeActivationMap map;
    map.rows = places->rows;
    map.columns = places->columns;
    for (const Axis& axis : activation->axes()) {
        if (axis.kind == AxisKind::Step || axis.kind == AxisKind::Time)
            map.steps = axis.size;
    }
    const std::size_t cells = map.rows * map.columns;
    map.values.assign(map.steps * cells, 0.0);
    const Time tick = std::max<Time>(1, spikes.extent.length() /
                                            static_cast<Time>(std::max<std::size_t>(1, map.steps)));
    for (std::size_t unit = 0; unit < spikes.spikes.units(); ++unit) {
        const std::size_t place = unit / places->stride % cells;
        double score = 0.0; // of all earlier spikes, as seen from the last one
        std::optional<Time> last;
        for (const Time time : spikes.spikes.train(static_cast<UnitIndex>(unit))) {
            const Time step = time / tick;
            if (last) {
                score = (score + 1.0) * std::exp(-gamma * static_cast<double>(step - *last));
                map.values[static_cast<std::size_t>(step) * cells + place] += score;
            }
            last = step;
        }
    }
    return map;
}

} // namespace inspike
