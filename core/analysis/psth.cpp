// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/psth.h"

#include "core/analysis/spans_of_time.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr Time kLongest = Time{1} << 60U;
constexpr std::size_t kMostBins = 1'000'000;

} // namespace

std::size_t PsthBins::count() const
{
    const bool inReach = before > -kLongest && before < kLongest && after > -kLongest &&
                         after < kLongest && bin >= 1;
    const Time length = inReach ? before + after : 0;
    if (!inReach || length < bin) {
        throw Error(ErrorKind::BadParameter,
                    "the time before and after an event must hold at least one bin");
    }
    if (length / bin > static_cast<Time>(kMostBins)) {
        throw Error(ErrorKind::BadParameter, std::to_string(length / bin) +
                                                 " bins around an event are too many; make the "
                                                 "bin longer");
    }
    return static_cast<std::size_t>(length / bin);
}

TimeRange PsthBins::windowAt(Time event) const
{
    const Time length = static_cast<Time>(count()) * bin;
    const Time begin = shifted(event, -before);
    return {begin, shifted(begin, length)};
}

Psth::Psth(const PsthBins& bins)
    : m_bins(bins), m_sum(bins.count(), 0.0), m_squares(bins.count(), 0.0), m_trial(bins.count())
{}

void Psth::addTrial(std::span<const Time> offsets)
{
    std::fill(m_trial.begin(), m_trial.end(), 0.0);
    for (const Time offset : offsets) {
        if (offset < -m_bins.before)
            continue;
        const std::uint64_t bin =
            ticksBetween(-m_bins.before, offset) / static_cast<std::uint64_t>(m_bins.bin);
        if (bin < m_trial.size())
            m_trial[static_cast<std::size_t>(bin)] += 1.0;
    }
    for (std::size_t bin = 0; bin < m_trial.size(); ++bin) {
        m_sum[bin] += m_trial[bin];
        m_squares[bin] += m_trial[bin] * m_trial[bin];
    }
    ++m_trials;
}

double Psth::edge(std::size_t bin) const
{
    return static_cast<double>(static_cast<Time>(bin) * m_bins.bin - m_bins.before);
}

double Psth::centre(std::size_t bin) const
{
    return edge(bin) + 0.5 * static_cast<double>(m_bins.bin);
}

double Psth::mean(std::size_t bin, std::size_t units, double secondsPerTick) const
{
    if (m_trials == 0 || units == 0)
        return kUndefined;
    const double exposure = static_cast<double>(m_trials) * static_cast<double>(units) *
                            static_cast<double>(m_bins.bin) * secondsPerTick;
    return m_sum[bin] / exposure;
}

double Psth::standardError(std::size_t bin, std::size_t units, double secondsPerTick) const
{
    if (m_trials < 2 || units == 0)
        return kUndefined;
    const auto n = static_cast<double>(m_trials);
    const double variance = (m_squares[bin] - m_sum[bin] * m_sum[bin] / n) / (n - 1.0);
    const double perCount =
        1.0 / (static_cast<double>(units) * static_cast<double>(m_bins.bin) * secondsPerTick);
    return std::sqrt(std::max(0.0, variance) / n) * perCount;
}

} // namespace inspike
