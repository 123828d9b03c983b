// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/fast.h"

#include "core/base/parallel.h"
#include "core/systems/nir/fast_sample.h"

#include <algorithm>
#include <mutex>
#include <utility>

namespace inspike::nir {

namespace {

// What a node gives at the steps at hand should stay in a cache.
constexpr std::size_t kMostFloats = std::size_t{1} << 18U;

} // namespace

struct FastNetwork::Prepared
{
    const Network& network;
    FastNodes fast;
    std::size_t atOnce;
};

FastNetwork::FastNetwork(const Network& network, const Simulation& simulation, std::size_t steps,
                         std::size_t stepsAtOnce)
{
    FastNodes nodes(network, simulation, steps);
    if (stepsAtOnce == 0)
        stepsAtOnce = std::max<std::size_t>(1, kMostFloats / nodes.widest);
    m_prepared = std::make_unique<const Prepared>(Prepared{network, std::move(nodes), stepsAtOnce});
}
FastNetwork::~FastNetwork() = default;
FastNetwork::FastNetwork(FastNetwork&&) noexcept = default;
FastNetwork& FastNetwork::operator=(FastNetwork&&) noexcept = default;

std::set<std::size_t> FastNetwork::run(const InputBatch& batch, int threads, Sink& sink,
                                       StepCount& count) const
{
    const FastNodes& fast = m_prepared->fast;
    const std::size_t atOnce = m_prepared->atOnce;
    const auto most = static_cast<std::size_t>(threadCount(threads));
    const int within =
        static_cast<int>(std::max<std::size_t>(1, most / std::max<std::size_t>(1, batch.samples)));
    std::mutex guard;
    std::set<std::size_t> diverged;
    parallelPieces(batch.samples, static_cast<int>(most), [&](std::size_t sample) {
        FastSample one(m_prepared->network, fast, batch, sample, sink, within, count.job());
        for (std::size_t first = 0; first < batch.steps; first += atOnce) {
            const std::size_t steps = std::min(atOnce, batch.steps - first);
            one.run(first, steps);
            count.add(steps);
        }
        const std::vector<std::size_t> found = one.diverged();
        const std::lock_guard lock(guard);
        diverged.insert(found.begin(), found.end());
    });
    return diverged;
}

} // namespace inspike::nir
