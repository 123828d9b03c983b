// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A format of whole networks: its files say what is computed, where a checkpoint only has
// parameters. One folder in core/systems, one line in system_registry.cpp.

#include "core/nn/model.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace inspike {

struct ModelFormatInfo
{
    std::string id;                      // "nir"
    std::string title;                   // "NIR graph"
    std::vector<std::string> extensions; // ".nir"
    ParamSpecs openOptions = {};
};

class ModelFormat
{
public:
    virtual ~ModelFormat() = default;

    virtual ModelFormatInfo info() const = 0;
    // True for files that open() reads or refuses with a reason of this format: by their content,
    // and by an extension that no other format has. Never throws; reads little.
    virtual bool claims(const std::filesystem::path& path) const noexcept = 0;
    // Executes nothing. Throws Error{BadFormat, BadModel, BadShape, Unsupported}.
    virtual std::shared_ptr<const Model> open(const std::filesystem::path& path,
                                              const Params& options, JobContext& job) const = 0;
};

} // namespace inspike
