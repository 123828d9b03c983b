// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How much memory the program may use for data, and how much it uses. The budget is a property of
// the process like its number of threads: set once at the start or by the user, read by readers
// and builders before they allocate.

#include <cstdint>
#include <string>
#include <string_view>

namespace inspike {

// Bytes; a quarter of the machine's memory unless set.
std::uint64_t memoryBudget();
void setMemoryBudget(std::uint64_t bytes); // at least 64 MiB; 0 = the default again
std::uint64_t physicalMemory();
std::uint64_t residentMemory();     // of this process now
std::uint64_t peakResidentMemory(); // of this process so far

// "512M", "4G", "4GiB", "1.5 GB", plain bytes. Throws Error{BadParameter}.
std::uint64_t bytesFromText(std::string_view text);
// "1.5 GB", "640 MB" (powers of 1000, as file managers show them).
std::string textFromBytes(std::uint64_t bytes);

} // namespace inspike
