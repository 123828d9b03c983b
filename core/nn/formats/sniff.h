// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What kind of model file the first bytes promise.

#include <filesystem>

namespace inspike {

enum class ModelFileKind {
    Other,
    Empty,
    Hdf5,
    Zip,
    LegacyTorch, // torch.save before 1.6
    Tar,         // torch.save before 0.2
    Pickle       // a bare pickle of protocol 2 or later
};

// Throws Error{NotFound} for a missing or unreadable file and for a folder.
ModelFileKind sniffModelFile(const std::filesystem::path& path);

} // namespace inspike
