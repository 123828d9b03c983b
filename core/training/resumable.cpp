// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/resumable.h"

#include "core/base/error.h"

namespace inspike {

std::filesystem::path resumePath(const TrainRequest& request)
{
    return request.output.string() + ".resume.h5";
}

void runResumable(TrainingPlan& plan, TrainingState& state, const TrainRequest& request, int every,
                  const std::function<Checkpoint()>& checkpointNow, JobContext& job)
{
    const auto write = [&](const TrainingState& now) {
        Checkpoint checkpoint = checkpointNow();
        storeTraining(now, plan, checkpoint);
        writeModelFile(resumePath(request), checkpoint);
    };
    plan.epochDone = [&, then = plan.epochDone](const TrainingState& now) {
        if (then)
            then(now);
        if (every > 0 && now.epochs % every == 0)
            write(now);
    };
    try {
        runTraining(plan, state, job);
    } catch (const Error& error) {
        if (error.kind() != ErrorKind::Cancelled)
            throw;
        write(state);
        throw Error(ErrorKind::Cancelled, "stopped after " + std::to_string(state.updates) +
                                              " updates; continue with --resume " +
                                              resumePath(request).string());
    }
}

} // namespace inspike
