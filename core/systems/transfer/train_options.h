// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the settings of a training mean.

#include "core/systems/transfer/training_data.h"

namespace inspike::transfer {

// When pictures give way to events.
enum class Sliding {
    Smooth, // more and more (specs 1.5)
    Sudden, // all after half of the epochs
    Never
};

// `options` of trainOptions(), without classes. Throws Error{BadParameter} for widths that are no
// numbers.
Config configFrom(const Params& options);
DataChoice dataChoiceFrom(const Params& options, Arch arch, std::uint64_t seed);
Objective objectiveFrom(const Params& options);
Sliding slidingFrom(const Params& options);

// The probability of replacement in update `update`; `power` counts for Sliding::Smooth.
double replacementAt(Sliding sliding, double power, std::uint64_t update,
                     std::uint64_t updatesPerEpoch, int epochs);

} // namespace inspike::transfer
