// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One sample through all nodes of the fast path, some steps at a time.

#include "core/systems/nir/fast_nodes.h"

#include <deque>
#include <vector>

namespace inspike::nir {

class FastSample
{
public:
    // `sample` of the batch. Threads are for one layer.
    FastSample(const Network& network, const FastNodes& fast, const InputBatch& batch,
               std::size_t sample, Sink& sink, int threads, JobContext& job);

    // The next steps; `first` is where those of the call before ended.
    void run(std::size_t first, std::size_t steps);
    // Nodes whose potentials are no longer finite.
    std::vector<std::size_t> diverged() const;

private:
    // What a node gives at the steps at hand.
    struct Given
    {
        Activity output;
        std::vector<float> membrane, current; // where wanted, in the order of memory
    };
    struct State
    {
        nn::NeuronState neurons;
        std::deque<std::vector<float>> delayed; // the latest steps, oldest first
        Activity before;                        // what was given in the step before
    };

    bool wants(std::size_t node, Trace trace) const { return m_sink.wants(node, trace); }
    // The sum of what the sources give: one of them, or made in `room`.
    const Activity& gathered(std::size_t node, const std::vector<Given>& given, std::size_t first,
                             std::size_t steps, Activity& room) const;
    // `room` may be x, which nobody else needs then.
    Given computed(std::size_t node, const Activity& x, Activity& room);
    Given fusedWith(std::size_t layer, std::size_t node, const Activity& x, Activity* sums);
    Given integrated(std::size_t node, const Activity& x);
    Activity delayed(std::size_t node, const Activity& x);
    nn::BankTraces tracesOf(std::size_t node, Given& given) const;
    void finish(std::size_t node, nn::SpikeBits spikes, std::size_t steps, Given& given) const;
    bool needsSums(std::size_t layer) const;

    void runNode(std::size_t node, std::size_t first, std::size_t steps);
    void runLoop(const FastPart& part, std::size_t first, std::size_t steps);
    void append(std::size_t node, std::size_t step, std::size_t steps, Given one);
    void release(std::size_t part);
    void report(std::size_t node, std::size_t first);
    void reportTrace(std::size_t node, Trace trace, std::size_t first, const Activity& values);

    const Network& m_network;
    const FastNodes& m_fast;
    const InputBatch& m_batch;
    std::size_t m_sample;
    Sink& m_sink;
    int m_threads;
    JobContext& m_job;
    std::vector<State> m_states;
    std::vector<Given> m_given; // of the steps at hand
    std::vector<Given> m_one;   // of one step within a loop
};

} // namespace inspike::nir
