// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where tests find real recordings and reference numbers: the folder named by INSPIKE_SHARED, else
// ../shared beside the source tree. A user's clone has none; tests then skip and say so.

#include <filesystem>

namespace inspike::test {

// Empty if the file is not there.
std::filesystem::path sharedFile(const std::filesystem::path& relative);

} // namespace inspike::test

// Skips the current test function with a message when `path` is empty.
#define INSPIKE_NEED(path, what)                                                                   \
    if ((path).empty())                                                                            \
    QSKIP("no " what " beside this clone (set INSPIKE_SHARED)")
