// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How this network is trained: options, data, and what is written about it.

#include "core/nn/model_system.h"

namespace inspike::smnn {

ParamSpecs trainOptions();
// See ModelSystem::train.
Checkpoint trainNetwork(const TrainRequest& request, JobContext& job);

} // namespace inspike::smnn
