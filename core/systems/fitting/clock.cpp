// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/fitting/clock.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike::fitting {

namespace {

Time timeOf(double ms)
{
    return std::clamp(static_cast<Time>(std::llround(std::clamp(ms, -1e15, 1e15) * 1e3)), -kMaxTime,
                      kMaxTime);
}

} // namespace

Time stepWidth(const Settings& settings, const InputWish& wish)
{
    const double ms = settings.number("input-bin-ms");
    const double us = ms > 0.0 ? ms * 1e3 : wish.stepSeconds * 1e6;
    if (!(us >= 0.5))
        throw Error(ErrorKind::BadParameter,
                    "a step of " + numberText(us) +
                        " us is shorter than the clock of recordings, 1 us; set input-bin-ms");
    return static_cast<Time>(std::llround(std::min(us, 1e18)));
}

Clock::Clock(const Settings& settings, const InputWish& wish)
    : m_origin(settings.text("input-origin")),
      m_start(timeOf(settings.number("input-start-ms"))),
      m_length(timeOf(settings.number("input-length-ms"))),
      m_bins(settings.count("input-bins")),
      m_steps(settings.count("input-steps"))
{
    if (m_bins > 0) {
        if (m_steps > 0 && m_steps != m_bins)
            throw Error(ErrorKind::BadParameter,
                        "input-bins and input-steps differ; give one of them");
        m_steps = 0;
    } else {
        m_width = stepWidth(settings, wish);
    }
    // A network without steps sees the whole recording at once.
    if (!wish.stepped && m_steps == 0 && m_bins == 0) {
        m_bins = 1;
        m_width = settings.number("input-bin-ms") > 0.0 ? m_width : 0;
    }
    if (m_length > 0)
        settle(static_cast<std::uint64_t>(m_length));
}

Time Clock::beginOf(TimeRange extent) const
{
    const bool fromZero = m_origin == "zero" || (m_origin == "auto" && extent.begin >= 0 &&
                                                 extent.begin <= extent.length());
    return (fromZero ? 0 : extent.begin) + m_start;
}

Time Clock::most() const
{
    const Time all = m_width > std::numeric_limits<Time>::max() / static_cast<Time>(m_steps)
                         ? std::numeric_limits<Time>::max()
                         : m_width * static_cast<Time>(m_steps);
    return m_length > 0 ? std::min(all, m_length) : all;
}

std::uint64_t Clock::lengthOf(TimeRange extent) const
{
    if (extent.empty())
        return 0;
    const Time length = std::max<Time>(extent.end - beginOf(extent), 0);
    return static_cast<std::uint64_t>(m_length > 0 ? std::min(length, m_length) : length);
}

void Clock::settle(std::uint64_t longest)
{
    if (isSettled())
        return;
    const Time length = m_length > 0 ? m_length : static_cast<Time>(longest);
    if (m_bins > 0) {
        const auto bins = static_cast<Time>(m_bins);
        if (m_width == 0)
            m_width = std::max<Time>(length / bins + (length % bins > 0 ? 1 : 0), 1);
        m_steps = m_bins;
    } else {
        m_steps = static_cast<std::size_t>(length / m_width + (length % m_width > 0 ? 1 : 0));
        m_isLongest = m_length == 0;
    }
}

std::vector<std::string> Clock::lines() const
{
    std::string text = counted(m_steps, "step") + " of " + msText(m_width);
    if (m_isLongest)
        text += ", as long as the longest recording";
    if (m_length > 0)
        text += ", at most " + msText(m_length);
    const std::string from = m_origin == "first"  ? "the first entry"
                             : m_origin == "zero" ? "time zero"
                                                  : "time zero, or the first entry where more than "
                                                    "half would be empty";
    text += ", from " + (m_start == 0 ? "" : msText(m_start) + " after ") + from;
    return {text};
}

void Clock::describe(Json& choice) const
{
    choice.set("input-origin", m_origin);
    choice.set("input-start-ms", msFromTime(m_start));
    choice.set("input-length-ms", msFromTime(m_length));
    choice.set("input-bin-ms", msFromTime(m_width));
    choice.set("input-bins", 0); // which that width and input-steps stand for
}

void ClockedEncoder::settle(std::uint64_t longest)
{
    m_clock.settle(longest);
    takeSteps();
}

void ClockedEncoder::takeSteps()
{
    m_steps = m_clock.steps();
    if (m_steps > 0)
        m_stepDuration = m_clock.width();
}

} // namespace inspike::fitting
