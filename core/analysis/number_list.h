// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Lists in text parameters: "0.1,0.5" and "0-19,25". All throw Error{BadParameter} that names the
// parameter and the item that is wrong.

#include <cstddef>
#include <string_view>
#include <vector>

namespace inspike {

// Finite numbers separated by commas; empty text gives an empty list.
std::vector<double> numbersFromText(std::string_view text, std::string_view parameter);
// Whole numbers and ranges ("3", "0-9"), each below `limit`; order kept, repeats dropped.
std::vector<std::size_t> indicesFromText(std::string_view text, std::string_view parameter,
                                         std::size_t limit);

} // namespace inspike
