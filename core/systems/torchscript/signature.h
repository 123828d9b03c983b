// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How a method of a program wants to be called: what it takes, which arguments are state that it
// gives back, and whether it goes through the steps itself.

#include "core/systems/torchscript/modules.h"

#include <optional>
#include <string>
#include <vector>

namespace inspike::torchscript {

enum class Calling {
    Stepped, // once per step, with [sample, ...]
    Whole,   // once, with [step, sample, ...]
    Sample   // once, with [sample, step, ...]
};

struct Signature
{
    std::string method;
    std::string input;                  // name of the argument that is data
    std::vector<std::string> state;     // names of arguments that carry state
    bool stateInOne = false;            // given back as one tuple beside the output
    std::optional<std::size_t> stateAt; // position of the first state in the tuple that it returns
    Calling calling = Calling::Stepped; // what "auto" means
    std::string reason;                 // why, for the notes of a run
    std::int64_t traced = 0;            // steps that it was traced for; 0 = any
};

// Methods of the root that may be run, forward first.
std::vector<std::string> methodsOf(const torch::jit::Module& root);

// Throws Error{BadParameter, BadModel}.
Signature signatureOf(const ModuleTree& tree, const std::string& method);

// Type without Optional.
c10::TypePtr withoutOptional(const c10::TypePtr& type);

} // namespace inspike::torchscript
