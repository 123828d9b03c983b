// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The branch of events as a NIR graph: its neurons are LIF with tau = 2 dt, r = 1 and no leak
// potential; a batch norm goes into the convolution before it, or becomes one of a value per
// channel. The mean over steps of what the graph gives is the network's prediction.

#include "core/systems/nir/nir_file.h"
#include "core/systems/transfer/network.h"

#include <string>
#include <vector>

namespace inspike::transfer {

// For the step that NIR networks run with unless told another. `notes` receives how its input is
// made.
nir::File nirFileOf(const Network& network, std::vector<std::string>& notes);

} // namespace inspike::transfer
