// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The network as a NIR graph. With forward Euler at the network's own time step, the graph computes
// the same numbers until a neuron would be refractory, which NIR cannot say.

#include "core/systems/nir/nir_file.h"
#include "core/systems/smnn/network.h"

namespace inspike::smnn {

// `notes` receives what the graph lacks; the metadata has it, too. Throws Error{BadModel} for the
// rate network.
nir::File nirFileOf(const Network& network, std::vector<std::string>& notes);

} // namespace inspike::smnn
