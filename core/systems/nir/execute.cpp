// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/execute.h"

#include <algorithm>
#include <cmath>

namespace inspike::nir {

std::size_t sizeOf(const Shape& shape)
{
    std::size_t elements = 1;
    for (const std::int64_t size : shape)
        elements *= static_cast<std::size_t>(size);
    return elements;
}

bool makesSpikes(const NetworkNode& node)
{
    return node.isNeuron() || node.type == NodeType::Threshold;
}

bool hasMembrane(const NetworkNode& node)
{
    switch (node.type) {
    case NodeType::I:
    case NodeType::Li:
    case NodeType::CubaLi:
    case NodeType::If:
    case NodeType::Lif:
    case NodeType::CubaLif:
        return true;
    default:
        return false;
    }
}

bool hasCurrent(const NetworkNode& node)
{
    return node.type == NodeType::CubaLi || node.type == NodeType::CubaLif;
}

std::size_t stepsOf(float delay, double dt, std::size_t most)
{
    const double steps = std::round(static_cast<double>(delay) / dt);
    return steps < static_cast<double>(most) ? static_cast<std::size_t>(std::max(0.0, steps))
                                             : most;
}

Values ratesOf(const Values& tau, double dt)
{
    Values rates(tau.size());
    std::ranges::transform(tau, rates.begin(), [dt](float value) {
        return static_cast<float>(dt / static_cast<double>(value));
    });
    return rates;
}

} // namespace inspike::nir
