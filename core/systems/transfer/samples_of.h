// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where samples may come from; one file each. nullptr when the recording holds nothing of the kind.

#include "core/systems/transfer/samples.h"

namespace inspike::transfer {

// Tensors "event", "static", "label" and "id", ready for the network.
std::unique_ptr<Samples> tensorSamples(std::shared_ptr<const Recording> recording,
                                       const Config& config);

} // namespace inspike::transfer
