// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Stored results in tests/golden. With UPDATE_GOLDEN=1 in the environment compareGolden() writes
// the file instead of comparing; look at the difference before committing it.

#include "core/base/json.h"

#include <string>

namespace inspike::test {

// Parses tests/golden/<name>; throws when it is not there.
Json goldenJson(const std::string& name);
// Empty when `content` equals tests/golden/<name>, else what differs first.
std::string compareGolden(const std::string& name, const std::string& content);

} // namespace inspike::test
