// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// NIR networks run on numbers, with everything that their nodes give.

#include "core/systems/nir/execute.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace inspike::test {

// Everything, dense: [step][sample][element].
class Everything : public nir::Sink
{
public:
    Everything(const nir::Network& network, std::size_t steps, std::size_t samples);

    // "lif/spikes", "lif/membrane", "lif/current", "conv/output" of any node, "lif/count" by
    // sample, "output/sums" by sample and element.
    const std::vector<float>& of(const std::string& id) const;
    const std::map<std::string, std::vector<float>>& all() const { return m_values; }

    bool wants(std::size_t node, nir::Trace trace) const override;
    bool isSparse(std::size_t node, nir::Trace trace) const override;
    void take(std::size_t node, nir::Trace trace, std::size_t sample, std::size_t first,
              std::span<const float> rows) override;
    void takeSpikes(std::size_t node, nir::Trace trace, std::size_t sample, std::size_t first,
                    std::span<const std::uint64_t> positions) override;
    void addCount(std::size_t node, std::size_t sample, double spikes) override;
    void addSums(std::size_t node, std::size_t sample, std::span<const double> sums) override;

private:
    std::string idOf(std::size_t node, nir::Trace trace) const;
    std::size_t sizeAt(std::size_t node) const;
    float& at(std::size_t node, nir::Trace trace, std::size_t sample, std::size_t step,
              std::size_t element);

    const nir::Network& m_network;
    std::size_t m_steps, m_samples;
    std::unique_ptr<std::mutex> m_guard = std::make_unique<std::mutex>();
    std::map<std::string, std::vector<float>> m_values;
};

struct RunSetting
{
    nir::Simulation simulation = {};
    bool fast = true;
    std::size_t stepsAtOnce = 0;
    int threads = 1;
};

// `input` [step][sample][element], of a network with one.
Everything everythingOf(const nir::Network& network, const std::vector<float>& input,
                        std::size_t samples, const RunSetting& setting = {});
// What differs, empty when nothing does.
std::string differenceOf(const Everything& a, const Everything& b);

} // namespace inspike::test
