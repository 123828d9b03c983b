// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/raster_sample.h"

#include <algorithm>
#include <chrono>
#include <vector>

namespace inspike {

namespace {

constexpr std::uint64_t kMostEntries = 1U << 18U; // of a sample; as many as a read takes at once
constexpr std::uint64_t kShortestPiece = 128;
constexpr std::size_t kFirstPieces = 64;
constexpr std::size_t kMostPieces = 2048;
constexpr std::chrono::milliseconds kPatience(150); // after this no finer sample is begun

// First entry at or after that time, of a sorted source.
std::uint64_t placeOf(const AddressSource& source, Time time, AddressColumns& columns)
{
    std::uint64_t low = 0;
    std::uint64_t high = source.facts().count;
    while (low < high) {
        const std::uint64_t middle = low + (high - low) / 2;
        source.read(middle, 1, columns);
        if (columns.time.front() < time)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

struct Pick
{
    std::vector<Time> times;
    std::vector<UnitIndex> units;

    void take(const AddressColumns& columns, TimeRange window)
    {
        for (std::size_t i = 0; i < columns.time.size(); ++i) {
            if (window.contains(columns.time[i])) {
                times.push_back(columns.time[i]);
                units.push_back(columns.address[i]);
            }
        }
    }
};

} // namespace

SpikeSample sampleSpikes(const AddressSource& source, TimeRange window, std::size_t columns,
                         JobContext& job)
{
    const AddressFacts& facts = source.facts();
    AddressColumns read;
    std::uint64_t first = 0;
    std::uint64_t last = facts.count;
    const bool whole = window.begin <= facts.extent.begin && window.end >= facts.extent.end;
    if (facts.sorted && !whole) {
        first = placeOf(source, window.begin, read);
        last = std::max(first, placeOf(source, window.end, read));
    }
    const std::uint64_t count = last - first;
    Pick pick;
    SpikeSample sample;
    if (count <= kMostEntries) {
        source.read(first, count, read);
        pick.take(read, window);
        sample.pieces = count > 0 ? 1 : 0;
    } else {
        const std::size_t most = std::clamp(columns, kFirstPieces, kMostPieces);
        const std::uint64_t length = std::max(kShortestPiece, kMostEntries / most);
        const auto begun = std::chrono::steady_clock::now();
        std::uint64_t entries = 0;
        // Each pass reads between the pieces of the ones before, so that any number of passes is
        // evenly spread.
        std::size_t pieces = kFirstPieces;
        for (std::size_t pass = 0; pass == 0 || pieces < most; ++pass) {
            if (pass > 0) {
                if (std::chrono::steady_clock::now() - begun > kPatience)
                    break;
                pieces *= 2;
            }
            for (std::size_t i = pass == 0 ? 0 : 1; i < pieces; i += pass == 0 ? 1 : 2) {
                job.checkpoint();
                const std::uint64_t at =
                    first + (count - length) / pieces * i + (count - length) % pieces * i / pieces;
                source.read(at, length, read);
                pick.take(read, window);
                entries += length;
            }
        }
        sample.pieces = pieces;
        sample.oneIn = std::max<std::uint64_t>(2, (count + entries / 2) / entries);
        sample.spikesPerSpike = static_cast<double>(count) / static_cast<double>(entries);
    }
    sample.spikes =
        SpikeTrains::fromPairs(pick.times, pick.units, static_cast<std::size_t>(facts.addresses));
    return sample;
}

} // namespace inspike
