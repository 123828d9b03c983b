// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The programs (TorchScript) that the user trusts, by SHA-256, in
// $XDG_CONFIG_HOME/inspike/trusted.json: whatever a file is called and wherever it lies, it is
// trusted while its content is the same. Models check it themselves (core/nn/program_consent.h);
// this is what is remembered.

#include "core/base/job.h"
#include "core/nn/model.h"

#include <filesystem>
#include <string>

namespace inspike {

std::filesystem::path trustedFilesList();

// True if the model is no program, or one that may be run: trusted now or before.
bool mayRun(const Model& model, const std::filesystem::path& path, JobContext& job);
// As runModel would, before the work starts: throws Error{BadModel} that says how to trust the
// file.
void requireTrust(const Model& model, const std::filesystem::path& path, JobContext& job);
// From now on, also in later processes. Returns what to tell the user when it could not be
// remembered, else an empty text.
std::string trustProgram(const std::filesystem::path& path, JobContext& job);

} // namespace inspike
