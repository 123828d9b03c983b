// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/hooks.h"

#include "core/systems/torchscript/layer_operators.h"

#include <torch/csrc/jit/api/function_impl.h>
#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>
#include <torch/csrc/jit/runtime/custom_operator.h>

#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>

namespace inspike::torchscript {

namespace {

namespace jit = torch::jit;
using c10::IValue;

// Programs name their observer by a number, not by an address, which code in a file could forge.
class Observers
{
public:
    static Observers& instance()
    {
        static Observers all;
        return all;
    }

    std::int64_t newKey() { return ++m_last; }
    void set(std::int64_t key, Observer* observer)
    {
        const std::lock_guard lock(m_mutex);
        if (observer != nullptr)
            m_observers[key] = observer;
        else
            m_observers.erase(key);
    }
    Observer* find(std::int64_t key)
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_observers.find(key);
        return found != m_observers.end() ? found->second : nullptr;
    }

private:
    std::mutex m_mutex;
    std::map<std::int64_t, Observer*> m_observers;
    std::atomic<std::int64_t> m_last{0};
};

// The call sites that led here, mixed into one number each.
thread_local std::vector<std::uint64_t> t_sites;

std::uint64_t mixed(std::uint64_t outer, std::int64_t site)
{
    constexpr std::uint64_t kPrime = 0x9E3779B97F4A7C15ULL;
    return (outer ^ static_cast<std::uint64_t>(site)) * kPrime + 1;
}

std::uint64_t currentSite()
{
    return t_sites.empty() ? 0 : t_sites.back();
}

void turn(jit::Stack& stack)
{
    const std::int64_t key = jit::pop(stack).toInt();
    if (Observer* observer = Observers::instance().find(key))
        observer->turn();
}

void enter(jit::Stack& stack)
{
    const std::int64_t site = jit::pop(stack).toInt();
    const std::int64_t key = jit::pop(stack).toInt();
    if (Observer* observer = Observers::instance().find(key))
        observer->turn();
    t_sites.push_back(mixed(currentSite(), site));
}

void gave(jit::Stack& stack)
{
    const IValue value = jit::pop(stack);
    const IValue took = jit::pop(stack);
    const IValue self = jit::pop(stack);
    const std::string method = jit::pop(stack).toStringRef();
    const std::int64_t key = jit::pop(stack).toInt();
    const std::uint64_t site = currentSite();
    if (!t_sites.empty())
        t_sites.pop_back();
    Observer* observer = Observers::instance().find(key);
    if (observer != nullptr && self.isObject())
        observer->gave(self.toObjectRef(), method, site, took, value);
}

void computed(jit::Stack& stack)
{
    const IValue value = jit::pop(stack);
    const IValue took = jit::pop(stack);
    const IValue self = jit::pop(stack);
    const std::int64_t site = jit::pop(stack).toInt();
    const std::string name = jit::pop(stack).toStringRef();
    const std::int64_t key = jit::pop(stack).toInt();
    Observer* observer = Observers::instance().find(key);
    if (observer != nullptr && self.isObject())
        observer->computed(self.toObjectRef(), name, mixed(currentSite(), site), took, value);
}

// Conservative: the executor neither drops them nor moves others across.
const jit::RegisterOperators& operators()
{
    constexpr auto kKeep = c10::AliasAnalysisKind::CONSERVATIVE;
    static const jit::RegisterOperators all({
        jit::Operator("inspike::turn(int key) -> ()", &turn, kKeep),
        jit::Operator("inspike::enter(int key, int site) -> ()", &enter, kKeep),
        jit::Operator("inspike::gave(int key, str method, Any self, Any took, Any value) -> ()",
                      &gave, kKeep),
        jit::Operator("inspike::computed(int key, str name, int site, Any self, Any took, "
                      "Any value) -> ()",
                      &computed, kKeep),
    });
    return all;
}

bool isModule(const c10::TypePtr& type)
{
    if (const auto cls = type->cast<c10::ClassType>())
        return cls->is_module();
    const auto interface = type->cast<c10::InterfaceType>();
    return interface && interface->is_module();
}

// What was traced on a graphics card makes its tensors there; there may be none.
void moveToMainMemory(jit::Node& node)
{
    if (node.kind() != c10::prim::Constant || !node.hasAttribute(c10::attr::value) ||
        node.kindOf(c10::attr::value) != jit::AttributeKind::s ||
        !node.s(c10::attr::value).starts_with("cuda"))
        return;
    const jit::use_list& uses = node.output()->uses();
    const bool device = node.output()->type()->kind() == c10::TypeKind::DeviceObjType ||
                        std::all_of(uses.begin(), uses.end(), [](const jit::Use& use) {
                            return use.user->kind() == c10::aten::device;
                        });
    if (device)
        node.s_(c10::attr::value, "cpu");
}

// Puts hooks into one graph.
class GraphHooks
{
public:
    // `self` of whose method operators are observed, else nullptr; `method` is false for what is
    // forked.
    GraphHooks(jit::Graph& graph, std::int64_t key, std::int64_t& sites, jit::Value* self,
               bool method)
        : m_graph(graph), m_key(key), m_sites(sites), m_self(self), m_method(method)
    {}

