// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Panels of coloured cells, alone (a matrix) or laid over a picture or a spectrogram (where a
// network looks). Used for attention, similarity matrices and activation maps.

#include "core/base/job.h"
#include "core/base/param_spec.h"
#include "core/figures/figure.h"

#include <memory>
#include <optional>
#include <vector>

namespace inspike {

// Cells of equal size that fill [left, right] x [top, bottom] in axis units; row 0 at `top`.
struct HeatCells
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    // rows x columns; NaN = nothing there. Empty: places to point at, without values.
    std::vector<float> values;
    double left = 0.0, right = 1.0, top = 0.0, bottom = 1.0;
};

// A picture under the cells: grey (1 channel) or RGB (3), 0...1, row 0 at `top`. A spectrogram is
// grey. data[(y * width + x) * channels + c], shared since every build repeats it.
struct Underlay
{
    std::size_t width = 0;
    std::size_t height = 0;
    std::size_t channels = 1;
    std::shared_ptr<const std::vector<float>> values;
    double left = 0.0, right = 1.0, top = 0.0, bottom = 1.0;
};

// One of several maps over the same place, e.g. where each of the pinned tokens looks; drawn from
// transparent to its colour, so that all of them are seen. They share the scale of their panel.
struct HeatLayer
{
    HeatCells cells;
    Colour tint;
    Text label = {}; // what it is the map of
};

// An outline around some cells, in axis units: a pinned token, the block of a class.
struct HeatBox
{
    double left = 0.0, right = 1.0, top = 0.0, bottom = 1.0;
    Colour colour;
    Text label = {};
    bool emphasised = false; // drawn thicker: what is asked about
};

// What the cells of a panel stand for, so that pointing at one can be told to other views.
enum class HeatCellsAre {
    Nothing,
    Tokens,  // cell = token of the panel's modality, row-major
    Matrix,  // row = query, column = key
    Steps,   // column = step
    Samples, // row and column = sample, through rowKeys
    Layers   // row and column = layer, named by rowNames and columnNames
};

struct HeatPanel
{
    Text title;
    AxisInfo x;
    AxisInfo y;
    bool equalAspect = false; // pictures; spectrograms and matrices fill their place
    bool yDown = true;        // first row on top; false: low values of y at the bottom
    std::optional<Underlay> underlay = std::nullopt;
    HeatCells cells; // what pointing says
    // Drawn instead of the cells, which then hold their sum.
    std::vector<HeatLayer> layers = {};
    double opacity = 1.0;  // of cells over an underlay; at the upper end of a tint
    std::size_t scale = 0; // index into HeatFigure::scales
    std::vector<HeatBox> boxes = {};
    std::vector<Text> rowNames = {}; // instead of ticks, for few rows
    std::vector<Text> columnNames = {};
    HeatCellsAre cellsAre = HeatCellsAre::Nothing;
    int side = 0;                                // of tokens: 0 = audio, 1 = visual
    std::size_t totalRows = 0, totalColumns = 0; // tokens in all, when the cells are aggregated
    std::vector<std::int64_t> rowKeys = {};      // sample (or layer) of each row and column
    bool crossed = false; // cells without a value are crossed out: undefined, not empty
    int gridRow = 0;      // place in the grid of panels
    int gridColumn = 0;
    double widthShare = 1.0; // of its grid column against the others
};

struct HeatScale
{
    Text label;
    double low = 0.0;
    double high = 1.0;
    bool diverging = false;                    // centred at 0
    bool integral = false;                     // ticks at whole numbers only
    Colour tint = {ColourRole::Sequential, 0}; // another: from transparent to that colour
    std::vector<Colour> tints = {};            // of layers: the bar shows them side by side
};

struct HeatFigure
{
    Text title;
    std::vector<HeatPanel> panels;
    std::vector<HeatScale> scales; // a colour bar each
    Text note = {};                // what is shown, above the panels
    std::vector<LegendEntry> legend = {};
    Fidelity fidelity;
};

} // namespace inspike
