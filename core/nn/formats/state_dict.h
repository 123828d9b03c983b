// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where in an unpickled checkpoint the parameters are: at the root, or under "state_dict", "model",
// "net"... Plain values beside them become configuration; optimisers are left out.

#include "core/base/json.h"
#include "core/nn/formats/pickle_machine.h"

#include <map>
#include <string>
#include <vector>

namespace inspike {

struct FoundState
{
    std::map<std::string, pickle::Ref> tensors; // by parameter name; values are TensorViews
    Json config;                                // null if there are no plain values
    std::vector<std::string> notes;
};

// Throws Error{Unsupported} if there are no tensors or the nesting has no end.
FoundState findState(const pickle::Document& document);

} // namespace inspike
