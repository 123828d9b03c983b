// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What programs print and warn of while they run, kept instead of written to the terminal, where it
// would mix with results.

#include <string>
#include <vector>

namespace inspike::torchscript {

// One at a time on a thread.
class ProgramOutput
{
public:
    ProgramOutput();
    ProgramOutput(const ProgramOutput&) = delete;
    ProgramOutput& operator=(const ProgramOutput&) = delete;
    ~ProgramOutput();

    // The first lines.
    std::vector<std::string> lines() const;
};

} // namespace inspike::torchscript
