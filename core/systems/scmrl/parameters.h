// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every entry of an S-CMRL state dict (specs: s-cmrl 7): name, shape and what it is.

#include "core/systems/scmrl/config.h"

#include <cstdint>
#include <string>
#include <vector>

namespace inspike::scmrl {

enum class ParameterRole {
    ConvWeight,
    ConvBias,
    LinearWeight,
    LinearBias,
    NormWeight,
    NormBias,
    RunningMean,
    RunningVariance,
    BatchesTracked,  // int64 scalar
    FrozenThreshold, // scalars that nothing reads: the neuron's constants
    FrozenSlope
};

struct ParameterEntry
{
    std::string name;
    std::vector<std::int64_t> shape;
    ParameterRole role = ParameterRole::ConvWeight;
    bool used = true;        // false: in checkpoints, but no part of the computation
    std::int64_t inputs = 0; // that a unit of a convolution sees, for its initialisation

    bool isTrained() const;
};

// In the order of the reference's modules.
std::vector<ParameterEntry> parametersOf(const Config& config);

} // namespace inspike::scmrl
