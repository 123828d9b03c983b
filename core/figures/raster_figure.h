// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Spike raster: rows are units, marks are spikes (or bins when several share a pixel), with the
// stimulus window shaded and a population-rate strip. What a picture costs is bounded by its pixels
// once a large stream has its counts (core/pyramid); before that it is drawn from a sample.

#include "core/base/job.h"
#include "core/base/labelled_array.h"
#include "core/base/param_spec.h"
#include "core/figures/figure.h"
#include "core/figures/raster_source.h"

#include <variant>

namespace inspike {

struct SpikeMark
{
    double time = 0.0; // in the unit of the x axis
    std::uint32_t row = 0;
    std::uint32_t count = 1;
    std::uint32_t category = 0; // of RasterFigure::categories
};

// One of several kinds of spikes that a picture tells apart by their colours, e.g. whose they are
// of two runs.
struct SpikeCategory
{
    std::string id; // for CSV and JSON: "only_a"
    Text label;
    Colour colour;
    std::uint64_t spikes = 0; // of the whole trial
};

// Counts that copies of a figure share: a screen of them is megabytes.
class CellCounts
{
public:
    CellCounts() = default;
    CellCounts(std::vector<std::uint32_t> counts)
        : m_counts(std::make_shared<const std::vector<std::uint32_t>>(std::move(counts)))
    {}
    CellCounts(std::initializer_list<std::uint32_t> counts)
        : CellCounts(std::vector<std::uint32_t>(counts))
    {}

    std::size_t size() const { return m_counts ? m_counts->size() : 0; }
    bool empty() const { return size() == 0; }
    const std::uint32_t* data() const { return m_counts ? m_counts->data() : nullptr; }
    const std::uint32_t* begin() const { return data(); }
    const std::uint32_t* end() const { return data() + size(); }
    std::uint32_t operator[](std::size_t cell) const { return (*m_counts)[cell]; }

private:
    std::shared_ptr<const std::vector<std::uint32_t>> m_counts;
};

// Counts in a grid of columns x rows over the visible range; exact, sum = spikes inside (but of a
// sample, see Fidelity).
struct RasterBins
{
    std::size_t columns = 0;
    std::size_t rows = 0;
    double xLow = 0.0, xHigh = 0.0;
    double yLow = 0.0, yHigh = 0.0; // row coordinates
    CellCounts counts;              // [row * columns + column]
    // Cell (column, row) begins at start + index * step, where steps are given, and is cut to the
    // range: all cells have one size but those at the edges. Without steps (0) they fill the range
    // evenly.
    double xStart = 0.0, xStep = 0.0;
    double yStart = 0.0, yStep = 0.0;
    // Of each category, in the same cells; their sum is `counts`. Empty: one kind of spikes.
    std::vector<CellCounts> categories = {};

    double columnWidth() const;
    double rowHeight() const;
    double columnLow(std::size_t column) const; // of column `columns`: the end of the last one
    double rowLow(std::size_t row) const;
    // Which cell holds this x or y; nullopt outside.
    std::optional<std::size_t> columnAt(double x) const;
    std::optional<std::size_t> rowAt(double y) const;
};

struct RasterFigure
{
    Text title;
    AxisInfo x, y; // y in rows, row 0 at the bottom
    RasterRows rows;
    std::variant<std::vector<SpikeMark>, RasterBins> body;
    AxisInfo density{{TextId::CountPerBin}, {}}; // of the bins: 0 to the highest count
    bool logCounts = false;                      // colours go by log(1 + count)
    std::vector<Shade> shades;
    AxisInfo rate;                  // of the strip, Hz (per step when stepTime)
    std::vector<double> rateEdges;  // of its bins, x unit: one more than there are values
    std::vector<double> rateValues; // mean rate per unit
    double rateBin = 0.0;           // bin width, x unit; at least a pixel
    Fidelity fidelity;
    std::uint64_t spikesShown = 0; // of a sample: of all spikes, estimated
    SensorSize sensor;             // rows are pixels and polarities of a sensor, else 0 x 0
    std::vector<SpikeCategory> categories = {}; // empty: all spikes are of one kind
    Text note = {};                             // what is shown, above the picture
};

// Most spikes that a picture of a large stream shows one by one.
constexpr std::uint64_t kMostMarks = 100'000;

// probe (empty = the first one of spikes), stream (of a recording, empty = the first one), order
// (index, rate, first-spike, group, pc, similarity, loading; lowest, earliest or least loaded unit
// at the bottom, silent ones on top for first-spike, pc and similarity), scale of the density
// (linear or log), bin-ms of the rate strip (steps when the duration of a step is unknown), trial.
ParamSpecs rasterParams();
// Exact marks while there is room for one spike per pixel cell (and, of a large stream, at most
// kMostMarks), else exact counts in bins; of a stream whose counts are not there yet, a sample.
// Throws Error{BadParameter} when the order needs mode loadings or groups and the source has none.
RasterFigure buildRaster(const RasterSource& source, const Params& params, const Viewport& viewport,
                         JobContext& job);
// The rows of that order, as buildRaster() takes them.
RasterRows rasterRows(const RasterSource& source, const std::string& order, JobContext& job);
// The spikes that a viewport shows: half-open times and rows.
struct RasterWindow
{
    TimeRange ticks;
    double xLow = 0.0, xHigh = 1.0;
    std::size_t rowBegin = 0, rowEnd = 0;
};
RasterWindow rasterWindow(const RasterSource& source, std::size_t rows, const Viewport& viewport);

} // namespace inspike
