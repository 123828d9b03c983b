// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Correlograms: how often unit b fires at a lag after unit a. Perkel, Gerstein, Moore, Biophys. J.
// 7, 391 and 419 (1967).
//
//   counts[k] = number of pairs with t_b - t_a in bin k; bins are `bin` ticks wide, centred at
//               lag k * bin for k = -reach ... reach, symmetric: a lag half way between two bins
//               counts in the one farther from 0.
//   rate      = counts / (spikes of a * bin)                      spikes per second after a spike
//   ratio     = counts * T / (spikes of a * spikes of b * bin)    1 where a and b are independent
// where T is the length of the observed range. Near its ends some lags cannot be seen; no
// correction is made, so keep lags short against T. In an autocorrelogram the pair of a spike with
// itself does not count; two spikes of one unit at one instant are two pairs of lag 0. rate and
// ratio are NaN where a factor below the line is 0.

#include "core/base/job.h"
#include "core/base/time.h"

#include <span>
#include <vector>

namespace inspike {

struct Correlogram
{
    Time bin = 1;                      // ticks
    std::size_t reach = 0;             // bins on each side of lag 0
    std::vector<std::uint64_t> counts; // 2 * reach + 1
    std::uint64_t spikesOfA = 0;
    std::uint64_t spikesOfB = 0;

    // Bins up to the one that holds `lag`. Throws Error{BadParameter} for a bin below a tick, a
    // negative lag and more than 10^6 bins.
    Correlogram(Time binLength, Time lag);
    double lagOf(std::size_t index) const; // centre, ticks
    double rate(std::size_t index, double secondsPerTick) const;
    double ratio(std::size_t index, std::uint64_t ticksObserved) const;
};

// Adds the pairs of two sorted trains; the cost is the number of pairs within the lag. Throws
// Error{Cancelled}.
void addCrossPairs(std::span<const Time> a, std::span<const Time> b, Correlogram& correlogram,
                   JobContext& job);
void addAutoPairs(std::span<const Time> train, Correlogram& correlogram, JobContext& job);

} // namespace inspike
