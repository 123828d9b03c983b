// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Curves over one x axis in one or more stacked panels: traces over time, psychometric curves, ...

#include "core/base/job.h"
#include "core/base/param_spec.h"
#include "core/figures/figure.h"
#include "core/nn/model.h"

namespace inspike {

enum class LineStyle { Solid, Dashed, Steps, Points, PointsAndLine };

struct SeriesLine
{
    Text label;
    Key key; // what it stands for (unit, trial)
    Colour colour;
    LineStyle style = LineStyle::Solid;
    std::vector<double> x;
    std::vector<double> y;
    std::vector<double> low, high; // band or error bars; empty or as long as y
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
};

struct SeriesFigure
{
    Text title;
    AxisInfo x;
    std::vector<SeriesPanel> panels; // top to bottom, one x axis
    std::vector<Shade> shades;
    bool xIsTime = true; // follows the time cursor
    Fidelity fidelity;
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
