// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Operators that count as layers where they stand in the method of a module that is no layer
// itself, as in frozen networks and those that call torch.nn.functional.

#include <torch/csrc/jit/ir/ir.h>

#include <map>
#include <string>

namespace inspike::torchscript {

// "conv2d"; empty for operators that are no layers.
std::string layerOperator(const torch::jit::Node& node);

// Names of the operators of one graph, unique in it, when asked in the order of the nodes.
class LayerOperatorNames
{
public:
    // "conv2d", then "conv2d.1"; empty for operators that are no layers.
    std::string nameOf(const torch::jit::Node& node);

private:
    std::map<std::string, int> m_counts;
};

} // namespace inspike::torchscript
