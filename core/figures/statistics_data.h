// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The numbers behind a statistics figure: one pass over the chosen units for the intervals, which
// set the lengths of bins, and one for everything that is counted in bins.

#include "core/analysis/correlogram.h"
#include "core/analysis/isi_statistics.h"
#include "core/base/param_spec.h"
#include "core/figures/statistics_subject.h"

#include <optional>

namespace inspike {

// In ticks; given, or chosen so that the pictures hold what there is to see.
struct StatisticsLengths
{
    Time rateBin = 1;
    Time longest = 1; // interval
    Time isiBin = 1;
    Time lag = 1;
    Time lagBin = 1;
    Time window = 1;        // of synchrony and sparsity
    std::vector<Time> fano; // windows, ascending
};

// What one curve shows.
struct CurveData
{
    std::uint64_t spikes = 0;
    std::uint64_t intervals = 0;
    double ticksOfIntervals = 0.0;
    DefinedMean cv, cv2, lv;
    std::vector<std::uint64_t> counts; // of the rate
    std::optional<IsiHistogram> isi;
    std::optional<Correlogram> pairs;
    std::vector<DefinedMean> fano; // per window

    double meanInterval() const; // NaN without intervals
};

// Of all chosen units together; NaN where they are not defined.
struct PopulationNumbers
{
    double correlation = 0.0;
    double lifetime = 0.0;
    double sparseness = 0.0;
};

struct StatisticsData
{
    StatisticsSubject subject;
    StatisticsLengths lengths;
    std::vector<CurveData> curves;               // one per curve of the subject
    std::optional<PopulationNumbers> population; // of two units or more

    double meanRate(std::size_t curve, double secondsPerTick) const;
};

// With the parameters of statisticsParams(). Throws Error{BadParameter} for bins that are too fine.
StatisticsData gatherStatistics(const SpikePopulation& population, std::uint64_t keySource,
                                const Params& params, JobContext& job);

} // namespace inspike
