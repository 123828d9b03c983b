// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What can be recorded of a NIR network, and what takes it while the network runs.

#include "core/nn/detail/sample_keeper.h"
#include "core/systems/nir/execute.h"

#include <array>
#include <cstdint>
#include <vector>

namespace inspike::nir {

// Of one sample at one step.
std::vector<AxisKind> axesOf(const Shape& shape, bool classes);

class NodeRecorder : public Sink
{
public:
    // "<node>/spikes", "<node>/membrane", "<node>/current", "<node>/output", "count/<node>"; with a
    // time axis where steps have a duration.
    static std::vector<Probe> probesOf(const Network& network, bool timed);
    // "<output>" of each output, and "prediction" of the first one that is a vector.
    static std::vector<Probe> outputsOf(const Network& network, bool timed);

    // Throws as nn::SampleKeeper does.
    NodeRecorder(const Network& network, const std::vector<std::string>& globs, std::size_t steps,
                 std::size_t samples);

    bool wants(std::size_t node, Trace trace) const override;
    bool isSparse(std::size_t node, Trace trace) const override;
    void take(std::size_t node, Trace trace, std::size_t sample, std::size_t first,
              std::span<const float> rows) override;
    void takeSpikes(std::size_t node, Trace trace, std::size_t sample, std::size_t first,
                    std::span<const std::uint64_t> positions) override;
    void addCount(std::size_t node, std::size_t sample, double spikes) override;
    void addSums(std::size_t node, std::size_t sample, std::span<const double> sums) override;

    void settle(std::size_t samples) { m_keeper.settle(samples); }
    void finish(Run& run, double stepDuration, JobContext& job);

private:
    static constexpr std::size_t kTraces = 4;
    static constexpr std::size_t kCount = kTraces, kSums = kTraces + 1, kAll = kTraces + 2;
    static constexpr std::int32_t kNone = -1;

    // Where what a node gives goes, by Trace and then count and sums.
    using Places = std::array<std::int32_t, kAll>;
    static std::vector<nn::KeptProbe> keptOf(const Network& network, std::vector<Places>& places);

    const Network& m_network;
    std::size_t m_steps;
    std::vector<Places> m_places; // filled before the keeper is made
    nn::SampleKeeper m_keeper;
};

} // namespace inspike::nir
