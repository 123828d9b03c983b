// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/signature.h"

#include "core/base/error.h"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>

#include <algorithm>
#include <functional>

namespace inspike::torchscript {

namespace {

namespace jit = torch::jit;
using c10::TypeKind;

bool isTensorLike(const c10::TypePtr& type)
{
    const c10::TypePtr inner = withoutOptional(type);
    if (inner->kind() == TypeKind::TensorType)
        return true;
    if (inner->kind() != TypeKind::TupleType && inner->kind() != TypeKind::ListType &&
        inner->kind() != TypeKind::DictType)
        return false;
    const auto contained = inner->containedTypes();
    return !contained.empty() && std::all_of(contained.begin(), contained.end(), [](const auto& t) {
        return isTensorLike(t) || t->kind() == TypeKind::StringType;
    });
}

bool same(const c10::TypePtr& a, const c10::TypePtr& b)
{
    return *withoutOptional(a) == *withoutOptional(b);
}

bool allSame(c10::ArrayRef<c10::TypePtr> a, c10::ArrayRef<c10::TypePtr> b)
{
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), &same);
}

// Which arguments come back as elements of the returned tuple.
void findState(const c10::FunctionSchema& schema, Signature& signature)
{
    std::vector<c10::TypePtr> extras;
    std::vector<std::string> names;
    for (std::size_t i = 2; i < schema.arguments().size(); ++i) {
        const c10::Argument& argument = schema.arguments()[i];
        if (!isTensorLike(argument.type()))
            continue;
        extras.push_back(argument.type());
        names.push_back(argument.name());
    }
    if (extras.empty() || schema.returns().empty() ||
        schema.returns()[0].type()->kind() != TypeKind::TupleType)
        return;
    const c10::ArrayRef<c10::TypePtr> given = schema.returns()[0].type()->containedTypes();
    if (given.size() < 2)
        return;
    const auto rest = given.slice(1);
    if (rest.size() >= extras.size() && allSame(rest.slice(0, extras.size()), extras)) {
        signature.state = names;
    } else if (rest[0]->kind() == TypeKind::TupleType &&
               allSame(rest[0]->containedTypes(), extras)) {
        signature.state = names;
        signature.stateInOne = true;
    }
    if (!signature.state.empty())
        signature.stateAt = 1;
}

// How a method goes through the steps of its input, as far as its graph shows.
struct Walk
{
    std::optional<std::int64_t> axis; // of the input that it takes apart
    std::int64_t traced = 0;
    std::string by; // "a loop over", "an LSTM along"
};

class StepSearch
{
public:
    explicit StepSearch(const ModuleTree& tree) : m_tree(tree) {}

    Walk search(const jit::Graph& graph, const jit::Value* input, const c10::ivalue::Object* self,
                int depth = 0);

private:
    // The input, or a view of it with the same axes; then also which of the first two axes it is.
    struct Alias
    {
        bool swapped = false;
    };
    std::optional<Alias> aliasOf(const jit::Value* value, const jit::Value* input) const;
    std::optional<std::int64_t> sizeAxis(const jit::Value* count, const jit::Value* input) const;
    std::optional<std::int64_t> axisOf(const jit::Node& select, const jit::Value* input) const;
    Walk inside(const jit::Node& call, const jit::Value* input, const jit::Value* self,
                const c10::ivalue::Object* object, int depth);

    const ModuleTree& m_tree;
};

std::optional<std::int64_t> integer(const jit::Value* value)
{
    const auto constant = jit::toIValue(value);
    return constant && constant->isInt() ? std::optional(constant->toInt()) : std::nullopt;
}

std::optional<std::int64_t> turned(std::int64_t axis, bool swapped)
{
    if (axis != 0 && axis != 1)
        return std::nullopt;
    return swapped ? 1 - axis : axis;
}

