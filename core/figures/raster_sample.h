// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A first look at a stream that has not been counted yet: short pieces of it, read at evenly spread
// positions, within a fraction of a second however long the stream is.

#include "core/base/job.h"
#include "core/data/address_source.h"
#include "core/data/spike_trains.h"

namespace inspike {

struct SpikeSample
{
    SpikeTrains spikes;          // inside the window
    std::uint64_t oneIn = 0;     // 0: these are all the spikes of the window
    double spikesPerSpike = 1.0; // how many each of them stands for
    std::size_t pieces = 0;      // places that were read
};

// At most `columns` pieces of the part of the stream that lies in the window (found by halving when
// the stream is sorted, else all of it). All of it when it is short. Deterministic but on slow
// disks, where fewer pieces are read so that the picture is not late. Throws what read() throws.
SpikeSample sampleSpikes(const AddressSource& source, TimeRange window, std::size_t columns,
                         JobContext& job);

} // namespace inspike
