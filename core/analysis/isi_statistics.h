// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Inter-spike intervals I_1 ... I_n of one spike train (n + 1 spikes): how long they are and how
// irregular. Pure functions of sorted times in ticks (us, or steps); no measure but the mean and
// the histogram has a unit. NaN says "undefined": too few intervals, or a mean of 0. Differences
// are exact for any 64-bit times; sums are doubles. Nothing throws but where it is said.
//
//   mean = sum I_i / n                                                          (n >= 1)
//   CV   = sd(I) / mean, sd with n - 1                                          (n >= 2)
//   CV2  = mean over i of 2 |I_{i+1} - I_i| / (I_{i+1} + I_i)                   (n >= 2)
//          Holt, Softky, Koch, Douglas, J. Neurophysiol. 75, 1806 (1996)
//   LV   = 3 / (n - 1) * sum over i of ((I_i - I_{i+1}) / (I_i + I_{i+1}))^2    (n >= 2)
//          Shinomoto, Shima, Tanji, Neural Comput. 15, 2823 (2003)
// A regular train has CV = CV2 = LV = 0, a Poisson process 1 of each on average. Two intervals of
// length 0 in a row have no ratio: CV2 and LV leave that pair out of sum and count.

#include "core/base/time.h"

#include <span>
#include <vector>

namespace inspike {

struct IsiStatistics
{
    std::uint64_t spikes = 0;
    std::uint64_t intervals = 0;
    double mean = 0.0; // ticks
    double cv = 0.0;
    double cv2 = 0.0;
    double lv = 0.0;
};
IsiStatistics isiStatistics(std::span<const Time> train);

// Counts of intervals in [k * bin, (k + 1) * bin); `longer` counts those beyond the last bin.
struct IsiHistogram
{
    Time bin = 1; // ticks
    std::vector<std::uint64_t> counts;
    std::uint64_t longer = 0;

    // Throws Error{BadParameter} unless the bin is at least a tick and there is at least one bin.
    IsiHistogram(Time binLength, std::size_t bins);
    void add(std::span<const Time> train);
    std::uint64_t intervals() const; // all, with the longer ones
};

// Means of a measure over units, of those where it is defined.
class DefinedMean
{
public:
    void add(double value);
    std::uint64_t defined() const { return m_count; }
    double mean() const; // NaN if none was defined

private:
    double m_sum = 0.0;
    std::uint64_t m_count = 0;
};

} // namespace inspike
