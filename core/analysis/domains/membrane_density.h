// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How the membrane potentials of two domains are distributed over the same bins, as densities (area
// 1). A potential read after a hard reset is never above the threshold and 0 where the neuron
// fired, so that the density is cut at the threshold: bins begin and end there, and a smooth
// density is reflected at it rather than leaking over it.

#include "core/base/job.h"

#include <cstddef>
#include <limits>
#include <span>
#include <vector>

namespace inspike {

struct DensityParams
{
    std::size_t bins = 100;
    // Range of the bins; NaN: what both sides need, with the lowest and highest `tail` share left
    // out (they are counted).
    double low = std::numeric_limits<double>::quiet_NaN();
    double high = std::numeric_limits<double>::quiet_NaN();
    double tail = 0.0005;
    // Where the density is cut, if all potentials are below; NaN = nowhere.
    double threshold = std::numeric_limits<double>::quiet_NaN();
    bool withoutResets = false; // leave out exact zeros: neurons that just fired or never moved
    bool smooth = false;        // Gaussian kernel of Silverman's bandwidth instead of a histogram
};

struct DensityOfSide
{
    std::vector<double> density; // per bin; the area is the share of the values inside the range
    std::size_t values = 0;      // that count, those outside the range among them
    std::size_t below = 0;       // outside the range
    std::size_t above = 0;
    double zeroShare = 0.0; // exact zeros among all values, whether they count or not
    double mean = 0.0;      // NaN without values
    double deviation = 0.0;
};

struct MembraneDensity
{
    std::vector<double> edges; // bins + 1
    DensityOfSide a;
    DensityOfSide b;
    bool cut = false;     // no value of either side is above the threshold
    double overlap = 0.0; // area under the lower of both densities: 1 = equal, 0 = apart; NaN
};

// Either side may be empty. Throws Error{BadFormat} for values that are not finite and
// Error{BadParameter} for a range that is none.
MembraneDensity membraneDensity(std::span<const float> a, std::span<const float> b,
                                const DensityParams& params, JobContext& job);

} // namespace inspike
