// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is recorded of a run of many samples, sample by sample and step by step, straight into the
// arrays of the run; spikes as lists. What will not fit into memory is left out, the least telling
// kinds first, and said so. No LibTorch in here.

#include "core/base/job.h"
#include "core/nn/model.h"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace inspike::nn {

// In the order in which they are left out.
enum class KeptKind { Membranes, Outputs, Spikes, Results };

struct KeptProbe
{
    Probe probe;                    // axes: sample, with a step or time before it where `stepped`
    std::vector<std::size_t> shape; // of one sample at one step
    KeptKind kind = KeptKind::Outputs;
    bool stepped = true;
    bool sparse = false; // spikes, as lists
    bool output = false; // of the network: in Run::outputs
};

class SampleKeeper
{
public:
    // Of `probes` those that the globs name, and all outputs. With the glob "*" alone, dense arrays
    // may take 1 GiB, otherwise and lists of spikes half of the memory budget. Throws
    // Error{OutOfMemory} for probes that were asked for and do not fit.
    SampleKeeper(std::vector<KeptProbe> probes, const std::vector<std::string>& globs,
                 std::size_t steps, std::size_t samples);

    bool wants(std::size_t probe) const { return m_probes[probe].wanted; }
    const KeptProbe& at(std::size_t probe) const { return m_probes[probe].kept; }

    // Different samples may come from different threads. Of one that is not wanted: nothing.
    // [step from `first` on][element]
    void take(std::size_t probe, std::size_t sample, std::size_t first,
              std::span<const float> rows);
    // Adds to what is there, of probes that are not stepped.
    void add(std::size_t probe, std::size_t sample, std::span<const double> values);
    // Sorted positions in such rows.
    void takeSpikes(std::size_t probe, std::size_t sample, std::size_t first,
                    std::span<const std::uint64_t> positions);

    // After so many samples: leaves spikes out that will not fit if the others are like these.
    void settle(std::size_t samples);
    // Moves everything into the run, with what was left out among its notes. Steps have that
    // duration (us) if it is not 0.
    void finish(Run& run, double stepDuration, JobContext& job);

private:
    struct Kept
    {
        KeptProbe kept;
        bool wanted = false;
        std::size_t size = 1;                          // elements of a sample at a step
        std::vector<float> values;                     // of dense ones
        std::vector<std::vector<std::uint64_t>> lists; // by sample: step * size + element
    };

    std::uint64_t bytesOf(const Kept& kept) const; // 0 for lists
    std::uint64_t total(KeptKind kind) const;
    void leaveOut(KeptKind kind, std::uint64_t bytes);
    Activation activationOf(Kept& kept, double stepDuration, JobContext& job) const;

    std::vector<Kept> m_probes;
    std::size_t m_steps;
    std::size_t m_samples;
    bool m_byDefault; // nothing was asked for in particular
    std::vector<std::string> m_notes;
};

} // namespace inspike::nn
