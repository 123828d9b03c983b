// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What drives the synapses of the layers of a network: where the input of each comes from, whether
// it is spikes or values, and how much of it there was, step by step. Goes through layers that only
// hand on what they get (flatten, sums of branches) and through pools, whose spikes add up: a pool
// gives as many spikes to the next layer as it got, whether it divides by the size of its window or
// not. Spikes that a layer got through a recurrent edge are those of the step before.

#include "core/analysis/layer_activity.h"
#include "core/analysis/synapse_counts.h"

#include <map>
#include <memory>

namespace inspike {

// What keeps something from being counted.
struct LedgerLack
{
    enum class Why {
        Nothing,
        Probe, // was not recorded; `what` is the probe
        Input, // what was fed in is not in the run; `what` is the input
        Shape, // shapes are unknown or do not fit
        Size,  // `what` was recorded with another number of values
        Source // it is not known what comes in
    };
    Why why = Why::Nothing;
    std::string what = {};

    explicit operator bool() const { return why != Why::Nothing; }
    std::string words() const; // "needs probe 'conv/output'"
};

enum class DriveKind {
    Spikes, // or counts of spikes or events
    Values,
    Unknown
};

// How the inputs of the network count; Auto: whole numbers are spikes.
enum class InputNumbers { Auto, Spikes, Values };

class LayerDrive
{
public:
    // `run` may be nullptr: then only shapes are known. Both must outlive it. `sample` chooses one,
    // else sums go over all. Throws Error{BadShape} when the run has no such sample.
    LayerDrive(const LayerGraph& graph, const Run* run, std::optional<std::size_t> sample,
               InputNumbers inputs);

    const LayerGraph& graph() const { return m_graph; }
    std::size_t samples() const { return m_samples; } // of the run
    std::size_t summed() const { return m_sample ? 1 : m_samples; }
    std::size_t steps() const { return m_steps; } // of the run: the most of any layer
    // How often a layer works: as its output, or else the next recorded one behind it, shows.
    std::size_t stepsOf(std::size_t node) const;
    // It makes spikes and does not merely hand on, delay or pool those of others.
    bool emitsSpikes(std::size_t node) const;
    LayerShape inputShape(std::size_t node) const; // may be unknown
    LayerShape outputShape(std::size_t node) const;

    // Of what comes in; and, when it is unknown, what would tell.
    DriveKind kindOfInput(std::size_t node, JobContext& job, LedgerLack& lack);
    DriveKind kindOfOutput(std::size_t node, JobContext& job, LedgerLack& lack);

    // Adds to each step what came into the node, each value times the weight of its place.
    LedgerLack addInput(std::size_t node, const std::vector<double>& weights,
                        std::vector<double>& perStep, JobContext& job);
    // Of what the node gave: sum of values and number of values that are not 0.
    LedgerLack addOutput(std::size_t node, std::vector<double>& sums, std::vector<double>& active,
                         JobContext& job) const;
    // Number of values that are not 0 in what came in; false unless it comes from one place as it
    // is.
    bool addActiveInputs(std::size_t node, std::vector<double>& active, JobContext& job) const;

private:
    struct Folding // through all paths to one layer
    {
        std::vector<double>& perStep;
        JobContext& job;
        std::vector<std::size_t> path = {}; // nodes it goes through, against endless loops
    };
    const LayerActivity* recorded(std::size_t node) const { return m_recorded[node].get(); }
    const LayerActivity* fed(std::size_t node) const { return m_fed[node].get(); }
    const LayerActivity* given(std::size_t node) const; // recorded, else fed
    // What comes in as it is, from one place; nullptr when it does not.
    const LayerActivity* onlySource(std::size_t node) const;
    const Tensor* inputTensor(std::size_t node) const;
    // Steps of the nearest recorded nodes before or behind; 0 = none is recorded.
    std::size_t stepsAround(std::size_t node, bool before) const;
    double scaleOf(const LayerActivity& activity) const;
    LedgerLack lackOf(std::size_t node) const;

    DriveKind kindOfNetworkInput(std::size_t node, JobContext& job, LedgerLack& lack) const;
    DriveKind findKind(std::size_t node, JobContext& job, LedgerLack& lack);

    LedgerLack fold(std::size_t node, const std::vector<double>& weights, std::size_t shift,
                    Folding& folding) const;
    LedgerLack foldSources(std::size_t node, const std::vector<double>& weights, std::size_t shift,
                           Folding& folding) const;
    LedgerLack foldPool(std::size_t node, const std::vector<double>& weights, std::size_t shift,
                        Folding& folding) const;
    LedgerLack foldGreatest(const SynapseCounts& window, const LayerActivity& source,
                            const std::vector<double>& weights, std::size_t shift,
                            Folding& folding) const;
    LedgerLack foldActivity(const LayerActivity& activity, std::size_t node,
                            const std::vector<double>& weights, std::size_t shift,
                            Folding& folding) const;

    const LayerGraph& m_graph;
    const Run* m_run;
    std::optional<std::size_t> m_sample;
    InputNumbers m_inputs;
    std::size_t m_samples = 1;
    std::size_t m_steps = 1;
    std::vector<std::vector<LayerEdge>> m_into, m_from;            // edges by node
    std::vector<std::unique_ptr<LayerActivity>> m_recorded, m_fed; // by node
    std::map<std::size_t, std::pair<DriveKind, LedgerLack>> m_kinds;
};

} // namespace inspike
