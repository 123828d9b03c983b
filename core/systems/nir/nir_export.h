// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Models of other formats and systems as NIR graphs.

#include "core/systems/nir/nir_file.h"

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inspike::nir {

// A model of a system that NIR has nodes for.
class Writable
{
public:
    virtual ~Writable() = default;

    // `notes` receives what the graph lacks, and what was assumed. Throws Error{BadModel}.
    virtual File nirFile(std::vector<std::string>& notes) const = 0;
};

struct Export
{
    File file;
    std::vector<std::string> notes; // what the graph lacks, and what was assumed
};

// Of any model file; NIR files come back as they are. `systemId` and `settings` as for openModel().
// Throws Error{BadModel} for models that NIR cannot express, and what openModel() throws.
Export exportNir(const std::filesystem::path& path, std::string_view systemId,
                 std::span<const std::string> settings, JobContext& job);

} // namespace inspike::nir
