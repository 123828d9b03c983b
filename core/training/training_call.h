// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a training was asked for, so that it can be repeated and gone on with.

#include "core/nn/model_system.h"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace inspike {

struct TrainingCall
{
    Params options;
    std::uint64_t seed = 0;
    int epochs = 0;
};

// The command line that repeats it. Options are named where they differ from their fallback, and
// those of `alwaysSaid` in any case: they say what is trained.
std::string commandOf(const TrainingCall& call, const TrainRequest& request,
                      std::string_view system, std::span<const std::string_view> alwaysSaid);

// Members "options", "seed" and "epochs" of the training object of an interrupted training, which
// count again; what is asked for now must not contradict them (Error{BadParameter}), but for more
// or fewer epochs.
TrainingCall resumedCall(const Checkpoint& resumed, const TrainRequest& request,
                         const ParamSpecs& specs);

} // namespace inspike
