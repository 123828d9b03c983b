// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pictures of `inspike render`: size, type and language in, a file out. Tables (CSV, JSON) are
// written without Qt; drawing starts an off-screen application, so no display is ever needed.

#include "core/base/json.h"
#include "core/figures/figure_io.h"

#include <cstdint>
#include <span>
#include <string>

namespace inspike {

struct PictureRequest
{
    std::string output;
    std::string size;   // "180x120mm", "1920x1080px" or empty
    std::string preset; // id or empty
    std::string theme = "light";
    std::string language = "en";
    std::int64_t dpi = 0; // 0 = of the preset, else 300
    bool force = false;
};

// Throws Error{BadParameter} for a size, preset or extension that does not exist and
// Error{BadOutput} when the output is not free; nothing is drawn yet.
void checkPicture(const PictureRequest& request, bool window);
// The pixels that a builder should aim at.
Viewport viewportOf(const PictureRequest& request);
void writePicture(const Figure& figure, const PictureRequest& request, const Json& provenance);
// The whole window with these files open, as PNG.
void writeWindowPicture(std::span<const std::string> files, const PictureRequest& request);

} // namespace inspike
