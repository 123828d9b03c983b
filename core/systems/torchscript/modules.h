// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The modules of a program: their paths, kinds, parameters and which attributes they write while
// they run.

#include "core/nn/model.h"
#include "core/systems/torchscript/program.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

namespace inspike::torchscript {

struct Module
{
    std::string path; // "encoder/lif"; empty for the root
    const c10::ivalue::Object* object = nullptr;
    std::string kind;               // class without package and mangling: "Conv2d"
    std::vector<std::string> state; // tensor attributes that its methods write
    bool leaf = true;               // calls no other module
};

class ModuleTree
{
public:
    explicit ModuleTree(const torch::jit::Module& root);

    const std::vector<Module>& all() const { return m_modules; }
    // nullptr for objects that are no module of the tree.
    const Module* find(const c10::ivalue::Object* object) const;
    const Module* find(std::string_view path) const;

private:
    void add(const c10::ivalue::Object& object, const std::string& path);

    std::vector<Module> m_modules; // the root first, parents before children
    std::unordered_map<const c10::ivalue::Object*, std::size_t> m_byObject;
};

// The tensors of a module and those below: name as in a state dict, "fc.weight".
struct NamedTensor
{
    std::string name;
    std::string path;     // of its module
    bool trained = false; // a parameter, no buffer
    at::Tensor value;
};
std::vector<NamedTensor> tensorsOf(const ModuleTree& tree);

// What an attribute with that name holds: "v" is a membrane, "syn" a current.
ProbeKind kindOfState(const std::string& attribute);
// "membrane", "current", or the attribute itself.
std::string probeNameOfState(const std::string& attribute);
// Elements of the tuple that the forward method returns; 0 if it returns none.
std::size_t tupleSizeOf(const Module& module);

// Graph of a method; nullptr for those of C++ classes.
const torch::jit::Graph* graphOf(torch::jit::Function& function);
// Every node of a graph and of the blocks and subgraphs in it.
void forEachNode(const torch::jit::Graph& graph,
                 const std::function<void(const torch::jit::Node&)>& visit);

// "__torch__.torch.nn.modules.linear.___torch_mangle_3.Linear" -> "Linear".
std::string kindOf(const c10::ClassType& type);
bool isModuleType(const c10::TypePtr& type);

} // namespace inspike::torchscript