    void insert()
    {
        hookTurn(*m_graph.block());
        hookBlock(*m_graph.block());
    }

private:
    jit::Value* constant(const IValue& value) { return m_graph.insertConstant(value); }

    void call(const char* name, const std::vector<jit::Value*>& arguments)
    {
        m_graph.insertNode(m_graph.create(c10::Symbol::fromQualString(name), arguments, 0));
    }

    void hookTurn(jit::Block& block)
    {
        const jit::WithInsertPoint here(*block.nodes().begin());
        call("inspike::turn", {constant(m_key)});
    }

    void hookCall(jit::Node& node)
    {
        const std::int64_t site = ++m_sites;
        {
            const jit::WithInsertPoint before(&node);
            call("inspike::enter", {constant(m_key), constant(site)});
        }
        const jit::WithInsertPoint after(node.next());
        jit::Value* took = node.inputs().size() > 1 ? node.input(1) : node.input(0);
        call("inspike::gave", {constant(m_key), constant(node.s(c10::attr::name)), node.input(0),
                               took, node.output()});
    }

    void hookOperator(jit::Node& node, const std::string& name)
    {
        const jit::WithInsertPoint after(node.next());
        call("inspike::computed", {constant(m_key), constant(name), constant(++m_sites), m_self,
                                   node.input(0), node.output(0)});
    }

    // Helper methods of a module are its own affair.
    bool callsAnother(const jit::Node& node) const
    {
        return node.kind() == c10::prim::CallMethod && node.outputs().size() == 1 &&
               isModule(node.input(0)->type()) &&
               (!m_method || m_graph.inputs().empty() || node.input(0) != m_graph.inputs()[0]);
    }

    void hookBlock(jit::Block& block)
    {
        std::vector<jit::Node*> nodes;
        for (jit::Node* node : block.nodes())
            nodes.push_back(node);
        for (jit::Node* node : nodes) {
            moveToMainMemory(*node);
            for (jit::Block* inner : node->blocks())
                hookBlock(*inner);
            if (node->hasAttribute(c10::attr::Subgraph))
                GraphHooks(*node->g(c10::attr::Subgraph), m_key, m_sites, nullptr, false).insert();
            if (node->kind() == c10::prim::Loop)
                hookTurn(*node->blocks()[0]);
            if (callsAnother(*node))
                hookCall(*node);
            else if (m_self != nullptr && node->blocks().empty()) {
                const std::string name = m_names.nameOf(*node);
                if (!name.empty())
                    hookOperator(*node, name);
            }
        }
    }

    jit::Graph& m_graph;
    std::int64_t m_key;
    std::int64_t& m_sites;
    jit::Value* m_self;
    bool m_method;
    LayerOperatorNames m_names;
};

} // namespace

Hooks::Hooks(Program& program, const std::function<bool(const jit::Function&)>& observesOperators)
    : m_key(Observers::instance().newKey())
{
    operators();
    std::int64_t sites = 0;
    for (jit::Function* function : program.unit->get_functions()) {
        jit::GraphFunction* defined = jit::tryToGraphFunction(*function);
        if (defined == nullptr)
            continue;
        jit::Graph& graph = *defined->graph();
        const bool method = !graph.inputs().empty() && isModule(graph.inputs()[0]->type());
        jit::Value* self = method && observesOperators(*function) ? graph.inputs()[0] : nullptr;
        GraphHooks(graph, m_key, sites, self, method).insert();
        // As it is written: optimisers inline, and how much that is would be up to the file.
        defined->_set_initial_executor_execution_mode(jit::ExecutorExecutionMode::SIMPLE);
    }
}

Hooks::~Hooks()
{
    Observers::instance().set(m_key, nullptr);
}

Hooks::Listening::Listening(Hooks& hooks, Observer& observer) : m_key(hooks.m_key)
{
    t_sites.clear();
    Observers::instance().set(m_key, &observer);
}

Hooks::Listening::~Listening()
{
    Observers::instance().set(m_key, nullptr);
}

} // namespace inspike::torchscript
