// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Confidence bands over samples: quantities are computed again for samples drawn with replacement
// (Efron 1979). What comes back is the percentile interval of these replicates, moved by their bias
// (their mean less the quantity), because repeated samples raise similarities that are not
// estimated without bias. Random numbers are a function of the seed alone.

#include <cstddef>
#include <cstdint>
#include <vector>

namespace inspike {

struct BootstrapParams
{
    std::size_t replicates = 0; // 0 = no band
    double confidence = 0.95;
    std::uint64_t seed = 1;
};

struct Band
{
    double value; // NaN = undefined
    double low;   // NaN without replicates, or when fewer than half of them are defined
    double high;
    double bias; // mean of the replicates less the value
};

// How often each sample was drawn: counts[sample * replicates + replicate].
std::vector<float> bootstrapCounts(std::size_t samples, const BootstrapParams& params);
// Undefined replicates (NaN) are left out.
Band percentileBand(double value, std::vector<double> replicates, double confidence);

} // namespace inspike
