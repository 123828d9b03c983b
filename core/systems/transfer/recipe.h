// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How this network is trained (specs: static-to-event 5): options, data, and what is written about
// it.

#include "core/nn/model_system.h"

namespace inspike::transfer {

ParamSpecs trainOptions();
// See ModelSystem::train. request.data: recordings of events and still pictures, in lists that may
// name their splits, or tensors. After each epoch the state goes to output + ".resume.h5".
Checkpoint trainNetwork(const TrainRequest& request, JobContext& job);

} // namespace inspike::transfer
