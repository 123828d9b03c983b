// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/correlogram.h"

#include "core/analysis/spans_of_time.h"
#include "core/base/error.h"

#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::uint64_t kMostBins = 1'000'000;
constexpr Time kLongest = Time{1} << 60U;                        // of a bin or a lag
constexpr std::uint64_t kPairsPerLook = std::uint64_t{1} << 20U; // between looks at the cancel flag

// Bins away from lag 0.
std::uint64_t distanceOf(std::uint64_t lag, Time bin)
{
    const auto width = static_cast<std::uint64_t>(bin);
    const std::uint64_t rest = lag % width;
    return lag / width + (rest >= width - rest ? 1 : 0);
}

class PairCounter
{
public:
    PairCounter(Correlogram& correlogram, JobContext& job)
        : m_correlogram(correlogram), m_job(job), m_farthest(lagLimit(correlogram))
    {}

    bool reaches(std::uint64_t lag) const { return lag <= m_farthest; }

    void add(Time a, Time b)
    {
        const std::uint64_t distance =
            distanceOf(b >= a ? ticksBetween(a, b) : ticksBetween(b, a), m_correlogram.bin);
        if (distance <= m_correlogram.reach) {
            const auto step = static_cast<std::size_t>(distance);
            ++m_correlogram
                  .counts[b >= a ? m_correlogram.reach + step : m_correlogram.reach - step];
        }
        if (++m_pairs % kPairsPerLook == 0)
            m_job.checkpoint();
    }

private:
    // No pair farther apart falls into a bin.
    static std::uint64_t lagLimit(const Correlogram& correlogram)
    {
        return (static_cast<std::uint64_t>(correlogram.reach) + 1) *
               static_cast<std::uint64_t>(correlogram.bin);
    }

    Correlogram& m_correlogram;
    JobContext& m_job;
    std::uint64_t m_farthest;
    std::uint64_t m_pairs = 0;
};

} // namespace

Correlogram::Correlogram(Time binLength, Time lag) : bin(binLength)
{
    if (binLength < 1 || binLength > kLongest || lag < 0 || lag > kLongest) {
        throw Error(ErrorKind::BadParameter, "a correlogram needs a bin of at least 1 us (or step) "
                                             "and a lag that is not negative");
    }
    const std::uint64_t wanted = distanceOf(static_cast<std::uint64_t>(lag), binLength);
    if (wanted > kMostBins) {
        throw Error(ErrorKind::BadParameter,
                    "a correlogram of " + std::to_string(wanted) +
                        " bins on each side is too fine; make the bin longer or the lag shorter");
    }
    reach = static_cast<std::size_t>(wanted);
    counts.assign(2 * reach + 1, 0);
}

double Correlogram::lagOf(std::size_t index) const
{
    return (static_cast<double>(index) - static_cast<double>(reach)) * static_cast<double>(bin);
}

double Correlogram::rate(std::size_t index, double secondsPerTick) const
{
    if (spikesOfA == 0)
        return kUndefined;
    return static_cast<double>(counts[index]) /
           (static_cast<double>(spikesOfA) * static_cast<double>(bin) * secondsPerTick);
}

double Correlogram::ratio(std::size_t index, std::uint64_t ticksObserved) const
{
    if (spikesOfA == 0 || spikesOfB == 0 || ticksObserved == 0)
        return kUndefined;
    return static_cast<double>(counts[index]) / static_cast<double>(spikesOfA) *
           static_cast<double>(ticksObserved) /
           (static_cast<double>(spikesOfB) * static_cast<double>(bin));
}

void addCrossPairs(std::span<const Time> a, std::span<const Time> b, Correlogram& correlogram,
                   JobContext& job)
{
    PairCounter pairs(correlogram, job);
    correlogram.spikesOfA += a.size();
    correlogram.spikesOfB += b.size();
    std::size_t from = 0; // first spike of b that is within reach before the spike of a
    for (const Time time : a) {
        while (from < b.size() && b[from] < time && !pairs.reaches(ticksBetween(b[from], time)))
            ++from;
        for (std::size_t j = from; j < b.size(); ++j) {
            if (b[j] > time && !pairs.reaches(ticksBetween(time, b[j])))
                break;
            pairs.add(time, b[j]);
        }
    }
}

void addAutoPairs(std::span<const Time> train, Correlogram& correlogram, JobContext& job)
{
    PairCounter pairs(correlogram, job);
    correlogram.spikesOfA += train.size();
    correlogram.spikesOfB += train.size();
    for (std::size_t i = 0; i < train.size(); ++i) {
        for (std::size_t j = i + 1; j < train.size(); ++j) {
            if (!pairs.reaches(ticksBetween(train[i], train[j])))
                break;
            pairs.add(train[i], train[j]);
            pairs.add(train[j], train[i]);
        }
    }
}

} // namespace inspike
