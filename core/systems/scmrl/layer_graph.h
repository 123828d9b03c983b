// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The network as layers, grouped as the reference's modules are.

#include "core/nn/model.h"
#include "core/systems/scmrl/config.h"

namespace inspike::scmrl {

// `info` with its parameters.
LayerGraph layerGraphOf(const Config& config, const ModelInfo& info);

} // namespace inspike::scmrl
