// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A NIR network that only works for active inputs: spikes as bits, sums of the weights of those
// that are not 0, neurons fused with the layer in front of them. Parts without loops run node by
// node over many steps, loops step by step. The same equations as runPlain, operation for
// operation, but for the order in which the weights of a layer are added up: where a potential
// comes within rounding of its threshold, a spike may come a step earlier or later.

#include "core/systems/nir/execute.h"

#include <memory>
#include <set>

namespace inspike::nir {

// Prepared weights; immutable.
class FastNetwork
{
public:
    // For runs of so many steps; `network` must outlive this. `stepsAtOnce` of a node: 0 = as many
    // as stay in a cache.
    FastNetwork(const Network& network, const Simulation& simulation, std::size_t steps,
                std::size_t stepsAtOnce = 0);
    ~FastNetwork();
    FastNetwork(FastNetwork&&) noexcept;
    FastNetwork& operator=(FastNetwork&&) noexcept;

    // A sample for each of the threads, several for one where there are more. Returns nodes whose
    // potentials were no longer finite at the end of a sample.
    std::set<std::size_t> run(const InputBatch& batch, int threads, Sink& sink,
                              StepCount& count) const;

private:
    struct Prepared;
    std::unique_ptr<const Prepared> m_prepared;
};

} // namespace inspike::nir