std::optional<StepSearch::Alias> StepSearch::aliasOf(const jit::Value* value,
                                                     const jit::Value* input) const
{
    Alias alias;
    constexpr int kMostViews = 16;
    for (int i = 0; i < kMostViews && value != input; ++i) {
        const jit::Node* node = value->node();
        const std::string kind = node->kind().toQualString();
        if (node->kind() == c10::prim::If) { // such as "add an axis if there is none"
            for (const jit::Block* branch : node->blocks()) {
                if (auto inner = aliasOf(branch->outputs()[value->offset()], input)) {
                    inner->swapped = inner->swapped != alias.swapped;
                    return inner;
                }
            }
            return std::nullopt;
        }
        if (kind == "aten::transpose") {
            const auto a = integer(node->input(1));
            const auto b = integer(node->input(2));
            if (!a || !b || *a + *b != 1 || *a * *b != 0)
                return std::nullopt;
            alias.swapped = !alias.swapped;
        } else if (kind != "aten::slice" && kind != "aten::to" && kind != "aten::contiguous" &&
                   kind != "aten::float" && kind != "aten::detach" && kind != "aten::type_as") {
            return std::nullopt;
        }
        value = node->input(0);
    }
    return value == input ? std::optional(alias) : std::nullopt;
}

// The axis whose size a count is.
std::optional<std::int64_t> StepSearch::sizeAxis(const jit::Value* count,
                                                 const jit::Value* input) const
{
    const jit::Node* node = count->node();
    const std::string kind = node->kind().toQualString();
    std::optional<std::int64_t> axis;
    const jit::Value* of = node->inputs().empty() ? nullptr : node->input(0);
    if (kind == "aten::size" && node->inputs().size() == 2) {
        axis = integer(node->input(1));
    } else if (kind == "aten::len") {
        axis = 0;
        const jit::Node* list = of->node();
        if (std::string(list->kind().toQualString()) == "aten::unbind") {
            axis = integer(list->input(1));
            of = list->input(0);
        }
    } else if (kind == "aten::__getitem__" && of->node()->kind() == c10::aten::size) {
        axis = integer(node->input(1));
        of = of->node()->input(0);
    } else if (kind == "prim::ListUnpack" && of->node()->kind() == c10::aten::size) {
        axis = static_cast<std::int64_t>(count->offset());
        of = of->node()->input(0);
    }
    if (!axis || of == nullptr)
        return std::nullopt;
    const auto alias = aliasOf(of, input);
    return alias ? turned(*axis, alias->swapped) : std::nullopt;
}

std::optional<std::int64_t> StepSearch::axisOf(const jit::Node& select,
                                               const jit::Value* input) const
{
    const auto alias = aliasOf(select.input(0), input);
    const auto axis = integer(select.input(1));
    return alias && axis ? turned(*axis, alias->swapped) : std::nullopt;
}

// Looks into the method of a module that is given the input as it is.
Walk StepSearch::inside(const jit::Node& call, const jit::Value* input, const jit::Value* self,
                        const c10::ivalue::Object* object, int depth)
{
    constexpr int kDeepest = 12;
    std::vector<std::string> names;
    const jit::Value* at = call.input(0);
    while (at != self && at->node()->kind() == c10::prim::GetAttr) {
        names.push_back(at->node()->s(c10::attr::name));
        at = at->node()->input(0);
    }
    if (at != self || depth >= kDeepest)
        return {};
    for (auto name = names.rbegin(); name != names.rend(); ++name) {
        const auto slot = object->type()->findAttributeSlot(*name);
        if (!slot || !object->getSlot(*slot).isObject())
            return {};
        object = &object->getSlot(*slot).toObjectRef();
    }
    jit::Function* method = object->type()->findMethod(call.s(c10::attr::name));
    const jit::Graph* graph = method != nullptr ? graphOf(*method) : nullptr;
    for (std::size_t i = 1; graph != nullptr && i < call.inputs().size(); ++i) {
        const auto alias = aliasOf(call.input(i), input);
        if (!alias || i >= graph->inputs().size())
            continue;
        Walk found = search(*graph, graph->inputs()[i], object, depth + 1);
        if (found.axis)
            found.axis = turned(*found.axis, alias->swapped);
        return found;
    }
    return {};
}

