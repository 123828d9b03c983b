// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/flow.h"

#include "core/systems/torchscript/layer_operators.h"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>

#include <algorithm>
#include <map>
#include <set>

namespace inspike::torchscript {

namespace {

namespace jit = torch::jit;
using c10::ivalue::Object;

constexpr std::size_t kMostNodes = 300'000; // visited; beyond, the file is not followed
constexpr int kDeepest = 60;

// Where a value comes from: layers, and whether from their step before.
using Sources = std::map<std::size_t, bool>; // recurrent?

struct Known
{
    Sources sources;
    const Object* object = nullptr; // the module it is
    std::set<std::string> tensors;  // parameters, "fc.weight"
};

void merge(Known& into, const Known& from)
{
    for (const auto& [node, recurrent] : from.sources) {
        const auto [place, fresh] = into.sources.emplace(node, recurrent);
        if (!fresh)
            place->second = place->second && recurrent;
    }
    into.tensors.insert(from.tensors.begin(), from.tensors.end());
}

struct TooLarge
{};

// In the order in which the hooks name them.
void nameOperators(const jit::Block& block, LayerOperatorNames& names,
                   std::map<const jit::Node*, std::string>& result)
{
    for (const jit::Node* node : block.nodes()) {
        for (const jit::Block* inner : node->blocks())
            nameOperators(*inner, names, result);
        const std::string name = node->blocks().empty() ? names.nameOf(*node) : std::string();
        if (!name.empty())
            result[node] = name;
    }
}

std::string dotted(std::string path)
{
    std::replace(path.begin(), path.end(), '/', '.');
    return path;
}

class FlowWalk
{
public:
    FlowWalk(const ModuleTree& tree, Flow& flow) : m_tree(tree), m_flow(flow)
    {
        for (const NamedTensor& tensor : tensorsOf(tree))
            m_tensors.emplace(tensor.name, tensor);
    }

    void walk(const std::string& method)
    {
        const Object* root = m_tree.all().front().object;
        const std::size_t input = addNode("input", "Input");
        try {
            // What is kept in attributes at the end of one call is there in the next.
            for (int pass = 0; pass < 2; ++pass) {
                m_before = std::exchange(m_attributes, {});
                Known data;
                data.sources[input] = false;
                Known self;
                self.object = root;
                m_result = call(*root, method, {self, data}, 0);
                if (m_attributes.empty())
                    break;
            }
        } catch (const TooLarge&) {
            m_flow.complete = false;
        }
        for (std::vector<std::int64_t>* shape :
             {&m_flow.graph.nodes[input].inputShape, &m_flow.graph.nodes[input].outputShape})
            *shape = m_flow.wish;
        const std::size_t output = addNode("output", "Output");
        connect(m_result, output);
        connectTheRest(output);
    }

private:
    using Values = std::map<const jit::Value*, Known>;

    std::size_t addNode(const std::string& id, const std::string& kind)
    {
        LayerNode node;
        node.id = id;
        while (m_tree.find(node.id) != nullptr && (kind == "Input" || kind == "Output"))
            node.id += "_";
        node.kind = kind;
        m_flow.graph.nodes.push_back(std::move(node));
        return m_flow.graph.nodes.size() - 1;
    }

    void connect(const Known& from, std::size_t to)
    {
        for (const auto& [node, recurrent] : from.sources) {
            if (m_edges.emplace(node, to).second)
                m_flow.graph.edges.push_back({node, to, recurrent});
        }
    }

    // Layers whose source the graph does not tell follow the one before them.
    void connectTheRest(std::size_t output)
    {
        std::set<std::size_t> fed;
        for (const LayerEdge& edge : m_flow.graph.edges) {
            if (!edge.recurrent)
                fed.insert(edge.to);
        }
        for (std::size_t node = 1; node <= output; ++node) {
            if (!fed.contains(node) && m_edges.emplace(node - 1, node).second)
                m_flow.graph.edges.push_back({node - 1, node, false});
        }
    }

