// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spike_statistics.h"

#include "core/base/error.h"

#include <algorithm>

namespace inspike {

std::vector<UnitStatistics> unitStatistics(const SpikeTrains& spikes, TimeRange range,
                                           double secondsPerTick)
{
    const double seconds = static_cast<double>(range.length()) * secondsPerTick;
    std::vector<UnitStatistics> result(spikes.units());
    for (std::size_t unit = 0; unit < result.size(); ++unit) {
        const auto train = spikes.train(static_cast<UnitIndex>(unit), range);
        result[unit].spikes = train.size();
        if (seconds > 0.0)
            result[unit].rate = static_cast<double>(train.size()) / seconds;
        if (!train.empty())
            result[unit].firstSpike = train.front();
    }
    return result;
}

PopulationRate populationRate(const SpikeTrains& spikes, TimeRange range, Time bin,
                              double secondsPerTick, JobContext& job)
{
    if (bin <= 0)
        throw Error(ErrorKind::BadParameter, "bins must be longer than nothing");
    PopulationRate result;
    if (range.empty())
        return result;
    const auto bins = static_cast<std::size_t>((range.length() + bin - 1) / bin);
    result.count.assign(bins, 0);
    for (std::size_t unit = 0; unit < spikes.units(); ++unit) {
        if (unit % 1024 == 0)
            job.checkpoint();
        for (const Time time : spikes.train(static_cast<UnitIndex>(unit), range))
            ++result.count[static_cast<std::size_t>((time - range.begin) / bin)];
    }
    for (std::size_t i = 0; i < bins; ++i) {
        const Time begin = range.begin + static_cast<Time>(i) * bin;
        const Time end = std::min(range.end, begin + bin);
        const double seconds = static_cast<double>(end - begin) * secondsPerTick;
        const double units = static_cast<double>(std::max<std::size_t>(1, spikes.units()));
        result.edges.push_back(begin);
        result.rate.push_back(static_cast<double>(result.count[i]) / (units * seconds));
    }
    result.edges.push_back(range.end);
    return result;
}

} // namespace inspike
