// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The network as everything else sees it: inputs, probes, runs.

#include "core/nn/model.h"
#include "core/systems/smnn/network.h"

#include <memory>

namespace inspike::smnn {

// `checkpoint` supplies format, training record and notes already taken.
std::shared_ptr<const Model> makeModel(Network network, const Checkpoint& checkpoint,
                                       std::vector<std::string> notes);

} // namespace inspike::smnn
