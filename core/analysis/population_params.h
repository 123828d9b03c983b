// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Parameters that the statistics of spikes share, and what they mean for a population: which units,
// which stretch of time, lengths in ms (in steps where the duration of a step is unknown).

#include "core/analysis/spike_population.h"
#include "core/base/param_spec.h"

namespace inspike {

// probe, stream, trial (-1 = all), from-ms, to-ms: appended to the specs of a statistic.
ParamSpecs withPopulationParams(ParamSpecs specs);
ParamSpec unitsParam();       // "units": a list; empty = all
ParamSpec pooledUnitsParam(); // "unit": one, or several that are pooled; empty = all
ParamSpec lengthParam(std::string id, std::string title, std::string help, double fallback);

PopulationRequest populationRequest(const Params& params);
// Throws Error{BadParameter} that names the parameter and the unit that does not exist.
std::vector<UnitIndex> chosenUnits(const Params& params, std::string_view id,
                                   const SpikePopulation& population);
UnitIndex chosenUnit(const Params& params, std::string_view id, const SpikePopulation& population);
// The part of the extent from from-ms to to-ms; all of it when both are 0, up to its end when to-ms
// is not after from-ms.
TimeRange chosenRange(const Params& params, const SpikePopulation& population);
// Throws Error{BadParameter} for a length below one tick.
Time lengthInTicks(const Params& params, std::string_view id, const SpikePopulation& population);
// Nearest tick, of any sign; held within 2^60.
Time ticksFromMs(double ms, bool stepTime);
double msFromTicks(double ticks, bool stepTime);
// "ms" or "step".
std::string timeUnit(const SpikePopulation& population);
std::string rateUnit(const SpikePopulation& population); // "Hz" or "1/step"

} // namespace inspike
