// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Time constants, thresholds and weights of nodes whose shapes are known.

#include "core/systems/nir/nir_flatten.h"

#include <string_view>
#include <vector>

namespace inspike::nir {

// Names of the numbers that a node of that type has per element of its output.
std::vector<std::string_view> elementNumbers(NodeType type);
// Sets the values of a node. Throws Error{BadModel, BadShape} that names the node and the
// parameter: missing, not finite, a time constant that is not positive.
void readParameters(const FlatGraph& graph, std::size_t index, NetworkNode& node);

} // namespace inspike::nir
