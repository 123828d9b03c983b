// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// An S-CMRL network as a Model: recordings in, labelled arrays out.

#include "core/nn/model.h"
#include "core/systems/scmrl/network.h"

#include <memory>

namespace inspike::scmrl {

// Run options: path (fast, plain), batch, split and most-samples (which pairs), ablate (an input
// replaced by zeros), noise-audio and noise-visual (dB).
std::shared_ptr<const Model> makeModel(Network network, const Checkpoint& checkpoint,
                                       std::vector<std::string> notes);

} // namespace inspike::scmrl
