// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a network takes to which any recording may be fitted (core/systems/fitting).

#include <cstdint>
#include <string>
#include <vector>

namespace inspike {

struct InputWish
{
    std::string name = "input";      // of the stream that is looked for first
    std::vector<std::int64_t> shape; // of one sample at one step; -1 = any; empty = unknown
    double stepSeconds = 1e-3;       // width of a step where the recording has a clock
    bool stepped = true;             // false: no axis of steps, one step is taken
};

} // namespace inspike
