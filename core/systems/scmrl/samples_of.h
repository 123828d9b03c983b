// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where samples may come from; one file each. nullptr when the recording holds nothing of the kind.

#include "core/systems/scmrl/samples.h"

namespace inspike::scmrl {

// Tensors "audio", "visual", "label", ready for the network.
std::unique_ptr<Samples> tensorSamples(std::shared_ptr<const Recording> recording,
                                       const Config& config);
// A stream of Pairs; their files are read when they are needed.
std::unique_ptr<Samples> pairSamples(std::shared_ptr<const Recording> recording,
                                     const Config& config);

} // namespace inspike::scmrl
