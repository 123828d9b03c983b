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
constexpr std::chrono::milliseconds kPatience(150); // after this no finer sample is taken

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

    void shorten(std::size_t size)
    {
        times.resize(size);
        units.resize(size);
    }
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
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        const auto late = [&] {
            return std::chrono::steady_clock::now() > deadline;
        };
        const auto readPiece = [&](std::size_t i, std::size_t of) {
            job.checkpoint();
            source.read(first + (count - length) / of * i + (count - length) % of * i / of, length,
                        read);
            pick.take(read, window);
        };
        std::size_t pieces = kFirstPieces;
        for (std::size_t i = 0; i < pieces; ++i)
            readPiece(i, pieces);
        // Each pass reads between the pieces of the ones before, so that any number of passes is
        // evenly spread; one that a slow disk cuts short is left out.
        while (pieces < most && !late()) {
            const std::size_t before = pick.times.size();
            for (std::size_t i = 1; i < 2 * pieces && !late(); i += 2)
                readPiece(i, 2 * pieces);
            if (late()) {
                pick.shorten(before);
                break;
            }
            pieces *= 2;
        }
        const std::uint64_t entries = pieces * length;
        sample.pieces = pieces;
        sample.oneIn = std::max<std::uint64_t>(2, (count + entries / 2) / entries);
        sample.spikesPerSpike = static_cast<double>(count) / static_cast<double>(entries);
    }
    sample.spikes =
        SpikeTrains::fromPairs(pick.times, pick.units, static_cast<std::size_t>(facts.addresses));
    return sample;
}

} // namespace inspike
