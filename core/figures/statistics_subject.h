// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which units a statistics figure looks at, and how they are grouped into curves.

#include "core/analysis/spike_population.h"
#include "core/base/param_spec.h"
#include "core/figures/figure.h"

namespace inspike {

struct SubjectCurve
{
    std::vector<UnitIndex> units; // one, or several that are pooled
    Key key;
    Colour colour;
};

struct StatisticsSubject
{
    std::vector<SubjectCurve> curves;
    std::vector<UnitIndex> units; // of all curves
    TimeRange range;
    Text note; // empty when every unit has a curve of its own
};

// Those of the parameters `units` or `unit`; pooled when there are more than `separate` of them
// or none is named. A pool of more than `most` units (0 = no limit) is represented by that many,
// drawn at random with a fixed seed.
StatisticsSubject subjectOf(const SpikePopulation& population, std::string_view unitList,
                            std::string_view parameter, std::size_t separate, std::size_t most,
                            std::uint64_t keySource);

// The least of 1, 2, 5 times a power of ten that is not below the value.
double roundUp(double value);

} // namespace inspike
