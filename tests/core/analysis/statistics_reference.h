// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The trains and numbers of tests/golden/statistics_reference.json.

#include "core/analysis/spike_population.h"
#include "tests/support/golden.h"

#include <cmath>
#include <limits>
#include <memory>
#include <vector>

namespace inspike::test {

constexpr Time kReferenceEnd = 2'000'000;

inline const Json& statisticsReference()
{
    static const Json json = goldenJson("statistics_reference.json");
    return json;
}

template <typename Number>
std::vector<Number> numbersOf(const Json& list)
{
    std::vector<Number> numbers;
    for (const Json& item : list.items())
        numbers.push_back(static_cast<Number>(item.toDouble()));
    return numbers;
}

inline std::vector<std::vector<Time>> referenceTrains()
{
    std::vector<std::vector<Time>> trains;
    for (const Json& train : statisticsReference()["trains"].items()) {
        trains.emplace_back();
        for (const Json& time : train.items())
            trains.back().push_back(time.toInteger());
    }
    return trains;
}

inline std::shared_ptr<const SpikeTrains> trainsOf(const std::vector<std::vector<Time>>& trains)
{
    std::vector<Time> times;
    std::vector<UnitIndex> units;
    for (std::size_t unit = 0; unit < trains.size(); ++unit) {
        times.insert(times.end(), trains[unit].begin(), trains[unit].end());
        units.insert(units.end(), trains[unit].size(), static_cast<UnitIndex>(unit));
    }
    return std::make_shared<SpikeTrains>(SpikeTrains::fromPairs(times, units, trains.size()));
}

inline bool close(double value, double wanted, double relative = 1e-12)
{
    return std::abs(value - wanted) <= relative * std::max(1.0, std::abs(wanted));
}

} // namespace inspike::test
