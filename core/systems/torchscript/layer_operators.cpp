// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/layer_operators.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace inspike::torchscript {

namespace {

// In aten::, without the underscore of those that work in place.
constexpr std::array<std::string_view, 40> kLayers = {"linear",
                                                      "conv1d",
                                                      "conv2d",
                                                      "conv3d",
                                                      "_convolution",
                                                      "convolution",
                                                      "conv_transpose1d",
                                                      "conv_transpose2d",
                                                      "conv_transpose3d",
                                                      "matmul",
                                                      "mm",
                                                      "addmm",
                                                      "bmm",
                                                      "einsum",
                                                      "batch_norm",
                                                      "layer_norm",
                                                      "group_norm",
                                                      "instance_norm",
                                                      "max_pool1d",
                                                      "max_pool2d",
                                                      "max_pool3d",
                                                      "avg_pool1d",
                                                      "avg_pool2d",
                                                      "avg_pool3d",
                                                      "adaptive_avg_pool1d",
                                                      "adaptive_avg_pool2d",
                                                      "adaptive_max_pool1d",
                                                      "adaptive_max_pool2d",
                                                      "relu",
                                                      "sigmoid",
                                                      "tanh",
                                                      "gelu",
                                                      "silu",
                                                      "leaky_relu",
                                                      "elu",
                                                      "softmax",
                                                      "log_softmax",
                                                      "embedding",
                                                      "scaled_dot_product_attention",
                                                      "prelu"};

} // namespace

std::string layerOperator(const torch::jit::Node& node)
{
    if (!node.kind().is_aten() || node.inputs().empty() || node.outputs().empty() ||
        node.output(0)->type()->kind() != c10::TypeKind::TensorType)
        return {};
    std::string_view name = node.kind().toUnqualString();
    if (name.size() > 1 && name.ends_with('_'))
        name.remove_suffix(1);
    if (std::find(kLayers.begin(), kLayers.end(), name) == kLayers.end())
        return {};
    return std::string(name == "_convolution" ? "convolution" : name);
}

std::string LayerOperatorNames::nameOf(const torch::jit::Node& node)
{
    std::string name = layerOperator(node);
    if (name.empty())
        return name;
    const int before = m_counts[name]++;
    return before == 0 ? name : name + "." + std::to_string(before);
}

} // namespace inspike::torchscript
