// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Spike raster: rows are units, marks are spikes (or bins when several share a pixel), with the
// stimulus window shaded and a population-rate strip.

#include "core/base/job.h"
#include "core/base/labelled_array.h"
#include "core/base/param_spec.h"
#include "core/data/recording.h"
#include "core/figures/figure.h"
#include "core/nn/model.h"

#include <memory>
#include <variant>

namespace inspike {

// Spikes of one population (of one trial), with what the row order may use.
struct RasterSource
{
    SpikeTrains spikes;    // times in us, or in steps when stepTime is false
    bool stepTime = false; // true: the x axis is "Time step", 1 us stands for one step
    TimeRange extent;      // whole trial, also where silent
    std::optional<TimeRange> stimulus;
    // Mode loading per unit (sum over modes of |score| * |input mode|), for the row order; may be
    // empty.
    std::vector<float> loading;
    std::string population;      // name of the population
    std::uint64_t keySource = 0; // `source` of the unit keys
    std::size_t trial = 0;
};

// From a probe of kind Spikes with time (or step) and unit axes, one trial of it. Throws
// Error{NotFound, BadShape}. An empty probe takes the first one of spikes.
RasterSource rasterSourceFromRun(const Run& run, std::string_view probe, std::size_t trial);
// From the first spike stream of a recording. Throws Error{NotFound} if there is none.
RasterSource rasterSourceFromRecording(const Recording& recording);

struct RasterRow
{
    Key key; // the unit
    std::uint32_t unit = 0;
    std::size_t spikes = 0;
};

struct SpikeMark
{
    double time = 0.0; // in the unit of the x axis
    std::uint32_t row = 0;
    std::uint32_t count = 1;
};

// Counts in a grid of columns x rows over the visible range; exact, sum = spikes inside.
struct RasterBins
{
    std::size_t columns = 0;
    std::size_t rows = 0;
    double xLow = 0.0, xHigh = 0.0;
    double yLow = 0.0, yHigh = 0.0;    // row coordinates
    std::vector<std::uint32_t> counts; // [row * columns + column]
};

struct RasterFigure
{
    Text title;
    AxisInfo x, y; // y in rows, row 0 at the bottom
    std::vector<RasterRow> rows;
    std::variant<std::vector<SpikeMark>, RasterBins> body;
    std::vector<Shade> shades;
    AxisInfo rate;                  // of the strip, Hz (per step when stepTime)
    std::vector<double> rateTimes;  // bin centres, x unit
    std::vector<double> rateValues; // mean rate per unit
    double rateBin = 0.0;           // bin width, x unit; at least a pixel
    Fidelity fidelity;
    std::uint64_t spikesShown = 0;
};

// probe (empty = the first one of spikes), order (index, rate, first-spike, loading; lowest,
// earliest or least loaded unit at the bottom, silent ones on top for first-spike), bin-ms of the
// rate strip (steps when the duration of a step is unknown), trial.
ParamSpecs rasterParams();
// Exact marks while there is room for one spike per pixel cell, else exact counts in bins. Throws
// Error{BadParameter} when the order needs mode loadings and the source has none.
RasterFigure buildRaster(const RasterSource& source, const Params& params, const Viewport& viewport,
                         JobContext& job);

} // namespace inspike
