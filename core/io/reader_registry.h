// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// All file formats of recordings, and the choice among them.

#include "core/io/reader.h"

namespace inspike {

std::span<const std::unique_ptr<Reader>> readers();
// nullptr if there is none.
const Reader* findReader(std::string_view id);
// The reader that is surest about the file, ties by list order. Throws Error{NotFound} for a
// missing file and Error{Unsupported} that lists what was tried.
const Reader& pickReader(const FilePeek& peek);

// pickReader + read with the reader's default parameters.
Recording readRecording(const std::filesystem::path& path, JobContext& job, std::size_t trial = 0);

} // namespace inspike
