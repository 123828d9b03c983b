// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// CKA of every layer of one run with every layer of the other.

#include "core/base/error.h"
#include "core/figures/compare_parts.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kMostOutlined = 16;

HeatBox cellBox(std::size_t row, std::size_t column, Colour colour)
{
    HeatBox box;
    box.left = static_cast<double>(column);
    box.right = box.left + 1.0;
    box.top = static_cast<double>(row);
    box.bottom = box.top + 1.0;
    box.colour = colour;
    return box;
}

Text noteOf(const LayerSimilarity& similarity)
{
    std::size_t undefined = 0;
    double sum = 0.0;
    const std::size_t layers = similarity.layers.size();
    for (std::size_t i = 0; i < similarity.values.size(); ++i)
        undefined += std::isnan(similarity.values[i]) ? 1 : 0;
    if (undefined > 0)
        return {TextId::UndefinedCells,
                {std::to_string(undefined), std::to_string(similarity.values.size())}};
    for (std::size_t i = 0; i < layers; ++i)
        sum += similarity.values[i * layers + i];
    return {TextId::DiagonalMean, {shortText(sum / static_cast<double>(layers))}};
}

HeatPanel panelOf(const CompareBuild& build, const LayerSimilarity& similarity)
{
    const RunMatch& match = build.match;
    const std::size_t layers = similarity.layers.size();
    HeatPanel panel;
    panel.y = AxisInfo{
        {TextId::LayerOfRun, runTitle(match, 0).args}, {}, 0.0, static_cast<double>(layers)};
    panel.x = AxisInfo{
        {TextId::LayerOfRun, runTitle(match, 1).args}, {}, 0.0, static_cast<double>(layers)};
    panel.yDown = false; // from the first layer at the bottom up, as networks are drawn
    panel.equalAspect = true;
    panel.crossed = true;
    panel.cellsAre = HeatCellsAre::Layers;
    panel.cells.rows = panel.cells.columns = layers;
    panel.cells.right = panel.x.high;
    panel.cells.bottom = panel.y.high;
    for (const double value : similarity.values)
        panel.cells.values.push_back(static_cast<float>(value));
    panel.totalRows = panel.totalColumns = layers;
    panel.rowKeys.assign(similarity.layers.begin(), similarity.layers.end());
    panel.rowNames = panel.columnNames = shortLayerNames(match, similarity.layers);
    const auto shown = build.layer();
    for (std::size_t i = 0; i < layers; ++i) {
        const bool chosen = shown && similarity.layers[i] == *shown;
        if (!chosen && layers > kMostOutlined)
            continue; // outlines would cover the cells
        panel.boxes.push_back(cellBox(i, i, {chosen ? ColourRole::Accent : ColourRole::Muted}));
        panel.boxes.back().emphasised = chosen;
    }
    return panel;
}

} // namespace

std::optional<HeatFigure> compareGrid(const CompareBuild& build)
{
    if (build.match.samples() < kLeastForCka) {
        throw Error(ErrorKind::NotFound, "CKA needs " + std::to_string(kLeastForCka) +
                                             " samples or more; there are " +
                                             std::to_string(build.match.samples()));
    }
    const auto similarity =
        build.result<LayerSimilarity>("cka", [&] { return similarityOf(build.match, build.job); });
    if (!similarity)
        return std::nullopt;
    if (similarity->layers.empty()) {
        throw Error(ErrorKind::NotFound, similarity->notes.empty()
                                             ? "no layer with samples in both runs"
                                             : similarity->notes.front());
    }
    HeatFigure figure;
    figure.title.id = TextId::CompareRuns;
    figure.panels.push_back(panelOf(build, *similarity));
    HeatScale scale;
    scale.label.id = TextId::Cka;
    figure.scales.push_back(std::move(scale));
    figure.note = noteOf(*similarity);
    return figure;
}

} // namespace inspike
