// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How much a cross-modal block adds to a stream (specs: s-cmrl 9): with x the features that enter
// the block, r its residual and alpha the weight of the residual (x' = x + alpha r)
//   energy[t] = alpha ||r[t]|| / ||x[t]||      Euclidean norms over channels and tokens
//   rate[t]   = mean of r[t]                   the firing rate where r is spikes
// of every sample and step. A fusion that replaces x, or whose alpha is unknown, has
// ||x' - x|| / ||x|| instead, which is the same number where both exist. Read from the probes
// stage/<stream>_patch_embed and stage/block.K.{residual,fused}; block 0 is audio, 1 visual.

#include "core/base/job.h"
#include "core/nn/model.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace inspike {

struct ResidualEnergy
{
    std::size_t steps = 0;
    std::size_t samples = 0;
    std::vector<double> energy; // [step * samples + sample]; NaN where x is zero or damaged
    std::vector<double> rate;   // likewise; empty without a residual
    bool spikes = true;         // all of r is 0 or 1
    bool change = false;        // energy is ||x' - x|| / ||x||

    // Over the steps where it is defined; NaN when there is none.
    double meanOfSample(std::size_t sample) const;
};

// Mean and standard deviation (n - 1) of the finite ones among the values; NaN without any, spread
// 0 for one.
struct MeanAndSpread
{
    double mean = 0.0;
    double spread = 0.0;
    std::size_t n = 0;
};
MeanAndSpread meanAndSpread(const std::vector<double>& values, std::size_t from, std::size_t count);

// What the run lacks for it, in one line; nullopt when at least one stream has it.
std::optional<std::string> lacksResidual(const Run& run);
// Audio and visual; nullopt for a stream that the run does not have it of.
std::array<std::optional<ResidualEnergy>, 2> residualEnergies(const Run& run, JobContext& job);

} // namespace inspike
