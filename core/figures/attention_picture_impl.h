// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parts of an attention figure, between the two files that make them.

#include "core/figures/attention_figure.h"
#include "core/figures/attention_scene.h"
#include "core/figures/heat_figure.h"

#include <algorithm>
#include <array>

namespace inspike {

constexpr Colour kHoverColour{ColourRole::Foreground};

inline double highestOf(const std::vector<float>& values)
{
    return values.empty() ? 0.0 : double(*std::max_element(values.begin(), values.end()));
}

// What is asked about, and what each of it is answered with.
struct Asked
{
    std::vector<std::size_t> tokens;
    bool asKeys = false;
    bool hover = false;

    Colour colour(std::size_t i) const { return hover ? kHoverColour : pinColour(i); }
};

struct AttentionPicture::Impl
{
    Impl(const FigureInputs& inputs, const Params& params, JobContext& job);

    std::vector<float> lineOf(const AttentionMap& from, const Asked& asked, std::size_t i) const;
    std::vector<float> meanOf(const AttentionMap& from, const Asked& asked) const;
    void overlay(HeatPanel& panel, const AttentionMap& from, const Asked& asked) const;
    HeatPanel tokenPanel(int side) const;
    Text titleOf(int side) const;
    void addBoxes(HeatPanel& panel, const std::vector<std::size_t>& tokens, const Asked& as) const;
    int asking(const Asked& asked) const { return asked.asKeys ? scene.keySide : scene.querySide; }
    int answering(const Asked& asked) const
    {
        return asked.asKeys ? scene.querySide : scene.keySide;
    }

    void addSides(HeatFigure& figure, const AttentionPins& pins, const Asked& asked,
                  const std::optional<AttentionHover>& hover) const;
    void addHeads(HeatFigure& figure, const AttentionPins& pins, const Asked& asked) const;
    void addSteps(HeatFigure& figure, const Asked& asked, std::size_t token) const;
    void addTemporal(HeatFigure& figure, const AttentionPins& pins, const Asked& asked,
                     const std::optional<AttentionHover>& hover, const Viewport& viewport,
                     std::size_t token, JobContext& job) const;
    void addStrip(HeatFigure& figure, const AttentionMap& from, const Asked& asked) const;
    HeatPanel matrixPanel(HeatCells cells, const AttentionPins& pins,
                          const std::optional<AttentionHover>& hover) const;
    void addHeadsOfSteps(HeatFigure& figure, const AttentionPins& pins,
                         const std::optional<AttentionHover>& hover, std::size_t token) const;
    void placeHead(HeatPanel& panel, std::size_t head, int firstColumn) const;
    void addMatrix(HeatFigure& figure, const WholeMap& shown, const AttentionPins& pins,
                   const std::optional<AttentionHover>& hover, const Viewport& viewport) const;
    void addScales(HeatFigure& figure, const Asked& asked, double high) const;
    void addLegend(HeatFigure& figure, const AttentionPins& pins) const;
    Text noteOf(std::size_t token) const;

    std::shared_ptr<const Run> run;
    AttentionScene scene;
    std::optional<AttentionMap> map;
    std::vector<AttentionMap> perHead; // where each is shown
    WholeMap whole;
    double highestHead = 0.0;
    std::array<HeatPanel, 2> sides; // by modality; those that are shown
};

} // namespace inspike
