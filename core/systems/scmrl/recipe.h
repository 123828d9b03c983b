// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How this network is trained (specs: s-cmrl 6): options, data, and what is written about it.

#include "core/nn/model_system.h"

namespace inspike::scmrl {

ParamSpecs trainOptions();
// See ModelSystem::train. request.data: one recording of pairs that may name their splits, or
// tensors; further recordings test. After each epoch the state goes to output + ".resume.h5".
Checkpoint trainNetwork(const TrainRequest& request, JobContext& job);

} // namespace inspike::scmrl
