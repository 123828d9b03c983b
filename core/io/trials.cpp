// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/trials.h"

#include "core/base/error.h"
#include "core/io/assemble.h"

namespace inspike {

RecordingInfo trialInfo(const ReadRequest& request, const char* format, std::size_t trials)
{
    RecordingInfo info;
    info.format = format;
    info.path = request.path;
    info.title = request.path.stem().string();
    info.trialCount = trials;
    info.trial = request.trial;
    return info;
}

bool hasTrial(const ReadRequest& request, Recording& recording)
{
    const std::size_t trials = recording.info.trialCount;
    if (trials == 0) {
        recording.info.notes.push_back("the file holds no trials");
        return false;
    }
    if (request.trial >= trials)
        throw Error(ErrorKind::BadParameter, "no trial " + std::to_string(request.trial) + "; " +
                                                 request.path.string() + " has trials 0 to " +
                                                 std::to_string(trials - 1));
    return true;
}

void completeTrial(const ReadRequest& request, const RecordingSummary& read,
                   RecordingSummary& summary)
{
    StreamSummary& line = summary.streams.at(request.trial);
    line.units = read.streams.front().units;
    line.first = read.streams.front().first;
    line.last = read.streams.front().last;
    summary.info.notes = read.info.notes;
    summary.info.notes.push_back(counted(summary.info.trialCount, "trial") +
                                 "; the duration is that of trial " +
                                 std::to_string(request.trial));
}

} // namespace inspike
