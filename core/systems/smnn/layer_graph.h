// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The network as layers: the recurrent weights are the two sets of modes and their scores, through
// which the filtered spikes of one step reach the next.

#include "core/nn/model.h"
#include "core/systems/smnn/network.h"

namespace inspike::smnn {

// `info` with its parameters and probes.
LayerGraph layerGraphOf(const Network& network, const ModelInfo& info);

} // namespace inspike::smnn
