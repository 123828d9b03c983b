// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What flows from layer to layer when a method is called, read from its graph without executing it.
// Layers are the modules that call no other, and operators such as conv2d that stand in modules
// that do.

#include "core/nn/layer_graph.h"
#include "core/systems/torchscript/modules.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace inspike::torchscript {

struct Flow
{
    LayerGraph graph; // nodes in the order of their first call, between "input" and "output"
    // Of one sample at one step, as the first layer with weights takes it; empty when unknown.
    std::vector<std::int64_t> wish;
    bool wishesIntegers = false;        // the first layer looks its input up in a table
    std::vector<std::string> called;    // paths of modules, inner and outer, but the root
    std::vector<std::string> operators; // ids of the operators that are layers
    bool complete = true;               // false: too large to be followed
};

// The methods of modules in which operators count as layers: those that call other modules, and the
// root's.
bool observesOperators(const ModuleTree& tree, const torch::jit::Function& function);

Flow flowOf(const ModuleTree& tree, const std::string& method);

// What is known in a method without executing anything: constants, what attributes of its module
// hold, and arguments of these kinds.
struct Facts
{
    const c10::ivalue::Object* self;
    std::map<const torch::jit::Value*, c10::IValue> bindings;

    std::optional<c10::IValue> of(const torch::jit::Value* value) const;
    // In what is called with these arguments.
    Facts inside(const torch::jit::Graph& callee,
                 at::ArrayRef<const torch::jit::Value*> arguments) const;
};

// Synapses of a layer with weights or windows, by the operator in its method.
std::optional<Synapses> synapsesOf(const torch::jit::Node& node, const Facts& facts);

} // namespace inspike::torchscript
