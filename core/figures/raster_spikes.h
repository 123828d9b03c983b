// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The spikes behind a part of a raster: those of chosen units in a stretch of time, exactly counted
// and listed unit by unit, in pages, so that a table of a billion spikes holds a screenful.

#include "core/figures/raster_source.h"

#include <functional>
#include <mutex>
#include <span>
#include <string_view>

namespace inspike {

struct ListedSpike
{
    Time time = 0;
    std::uint32_t unit = 0;
};

class SpikeListing
{
public:
    // The units in that order, each at most once. Throws Error{Unsupported} while the source is not
    // counted yet, Error{BadShape} for a unit that does not exist.
    static std::shared_ptr<const SpikeListing> make(const RasterSource& source,
                                                    std::span<const std::uint32_t> units,
                                                    TimeRange window, JobContext& job);

    std::uint64_t size() const { return m_before.back(); }
    TimeRange window() const { return m_window; }
    std::size_t units() const { return m_units; }
    const RasterSource& source() const { return m_source; }
    // Spikes per second and unit (per step where the duration of a step is unknown).
    double rate() const;
    // Spikes [first, first + count), fewer at the end. Reads little else. From any thread.
    std::vector<ListedSpike> page(std::uint64_t first, std::size_t count) const;
    // The list as lines "time (ms),unit" (of a sensor "time (ms),x,y,polarity") after a header, in
    // pieces.
    void writeCsv(const std::function<void(std::string_view)>& write, JobContext& job) const;

private:
    struct Part // of one unit; the whole window but for the busiest units
    {
        std::uint32_t unit = 0;
        TimeRange window;
    };
    SpikeListing() = default;
    void addUnit(std::uint32_t unit, std::uint64_t spikes, JobContext& job);
    std::shared_ptr<const std::vector<Time>> times(std::size_t part) const;

    RasterSource m_source;
    TimeRange m_window;
    std::size_t m_units = 0;
    std::vector<Part> m_parts;
    std::vector<std::uint64_t> m_before{0}; // spikes before each part, and all
    mutable std::mutex m_mutex;             // of what was read last
    mutable std::size_t m_readPart = static_cast<std::size_t>(-1);
    mutable std::shared_ptr<const std::vector<Time>> m_read;
};

} // namespace inspike
