// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From the times of events and spikes to steps: where a recording begins, how wide a step is, how
// many there are.

#include "core/systems/fitting/encoder.h"

namespace inspike::fitting {

class Clock
{
public:
    Clock(const Settings& settings, const InputWish& wish);

    // Where the first step begins in a recording of that extent.
    Time beginOf(TimeRange extent) const;
    // us from there to the end of what is taken.
    std::uint64_t lengthOf(TimeRange extent) const;
    // True when steps() is known without the lengths of the samples.
    bool isSettled() const { return m_steps > 0; }
    void settle(std::uint64_t longest);

    std::size_t steps() const { return m_steps; }
    Time width() const { return m_width; }
    // Steps end where the wanted length does.
    Time most() const;

    std::vector<std::string> lines() const;
    void describe(Json& choice) const;

private:
    std::string m_origin;
    Time m_start = 0;  // after the origin
    Time m_length = 0; // 0 = to the end
    Time m_width = 0;
    std::size_t m_bins = 0;
    std::size_t m_steps = 0;
    bool m_isLongest = false;
};

// An encoder of moments, whose steps are those of a clock.
class ClockedEncoder : public Encoder
{
public:
    void settle(std::uint64_t longest) override;

protected:
    explicit ClockedEncoder(const EncoderRequest& request) : m_clock(request.settings, request.wish)
    {
        takeSteps();
    }

    Clock m_clock;

private:
    void takeSteps();
};

} // namespace inspike::fitting