    Known call(const Object& self, const std::string& method, const std::vector<Known>& arguments,
               int depth);
    Known callModule(const Object& object, const jit::Node& node,
                     const std::vector<Known>& arguments, int depth);
    std::size_t leafNode(const Module& module, const std::string& method);
    std::size_t operatorNode(const Module& module, const jit::Node& node, const std::string& name,
                             const Known& arguments);
    void block(const jit::Block& block, Values& values, const Object& self, int depth);
    void node(const jit::Node& node, Values& values, const Object& self, int depth);
    void loop(const jit::Node& node, Values& values, const Object& self, int depth);
    void forked(const jit::Node& node, Values& values, const Object& self, int depth);
    void plain(const jit::Node& node, Values& values, const Object& self);
    void getAttribute(const jit::Node& node, Values& values);
    void describe(LayerNode& node, const Facts& facts, const jit::Graph& graph, int depth = 0);
    void take(LayerNode& node, const Synapses& synapses, const at::Tensor& weight);
    void wish(const LayerNode& node, const std::vector<std::int64_t>& shape);
    void noteCalled(const std::string& path);

    const ModuleTree& m_tree;
    Flow& m_flow;
    std::map<std::string, NamedTensor> m_tensors;
    std::map<std::string, std::size_t> m_nodes; // by id
    std::set<std::pair<std::size_t, std::size_t>> m_edges;
    std::map<std::pair<const Object*, std::string>, Known> m_attributes;
    std::map<std::pair<const Object*, std::string>, Known> m_before; // at the end of the last call
    std::map<const jit::Graph*, std::map<const jit::Node*, std::string>> m_names;
    std::map<const jit::Value*, const jit::Value*> m_bases; // of views
    std::set<std::string> m_called;
    Known m_result;
    std::size_t m_visited = 0;
};

void FlowWalk::noteCalled(const std::string& path)
{
    if (!path.empty() && m_called.insert(path).second)
        m_flow.called.push_back(path);
}

Known FlowWalk::call(const Object& self, const std::string& method,
                     const std::vector<Known>& arguments, int depth)
{
    jit::Function* function = self.type()->findMethod(method);
    const jit::Graph* graph = function != nullptr ? graphOf(*function) : nullptr;
    if (graph == nullptr || depth > kDeepest)
        return {};
    if (!m_names.contains(graph)) {
        LayerOperatorNames names;
        nameOperators(*graph->block(), names, m_names[graph]);
    }
    Values values;
    for (std::size_t i = 0; i < std::min(arguments.size(), graph->inputs().size()); ++i)
        values[graph->inputs()[i]] = arguments[i];
    block(*graph->block(), values, self, depth);
    Known result;
    for (const jit::Value* output : graph->outputs())
        merge(result, values[output]);
    return result;
}

// A layer of its own, or what is inside it.
Known FlowWalk::callModule(const Object& object, const jit::Node& node,
                           const std::vector<Known>& arguments, int depth)
{
    const Module* module = m_tree.find(&object);
    const std::string& method = node.s(c10::attr::name);
    if (module == nullptr || !module->leaf || module->path.empty()) {
        if (module != nullptr)
            noteCalled(module->path);
        return call(object, method, arguments, depth + 1);
    }
    noteCalled(module->path);
    const std::size_t layer = leafNode(*module, method);
    for (std::size_t i = 1; i < arguments.size(); ++i)
        connect(arguments[i], layer);
    Known result;
    result.sources[layer] = false;
    return result;
}

std::size_t FlowWalk::leafNode(const Module& module, const std::string& method)
{
    const auto known = m_nodes.find(module.path);
    if (known != m_nodes.end())
        return known->second;
    const std::size_t index = addNode(module.path, module.kind);
    m_nodes[module.path] = index;
    LayerNode& node = m_flow.graph.nodes[index];
    for (const auto& [name, tensor] : m_tensors) {
        if (tensor.path != module.path)
            continue;
        node.parameters += tensor.trained ? static_cast<std::uint64_t>(tensor.value.numel()) : 0;
        if (tensor.trained)
            node.weights.push_back(name);
    }
    // Recurrent layers of PyTorch: one weight for all gates.
    const auto recurrent = m_tensors.find(dotted(module.path) + ".weight_ih_l0");
    if (recurrent != m_tensors.end() && recurrent->second.value.dim() == 2)
        wish(node, {recurrent->second.value.size(1)});
    jit::Function* function = module.object->type()->findMethod(method);
    if (const jit::Graph* graph = function != nullptr ? graphOf(*function) : nullptr)
        describe(node, {module.object, {}}, *graph);
    return index;
}

// The operator with weights or windows in the method of a layer, or in those it calls on itself.
void FlowWalk::describe(LayerNode& node, const Facts& facts, const jit::Graph& graph, int depth)
{
    constexpr int kMostHelpers = 6;
    forEachNode(graph, [&](const jit::Node& inner) {
        if (node.synapses)
            return;
        if (inner.kind() == c10::aten::embedding && m_flow.wish.empty())
            m_flow.wishesIntegers = m_flow.graph.nodes.size() == 2;
        if (const auto synapses = synapsesOf(inner, facts)) {
            const auto slot = facts.self->type()->findAttributeSlot("weight");
            take(node, *synapses,
                 slot && facts.self->getSlot(*slot).isTensor()
                     ? facts.self->getSlot(*slot).toTensor()
                     : at::Tensor());
            return;
        }
        const jit::Graph* callee = nullptr;
        at::ArrayRef<const jit::Value*> arguments = inner.inputs();
        if (inner.kind() == c10::prim::CallMethod && inner.input(0) == graph.inputs()[0]) {
            jit::Function* helper = facts.self->type()->findMethod(inner.s(c10::attr::name));
            callee = helper != nullptr ? graphOf(*helper) : nullptr;
        } else if (inner.kind() == c10::prim::CallFunction) {
            const auto type = inner.input(0)->type()->cast<c10::FunctionType>();
            callee = type ? graphOf(*type->function()) : nullptr;
            arguments = arguments.slice(1);
        }
        if (callee != nullptr && depth < kMostHelpers)
            describe(node, facts.inside(*callee, arguments), *callee, depth + 1);
    });
}

// Synapses of a layer, its shapes as far as the weights tell, and the wish of the first one.
void FlowWalk::take(LayerNode& node, const Synapses& synapses, const at::Tensor& weight)
{
    node.synapses = synapses;
    const bool dense = synapses.kind == Synapses::Kind::Dense;
    if (!weight.defined() || (!dense && synapses.kind != Synapses::Kind::Convolution))
        return;
    if (dense && weight.dim() == 2) {
        node.inputShape = {weight.size(1)};
        node.outputShape = {weight.size(0)};
    } else if (!dense && weight.dim() >= 3) {
        const auto spatial = static_cast<std::size_t>(weight.dim() - 2);
        node.inputShape.assign(spatial + 1, -1);
        node.outputShape.assign(spatial + 1, -1);
        node.inputShape[0] = weight.size(1) * synapses.groups;
        node.outputShape[0] = weight.size(0);
    }
    wish(node, node.inputShape);
}

// What a layer takes is what the network takes when no other layer with weights comes before it.
void FlowWalk::wish(const LayerNode& node, const std::vector<std::int64_t>& shape)
{
    if (!m_flow.wish.empty() || m_flow.wishesIntegers)
        return;
    for (const LayerNode& before : m_flow.graph.nodes) {
        if (before.id == node.id)
            break;
        if (before.parameters > 0 && before.kind.find("Norm") == std::string::npos)
            return;
    }
    m_flow.wish = shape;
}

std::size_t FlowWalk::operatorNode(const Module& module, const jit::Node& node,
                                   const std::string& name, const Known& arguments)
{
    const std::string id = module.path.empty() ? name : module.path + "/" + name;
    const auto known = m_nodes.find(id);
    if (known != m_nodes.end())
        return known->second;
    const std::size_t index = addNode(id, layerOperator(node));
    m_nodes[id] = index;
    m_flow.operators.push_back(id);
    LayerNode& layer = m_flow.graph.nodes[index];
    at::Tensor weight;
    for (const std::string& tensor : arguments.tensors) {
        const NamedTensor& found = m_tensors.at(tensor);
        layer.weights.push_back(tensor);
        layer.parameters += static_cast<std::uint64_t>(found.value.numel());
        if (found.value.dim() >= 2 && !weight.defined())
            weight = found.value;
    }
    if (!weight.defined() && node.inputs().size() > 1) {
        const auto constant = jit::toIValue(node.input(1)); // of a frozen network
        if (constant && constant->isTensor() && constant->toTensor().dim() >= 2) {
            weight = constant->toTensor();
            layer.parameters = static_cast<std::uint64_t>(weight.numel());
        }
    }
    if (const auto synapses = synapsesOf(node, {module.object, {}}))
        take(layer, *synapses, weight);
    return index;
}

void FlowWalk::block(const jit::Block& inner, Values& values, const Object& self, int depth)
{
    for (const jit::Node* each : inner.nodes()) {
        if (++m_visited > kMostNodes)
            throw TooLarge();
        node(*each, values, self, depth);
    }
}

void FlowWalk::getAttribute(const jit::Node& node, Values& values)
{
    Known& result = values[node.output()];
    const Object* owner = values[node.input(0)].object;
    if (owner == nullptr)
        return;
    const std::string& name = node.s(c10::attr::name);
    const auto slot = owner->type()->findAttributeSlot(name);
    if (slot && owner->getSlot(*slot).isObject() &&
        owner->getSlot(*slot).toObjectRef().type()->is_module()) {
        result.object = &owner->getSlot(*slot).toObjectRef();
        return;
    }
    const Module* module = m_tree.find(owner);
    if (module != nullptr) {
        const std::string tensor = module->path.empty() ? name : dotted(module->path) + "." + name;
        if (m_tensors.contains(tensor))
            result.tensors.insert(tensor);
    }
    const auto key = std::pair(owner, name);
    if (const auto now = m_attributes.find(key); now != m_attributes.end()) {
        merge(result, now->second);
    } else if (const auto earlier = m_before.find(key); earlier != m_before.end()) {
        for (const auto& [source, recurrent] : earlier->second.sources)
            result.sources[source] = true;
    }
}

void FlowWalk::loop(const jit::Node& node, Values& values, const Object& self, int depth)
{
    const jit::Block& body = *node.blocks()[0];
    const std::size_t carried = node.outputs().size();
    std::vector<Known> state(carried);
    for (std::size_t i = 0; i < carried; ++i)
        state[i] = values[node.input(i + 2)];
    for (int turn = 0; turn < 2; ++turn) {
        for (std::size_t i = 0; i < carried; ++i)
            values[body.inputs()[i + 1]] = state[i];
        block(body, values, self, depth);
        for (std::size_t i = 0; i < carried; ++i) {
            Known given = values[body.outputs()[i + 1]];
            if (turn > 0) {
                merge(values[node.output(i)], given);
                continue;
            }
            values[node.output(i)] = given;
            for (auto& [source, recurrent] : given.sources)
                recurrent = true;
            merge(state[i], given);
        }
    }
    for (std::size_t i = 0; i < carried; ++i)
        merge(values[node.output(i)], values[node.input(i + 2)]);
}

void FlowWalk::forked(const jit::Node& node, Values& values, const Object& self, int depth)
{
    const std::shared_ptr<jit::Graph> graph = node.g(c10::attr::Subgraph);
    for (std::size_t i = 0; i < std::min(node.inputs().size(), graph->inputs().size()); ++i)
        values[graph->inputs()[i]] = values[node.input(i)];
    block(*graph->block(), values, self, depth);
    for (const jit::Value* given : graph->outputs()) {
        for (const jit::Value* output : node.outputs())
            merge(values[output], values[given]);
    }
}

// What goes in comes out; what is written in place also flows into what is written to.
void FlowWalk::plain(const jit::Node& node, Values& values, const Object& self)
{
    Known all;
    for (const jit::Value* input : node.inputs())
        merge(all, values[input]);
    const Module* module = m_tree.find(&self);
    const auto& names = m_names[node.owningGraph()];
    const auto name = names.find(&node);
    const bool layer =
        name != names.end() && module != nullptr && (!module->leaf || module->path.empty());
    if (layer) {
        const std::size_t index = operatorNode(*module, node, name->second, all);
        connect(all, index);
        all = {};
        all.sources[index] = false;
    }
    for (const jit::Value* output : node.outputs())
        merge(values[output], all);
    const c10::FunctionSchema* schema = node.kind().is_aten() ? node.maybeSchema() : nullptr;
    if (schema == nullptr || node.inputs().empty())
        return;
    const bool view = !schema->returns().empty() && schema->returns()[0].alias_info() != nullptr;
    const bool writes = !schema->arguments().empty() &&
                        schema->arguments()[0].alias_info() != nullptr &&
                        schema->arguments()[0].alias_info()->isWrite();
    if (view && !writes)
        m_bases[node.output(0)] = node.input(0);
    for (const jit::Value* target = writes ? node.input(0) : nullptr; target != nullptr;) {
        merge(values[target], all);
        const auto base = m_bases.find(target);
        target = base != m_bases.end() ? base->second : nullptr;
    }
}

void FlowWalk::node(const jit::Node& node, Values& values, const Object& self, int depth)
{
    switch (node.kind()) {
    case c10::prim::GetAttr:
        return getAttribute(node, values);
    case c10::prim::SetAttr: {
        const Object* owner = values[node.input(0)].object;
        Known given = values[node.input(1)];
        given.object = nullptr;
        if (owner != nullptr && !given.sources.empty())
            m_attributes[{owner, node.s(c10::attr::name)}] = std::move(given);
        return;
    }
    case c10::prim::Loop:
        return loop(node, values, self, depth);
    case c10::prim::If:
        for (const jit::Block* branch : node.blocks()) {
            block(*branch, values, self, depth);
            for (std::size_t i = 0; i < node.outputs().size(); ++i) {
                merge(values[node.output(i)], values[branch->outputs()[i]]);
                if (values[node.output(i)].object == nullptr)
                    values[node.output(i)].object = values[branch->outputs()[i]].object;
            }
        }
        return;
    case c10::prim::CallMethod:
        if (const Object* object = values[node.input(0)].object) {
            std::vector<Known> arguments;
            for (const jit::Value* input : node.inputs())
                arguments.push_back(values[input]);
            values[node.output()] =
                object == &self && self.type()->findMethod(node.s(c10::attr::name))
                    ? call(self, node.s(c10::attr::name), arguments, depth + 1)
                    : callModule(*object, node, arguments, depth);
            return;
        }
        return plain(node, values, self);
    default:
        for (const jit::Block* inner : node.blocks())
            block(*inner, values, self, depth);
        if (node.hasAttribute(c10::attr::Subgraph)) // forked
            return forked(node, values, self, depth);
        if (node.kind() == c10::prim::unchecked_cast)
            values[node.output()].object = values[node.input(0)].object;
        return plain(node, values, self);
    }
}

} // namespace

bool observesOperators(const ModuleTree& tree, const jit::Function& function)
{
    const std::string& name = function.qualname().prefix();
    for (const Module& module : tree.all()) {
        const auto type = module.object->type();
        if (type->name() && type->name()->qualifiedName() == name)
            return !module.leaf || module.path.empty();
    }
    return false;
}

Flow flowOf(const ModuleTree& tree, const std::string& method)
{
    Flow flow;
    FlowWalk(tree, flow).walk(method);
    return flow;
}

} // namespace inspike::torchscript
