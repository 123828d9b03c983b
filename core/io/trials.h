// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What readers of files with many independent trials share: one trial is read at a time, all are
// listed.

#include "core/io/reader.h"

namespace inspike {

// Format, path, title and trials of the file.
RecordingInfo trialInfo(const ReadRequest& request, const char* format, std::size_t trials);

// False, with a note in the recording, when the file holds no trials. Throws Error{BadParameter}
// when it holds others than the one asked for.
bool hasTrial(const ReadRequest& request, Recording& recording);

// Takes units, times and notes of the one trial that was read into its line of a list of all; the
// lines of trials stand first, in order.
void completeTrial(const ReadRequest& request, const RecordingSummary& read,
                   RecordingSummary& summary);

} // namespace inspike
