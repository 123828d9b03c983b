// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The network as layers: one group per branch, which share the trunk's parameters.

#include "core/nn/model.h"
#include "core/systems/transfer/config.h"

namespace inspike::transfer {

// `info` with its parameters.
LayerGraph layerGraphOf(const Config& config, const ModelInfo& info);

} // namespace inspike::transfer
