// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Small networks with a graph of layers and what they gave, for tests of operations and energy.

#include "core/nn/model.h"

namespace inspike::test {

struct LayeredRunSize
{
    std::size_t samples = 1;
    std::size_t steps = 3;
    bool random = false; // spikes by chance, else those of three steps below
};

// in [3] -> fc1 (3 to 2, bias) -> lif1 [2] -> fc2 (2 to 4) -> lif2 [4]; probes "lif1/spikes" and
// "lif2/spikes" [step, sample, unit]. Fed in: 1 1 0, 0 0 0, 1 1 1; lif1: 1 0, 1 1, 0 0; lif2:
// 0 0 0 1, 0 0 0 0, 1 1 1 1.
Run makeLayeredRun(const LayeredRunSize& size = {});

// A model that knows its layers and cannot run.
std::shared_ptr<const Model> layeredModel(LayerGraph graph);

// Appended with an edge from the layer before.
void addLayer(LayerGraph& graph, LayerNode node);
// Axes: step, sample, then those of one sample.
void addProbe(Run& run, const std::string& id, const std::vector<std::size_t>& shape,
              std::vector<float> values, ProbeKind kind);
// Without named axes.
Tensor layeredInput(std::vector<std::size_t> shape, const std::vector<float>& values);

} // namespace inspike::test
