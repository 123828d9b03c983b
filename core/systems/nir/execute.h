// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What both ways to run a NIR network share: how time is cut, and where what nodes give goes.

#include "core/base/job.h"
#include "core/systems/nir/nir_network.h"

#include <atomic>
#include <cstdint>
#include <span>
#include <thread>
#include <vector>

namespace inspike::nir {

struct Simulation
{
    double dt = 1e-4;       // seconds of a step
    bool subtracts = false; // reset takes the threshold off; false: sets the value of the file
};

enum class Trace {
    Spikes,   // of neurons and thresholds
    Membrane, // v after the reset
    Current,  // of synapses
    Output    // of all other nodes, and of those whose output is the network's
};

// Receives what nodes give. Samples may come from several threads, each one's steps in order.
class Sink
{
public:
    virtual ~Sink() = default;

    virtual bool wants(std::size_t node, Trace trace) const = 0;
    // True for traces that come as spikes.
    virtual bool isSparse(std::size_t node, Trace trace) const = 0;
    // [step from `first` on][element of the node's shape]
    virtual void take(std::size_t node, Trace trace, std::size_t sample, std::size_t first,
                      std::span<const float> rows) = 0;
    // Sorted positions in such rows.
    virtual void takeSpikes(std::size_t node, Trace trace, std::size_t sample, std::size_t first,
                            std::span<const std::uint64_t> positions) = 0;
    // So many more spikes of a node.
    virtual void addCount(std::size_t node, std::size_t sample, double spikes) = 0;
    // The sum over some more steps, by element, of nodes whose output is the network's.
    virtual void addSums(std::size_t node, std::size_t sample, std::span<const double> sums) = 0;
};

// What goes in, of a batch of samples: for each of Network::inputs [step][sample][element].
struct InputBatch
{
    std::size_t steps = 0;
    std::size_t samples = 0;
    std::size_t firstSample = 0; // of all, as the sink counts them
    std::vector<std::span<const float>> values;
};

// Steps of samples done, from several threads.
class StepCount
{
public:
    StepCount(std::size_t total, JobContext& job)
        : m_total(total), m_job(job), m_thread(std::this_thread::get_id())
    {}
    // Only the thread that made this one reports.
    void add(std::size_t steps)
    {
        m_job.checkpoint();
        m_done += steps;
        if (std::this_thread::get_id() == m_thread)
            m_job.progress(static_cast<double>(m_done) / static_cast<double>(m_total),
                           "running the network");
    }
    JobContext& job() const { return m_job; }

private:
    std::size_t m_total;
    JobContext& m_job;
    std::thread::id m_thread;
    std::atomic<std::size_t> m_done = 0;
};

std::size_t sizeOf(const Shape& shape);
// True for nodes that give spikes of their own: neurons and thresholds.
bool makesSpikes(const NetworkNode& node);
// True for nodes with a membrane.
bool hasMembrane(const NetworkNode& node);
bool hasCurrent(const NetworkNode& node);
// Whole steps of a delay, at most `most`.
std::size_t stepsOf(float delay, double dt, std::size_t most);
// The step's share of a time constant.
Values ratesOf(const Values& tau, double dt);

// The same computation twice: `runPlain` reads like the equations of the format, step by step for
// all nodes and samples; fast.h has the other one. Throw Error{Cancelled}.
void runPlain(const Network& network, const Simulation& simulation, const InputBatch& batch,
              Sink& sink, StepCount& count);

} // namespace inspike::nir
