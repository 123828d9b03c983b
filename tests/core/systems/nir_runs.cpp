// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/systems/nir_runs.h"

#include "core/systems/nir/fast.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace inspike::test {

using nir::Trace;

Everything::Everything(const nir::Network& network, std::size_t steps, std::size_t samples)
    : m_network(network), m_steps(steps), m_samples(samples)
{}

std::string Everything::idOf(std::size_t node, Trace trace) const
{
    const char* names[] = {"/spikes", "/membrane", "/current", "/output"};
    return m_network.nodes[node].id + names[static_cast<std::size_t>(trace)];
}

std::size_t Everything::sizeAt(std::size_t node) const
{
    return nir::sizeOf(m_network.nodes[node].output);
}

const std::vector<float>& Everything::of(const std::string& id) const
{
    const auto found = m_values.find(id);
    if (found == m_values.end())
        throw std::runtime_error("nothing of " + id);
    return found->second;
}

bool Everything::wants(std::size_t node, Trace trace) const
{
    const nir::NetworkNode& what = m_network.nodes[node];
    switch (trace) {
    case Trace::Spikes:
        return nir::makesSpikes(what);
    case Trace::Membrane:
        return nir::hasMembrane(what);
    case Trace::Current:
        return nir::hasCurrent(what);
    case Trace::Output:
        return true;
    }
    return false;
}

bool Everything::isSparse(std::size_t node, Trace trace) const
{
    return trace == Trace::Spikes || (trace == Trace::Output && m_network.nodes[node].spiking);
}

float& Everything::at(std::size_t node, Trace trace, std::size_t sample, std::size_t step,
                      std::size_t element)
{
    std::vector<float>& values = m_values[idOf(node, trace)];
    values.resize(m_steps * m_samples * sizeAt(node));
    return values.at((step * m_samples + sample) * sizeAt(node) + element);
}

void Everything::take(std::size_t node, Trace trace, std::size_t sample, std::size_t first,
                      std::span<const float> rows)
{
    const std::lock_guard lock(*m_guard);
    for (std::size_t i = 0; i < rows.size(); ++i)
        at(node, trace, sample, first + i / sizeAt(node), i % sizeAt(node)) = rows[i];
}

void Everything::takeSpikes(std::size_t node, Trace trace, std::size_t sample, std::size_t first,
                            std::span<const std::uint64_t> positions)
{
    const std::lock_guard lock(*m_guard);
    at(node, trace, sample, first, 0) += 0.0F; // there, even without spikes
    for (std::size_t i = 0; i < positions.size(); ++i) {
        if (i > 0 && positions[i] <= positions[i - 1])
            throw std::runtime_error("positions are not sorted");
        at(node, trace, sample, first + positions[i] / sizeAt(node), positions[i] % sizeAt(node)) =
            1.0F;
    }
}

void Everything::addCount(std::size_t node, std::size_t sample, double spikes)
{
    const std::lock_guard lock(*m_guard);
    std::vector<float>& counts = m_values[m_network.nodes[node].id + "/count"];
    counts.resize(m_samples);
    counts[sample] += static_cast<float>(spikes);
}

void Everything::addSums(std::size_t node, std::size_t sample, std::span<const double> sums)
{
    const std::lock_guard lock(*m_guard);
    std::vector<float>& all = m_values[m_network.nodes[node].id + "/sums"];
    all.resize(m_samples * sums.size());
    for (std::size_t i = 0; i < sums.size(); ++i)
        all[sample * sums.size() + i] += static_cast<float>(sums[i]);
}

Everything everythingOf(const nir::Network& network, const std::vector<float>& input,
                        std::size_t samples, const RunSetting& setting)
{
    nir::InputBatch batch;
    batch.samples = samples;
    batch.steps = input.size() / samples / nir::sizeOf(network.nodes[network.inputs.front()].input);
    batch.values = {input};
    Everything everything(network, batch.steps, samples);
    JobContext job = nullJob();
    nir::StepCount count(batch.steps * samples, job);
    if (setting.fast)
        nir::FastNetwork(network, setting.simulation, batch.steps, setting.stepsAtOnce)
            .run(batch, setting.threads, everything, count);
    else
        nir::runPlain(network, setting.simulation, batch, everything, count);
    return everything;
}

std::string differenceOf(const Everything& a, const Everything& b)
{
    if (a.all().size() != b.all().size())
        return std::to_string(a.all().size()) + " traces and " + std::to_string(b.all().size());
    for (const auto& [id, values] : a.all()) {
        const std::vector<float>& others = b.of(id);
        // Totals are added up in pieces of time.
        const bool total = id.ends_with("/count") || id.ends_with("/sums");
        const auto same = [total](float x, float y) {
            return x == y || (total && std::abs(x - y) <= 1e-5F * std::abs(x));
        };
        if (values.size() == others.size() && std::ranges::equal(values, others, same))
            continue;
        const auto place = std::ranges::mismatch(values, others, same).in1 - values.begin();
        const auto index = static_cast<std::size_t>(place);
        return id + "[" + std::to_string(place) + "] = " + std::to_string(values[index]) + " and " +
               std::to_string(others[index]);
    }
    return {};
}

} // namespace inspike::test
