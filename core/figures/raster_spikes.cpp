// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/raster_spikes.h"

#include "core/analysis/number_text.h"
#include "core/base/error.h"
#include "core/figures/time_axis.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr std::uint64_t kMostOfPart = std::uint64_t{1} << 18U; // spikes that are read at once
constexpr std::size_t kMostColumns = 4096;
constexpr std::size_t kPiece = 4096; // lines
constexpr std::size_t kUnitsPerLook = 1024;

} // namespace

std::shared_ptr<const SpikeListing> SpikeListing::make(const RasterSource& source,
                                                       std::span<const std::uint32_t> units,
                                                       TimeRange window, JobContext& job)
{
    if (!source.atlas && !source.spikes)
        throw Error(ErrorKind::Unsupported, "the spikes are still being counted; try again later");
    std::shared_ptr<SpikeListing> listing(new SpikeListing);
    listing->m_source = source;
    listing->m_window = window.intersected(source.extent);
    listing->m_units = units.size();
    const std::size_t all = source.units();
    if (std::any_of(units.begin(), units.end(), [all](std::uint32_t unit) { return unit >= all; }))
        throw Error(ErrorKind::BadShape, "a unit was asked for that the stream does not have");
    std::vector<std::uint32_t> counts;
    if (source.atlas)
        counts = source.atlas->pyramid().countsPerUnit(listing->m_window, job);
    std::size_t done = 0;
    for (const std::uint32_t unit : units) {
        if (done++ % kUnitsPerLook == 0)
            job.checkpoint();
        listing->addUnit(unit,
                         source.atlas ? counts[unit]
                                      : source.spikes->train(unit, listing->m_window).size(),
                         job);
    }
    return listing;
}

void SpikeListing::addUnit(std::uint32_t unit, std::uint64_t spikes, JobContext& job)
{
    if (spikes == 0)
        return;
    const auto add = [this, unit](TimeRange window, std::uint64_t count) {
        m_parts.push_back({unit, window});
        m_before.push_back(m_before.back() + count);
    };
    if (!m_source.atlas || spikes <= kMostOfPart) {
        add(m_window, spikes);
        return;
    }
    // Stretches of the window that hold no more than can be read at once.
    const CountGrid grid = m_source.atlas->pyramid().grid(
        {m_window, unit, std::size_t{unit} + 1, kMostColumns, 1}, job);
    TimeRange open{grid.window.begin, grid.window.begin};
    std::uint64_t held = 0;
    for (std::size_t column = 0; column < grid.columns; ++column) {
        const std::int64_t bin = grid.firstBin + static_cast<std::int64_t>(column);
        const Time end = column + 1 == grid.columns ? grid.window.end : (bin + 1) << grid.binShift;
        if (held > 0 && held + grid.counts[column] > kMostOfPart) {
            add(open, held);
            open.begin = open.end;
            held = 0;
        }
        open.end = end;
        held += grid.counts[column];
    }
    if (held > 0)
        add(open, held);
}

double SpikeListing::rate() const
{
    const double seconds =
        static_cast<double>(m_window.length()) / (m_source.stepTime ? 1.0 : kMicrosecondsPerSecond);
    const double all = seconds * static_cast<double>(m_units);
    return all > 0 ? static_cast<double>(size()) / all : 0.0;
}

std::shared_ptr<const std::vector<Time>> SpikeListing::times(std::size_t part) const
{
    const std::scoped_lock lock(m_mutex);
    if (m_readPart != part) {
        const Part& wanted = m_parts[part];
        std::vector<Time> read;
        if (m_source.atlas) {
            read = m_source.atlas->pyramid().train(wanted.unit, wanted.window);
        } else {
            const auto train = m_source.spikes->train(wanted.unit, wanted.window);
            read.assign(train.begin(), train.end());
        }
        m_read = std::make_shared<const std::vector<Time>>(std::move(read));
        m_readPart = part;
    }
    return m_read;
}

std::vector<ListedSpike> SpikeListing::page(std::uint64_t first, std::size_t count) const
{
    std::vector<ListedSpike> listed;
    if (first >= size())
        return listed;
    count = static_cast<std::size_t>(std::min<std::uint64_t>(count, size() - first));
    listed.reserve(count);
    auto part = static_cast<std::size_t>(std::upper_bound(m_before.begin(), m_before.end(), first) -
                                         m_before.begin() - 1);
    auto skip = static_cast<std::size_t>(first - m_before[part]);
    for (; listed.size() < count; ++part, skip = 0) {
        const auto read = times(part);
        const std::size_t end = std::min(read->size(), skip + count - listed.size());
        for (std::size_t i = skip; i < end; ++i)
            listed.push_back({(*read)[i], m_parts[part].unit});
    }
    return listed;
}

void SpikeListing::writeCsv(const std::function<void(std::string_view)>& write,
                            JobContext& job) const
{
    const TimeScale scale = scaleOfTicks(m_source.stepTime);
    const SensorSize sensor = m_source.sensor;
    std::string text = m_source.stepTime ? "time_step" : "time (ms)";
    text += sensor.empty() ? ",unit\n" : ",x,y,polarity\n";
    for (std::uint64_t first = 0; first < size(); first += kPiece) {
        job.checkpoint();
        job.progress(static_cast<double>(first) / static_cast<double>(size()));
        for (const ListedSpike& spike : page(first, kPiece)) {
            text += numberText(scale.axisFromTick(static_cast<double>(spike.time)));
            text += ',';
            if (sensor.empty()) {
                text += std::to_string(spike.unit);
            } else {
                const std::uint32_t line = spike.unit / sensor.width;
                text += std::to_string(spike.unit % sensor.width) + ',' +
                        std::to_string(line % sensor.height) + ',' +
                        (line >= sensor.height ? '1' : '0');
            }
            text += '\n';
        }
        write(text);
        text.clear();
    }
    if (size() == 0)
        write(text);
}

} // namespace inspike
