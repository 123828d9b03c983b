// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How far found numbers are from wanted ones.

#include <algorithm>
#include <cmath>
#include <span>

namespace inspike::test {

inline double largestOf(std::span<const float> values)
{
    double largest = 0.0;
    for (const float value : values)
        largest = std::max(largest, std::abs(static_cast<double>(value)));
    return largest;
}

// HUGE_VAL for arrays of different sizes and where something is not a number.
inline double largestDifference(std::span<const float> found, std::span<const float> wanted)
{
    if (found.size() != wanted.size())
        return HUGE_VAL;
    double largest = 0.0;
    for (std::size_t i = 0; i < found.size(); ++i) {
        const double difference = std::abs(static_cast<double>(found[i]) - wanted[i]);
        if (!(difference < HUGE_VAL))
            return HUGE_VAL;
        largest = std::max(largest, difference);
    }
    return largest;
}

// Relative to the largest wanted value.
inline double relativeDifference(std::span<const float> found, std::span<const float> wanted)
{
    return largestDifference(found, wanted) / std::max(largestOf(wanted), 1e-30);
}

} // namespace inspike::test
