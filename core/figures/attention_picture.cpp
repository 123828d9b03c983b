// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The panels of sound and picture of an attention figure, and all that explains them.

#include "core/analysis/number_text.h"
#include "core/figures/attention_picture_impl.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace inspike {

namespace {

constexpr double kOpacity = 0.85; // over a picture
constexpr std::array kPinColours{4, 5, 2, 1, 7, 6};

std::string sumText(const std::vector<float>& values)
{
    const double sum = std::accumulate(values.begin(), values.end(), 0.0);
    const double rounded = std::round(sum);
    return std::abs(sum - rounded) < 1e-4 ? numberText(rounded) : shortText(sum);
}

// Where cell `index` of a panel lies.
HeatBox boxOf(const HeatCells& cells, std::size_t index, Colour colour)
{
    const double width = (cells.right - cells.left) / static_cast<double>(cells.columns);
    const double height = (cells.bottom - cells.top) / static_cast<double>(cells.rows);
    HeatBox box;
    box.left = cells.left + width * static_cast<double>(index % cells.columns);
    box.top = cells.top + height * static_cast<double>(index / cells.columns);
    box.right = box.left + width;
    box.bottom = box.top + height;
    box.colour = colour;
    box.emphasised = true;
    return box;
}

} // namespace

Colour pinColour(std::size_t pin)
{
    return {ColourRole::Category, kPinColours[pin % kPinColours.size()]};
}

AttentionPicture::Impl::Impl(const FigureInputs& inputs, const Params& params, JobContext& job)
    : run(inputs.run), scene(sceneOf(*run, params))
{
    map.emplace(scene.probe, scene.choice);
    // The network sees the tokens of all steps at once in the temporal form.
    job.checkpoint();
    whole = wholeMap(run, scene.probe.id, *map, job);
    for (std::size_t head = 0; scene.eachHead && head < map->heads(); ++head) {
        AttentionChoice choice = scene.choice;
        choice.heads = HeadsAs::One;
        choice.head = head;
        perHead.push_back(map->with(choice));
        job.checkpoint();
        if (!whole.pyramid)
            highestHead = std::max(highestHead, highestOf(perHead.back().matrix()));
    }
    sides[static_cast<std::size_t>(scene.querySide)] = tokenPanel(scene.querySide);
    sides[static_cast<std::size_t>(scene.keySide)] = tokenPanel(scene.keySide);
}

HeatPanel AttentionPicture::Impl::tokenPanel(int side) const
{
    const std::size_t step = scene.step.value_or(0);
    const std::size_t tokens =
        scene.temporal() ? map->places() : (side == scene.querySide ? map->queries() : map->keys());
    const TokenGrid grid = tokenGrid(*run, tokens);
    HeatPanel panel;
    if (scene.modal)
        panel = inputPanel(*run, static_cast<std::size_t>(side), scene.choice.sample, step);
    panel.side = side;
    if (!panel.underlay) {
        panel.x = AxisInfo{{TextId::PictureColumn}, {}, 0.0, static_cast<double>(grid.columns)};
        panel.y = AxisInfo{{TextId::PictureRow}, {}, 0.0, static_cast<double>(grid.rows)};
        panel.equalAspect = grid.rows > 1;
        panel.yDown = !scene.modal || side == 1;
    }
    panel.cells.rows = grid.rows;
    panel.cells.columns = grid.columns;
    panel.cells.right = panel.x.high;
    panel.cells.bottom = panel.y.high;
    panel.opacity = panel.underlay ? kOpacity : 1.0;
    panel.cellsAre = HeatCellsAre::Tokens;
    panel.title = titleOf(side);
    return panel;
}

Text AttentionPicture::Impl::titleOf(int side) const
{
    if (!scene.modal)
        return {TextId::Tokens};
    if (scene.oneSide())
        return {side == 0 ? TextId::Audio : TextId::Visual};
    if (side == scene.querySide)
        return {side == 0 ? TextId::AudioAsks : TextId::VisualAsks};
    return {side == 0 ? TextId::AudioAnswers : TextId::VisualAnswers};
}

std::vector<float> AttentionPicture::Impl::lineOf(const AttentionMap& from, const Asked& asked,
                                                  std::size_t i) const
{
    return asked.asKeys ? from.column(asked.tokens[i]) : from.row(asked.tokens[i]);
}

std::vector<float> AttentionPicture::Impl::meanOf(const AttentionMap& from,
                                                  const Asked& asked) const
{
    return asked.asKeys ? from.meanOfColumns() : from.meanOfRows();
}

