// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pictures (PNG, JPEG) as one frame of bytes with one channel (grey) or three (RGB). Only
// picture_file.cpp knows libpng and libjpeg-turbo. Transparency is dropped, 16 bits become their
// upper 8, a palette becomes its colours; notes say so. The size is checked before anything is
// allocated. A damaged picture is refused: half of one would be learned from unnoticed.

#include "core/base/job.h"
#include "core/data/recording.h"

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace inspike {

// True for the first bytes of a file that readPicture() takes.
bool looksLikePicture(std::span<const std::byte> head);

// Throws Error{NotFound} for a missing or unreadable file and for a folder, Error{BadFormat} for
// damage, and Error{Unsupported} for other formats and for more than 65,500 pixels per side or 100
// million in all.
Frames readPicture(const std::filesystem::path& path, std::vector<std::string>& notes,
                   JobContext& job);

} // namespace inspike
