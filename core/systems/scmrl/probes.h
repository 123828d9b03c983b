// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What can be recorded of an S-CMRL network: ids as in forward.h, axes with steps and samples
// apart.

#include "core/nn/model.h"
#include "core/systems/scmrl/config.h"

#include <vector>

namespace inspike::scmrl {

std::vector<Probe> probesOf(const Config& config);
std::vector<Probe> outputsOf(const Config& config);

} // namespace inspike::scmrl
