// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Windows of convolutions and pools, dimensions to flatten, and the sizes that follow.

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

// What a Flatten gives, whose dimensions may count a batch in front; nothing if its input does not
// have them.
std::optional<Shape> flattened(const NodeNumbers& numbers, const Shape& input, bool withBatch);

} // namespace inspike::nir
