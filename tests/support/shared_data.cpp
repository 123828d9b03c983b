// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/shared_data.h"

#include <cstdlib>

namespace inspike::test {

std::filesystem::path sharedFile(const std::filesystem::path& relative)
{
    const char* folder = std::getenv("INSPIKE_SHARED");
    const std::filesystem::path root =
        folder != nullptr ? std::filesystem::path(folder)
                          : std::filesystem::path(INSPIKE_SOURCE_DIR) / "../shared";
    const std::filesystem::path path = root / relative;
    std::error_code ignored;
    return std::filesystem::exists(path, ignored) ? path : std::filesystem::path();
}

} // namespace inspike::test
