// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The neurons and integrators of the format (specs: nir 3 and 4) as a bank of fused ones.

#include "core/nn/detail/neuron_bank.h"
#include "core/systems/nir/execute.h"

namespace inspike::nir {

// Of a node with a membrane.
nn::NeuronBank bankOf(const NetworkNode& node, const Simulation& simulation);

} // namespace inspike::nir
