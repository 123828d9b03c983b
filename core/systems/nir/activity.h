// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a node gives at some steps of one sample, in the order in which layers read it: position by
// position, with all channels of a position beside each other; spikes as bits. Files and probes
// have the elements of a shape in row-major order, which is channel by channel.

#include "core/nn/detail/spike_maps.h"
#include "core/systems/nir/nir_network.h"

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace inspike::nir {

// How the elements of a shape lie: [channel][line][column]; shapes of more dimensions are channels.
struct Grid
{
    std::size_t lines = 1;
    std::size_t columns = 1;
    std::size_t channels = 1;

    static Grid of(const Shape& shape);
    std::size_t positions() const { return lines * columns; }
    std::size_t size() const { return positions() * channels; }
    // True where both orders are one.
    bool isFlat() const { return channels == 1 || positions() == 1; }
    // From the place in a shape to that in memory and back.
    std::size_t placeOf(std::size_t element) const
    {
        return element % positions() * channels + element / positions();
    }
    std::size_t elementOf(std::size_t place) const
    {
        return place % channels * positions() + place / channels;
    }
    bool operator==(const Grid&) const = default;
};

struct Activity
{
    Grid grid;
    std::size_t steps = 0;
    bool isSpikes = false;
    nn::SpikeBits spikes;
    std::vector<float> values; // [step][position][channel]
    // Instead of values where most are 0, as inputs are.
    std::optional<nn::ActiveMaps> list = {};

    static Activity ofSpikes(const Grid& grid, nn::SpikeBits spikes);
    static Activity ofValues(const Grid& grid, std::size_t steps, std::vector<float> values);
    // Of rows [step] of elements, `stride` floats apart, as a list.
    static Activity ofRows(const Grid& grid, const float* rows, std::size_t steps,
                           std::size_t stride);
    // All 0.
    static Activity empty(const Grid& grid, std::size_t steps, bool isSpikes);

    // With values instead of a list.
    Activity unlisted() const;
    // These two need one that is no list.
    Activity step(std::size_t index) const;
    void put(std::size_t index, const Activity& one); // of one step, of the same form
    void addTo(std::vector<float>& sums) const;       // [step][position][channel]
    std::vector<float> toValues() const;              // in the order of memory
    std::vector<float> toRows() const;                // [step][element]
    std::vector<std::uint64_t> toPositions() const;   // of what is not 0 in those rows
    double sum() const;
    std::vector<double> sums() const; // over steps, by element
    nn::ActiveMaps toList() const;
    // The same elements in another shape of as many.
    Activity reshaped(const Grid& grid) const;
};

// From rows [step] of elements, `stride` floats apart, to the order of memory.
std::vector<float> placed(const float* rows, std::size_t steps, std::size_t stride,
                          const Grid& grid);
// One value for all stays one.
Values placed(const Values& elements, const Grid& grid);

} // namespace inspike::nir
