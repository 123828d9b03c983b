// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/modules.h"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/ir.h>

#include <algorithm>

namespace inspike::torchscript {

namespace {

namespace jit = torch::jit;
using c10::ivalue::Object;

void visitBlock(const jit::Block& block, const std::function<void(const jit::Node&)>& visit)
{
    for (const jit::Node* node : block.nodes()) {
        visit(*node);
        for (const jit::Block* inner : node->blocks())
            visitBlock(*inner, visit);
        if (node->hasAttribute(c10::attr::Subgraph))
            visitBlock(*node->g(c10::attr::Subgraph)->block(), visit);
    }
}

// The attribute of self that a value is, or is a view of; empty if neither.
std::string attributeBehind(const jit::Value* value, const jit::Value* self)
{
    constexpr int kMostViews = 16;
    for (int i = 0; i < kMostViews; ++i) {
        const jit::Node* node = value->node();
        if (node->kind() == c10::prim::GetAttr && node->input(0) == self)
            return node->s(c10::attr::name);
        const bool view = node->kind() == c10::prim::unchecked_cast ||
                          (node->kind().is_aten() && node->maybeSchema() != nullptr &&
                           !node->schema().returns().empty() &&
                           node->schema().returns()[0].alias_info() != nullptr);
        if (!view || node->inputs().empty())
            return {};
        value = node->input(0);
    }
    return {};
}

// Normalisation layers count batches while they are trained, which is no state of a network.
bool isNormalisation(const std::string& kind)
{
    return kind.find("Norm") != std::string::npos;
}

void addWritten(const jit::Graph& graph, const c10::ClassType& type, std::set<std::string>& names)
{
    const jit::Value* self = graph.inputs()[0];
    const auto addTensor = [&](const std::string& name) {
        const c10::TypePtr attribute = type.findAttribute(name);
        if (attribute && attribute->isSubtypeOf(*c10::OptionalType::create(c10::TensorType::get())))
            names.insert(name);
    };
    forEachNode(graph, [&](const jit::Node& node) {
        if (node.kind() == c10::prim::SetAttr && node.input(0) == self)
            addTensor(node.s(c10::attr::name));
        const c10::FunctionSchema* schema = node.kind().is_aten() ? node.maybeSchema() : nullptr;
        if (schema == nullptr)
            return;
        for (std::size_t i = 0; i < std::min(schema->arguments().size(), node.inputs().size());
             ++i) {
            const c10::AliasInfo* alias = schema->arguments()[i].alias_info();
            if (alias != nullptr && alias->isWrite())
                addTensor(attributeBehind(node.input(i), self));
        }
    });
}

// `names` of tensors that its methods write, and whether any of them calls another module.
bool look(const c10::ClassType& type, std::set<std::string>& names)
{
    bool leaf = true;
    for (jit::Function* method : type.methods()) {
        const jit::Graph* graph = graphOf(*method);
        if (graph == nullptr || graph->inputs().empty())
            continue;
        if (!isNormalisation(kindOf(type)) && method->name() != "__setstate__")
            addWritten(*graph, type, names);
        const jit::Value* self = graph->inputs()[0];
        forEachNode(*graph, [&](const jit::Node& node) {
            if (node.kind() == c10::prim::CallMethod && node.input(0) != self &&
                isModuleType(node.input(0)->type()))
                leaf = false;
        });
    }
    return leaf;
}

} // namespace

ProbeKind kindOfState(const std::string& attribute)
{
    static const std::set<std::string> membranes = {"v",     "u",        "mem",       "vmem",
                                                    "v_mem", "membrane", "potential", "v_m"};
    static const std::set<std::string> currents = {"i", "syn", "i_syn", "current", "isyn"};
    std::string name = attribute;
    std::transform(name.begin(), name.end(), name.begin(),
                   [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return membranes.contains(name)  ? ProbeKind::Membrane
           : currents.contains(name) ? ProbeKind::Current
                                     : ProbeKind::Other;
}

std::string probeNameOfState(const std::string& attribute)
{
    const ProbeKind kind = kindOfState(attribute);
    return kind == ProbeKind::Membrane  ? "membrane"
           : kind == ProbeKind::Current ? "current"
                                        : attribute;
}

std::size_t tupleSizeOf(const Module& module)
{
    const jit::Function* forward = module.object->type()->findMethod("forward");
    if (forward == nullptr || forward->getSchema().returns().empty())
        return 0;
    const c10::TypePtr& type = forward->getSchema().returns()[0].type();
    return type->kind() == c10::TypeKind::TupleType ? type->containedTypes().size() : 0;
}

const jit::Graph* graphOf(jit::Function& function)
{
    const jit::GraphFunction* defined = jit::tryToGraphFunction(function);
    return defined != nullptr ? defined->graph().get() : nullptr;
}

void forEachNode(const jit::Graph& graph, const std::function<void(const jit::Node&)>& visit)
{
    visitBlock(*graph.block(), visit);
}

std::string kindOf(const c10::ClassType& type)
{
    return type.name() ? type.name()->name() : "Module";
}

bool isModuleType(const c10::TypePtr& type)
{
    if (const auto cls = type->cast<c10::ClassType>())
        return cls->is_module();
    const auto interface = type->cast<c10::InterfaceType>();
    return interface && interface->is_module();
}

ModuleTree::ModuleTree(const jit::Module& root)
{
    add(*root._ivalue(), {});
}

void ModuleTree::add(const Object& object, const std::string& path)
{
    if (m_byObject.contains(&object))
        return;
    const auto type = object.type();
    std::set<std::string> written;
    Module module{path, &object, kindOf(*type), {}, look(*type, written)};
    module.state.assign(written.begin(), written.end());
    m_byObject[&object] = m_modules.size();
    m_modules.push_back(std::move(module));
    for (std::size_t slot = 0; slot < type->numAttributes(); ++slot) {
        const c10::IValue& value = object.getSlot(slot);
        if (!value.isObject() || !value.toObjectRef().type()->is_module())
            continue;
        const std::string& name = type->getAttributeName(slot);
        add(value.toObjectRef(), path.empty() ? name : path + "/" + name);
    }
}

const Module* ModuleTree::find(const Object* object) const
{
    const auto found = m_byObject.find(object);
    return found != m_byObject.end() ? &m_modules[found->second] : nullptr;
}

const Module* ModuleTree::find(std::string_view path) const
{
    const auto found = std::ranges::find(m_modules, path, &Module::path);
    return found != m_modules.end() ? &*found : nullptr;
}

std::vector<NamedTensor> tensorsOf(const ModuleTree& tree)
{
    std::vector<NamedTensor> tensors;
    for (const Module& module : tree.all()) {
        const auto type = module.object->type();
        std::string prefix = module.path;
        std::replace(prefix.begin(), prefix.end(), '/', '.');
        for (std::size_t slot = 0; slot < type->numAttributes(); ++slot) {
            const c10::IValue& value = module.object->getSlot(slot);
            if (!value.isTensor() || !value.toTensor().defined())
                continue;
            const std::string& name = type->getAttributeName(slot);
            tensors.push_back({prefix.empty() ? name : prefix + "." + name, module.path,
                               type->is_parameter(slot), value.toTensor()});
        }
    }
    return tensors;
}

} // namespace inspike::torchscript
