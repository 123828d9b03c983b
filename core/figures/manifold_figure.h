// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Population trajectories in a space of two or three coordinates: modes or principal components.
// One path per trial, coloured by condition, with thick condition means and marked end points.

#include "core/base/job.h"
#include "core/base/param_spec.h"
#include "core/figures/figure.h"
#include "core/nn/model.h"

namespace inspike {

struct ManifoldPath
{
    Key key;          // the trial; for a mean: kind Domain, index = category
    int category = 0; // index into categories
    bool mean = false;
    std::vector<std::array<float, 3>> points; // one per kept time step, in axis units
};

struct ManifoldCategory
{
    Text label;
    Colour colour;
    std::size_t trials = 0;
};

struct ManifoldFigure
{
    Text title;
    std::array<AxisInfo, 3> axes;
    // 2: the third coordinate is 0 and axes[2] is unused. A space of a single coordinate is shown
    // over time: axes[0] is the time then.
    int dimensions = 3;
    std::vector<ManifoldCategory> categories;
    std::vector<ManifoldPath> paths; // trials in order, then means
    std::vector<double> times;       // of the points, ms (or steps)
    AxisInfo time;
    // Paths are clouds of separate points, events of a sensor: axes[0] is the time, counted from
    // times.front(), the others are pixels, and the last one grows downwards.
    bool cloud = false;
    Fidelity fidelity; // perMark = time steps per drawn point
};

// space (input-modes, output-modes, mu, pca), axes ("1,2,3": which coordinates), means, trials
// (which are drawn: "0-19,25", empty = all, "none"; means are always over all), time-from / time-to
// (ms; steps when the duration of a step is unknown; 0 = to the end). Share of variance of an axis:
// core/analysis/projection.h.
ParamSpecs manifoldParams();
// Needs probe R (filtered spikes) or the projection asked for. Throws Error{NotFound} naming the
// probe that is missing, Error{BadFormat} for values that are not finite.
ManifoldFigure buildManifold(const Run& run, const Params& params, JobContext& job);

} // namespace inspike
