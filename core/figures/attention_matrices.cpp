// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The maps of queries and keys of an attention figure, and its temporal form.

#include "core/figures/attention_picture_impl.h"

#include <cmath>
#include <numeric>

namespace inspike {

namespace {

AxisInfo countAxis(TextId label, std::size_t size)
{
    AxisInfo axis;
    axis.label.id = label;
    axis.low = -0.5;
    axis.high = static_cast<double>(size) - 0.5;
    axis.integral = true;
    return axis;
}

} // namespace

HeatPanel AttentionPicture::Impl::matrixPanel(HeatCells cells, const AttentionPins& pins,
                                              const std::optional<AttentionHover>& hover) const
{
    const auto label = [this](int side, bool query) {
        if (scene.temporal())
            return query ? TextId::QueryStep : TextId::KeyStep;
        if (scene.oneSide())
            return query ? TextId::QueryToken : TextId::KeyToken;
        return side == 0 ? TextId::AudioToken : TextId::VisualToken;
    };
    HeatPanel panel;
    panel.x = countAxis(label(scene.keySide, false), map->keys());
    panel.y = countAxis(label(scene.querySide, true), map->queries());
    panel.equalAspect = true;
    panel.cells = std::move(cells);
    panel.totalRows = map->queries();
    panel.totalColumns = map->keys();
    panel.scale = 1;
    panel.cellsAre = HeatCellsAre::Matrix;
    const auto outline = [&](std::size_t token, bool asKey, Colour colour) {
        HeatBox box{-0.5, panel.x.high, -0.5, panel.y.high, colour};
        const double at = static_cast<double>(token);
        (asKey ? box.left : box.top) = at - 0.5;
        (asKey ? box.right : box.bottom) = at + 0.5;
        panel.boxes.push_back(box);
    };
    for (std::size_t i = 0; i < pins.tokens.size(); ++i)
        outline(pins.tokens[i], pins.asKeys, pinColour(i));
    if (hover && !hover->placeOnly) {
        outline(hover->token, hover->asKey, kHoverColour);
        if (hover->partner)
            outline(*hover->partner, !hover->asKey, kHoverColour);
    }
    return panel;
}

void AttentionPicture::Impl::addMatrix(HeatFigure& figure, const WholeMap& shown,
                                       const AttentionPins& pins,
                                       const std::optional<AttentionHover>& hover,
                                       const Viewport& viewport) const
{
    HeatPanel panel = matrixPanel(
        cellsOf(shown, map->queries(), map->keys(), viewport, figure.fidelity), pins, hover);
    panel.title.id = scene.temporal() ? TextId::AllSteps : TextId::AllTokens;
    const bool below = scene.eachHead && (scene.temporal() || !scene.oneSide());
    panel.gridRow = below ? 1 : 0;
    panel.gridColumn = scene.eachHead ? 0 : (scene.oneSide() ? 1 : 2);
    figure.panels.push_back(std::move(panel));
}

// A map of steps for each head; the tokens to choose from stand at the left.
void AttentionPicture::Impl::addHeadsOfSteps(HeatFigure& figure, const AttentionPins& pins,
                                             const std::optional<AttentionHover>& hover,
                                             std::size_t token) const
{
    for (std::size_t head = 0; head < perHead.size(); ++head) {
        AttentionChoice choice = perHead[head].choice();
        choice.place = token;
        const AttentionMap at = map->with(choice);
        HeatCells cells{at.queries(),
                        at.keys(),
                        at.matrix(),
                        -0.5,
                        double(at.keys()) - 0.5,
                        -0.5,
                        double(at.queries()) - 0.5};
        HeatPanel panel = matrixPanel(std::move(cells), pins, hover);
        panel.title = {TextId::HeadNumber, {std::to_string(head)}};
        placeHead(panel, head, 1);
        figure.panels.push_back(std::move(panel));
    }
}

void AttentionPicture::Impl::placeHead(HeatPanel& panel, std::size_t head, int firstColumn) const
{
    const auto across = static_cast<std::size_t>(
        std::ceil(std::sqrt(static_cast<double>(std::max<std::size_t>(1, perHead.size())))));
    panel.gridRow = static_cast<int>(head / across);
    panel.gridColumn = firstColumn + static_cast<int>(head % across);
}

// Tokens to choose from, coloured by what the step that asks finds at each of them.
void AttentionPicture::Impl::addSteps(HeatFigure& figure, const Asked& asked,
                                      std::size_t token) const
{
    std::vector<float> found;
    for (std::size_t place = 0; place < map->places(); ++place) {
        AttentionChoice choice = scene.choice;
        choice.place = place;
        const AttentionMap at = map->with(choice);
        Asked first = asked;
        first.tokens.resize(std::min<std::size_t>(1, first.tokens.size()));
        const std::vector<float> line =
            first.tokens.empty() ? meanOf(at, asked) : lineOf(at, first, 0);
        found.push_back(std::accumulate(line.begin(), line.end(), 0.0F));
    }
    for (const int side : {0, 1}) {
        if (side != answering(asked) && (side != asking(asked) || scene.eachHead))
            continue;
        HeatPanel panel = sides[static_cast<std::size_t>(side)];
        if (side == answering(asked)) {
            panel.cells.values = found;
            figure.scales.front().high = std::max(highestOf(found), 1e-9);
        }
        addBoxes(panel, {token}, {{token}, false, true});
        panel.gridColumn = static_cast<int>(figure.panels.size());
        figure.panels.push_back(std::move(panel));
    }
}

void AttentionPicture::Impl::addTemporal(HeatFigure& figure, const AttentionPins& pins,
                                         const Asked& asked,
                                         const std::optional<AttentionHover>& hover,
                                         const Viewport& viewport, std::size_t token,
                                         JobContext& job) const
{
    AttentionChoice choice = scene.choice;
    choice.place = token;
    const AttentionMap at = map->with(choice);
    addSteps(figure, asked, token);
    if (scene.matrix)
        addMatrix(figure, token == scene.token ? whole : wholeMap(run, scene.probe.id, at, job),
                  pins, hover, viewport);
    if (scene.eachHead)
        addHeadsOfSteps(figure, pins, hover, token);
    else
        addStrip(figure, at, asked);
}

// One row for each step that asks.
void AttentionPicture::Impl::addStrip(HeatFigure& figure, const AttentionMap& from,
                                      const Asked& asked) const
{
    const std::size_t steps = asked.asKeys ? from.queries() : from.keys();
    HeatPanel panel;
    panel.x = countAxis(asked.asKeys ? TextId::QueryStep : TextId::KeyStep, steps);
    panel.cells.columns = steps;
    panel.cells.rows = std::max<std::size_t>(1, asked.tokens.size());
    for (std::size_t i = 0; i < panel.cells.rows; ++i) {
        const std::vector<float> line =
            asked.tokens.empty() ? meanOf(from, asked) : lineOf(from, asked, i);
        panel.cells.values.insert(panel.cells.values.end(), line.begin(), line.end());
        panel.rowNames.push_back(asked.tokens.empty()
                                     ? Text{TextId::MeanOverSteps}
                                     : Text{TextId::StepNumber, {std::to_string(asked.tokens[i])}});
    }
    panel.y.low = -0.5;
    panel.y.high = static_cast<double>(panel.cells.rows) - 0.5;
    panel.cells.left = panel.cells.top = -0.5;
    panel.cells.right = panel.x.high;
    panel.cells.bottom = panel.y.high;
    panel.equalAspect = true;
    panel.scale = 1;
    panel.cellsAre = HeatCellsAre::Steps;
    panel.gridRow = 1;
    panel.gridColumn = scene.oneSide() ? 1 : 2;
    figure.panels.push_back(std::move(panel));
}

} // namespace inspike
