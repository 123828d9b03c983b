// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The energy ledger: operations of every layer at every time step, and an estimate of the energy
// they take.
//
// MAC: multiply and accumulate, of synapses whose input is values: outputs x fan-in, positions in
// the padding included, as is usual for dense networks. AC: accumulate, of synapses whose input is
// spikes: each spike adds its weight to every output that it reaches, exactly so at borders. A
// value of n (counts of events, spikes that a pool added up) is n spikes. Pools add without
// weights: ACs, of spikes or of values; those that take the greatest value cost nothing. One to
// one scaling takes one operation per input. SynOps: the ACs that spikes drive (Merolla et al.,
// Science 345:668 (2014)). Biases are counted on their own, and join the ACs only on request.
// Neuron updates: one per neuron and step. Dense: the same network without spikes, MACs throughout.
//
// Energy = MAC x 4.6 pJ + AC x 0.9 pJ, 45 nm at 0.9 V, 32-bit float (Horowitz, ISSCC 2014, doi
// 10.1109/ISSCC.2014.6757323: addition 0.9 pJ, multiplication 3.7 pJ). Memory, control and
// communication are not counted: it is an estimate, good for comparing.

#include "core/analysis/layer_drive.h"
#include "core/base/param_spec.h"

#include <limits>

namespace inspike {

// Of a layer at one step, or summed. NaN = unknown.
struct LayerCost
{
    double macs = 0.0;
    double acs = 0.0;
    double synOps = 0.0;
    double biases = 0.0;                                       // additions
    double updates = 0.0;                                      // of neurons
    double spikes = 0.0;                                       // that it gave
    double silent = std::numeric_limits<double>::quiet_NaN();  // share of zeros in what it gave
    double unmoved = std::numeric_limits<double>::quiet_NaN(); // share of zeros in what came in
};

struct LedgerLayer
{
    std::size_t node = 0;         // of the graph
    bool hasSynapses = false;     // else it has no MACs and ACs
    bool hasNeurons = false;      // else it has no updates
    bool spikes = false;          // what it gives; else LayerCost::spikes means nothing
    double units = 0.0;           // values that it gives; NaN = unknown
    LayerCost dense;              // at one step of the network without spikes
    std::vector<LayerCost> steps; // mean over samples; empty without a run
    LedgerLack lack;              // why some numbers are NaN

    // Sums; shares are means. NaN where a step is.
    LayerCost total() const;
};

struct EnergyLedger
{
    std::vector<LedgerLayer> layers; // in the order of the graph
    std::size_t samples = 0;         // of the run; 0 = there is none
    std::size_t steps = 0;           // the most of any layer
    std::optional<Time> stepDuration;
    // Kinds of layers that compute something that is not counted, with their number:
    // "BatchNorm2d (4)", usually folded into the layer before, or "Attention (2)".
    std::vector<std::string> uncounted;
};

struct LedgerOptions
{
    std::optional<std::size_t> sample; // else the mean over all
    InputNumbers inputs = InputNumbers::Auto;
};

// Counts; no energy yet. Throws Error{BadShape} when the run has no such sample.
EnergyLedger energyLedger(const LayerGraph& graph, const Run* run, const LedgerOptions& options,
                          JobContext& job);

struct EnergyConstants
{
    double macPj = 4.6;
    double acPj = 0.9;
    double neuronPj = 0.0;
    bool biases = false; // cost an AC each

    double picojoules(const LayerCost& cost) const;
};

// Published constants of 45 nm: sums of an addition and a multiplication.
struct EnergyPreset
{
    const char* id; // "float32"
    double macPj;
    double acPj;
};
std::span<const EnergyPreset> energyPresets();

// constants, mac-pj, ac-pj, neuron-pj, biases, inputs: for the analysis and the figure.
ParamSpecs energyParams();
// Numbers that were given win over those of the preset.
EnergyConstants energyConstants(const Params& params);
InputNumbers inputNumbers(const Params& params);
// Text of a preset with exactly these constants, nullptr when there is none.
const EnergyPreset* presetOf(const EnergyConstants& constants);

} // namespace inspike
