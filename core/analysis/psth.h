// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Peri-stimulus time histogram: rate around events, as mean and standard error over trials.
// Gerstein, Kiang, Science 131, 1598 (1960).
//
//   r_k(trial) = spikes in [event - before + k * bin, ... + bin) / (units * bin)
//   mean_k     = mean of r_k over the trials
//   sem_k      = sd of r_k over the trials (n - 1) / sqrt(n); NaN for a single trial
// per second and unit. Bins start at -before; one that `after` would cut is left out.

#include "core/base/time.h"

#include <cstddef>
#include <span>
#include <vector>

namespace inspike {

struct PsthBins
{
    Time before = 0; // ticks before the event, may be negative
    Time after = 0;  // ticks after it
    Time bin = 1;

    // Whole bins of the window. Throws Error{BadParameter} unless the window holds at least one
    // bin and at most 10^6.
    std::size_t count() const;
    // What the window covers around an event, held at the ends of what 64 bits can say.
    TimeRange windowAt(Time event) const;
};

class Psth
{
public:
    explicit Psth(const PsthBins& bins);

    // One trial: the times of its spikes relative to the event, of all units together, in any
    // order. Those outside of the bins are ignored.
    void addTrial(std::span<const Time> offsets);

    std::size_t bins() const { return m_sum.size(); }
    std::size_t trials() const { return m_trials; }
    double centre(std::size_t bin) const; // ticks from the event
    double edge(std::size_t bin) const;   // its beginning
    // Per unit and second; NaN without trials.
    double mean(std::size_t bin, std::size_t units, double secondsPerTick) const;
    double standardError(std::size_t bin, std::size_t units, double secondsPerTick) const;

private:
    PsthBins m_bins;
    std::vector<double> m_sum, m_squares; // of the counts, exact
    std::vector<double> m_trial;          // counts of the trial at hand
    std::size_t m_trials = 0;
};

} // namespace inspike
