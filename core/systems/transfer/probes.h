// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What can be recorded of a static-to-event network: ids as in forward.h.

#include "core/nn/model.h"
#include "core/systems/transfer/config.h"

#include <vector>

namespace inspike::transfer {

std::vector<Probe> probesOf(const Config& config);
std::vector<Probe> outputsOf(const Config& config);

} // namespace inspike::transfer
