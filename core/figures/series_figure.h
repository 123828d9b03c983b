// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Curves over one x axis in one or more stacked panels: traces over time, psychometric curves, ...

#include "core/base/job.h"
#include "core/base/param_spec.h"
#include "core/figures/figure.h"
#include "core/nn/model.h"

#include <optional>

namespace inspike {

// Steps: a value holds from its x to the next one, as in a histogram (the last closes it). Ticks: a
// short upright stroke at each point, a little lower than 1, as the spikes of a row. Bars: from 0
// to the value. Outline: from point to point in their order, whatever their x.
enum class LineStyle { Solid, Dashed, Steps, Points, PointsAndLine, Ticks, Bars, Outline };

// Of a point. Categories beyond the eighth colour have another one.
enum class Marker { Disc, Square, Triangle, Diamond, Cross };

struct SeriesLine
{
    Text label;
    Key key; // what it stands for (unit, trial)
    Colour colour;
    LineStyle style = LineStyle::Solid;
    std::vector<double> x;
    std::vector<double> y;
    std::vector<double> low, high; // band or error bars; empty or as long as y
    std::size_t n = 0;             // of what it is a mean; the legend says it unless it is 0
    bool filled = false;           // down to 0
    std::vector<Key> keys = {};    // what each of the points stands for; empty: all for `key`
    Marker marker = Marker::Disc;
    bool hollow = false;
    double barWidth = 0.8;  // in units of x
    double barOffset = 0.0; // of its middle from x
    bool inLegend = true;
};

struct HorizontalLine
{
    double y = 0.0;
    Text label;
    Colour colour;
};

struct SeriesPanel
{
    AxisInfo y;
    std::vector<SeriesLine> lines;
    std::vector<HorizontalLine> levels;
    std::optional<AxisInfo> x = std::nullopt; // its own; else that of the figure
    Text heading = {};
    double height = 1.0;           // against the other panels
    std::vector<Text> xNames = {}; // of x = 0, 1, ... instead of numbers
    bool pairs = false; // points of one key belong together: pointing at one joins them by a line
};

// A result in words beside the picture; NaN = undefined.
struct NamedNumber
{
    Text name;
    double value = 0.0;
    std::string unit = {};
    Text of = {}; // of one curve among several
};

struct SeriesFigure
{
    Text title;
    AxisInfo x;
    std::vector<SeriesPanel> panels; // top to bottom, one x axis
    std::vector<Shade> shades;
    bool xIsTime = true; // follows the time cursor
    Fidelity fidelity;
    bool grid = false;         // panels side by side as the size allows, each with its axis
    Text note = {};            // what is shown, above the panels
    std::vector<double> marks; // upright lines at these x
    std::vector<NamedNumber> numbers;
};

// Traces of one trial: membrane potential with threshold, synaptic current, output against target.
// units ("0,5,12": which; empty = the most active ones), count, trial, panels. Values that are not
// finite stay as gaps. More than about two steps per pixel are drawn as the least and the greatest
// value of each stretch.
ParamSpecs tracesParams();
// Throws Error{NotFound} when the run has no probe to trace.
SeriesFigure buildTraces(const Run& run, const Params& params, const Viewport& viewport,
                         JobContext& job);

} // namespace inspike
