// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which programs may be executed in this process: files whose models say ModelInfo::isProgram.
// Those models ask here themselves before they run, so that no caller can forget to. What is
// remembered between processes is up to core/workspace/trusted_files.h.

#include <string>
#include <string_view>

namespace inspike {

// By the SHA-256 of the file; on any thread.
void consentToProgram(std::string_view sha256);
bool consentedToProgram(std::string_view sha256);
// For tests.
void withdrawConsent(std::string_view sha256);

// What a run of a program without consent is refused with; the file's name comes first.
std::string programRefusal(const std::string& file);

} // namespace inspike
