// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Spikes around the labels of a recording, or trial by trial of a run: a row per trial, grouped by
// label value or condition, and below it the mean rate of every group with its standard error.

#include "core/analysis/trial_alignment.h"
#include "core/figures/series_figure.h"

namespace inspike {

// Those of alignmentParams() and most-units as in the statistics.
ParamSpecs alignedParams();
// `viewport` bounds the marks: spikes of rows and times that share a pixel are one mark.
SeriesFigure buildAligned(const SpikeSources& sources, std::uint64_t keySource,
                          const Params& params, const Viewport& viewport, JobContext& job);

} // namespace inspike
