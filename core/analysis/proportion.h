// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A share of trials with its 95 % interval (Wilson, JASA 22, 209 (1927)): never outside 0...1, and
// of a sensible width also when all or none succeed.

#include <algorithm>
#include <cmath>

namespace inspike {

struct Proportion
{
    double share = 0.0;
    double low = 0.0;
    double high = 1.0;
};

// NaN for no trials. `successes` need not be whole: a mean over repetitions is none.
inline Proportion proportionOf(double successes, double trials)
{
    constexpr double z = 1.959963984540054; // 97.5 % quantile of the normal distribution
    const double p = successes / trials;
    const double centre = (p + z * z / (2.0 * trials)) / (1.0 + z * z / trials);
    const double half = z / (1.0 + z * z / trials) *
                        std::sqrt(p * (1.0 - p) / trials + z * z / (4.0 * trials * trials));
    return {p, std::max(0.0, centre - half), std::min(1.0, centre + half)};
}

} // namespace inspike
