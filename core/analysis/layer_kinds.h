// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the kinds of layers mean for what flows through them, by the names that formats and
// libraries give them, whatever their capitals: "Flatten", "torch.nn.MaxPool2d".

#include "core/nn/layer_graph.h"

namespace inspike {

// It hands on what it gets: inputs, outputs, flatten, sums of branches.
bool isPassing(const LayerNode& node);
// The same values in another order.
bool isReordering(const LayerNode& node);
bool isDelay(const LayerNode& node);
// Known to give values, whatever comes in.
bool givesValues(const LayerNode& node);
bool isNeuron(const LayerNode& node);
bool isPool(const LayerNode& node);
// A pool that gives the greatest of its window instead of the sum or mean.
bool isMaxPool(const LayerNode& node);
// Pools that divide: times their window, their values are counts again.
bool isMeanPool(const LayerNode& node);

} // namespace inspike
