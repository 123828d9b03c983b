// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/spike_distance.h"

#include "core/analysis/spans_of_time.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr double kMostPairs = 4e10;
constexpr std::size_t kCellsPerLook = std::size_t{1} << 22U;

// Ticks since the beginning of the range, each instant once, with auxiliary spikes at both ends.
std::vector<std::uint64_t> withEnds(std::span<const Time> train, TimeRange range)
{
    std::vector<std::uint64_t> ticks{0};
    const auto first = std::lower_bound(train.begin(), train.end(), range.begin);
    for (auto time = first; time != train.end() && *time < range.end; ++time) {
        const std::uint64_t tick = ticksBetween(range.begin, *time);
        if (tick != ticks.back())
            ticks.push_back(tick);
    }
    if (ticks.back() != ticksIn(range))
        ticks.push_back(ticksIn(range));
    return ticks;
}

bool fires(std::span<const Time> train, TimeRange range)
{
    const auto first = std::lower_bound(train.begin(), train.end(), range.begin);
    return first != train.end() && *first < range.end;
}

// Distance of every spike to the nearest one of the other train, both ascending.
std::vector<double> nearestDistances(const std::vector<std::uint64_t>& spikes,
                                     const std::vector<std::uint64_t>& others)
{
    std::vector<double> distances;
    distances.reserve(spikes.size());
    std::size_t after = 0;
    for (const std::uint64_t tick : spikes) {
        while (after < others.size() && others[after] < tick)
            ++after;
        std::uint64_t best = std::numeric_limits<std::uint64_t>::max();
        if (after < others.size())
            best = others[after] - tick;
        if (after > 0)
            best = std::min(best, tick - others[after - 1]);
        distances.push_back(static_cast<double>(best));
    }
    return distances;
}

// One train while time runs: the interval it is in.
struct Walker
{
    Walker(std::vector<std::uint64_t> spikes, std::vector<double> nearestOther)
        : ticks(std::move(spikes)), nearest(std::move(nearestOther))
    {}

    std::uint64_t next() const { return ticks[place + 1]; }
    double interval() const { return static_cast<double>(next() - ticks[place]); }
    // S_n, inside of the present interval.
    double dissimilarity(std::uint64_t at) const
    {
        const auto past = static_cast<double>(at - ticks[place]);
        const auto ahead = static_cast<double>(next() - at);
        return (nearest[place] * ahead + nearest[place + 1] * past) / interval();
    }

    std::vector<std::uint64_t> ticks;
    std::vector<double> nearest;
    std::size_t place = 0;
};

double dissimilarity(const Walker& a, const Walker& b, std::uint64_t at)
{
    const double mean = 0.5 * (a.interval() + b.interval());
    return (a.dissimilarity(at) * b.interval() + b.dissimilarity(at) * a.interval()) /
           (2.0 * mean * mean);
}

} // namespace

double spikeDistance(std::span<const Time> a, std::span<const Time> b, TimeRange range)
{
    if (range.empty() || !fires(a, range) || !fires(b, range))
        return kUndefined;
    std::vector<std::uint64_t> ticksOfA = withEnds(a, range);
    std::vector<std::uint64_t> ticksOfB = withEnds(b, range);
    std::vector<double> toB = nearestDistances(ticksOfA, ticksOfB);
    std::vector<double> toA = nearestDistances(ticksOfB, ticksOfA);
    Walker first(std::move(ticksOfA), std::move(toB));
    Walker second(std::move(ticksOfB), std::move(toA));
    const std::uint64_t end = ticksIn(range);
    double integral = 0.0;
    for (std::uint64_t at = 0; at < end;) {
        const std::uint64_t next = std::min(first.next(), second.next());
        integral += 0.5 * (dissimilarity(first, second, at) + dissimilarity(first, second, next)) *
                    static_cast<double>(next - at);
        for (Walker* walker : {&first, &second}) {
            if (walker->next() == next && next < end)
                ++walker->place;
        }
        at = next;
    }
    return integral / static_cast<double>(end);
}

double victorPurpuraDistance(std::span<const Time> a, std::span<const Time> b, double q,
                             double secondsPerTick, JobContext& job)
{
    if (!(q >= 0.0) || !std::isfinite(q))
        throw Error(ErrorKind::BadParameter, "the cost of moving a spike must not be negative");
    if (static_cast<double>(a.size()) * static_cast<double>(b.size()) > kMostPairs) {
        throw Error(ErrorKind::Unsupported,
                    "Victor-Purpura distance of " + std::to_string(a.size()) + " and " +
                        std::to_string(b.size()) + " spikes takes too long; use a shorter range");
    }
    // Row of the table of costs: turning the first i spikes of a into the first j of b.
    std::vector<double> row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        row[j] = static_cast<double>(j);
    std::size_t cells = 0;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        double diagonal = row[0];
        row[0] = static_cast<double>(i);
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const Time early = std::min(a[i - 1], b[j - 1]);
            const Time late = std::max(a[i - 1], b[j - 1]);
            const double way = static_cast<double>(ticksBetween(early, late)) * secondsPerTick;
            const double moved = diagonal + q * way;
            diagonal = row[j];
            row[j] = std::min({row[j] + 1.0, row[j - 1] + 1.0, moved});
        }
        cells += b.size();
        if (cells >= kCellsPerLook) {
            job.checkpoint();
            cells = 0;
        }
    }
    return row[b.size()];
}

} // namespace inspike
