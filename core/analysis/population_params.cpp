// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/population_params.h"

#include "core/analysis/number_list.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr double kLongest = 1152921504606846976.0; // 2^60 ticks

} // namespace

ParamSpecs withPopulationParams(ParamSpecs specs)
{
    specs.push_back({"from-ms",
                     "From",
                     "Start of the stretch of time; in steps where their duration is unknown",
                     0.0,
                     {},
                     {},
                     {},
                     "ms"});
    specs.push_back({"to-ms",
                     "To",
                     "End of the stretch of time; not after its start = until the end",
                     0.0,
                     {},
                     {},
                     {},
                     "ms"});
    specs.push_back(
        {"probe", "Probe", "Spikes of this probe; empty = the first one", std::string()});
    specs.push_back({"stream", "Stream",
                     "Spikes of this stream of a recording; empty = the first one", std::string()});
    specs.push_back({"trial", "Trial", "Number of the trial, from 0; -1 = all trials together",
                     std::int64_t{-1}, -1});
    return specs;
}

ParamSpec unitsParam()
{
    return {"units", "Units", "Which units, such as 3 or 0-9,25; empty = all of them",
            std::string()};
}

ParamSpec pooledUnitsParam()
{
    return {"unit", "Unit", "Which unit, such as 3; several such as 3,7 are pooled, empty = all",
            std::string()};
}

ParamSpec lengthParam(std::string id, std::string title, std::string help, double fallback)
{
    return {std::move(id), std::move(title), std::move(help), fallback, 0.001, 1e9, {}, "ms"};
}

PopulationRequest populationRequest(const Params& params)
{
    return {params.text("probe"), params.text("stream"), params.integer("trial")};
}

std::vector<UnitIndex> chosenUnits(const Params& params, std::string_view id,
                                   const SpikePopulation& population)
{
    const std::vector<std::size_t> listed =
        indicesFromText(params.text(id), id, population.units());
    if (listed.empty())
        return population.allUnits();
    return {listed.begin(), listed.end()};
}

UnitIndex chosenUnit(const Params& params, std::string_view id, const SpikePopulation& population)
{
    const std::string wanted = std::to_string(params.integer(id));
    return static_cast<UnitIndex>(indicesFromText(wanted, id, population.units()).front());
}

TimeRange chosenRange(const Params& params, const SpikePopulation& population)
{
    const double from = params.number("from-ms");
    const double to = params.number("to-ms");
    const TimeRange all = population.extent();
    if (from == 0.0 && to == 0.0)
        return all;
    TimeRange range{ticksFromMs(from, population.stepTime()), all.end};
    if (to > from)
        range.end = ticksFromMs(to, population.stepTime());
    return range.intersected(all);
}

Time lengthInTicks(const Params& params, std::string_view id, const SpikePopulation& population)
{
    const Time ticks = ticksFromMs(params.number(id), population.stepTime());
    if (ticks < 1) {
        throw Error(ErrorKind::BadParameter, std::string(id) + ": shorter than one " +
                                                 (population.stepTime() ? "step" : "microsecond"));
    }
    return ticks;
}

Time ticksFromMs(double ms, bool stepTime)
{
    const double ticks = stepTime ? ms : ms * kMicrosecondsPerMs;
    return static_cast<Time>(std::llround(std::clamp(ticks, -kLongest, kLongest)));
}

double msFromTicks(double ticks, bool stepTime)
{
    return stepTime ? ticks : ticks / kMicrosecondsPerMs;
}

std::string timeUnit(const SpikePopulation& population)
{
    return population.stepTime() ? "step" : "ms";
}

std::string rateUnit(const SpikePopulation& population)
{
    return population.stepTime() ? "1/step" : "Hz";
}

} // namespace inspike
