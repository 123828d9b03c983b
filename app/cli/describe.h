// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What `inspike info` says about models and runs, as JSON (design of the fields: the help page
// "Command line") and as lines for people made from that JSON.

#include "core/io/reader.h"
#include "core/nn/checkpoint.h"
#include "core/nn/model.h"

#include <string>

namespace inspike {

Json describeModel(const ModelInfo& info);
// Parameters that no model system knows.
Json describeCheckpoint(const Checkpoint& checkpoint);
Json describeRun(const Run& run);

// The same as aligned lines.
std::string recordingLines(const Json& recording);
std::string modelLines(const Json& model);
std::string runLines(const Json& run);

} // namespace inspike
