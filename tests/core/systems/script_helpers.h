// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Made TorchScript archives: where they are, running them, and the numbers that PyTorch gave.

#include "core/nn/model.h"

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace inspike::test {

// The committed archives.
std::filesystem::path scriptFolder();

std::shared_ptr<const Model> openProgram(const std::filesystem::path& path);
// Opens, trusts and runs NAME.pt of the folder on NAME.h5.
Run runProgram(const std::filesystem::path& folder, const std::string& name,
               const std::vector<std::string>& settings, JobContext& job,
               const std::vector<std::string>& probes = {"*"});

struct Expected
{
    std::vector<std::size_t> shape;
    std::vector<float> values;
};
// By probe, from NAME.h5.
std::map<std::string, Expected> expectedOf(const std::filesystem::path& folder,
                                           const std::string& name);

// Empty if the run has every quantity that PyTorch gave with numbers within 1e-6, else what
// differs.
std::string differences(const Run& run, const std::map<std::string, Expected>& expected);

} // namespace inspike::test
