// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The pictures that can be asked for by name without a window: `inspike render VIEW` and the views
// of the window build the same figure from a run or a recording.

#include "core/figures/figure_io.h"
#include "core/pyramid/ordered_counts.h"

#include <map>
#include <span>

namespace inspike {

// What a picture may be built from; any may be null.
struct FigureInputs
{
    std::shared_ptr<const Recording> recording;
    std::shared_ptr<const Run> run;
    std::uint64_t keySource = 0;
    std::shared_ptr<const Model> model = {};
    // Of the large streams of the recording, by stream id, as far as they are built already.
    std::map<std::string, std::shared_ptr<const CountAtlas>> atlases = {};
    // All runs in order, `run` first: two models to compare, or the epochs of a training.
    std::vector<std::shared_ptr<const Run>> runs = {};
};

// What the raster of these inputs is drawn from, with the parameters of rasterParams().
RasterSource rasterSourceOf(const FigureInputs& inputs, const Params& params);

// The events that a picture of them is drawn from, with the parameters of eventsParams().
EventsSource eventsSourceOf(const FigureInputs& inputs, const Params& params);

struct FigureKind
{
    std::string id;    // "raster"
    std::string title; // "Spike raster"
    ParamSpecs (*params)();
    // nullopt when it can be drawn from these inputs, else what is missing (one line).
    std::optional<std::string> (*lacks)(const FigureInputs&);
    // Which probes a run needs for it, as globs.
    std::vector<std::string> probes;
    Figure (*build)(const FigureInputs&, const Params&, const Viewport&, JobContext&);
    bool manyRuns = false; // it draws more than the first run
};

std::span<const FigureKind> figureKinds();
// nullptr if there is none.
const FigureKind* findFigureKind(std::string_view id);

} // namespace inspike
