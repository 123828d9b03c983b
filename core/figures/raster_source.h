// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a raster is drawn from: spikes in memory, the counts of a large stream, or a stream on disk
// that has not been counted yet. Making one copies no spikes.

#include "core/data/recording.h"
#include "core/figures/raster_rows.h"
#include "core/nn/model.h"
#include "core/pyramid/ordered_counts.h"

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

struct SensorSize
{
    std::uint32_t width = 0;
    std::uint32_t height = 0;

    bool empty() const { return width == 0 || height == 0; }
};

// Spikes of one population (of one trial), with what the row order may use.
struct RasterSource
{
    // One of these three. The spikes may be a sample, see spikesPerSpike.
    std::shared_ptr<const SpikeTrains> spikes; // in us, or in steps when stepTime is true
    std::shared_ptr<const CountAtlas> atlas;
    std::shared_ptr<const AddressSource> stored;

    bool stepTime = false; // true: the x axis is "Time step", 1 us stands for one step
    TimeRange extent;      // whole trial, also where silent
    Time step = 1;         // in which it was recorded, as far as that is known
    std::optional<TimeRange> stimulus;
    // Mode loading per unit (sum over modes of |score| * |input mode|), for the row order; may be
    // empty.
    std::vector<float> loading;
    std::vector<double> groups;  // number of the group of each unit; may be empty
    std::string population;      // name of the population
    bool isOneOfMany = false;    // there are other populations
    std::string sample;          // name of the sample; empty when unknown
    std::string streamId;        // of a recording
    std::uint64_t keySource = 0; // `source` of the unit keys
    std::size_t trial = 0;
    SensorSize sensor;                // units are its pixels and polarities
    double spikesPerSpike = 1.0;      // of a sample: how many each of `spikes` stands for
    std::shared_ptr<const void> keep; // orders of rows are kept as long as this lives; may be null

    std::size_t units() const;
    std::uint64_t count() const; // spikes of the whole stream
};

using CountAtlases = std::map<std::string, std::shared_ptr<const CountAtlas>>;

// From a probe of kind Spikes with time (or step) and unit axes, one trial of it. Throws
// Error{NotFound, BadShape}. An empty probe takes the first one of spikes.
RasterSource rasterSourceFromRun(const Run& run, std::string_view probe, std::size_t trial);
// From the stream of spikes or events of that id or name; empty = the first one of spikes, else of
// events. Its counts are taken from `atlases` where they are there. Throws Error{NotFound}.
RasterSource rasterSourceFromRecording(const std::shared_ptr<const Recording>& recording,
                                       std::string_view stream = {},
                                       const CountAtlases& atlases = {});
// Ids of the streams that a raster can show: spikes, then events.
std::vector<std::string> rasterStreams(const Recording& recording);

} // namespace inspike
