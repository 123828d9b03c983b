// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The spikes of a layer of one of two matched runs by step, place of the sample and unit, whatever
// the order of the axes, so that those of both runs can be walked side by side.

#include "core/analysis/run_match.h"
#include "core/base/job.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

struct SpikePlace
{
    std::size_t step = 0;
    std::size_t place = 0; // of the sample
    std::size_t unit = 0;
};

class SpikePlaces
{
public:
    SpikePlaces() = default;
    SpikePlaces(SpikePlaces&&) = default;
    SpikePlaces& operator=(SpikePlaces&&) = default;

    std::size_t count() const { return m_sorted.size(); }
    std::span<const std::uint64_t> sorted() const { return m_sorted; }
    // Of a step; spikes of [first, last) steps lie together.
    std::span<const std::uint64_t> ofSteps(std::size_t first, std::size_t last) const;
    std::uint64_t at(const SpikePlace& place) const
    {
        return (place.step * m_samples + place.place) * m_units + place.unit;
    }
    SpikePlace placeOf(std::uint64_t position) const
    {
        const std::uint64_t row = position / m_units;
        return {row / m_samples, row % m_samples, position % m_units};
    }
    std::size_t samples() const { return m_samples; }
    std::size_t units() const { return m_units; }

private:
    friend SpikePlaces spikePlaces(const RunMatch& match, const LayerMatch& layer, std::size_t side,
                                   JobContext& job);

    std::uint64_t m_samples = 1;
    std::uint64_t m_units = 1;
    std::vector<std::uint64_t> m_own; // unless they lie in the run as they are needed
    std::span<const std::uint64_t> m_sorted;
};

// Of the steps that both runs have. The match must outlive the result. Throws Error{BadShape} for
// spikes beyond their axes, Error{OutOfMemory}.
SpikePlaces spikePlaces(const RunMatch& match, const LayerMatch& layer, std::size_t side,
                        JobContext& job);

// Calls body(place, inA, inB) for every spike of either, in order of step, sample and unit.
template <typename Body>
void forEachSpike(const SpikePlaces& layout, std::span<const std::uint64_t> a,
                  std::span<const std::uint64_t> b, const Body& body)
{
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() || j < b.size()) {
        const bool inA = j == b.size() || (i < a.size() && a[i] <= b[j]);
        const bool inB = i == a.size() || (j < b.size() && b[j] <= a[i]);
        body(layout.placeOf(inA ? a[i] : b[j]), inA, inB);
        i += inA ? 1 : 0;
        j += inB ? 1 : 0;
    }
}

template <typename Body>
void forEachSpike(const SpikePlaces& a, const SpikePlaces& b, const Body& body)
{
    forEachSpike(a, a.sorted(), b.sorted(), body);
}

} // namespace inspike
