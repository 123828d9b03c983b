// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A NIR network made ready for spike-driven layers: weights in rows by input, neurons behind their
// only layer fused with it, parameters in the order of memory. Used by the fast path only.

#include "core/nn/detail/spike_layer.h"
#include "core/systems/nir/activity.h"
#include "core/systems/nir/execute.h"

#include <optional>
#include <vector>

namespace inspike::nir {

struct FastSource
{
    std::size_t node = 0;
    bool recurrent = false;
};

struct FastNode
{
    Grid input, output;
    std::vector<FastSource> sources; // in the order of edges; twice where an edge is
    std::optional<std::size_t> fed;  // by the outside: position in Network::inputs
    bool isOutput = false;           // of the network
    std::size_t readers = 0;         // edges from here
    std::size_t part = 0;            // of FastNodes::parts
    std::size_t lastReader = 0;      // the part after which nobody reads it any more
    bool givesSpikes = false;        // as bits

    std::optional<nn::SpikeLayer> layer;   // of linear maps and convolutions
    Grid sums;                             // what the layer gives, before its shape
    std::optional<nn::NeuronBank> neurons; // of nodes with a membrane
    // Of neurons that are computed together with the sums of a layer, and the other way round.
    std::optional<std::size_t> fusedLayer, fusedNeurons;
    Values factors;                  // Scale, Threshold: in the order of memory, or one
    std::vector<std::size_t> delays; // Delay: in steps, likewise
};

struct FastPart
{
    std::vector<std::size_t> nodes; // in the order of computation
    bool looped = false;            // runs step by step
};

struct FastNodes
{
    // `steps` of a run, beyond which no delay matters.
    FastNodes(const Network& network, const Simulation& simulation, std::size_t steps);

    std::vector<FastNode> nodes;
    std::vector<FastPart> parts;
    std::size_t widest = 1; // elements of the largest node
};

} // namespace inspike::nir
