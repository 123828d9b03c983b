// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The part of a raster that comes from the counts of a large stream.

#include "core/base/param_spec.h"
#include "core/figures/raster_figure.h"

namespace inspike {

// Marks or bins, rate strip, and how many spikes there are in the window.
void addCounted(const RasterSource& source, const RasterWindow& window, const Params& params,
                const Viewport& viewport, RasterFigure& figure, JobContext& job);
// The counts for the rows of that order; kept by the atlas.
std::shared_ptr<const OrderedCounts> orderedCounts(const RasterSource& source,
                                                   const std::string& order, JobContext& job);

} // namespace inspike