void AttentionPicture::Impl::overlay(HeatPanel& panel, const AttentionMap& from,
                                     const Asked& asked) const
{
    if (asked.tokens.empty()) {
        panel.cells.values = meanOf(from, asked);
        return;
    }
    for (std::size_t i = 0; i < asked.tokens.size(); ++i) {
        HeatLayer layer;
        layer.cells = panel.cells;
        layer.cells.values = lineOf(from, asked, i);
        layer.tint = pinColour(i);
        layer.label = {TextId::Verbatim, {std::to_string(asked.tokens[i])}};
        panel.layers.push_back(std::move(layer));
    }
    panel.cells.values = panel.layers.front().cells.values;
    for (std::size_t i = 1; i < panel.layers.size(); ++i) {
        for (std::size_t k = 0; k < panel.cells.values.size(); ++k)
            panel.cells.values[k] += panel.layers[i].cells.values[k];
    }
    if (asked.hover)
        panel.layers.clear(); // in the colour of the modality
}

void AttentionPicture::Impl::addBoxes(HeatPanel& panel, const std::vector<std::size_t>& tokens,
                                      const Asked& as) const
{
    const std::size_t cells = panel.cells.rows * panel.cells.columns;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        if (tokens[i] >= cells)
            continue;
        panel.boxes.push_back(boxOf(panel.cells, tokens[i], as.colour(i)));
        panel.boxes.back().label = {TextId::Verbatim, {std::to_string(tokens[i])}};
    }
}

// Audio, then visual; the answer over one, outlines of who asks in the other.
void AttentionPicture::Impl::addSides(HeatFigure& figure, const AttentionPins& pins,
                                      const Asked& asked,
                                      const std::optional<AttentionHover>& hover) const
{
    for (const int side : {0, 1}) {
        if (side != scene.querySide && side != scene.keySide)
            continue;
        HeatPanel panel = sides[static_cast<std::size_t>(side)];
        if (side == answering(asked))
            overlay(panel, *map, asked);
        if (side == (pins.asKeys ? scene.keySide : scene.querySide))
            addBoxes(panel, pins.tokens, {pins.tokens, pins.asKeys});
        if (hover && side == asking(asked))
            addBoxes(panel, {hover->token}, asked);
        if (hover && hover->partner && side == answering(asked))
            addBoxes(panel, {*hover->partner}, asked);
        panel.gridColumn = static_cast<int>(figure.panels.size());
        figure.panels.push_back(std::move(panel));
    }
}

// The answering side once for each head; who asks stands at the left.
void AttentionPicture::Impl::addHeads(HeatFigure& figure, const AttentionPins& pins,
                                      const Asked& asked) const
{
    const Asked pinned{pins.tokens, pins.asKeys};
    const bool apart = !scene.oneSide();
    if (apart) {
        HeatPanel panel = sides[static_cast<std::size_t>(asking(asked))];
        addBoxes(panel, asked.tokens, asked);
        figure.panels.push_back(std::move(panel));
    }
    const int first = apart || scene.matrix ? 1 : 0;
    for (std::size_t head = 0; head < perHead.size(); ++head) {
        HeatPanel panel = sides[static_cast<std::size_t>(answering(asked))];
        overlay(panel, perHead[head], asked);
        if (!apart)
            addBoxes(panel, asked.tokens, asked);
        panel.title = {TextId::HeadNumber, {std::to_string(head)}};
        placeHead(panel, head, first);
        figure.panels.push_back(std::move(panel));
    }
}

void AttentionPicture::Impl::addScales(HeatFigure& figure, const Asked& asked, double high) const
{
    const TextId quantity =
        scene.choice.shareOfRow ? TextId::AttentionShare : TextId::AttentionMatching;
    const auto scale = [](TextId label, double most) {
        HeatScale made;
        made.label.id = label;
        made.high = most > 0.0 ? most : 1.0;
        return made;
    };
    HeatScale over = scale(quantity, high);
    if (scene.temporal())
        over.label.id = TextId::AttentionOfToken;
    else if (asked.tokens.empty())
        over.label.id = asked.asKeys ? TextId::AttentionGiven : TextId::AttentionReceived;
    over.tint.role = answering(asked) == 0 ? ColourRole::Audio : ColourRole::Visual;
    if (!scene.modal)
        over.tint.role = ColourRole::Accent;
    for (std::size_t i = 0; !asked.hover && !scene.temporal() && i < asked.tokens.size(); ++i)
        over.tints.push_back(pinColour(i));
    figure.scales.push_back(std::move(over));
    if (scene.matrix || scene.temporal())
        figure.scales.push_back(
            scale(quantity, scene.temporal() ? std::max(whole.high, highestHead) : whole.high));
}

