// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Selected units as the text of a parameter, with runs as ranges: "0-99,120".

#include "widgets/selection/selection.h"

#include <string>

namespace inspike {

inline std::string unitListOf(const Selection& selection)
{
    std::vector<std::int64_t> units = selection.indices(KeyKind::Unit);
    std::string text;
    for (std::size_t i = 0; i < units.size();) {
        std::size_t end = i + 1;
        while (end < units.size() && units[end] == units[end - 1] + 1)
            ++end;
        text += (text.empty() ? "" : ",") + std::to_string(units[i]);
        if (end > i + 1)
            text += "-" + std::to_string(units[end - 1]);
        i = end;
    }
    return text;
}

} // namespace inspike
