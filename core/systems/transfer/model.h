// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A static-to-event network as what views and commands run.

#include "core/nn/model.h"
#include "core/systems/transfer/network.h"

#include <memory>

namespace inspike::transfer {

std::shared_ptr<const Model> makeModel(Network network, const Checkpoint& checkpoint,
                                       std::vector<std::string> notes);

} // namespace inspike::transfer