void AttentionPicture::Impl::addLegend(HeatFigure& figure, const AttentionPins& pins) const
{
    const int side = pins.asKeys ? scene.keySide : scene.querySide;
    TextId words = side == 0 ? TextId::AudioTokenSum : TextId::VisualTokenSum;
    if (!scene.modal || scene.oneSide())
        words = TextId::TokenSum;
    if (scene.temporal())
        words = TextId::StepSum;
    const Asked asked{pins.tokens, pins.asKeys};
    for (std::size_t i = 0; i < pins.tokens.size(); ++i)
        figure.legend.push_back(
            {{words, {std::to_string(pins.tokens[i]), sumText(lineOf(*map, asked, i))}},
             pinColour(i)});
}

Text AttentionPicture::Impl::noteOf(std::size_t token) const
{
    std::vector<std::string> args{std::to_string(scene.choice.sample)};
    if (scene.temporal())
        args.push_back(std::to_string(token));
    else if (scene.step)
        args.push_back(std::to_string(*scene.step));
    // One of mean, maximum, one head, each: in the order of the columns.
    constexpr std::array kWords{std::array{TextId::TokenMeanHeads, TextId::TokenMaxHeads,
                                           TextId::TokenOneHead, TextId::SampleToken},
                                std::array{TextId::StepMeanHeads, TextId::StepMaxHeads,
                                           TextId::StepOneHead, TextId::SampleAtStep},
                                std::array{TextId::StepsMeanHeads, TextId::StepsMaxHeads,
                                           TextId::StepsOneHead, TextId::SampleOverSteps}};
    const std::size_t row = scene.temporal() ? 0 : (scene.step ? 1 : 2);
    const auto column = scene.eachHead ? 3 : static_cast<std::size_t>(scene.choice.heads);
    if (column == 2)
        args.push_back(std::to_string(scene.choice.head));
    return {kWords[row][column], std::move(args)};
}

AttentionPicture::AttentionPicture(const FigureInputs& inputs, const Params& params,
                                   JobContext& job)
    : m_impl(std::make_unique<Impl>(inputs, params, job))
{}

AttentionPicture::~AttentionPicture() = default;

bool AttentionPicture::temporal() const
{
    return m_impl->scene.temporal();
}

bool AttentionPicture::eachHead() const
{
    return m_impl->scene.eachHead;
}

int AttentionPicture::querySide() const
{
    return m_impl->scene.querySide;
}

int AttentionPicture::keySide() const
{
    return m_impl->scene.keySide;
}

std::size_t AttentionPicture::queries() const
{
    return m_impl->map->queries();
}

std::size_t AttentionPicture::keys() const
{
    return m_impl->map->keys();
}

std::size_t AttentionPicture::heads() const
{
    return m_impl->map->heads();
}

HeatFigure AttentionPicture::figure(const AttentionPins& pins,
                                    const std::optional<AttentionHover>& hover,
                                    const Viewport& viewport, JobContext& job) const
{
    const Impl& impl = *m_impl;
    const bool place = hover && hover->placeOnly && impl.scene.temporal();
    Asked asked{pins.tokens, pins.asKeys};
    if (hover && !hover->placeOnly)
        asked = {{hover->token}, hover->asKey, true};
    if (impl.scene.temporal() && asked.tokens.empty() && impl.scene.step &&
        *impl.scene.step < impl.map->queries())
        asked = {{*impl.scene.step}, pins.asKeys};
    HeatFigure figure;
    figure.title.id = TextId::Attention;
    const std::size_t token = place ? hover->token : impl.scene.token;
    figure.note = impl.noteOf(token);
    const double highest = impl.scene.eachHead ? impl.highestHead : impl.whole.high;
    impl.addScales(figure, asked, highest);
    impl.addLegend(figure, pins);
    if (impl.scene.temporal()) {
        impl.addTemporal(figure, pins, asked, hover, viewport, token, job);
        return figure;
    }
    if (impl.scene.eachHead)
        impl.addHeads(figure, pins, asked);
    else
        impl.addSides(figure, pins, asked, hover);
    // Means are far below the largest entry.
    if (asked.tokens.empty()) {
        double high = 0.0;
        for (const HeatPanel& panel : figure.panels)
            high = std::max(high, highestOf(panel.cells.values));
        figure.scales.front().high = high > 0.0 ? high : 1.0;
    }
    if (impl.scene.matrix)
        impl.addMatrix(figure, impl.whole, pins, hover, viewport);
    return figure;
}

} // namespace inspike
