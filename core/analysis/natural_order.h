// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Names in the order in which people list them.

#include <string>

namespace inspike {

// Numbers in names by value: "feature.9" before "feature.10".
bool naturalLess(const std::string& a, const std::string& b);

} // namespace inspike
