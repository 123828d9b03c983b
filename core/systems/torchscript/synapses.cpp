// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/flow.h"

#include <torch/csrc/jit/ir/constants.h>
#include <torch/csrc/jit/ir/ir.h>

namespace inspike::torchscript {

namespace {

namespace jit = torch::jit;
using c10::IValue;

// One or two integers as [y, x]; `fallback` where they are not known.
std::array<std::int64_t, 2> pairOf(const jit::Value* value, const Facts& facts,
                                   std::int64_t fallback)
{
    std::vector<std::int64_t> numbers;
    const auto list = facts.of(value);
    if (list && list->isIntList())
        numbers = list->toIntVector();
    else if (list && list->isInt())
        numbers = {list->toInt(), list->toInt()};
    if (numbers.size() == 1)
        return {fallback == 0 ? 0 : 1, numbers[0]};
    if (numbers.size() < 2)
        return {fallback, fallback};
    return {numbers[numbers.size() - 2], numbers[numbers.size() - 1]};
}

at::Tensor weightOf(const jit::Node& node, const Facts& facts)
{
    const auto weight = facts.of(node.input(1));
    if (weight && weight->isTensor())
        return weight->toTensor();
    const auto slot = facts.self->type()->findAttributeSlot("weight");
    return slot && facts.self->getSlot(*slot).isTensor() ? facts.self->getSlot(*slot).toTensor()
                                                         : at::Tensor();
}

bool hasBias(const jit::Node& node, std::size_t at, const Facts& facts)
{
    if (node.inputs().size() <= at)
        return false;
    if (node.input(at)->type()->kind() == c10::TypeKind::NoneType)
        return false;
    const auto bias = facts.of(node.input(at));
    if (bias)
        return !bias->isNone();
    const auto slot = facts.self->type()->findAttributeSlot("bias");
    return slot && !facts.self->getSlot(*slot).isNone();
}

Synapses convolution(const jit::Node& node, const Facts& facts, bool general)
{
    Synapses synapses;
    synapses.kind = Synapses::Kind::Convolution;
    synapses.bias = hasBias(node, 2, facts);
    const at::Tensor weight = weightOf(node, facts);
    if (weight.defined() && weight.dim() >= 3) {
        synapses.kernel[1] = weight.size(-1);
        synapses.kernel[0] = weight.dim() > 3 ? weight.size(-2) : 1;
    }
    if (node.inputs().size() < 7)
        return synapses;
    synapses.stride = pairOf(node.input(3), facts, 1);
    synapses.paddingBefore = pairOf(node.input(4), facts, 0);
    synapses.paddingAfter = synapses.paddingBefore;
    synapses.dilation = pairOf(node.input(5), facts, 1);
    const std::size_t groups = general && node.inputs().size() > 8 ? 8 : 6;
    const auto count = facts.of(node.input(groups));
    if (count && count->isInt())
        synapses.groups = count->toInt();
    return synapses;
}

Synapses window(const jit::Node& node, const Facts& facts)
{
    Synapses synapses;
    synapses.kind = Synapses::Kind::Window;
    synapses.kernel = pairOf(node.input(1), facts, 1);
    synapses.stride = synapses.kernel;
    if (node.inputs().size() > 3) {
        const std::array<std::int64_t, 2> stride = pairOf(node.input(2), facts, 0);
        if (stride[1] > 0)
            synapses.stride = {std::max<std::int64_t>(stride[0], 1), stride[1]};
        synapses.paddingBefore = pairOf(node.input(3), facts, 0);
        synapses.paddingAfter = synapses.paddingBefore;
    }
    return synapses;
}

} // namespace

std::optional<IValue> Facts::of(const jit::Value* value) const
{
    if (const auto constant = jit::toIValue(value))
        return *constant;
    if (const auto bound = bindings.find(value); bound != bindings.end())
        return bound->second;
    const jit::Node* node = value->node();
    if (node->kind() == c10::prim::GetAttr) {
        const auto slot = self->type()->findAttributeSlot(node->s(c10::attr::name));
        if (slot && node->input(0)->type() == self->type())
            return self->getSlot(*slot);
        return std::nullopt;
    }
    if (node->kind() != c10::prim::ListConstruct)
        return std::nullopt;
    c10::List<std::int64_t> numbers;
    for (const jit::Value* item : node->inputs()) {
        const auto number = of(item);
        if (!number || !number->isInt())
            return std::nullopt;
        numbers.push_back(number->toInt());
    }
    return IValue(numbers);
}

Facts Facts::inside(const jit::Graph& callee, at::ArrayRef<const jit::Value*> arguments) const
{
    Facts inner{self, {}};
    for (std::size_t i = 0; i < std::min(arguments.size(), callee.inputs().size()); ++i) {
        if (const auto value = of(arguments[i]))
            inner.bindings[callee.inputs()[i]] = *value;
    }
    return inner;
}

std::optional<Synapses> synapsesOf(const jit::Node& node, const Facts& facts)
{
    const std::string kind = node.kind().toUnqualString();
    if (!node.kind().is_aten())
        return std::nullopt;
    if (kind == "linear") {
        Synapses synapses;
        synapses.bias = hasBias(node, 2, facts);
        return synapses;
    }
    if (kind == "matmul" || kind == "mm" || kind == "addmm") {
        Synapses synapses;
        synapses.bias = kind == "addmm";
        return synapses;
    }
    if (kind == "conv1d" || kind == "conv2d")
        return convolution(node, facts, false);
    if (kind == "_convolution" || kind == "convolution")
        return convolution(node, facts, true);
    if ((kind == "max_pool2d" || kind == "avg_pool2d" || kind == "max_pool1d" ||
         kind == "avg_pool1d") &&
        node.inputs().size() > 1)
        return window(node, facts);
    if (kind == "batch_norm") {
        Synapses synapses;
        synapses.kind = Synapses::Kind::Each;
        synapses.bias = true;
        return synapses;
    }
    return std::nullopt;
}

} // namespace inspike::torchscript
