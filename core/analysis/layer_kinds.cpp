// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/layer_kinds.h"

#include <algorithm>
#include <array>

namespace inspike {

namespace {

// "torch.nn.modules.MaxPool2d" -> "maxpool2d"
std::string plainKind(const LayerNode& node)
{
    std::string kind = node.kind.substr(node.kind.rfind('.') + 1);
    std::transform(kind.begin(), kind.end(), kind.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return kind;
}

template <std::size_t Count>
bool isAny(const LayerNode& node, const std::array<std::string_view, Count>& kinds)
{
    const std::string kind = plainKind(node);
    return std::find(kinds.begin(), kinds.end(), kind) != kinds.end();
}

} // namespace

bool isReordering(const LayerNode& node)
{
    constexpr std::array<std::string_view, 3> kKinds = {"transpose", "permute", "movedim"};
    return isAny(node, kKinds);
}

bool isDelay(const LayerNode& node)
{
    return plainKind(node) == "delay";
}

bool isPool(const LayerNode& node)
{
    return node.synapses && node.synapses->kind == Synapses::Kind::Window;
}

bool givesValues(const LayerNode& node)
{
    constexpr std::array<std::string_view, 12> kKinds = {
        "li",   "cubali",  "i",    "relu",    "leakyrelu", "gelu",
        "silu", "sigmoid", "tanh", "softmax", "layernorm", "groupnorm"};
    return isAny(node, kKinds) || plainKind(node).starts_with("batchnorm");
}

bool isMeanPool(const LayerNode& node)
{
    const std::string kind = plainKind(node);
    return kind.find("avg") != std::string::npos || kind.find("mean") != std::string::npos ||
           kind.find("average") != std::string::npos;
}

bool isNeuron(const LayerNode& node)
{
    constexpr std::array<std::string_view, 6> kParts = {"lif",  "leaky",    "neuron",
                                                        "spik", "synaptic", "izhikevich"};
    const std::string kind = plainKind(node);
    return kind == "if" || std::any_of(kParts.begin(), kParts.end(), [&](std::string_view part) {
               return kind.find(part) != std::string::npos;
           });
}

bool isMaxPool(const LayerNode& node)
{
    return isPool(node) && plainKind(node).find("max") != std::string::npos;
}

bool isPassing(const LayerNode& node)
{
    constexpr std::array<std::string_view, 14> kKinds = {
        "input", "output",  "flatten", "unflatten", "identity", "reshape",   "view",
        "sum",   "squeeze", "dropout", "unsqueeze", "add",      "dropout2d", "nirgraph"};
    return !node.synapses && isAny(node, kKinds);
}

} // namespace inspike
