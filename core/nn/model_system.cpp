// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/model_system.h"

#include "core/base/error.h"

namespace inspike {

Checkpoint ModelSystem::train(const TrainRequest&, JobContext&) const
{
    throw Error(ErrorKind::BadModel, "the system '" + info().id + "' cannot be trained here");
}

} // namespace inspike
