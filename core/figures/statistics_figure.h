// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Small multiples of spike-train statistics: rate over time, inter-spike intervals, auto- and
// cross-correlogram, Fano factor, and numbers (irregularity, synchrony, sparsity). A few units are
// drawn one curve each; more of them, or all, are pooled, and the note of the figure says so.

#include "core/analysis/spike_population.h"
#include "core/figures/series_figure.h"

namespace inspike {

// units (empty = all, pooled), from-ms, to-ms, lengths of bins and axes (0 = chosen from the data),
// most-units (of a pool; more are represented by a random sample that the note states; 0 = all),
// trial, probe, stream.
ParamSpecs statisticsParams();
// Throws Error{BadParameter} for units that do not exist.
SeriesFigure buildStatistics(const SpikePopulation& population, std::uint64_t keySource,
                             const Params& params, JobContext& job);

// Up to this many units are drawn separately; beyond, curves cannot be told apart.
constexpr std::size_t kMostSeparateUnits = 5;

} // namespace inspike
