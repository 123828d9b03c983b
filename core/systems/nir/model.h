// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A NIR network as what views and commands run.

#include "core/nn/model.h"
#include "core/systems/nir/nir_network.h"

#include <memory>
#include <string>

namespace inspike::nir {

std::shared_ptr<const Model> makeModel(File file, Network network, const std::string& title);

} // namespace inspike::nir
