// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Windows of convolutions and pools: kernels, strides, padding, and the sizes that follow.

#include "core/systems/nir/nir_numbers.h"

namespace inspike::nir {

bool isConvolution(NodeType type);
bool isPool(NodeType type);

// What the node takes, as far as it says: [channels, height, width] or [channels, length], -1 where
// it does not.
Shape windowDemand(const NodeNumbers& numbers, NodeType type);

// Fills kernel, stride, padding, dilation, groups and output of a node whose input is known and has
// the rank of windowDemand().
void readWindow(const NodeNumbers& numbers, NetworkNode& node);

} // namespace inspike::nir
