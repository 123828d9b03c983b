// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How many samples of a run a network took for what they are.

#include "core/analysis/proportion.h"
#include "core/nn/model.h"

#include <cstddef>
#include <optional>

namespace inspike {

struct Accuracy
{
    std::size_t correct = 0;
    std::size_t samples = 0; // with a label
    Proportion share;
};

// Of runs with an output of samples x classes and labels.
std::optional<Accuracy> accuracyOf(const Run& run);

} // namespace inspike
