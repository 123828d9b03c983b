// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Writing files so that a failure leaves nothing behind: a temporary file in the same folder,
// renamed at the end.

#include <filesystem>
#include <functional>
#include <string_view>

namespace inspike {

// Throws Error{BadOutput} if the path is a folder, lies in no folder, or exists while `replace` is
// false. For asking before the work starts rather than after it; "-" (stdout) is always free.
void requireFreeOutput(const std::filesystem::path& path, bool replace);
// Lets `write` produce a temporary file beside `path`, then renames it; removes it when `write`
// throws. Throws Error{BadOutput} if the file exists and `replace` is false (before `write` is
// called), or if it cannot be written.
void writeAtomically(const std::filesystem::path& path, bool replace,
                     const std::function<void(const std::filesystem::path& temporary)>& write);
// Any text or bytes, by the same rules; "-" is stdout.
void writeFile(const std::filesystem::path& path, std::string_view content, bool replace);

} // namespace inspike
