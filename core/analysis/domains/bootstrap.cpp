// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/bootstrap.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace inspike {

namespace {

// Between the two neighbours in rank, as most programs do.
double quantile(const std::vector<double>& sorted, double share)
{
    const double place = share * static_cast<double>(sorted.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, sorted.size() - 1);
    return sorted[below] + (place - std::floor(place)) * (sorted[above] - sorted[below]);
}

} // namespace

std::vector<float> bootstrapCounts(std::size_t samples, const BootstrapParams& params)
{
    std::vector<float> counts(samples * params.replicates, 0.0F);
    for (std::size_t replicate = 0; replicate < params.replicates; ++replicate) {
        Random random(mixedSeed(params.seed, replicate));
        for (std::size_t draw = 0; draw < samples; ++draw) {
            const std::size_t drawn = random.below(static_cast<std::uint32_t>(samples));
            counts[drawn * params.replicates + replicate] += 1.0F;
        }
    }
    return counts;
}

Band percentileBand(double value, std::vector<double> replicates, double confidence)
{
    constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
    const std::size_t drawn = replicates.size();
    std::erase_if(replicates, [](double one) { return !std::isfinite(one); });
    if (!std::isfinite(value) || replicates.empty() || 2 * replicates.size() < drawn)
        return {value, kUndefined, kUndefined, kUndefined};
    std::sort(replicates.begin(), replicates.end());
    const double mean = std::accumulate(replicates.begin(), replicates.end(), 0.0) /
                        static_cast<double>(replicates.size());
    const double bias = mean - value;
    const double tail = 0.5 * (1.0 - confidence);
    return {value, quantile(replicates, tail) - bias, quantile(replicates, 1.0 - tail) - bias,
            bias};
}

} // namespace inspike
