// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure_export/figure_exporter.h"

#include <algorithm>
#include <array>

namespace inspike {
namespace {

// Column widths from the guides for authors; heights suit one panel.
const std::array<ExportPreset, 11> kPresets = {{
    {"nature-single", "Nature, one column (89 mm)", 89, 62, 7, 300},
    {"nature-double", "Nature, two columns (183 mm)", 183, 100, 7, 300},
    {"ieee-single", "IEEE, one column (88.9 mm)", 88.9, 62, 8, 300},
    {"ieee-double", "IEEE, two columns (181.9 mm)", 181.9, 100, 8, 300},
    {"elsevier-single", "Elsevier, one column (90 mm)", 90, 62, 7, 300},
    {"elsevier-middle", "Elsevier, one and a half columns (140 mm)", 140, 85, 7, 300},
    {"elsevier-double", "Elsevier, two columns (190 mm)", 190, 105, 7, 300},
    {"slide", "Slide 16:9 (254 x 142.9 mm)", 254, 142.875, 16, 192},
    {"a4", "A4 page, landscape", 297, 210, 12, 300},
    {"poster-a0", "Poster A0, half its width (400 x 280 mm)", 400, 280, 24, 200},
    {"poster-a0-full", "Poster A0, landscape (1189 x 841 mm)", 1189, 841, 60, 100},
}};

} // namespace

std::span<const ExportPreset> exportPresets()
{
    return kPresets;
}

const ExportPreset* findExportPreset(std::string_view id)
{
    const auto* found = std::find_if(kPresets.begin(), kPresets.end(),
                                     [&](const ExportPreset& preset) { return preset.id == id; });
    return found == kPresets.end() ? nullptr : found;
}

} // namespace inspike