Walk StepSearch::search(const jit::Graph& graph, const jit::Value* input,
                        const c10::ivalue::Object* self, int depth)
{
    Walk walk;
    std::int64_t constants[2] = {0, 0};
    const jit::Value* selfValue = graph.inputs().empty() ? nullptr : graph.inputs()[0];
    std::vector<const jit::Node*> calls;
    forEachNode(graph, [&](const jit::Node& node) {
        const std::string kind = node.kind().toQualString();
        if (kind == "prim::Loop" && !walk.axis) {
            walk.axis = sizeAxis(node.input(0), input);
            walk.by = "a loop over";
        } else if (kind == "aten::select" || kind == "aten::unbind") {
            const auto axis = axisOf(node, input);
            const auto at = kind == "aten::select" ? integer(node.input(2)) : std::nullopt;
            if (axis && at && *at == constants[*axis])
                ++constants[*axis];
            else if (axis && !at) {
                walk.axis = axis;
                walk.by = "a loop over";
            }
        } else if (kind == "aten::lstm" || kind == "aten::gru" || kind == "aten::rnn_tanh" ||
                   kind == "aten::rnn_relu") {
            const auto alias = aliasOf(node.input(0), input);
            const auto first = jit::toIValue(node.inputs().back());
            if (alias && first && first->isBool() && !walk.axis) {
                walk.axis = turned(first->toBool() ? 1 : 0, alias->swapped);
                walk.by = "a recurrent layer along";
            }
        } else if (kind == "prim::CallMethod" && isModuleType(node.input(0)->type())) {
            calls.push_back(&node);
        }
    });
    // Unrolled by tracing: the entries 0, 1, 2... taken one by one.
    for (std::int64_t axis = 0; axis < 2 && !walk.axis; ++axis) {
        if (constants[axis] > 1) {
            walk.axis = axis;
            walk.traced = constants[axis];
            walk.by = "traced steps along";
        }
    }
    for (const jit::Node* call : calls) {
        if (walk.axis || self == nullptr || selfValue == nullptr)
            break;
        walk = inside(*call, input, selfValue, self, depth);
    }
    return walk;
}

void chooseCalling(const ModuleTree& tree, const jit::Graph& graph, Signature& signature)
{
    if (!signature.state.empty()) {
        signature.reason = "it takes and returns state (" + signature.state.front() + ")";
        return;
    }
    const Walk walk = StepSearch(tree).search(graph, graph.inputs()[1], tree.all().front().object);
    if (walk.axis) {
        signature.calling = *walk.axis == 0 ? Calling::Whole : Calling::Sample;
        signature.traced = walk.traced;
        signature.reason =
            "it has " + walk.by + " axis " + std::to_string(*walk.axis) + " of its input";
        return;
    }
    for (const Module& module : tree.all()) {
        if (module.state.empty())
            continue;
        signature.reason = (module.path.empty() ? "it" : "'" + module.path + "'") +
                           " keeps state in '" + module.state.front() + "'";
        return;
    }
    signature.reason = "it keeps no state";
}

} // namespace

c10::TypePtr withoutOptional(const c10::TypePtr& type)
{
    return type->kind() == TypeKind::OptionalType ? type->containedType(0) : type;
}

std::vector<std::string> methodsOf(const jit::Module& root)
{
    std::vector<std::string> names;
    for (jit::Function* method : root.type()->methods()) {
        const c10::FunctionSchema& schema = method->getSchema();
        if (method->name().starts_with("__") || schema.arguments().size() < 2 ||
            withoutOptional(schema.arguments()[1].type())->kind() != TypeKind::TensorType)
            continue;
        if (method->name() == "forward")
            names.insert(names.begin(), method->name());
        else
            names.push_back(method->name());
    }
    return names;
}

Signature signatureOf(const ModuleTree& tree, const std::string& method)
{
    const c10::ivalue::Object& root = *tree.all().front().object;
    jit::Function* function = root.type()->findMethod(method);
    const jit::Graph* graph = function != nullptr ? graphOf(*function) : nullptr;
    if (graph == nullptr)
        throw Error(ErrorKind::BadParameter, "the program has no method '" + method + "'");
    const c10::FunctionSchema& schema = function->getSchema();
    if (schema.arguments().size() < 2 ||
        withoutOptional(schema.arguments()[1].type())->kind() != TypeKind::TensorType)
        throw Error(ErrorKind::BadModel, "the first argument of '" + method +
                                             "' is not a tensor, so nothing can be "
                                             "fed to it");
    Signature signature;
    signature.method = method;
    signature.input = schema.arguments()[1].name();
    findState(schema, signature);
    chooseCalling(tree, *graph, signature);
    return signature;
}

} // namespace inspike::torchscript
