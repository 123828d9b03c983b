// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Every entry of an S-CMRL state dict (specs: s-cmrl 7): name, shape and what it is.

#include "core/nn/detail/network_state.h"
#include "core/systems/scmrl/config.h"

#include <vector>

namespace inspike::scmrl {

using nn::ParameterEntry;
using nn::ParameterRole;

// In the order of the reference's modules.
std::vector<ParameterEntry> parametersOf(const Config& config);

} // namespace inspike::scmrl
