// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Statistics of spike counts in windows of equal length. Pure functions; NaN says "undefined".
//
//   Fano factor    F = var(c) / mean(c), var with m - 1, of the counts c in m windows (m >= 2 and
//                  mean > 0). 1 for a Poisson process, 0 for counts that never differ.
//                  Fano, Phys. Rev. 72, 26 (1947); windows as in Teich, IEEE Trans. Biomed. Eng.
//                  36, 150 (1989).
//   Activity ratio a = (sum r / n)^2 / (sum r^2 / n) of n responses r >= 0, from 1/n (one response
//                  only) to 1 (all equal). Treves, Rolls, Network 2, 371 (1991).
//   Sparseness     S = (1 - a) / (1 - 1/n), from 0 (all equal) to 1 (one only), n >= 2.
//                  Vinje, Gallant, Science 287, 1273 (2000).
//                  Lifetime: the responses of one unit to the windows. Population: those of all
//                  units in one window.
// Windows are [begin + k * length, begin + (k + 1) * length); one that the range cuts is left out,
// so that every count is of the same length.

#include "core/base/time.h"

#include <span>
#include <vector>

namespace inspike {

// How many whole windows the range has. Throws Error{BadParameter} for windows shorter than a tick.
std::size_t wholeWindows(TimeRange range, Time length);
// Counts per whole window. The train is sorted. Throws like wholeWindows, and Error{OutOfMemory}
// for more than 2^28 windows.
std::vector<std::uint32_t> windowCounts(std::span<const Time> train, TimeRange range, Time length);
// The same without storing them: sum of counts and of their squares (both exact below 2^53).
struct CountMoments
{
    std::uint64_t windows = 0;
    double sum = 0.0;
    double squares = 0.0;
    void add(const CountMoments& other);
};
CountMoments countMoments(std::span<const Time> train, TimeRange range, Time length);

double fanoFactor(const CountMoments& moments);
double fanoFactor(std::span<const std::uint32_t> counts);

double activityRatio(std::span<const double> responses);
double sparseness(std::span<const double> responses);
// The same from n, sum r and sum r^2.
double sparsenessOf(std::size_t n, double sum, double squares);

} // namespace inspike
