// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// `inspike bench raster`: how long a large raster takes on this machine, from writing the file to
// panning through it in a canvas of 1920 x 1080 pixels. Every frame is counted anew, exactly.

#include "core/base/job.h"
#include "core/base/json.h"

#include <cstdint>
#include <string>

namespace inspike {

struct RasterBenchRequest
{
    std::uint64_t spikes = 10'000'000;
    std::uint64_t units = 10'000;
    // The recording; made and kept if it is not there. Empty: a temporary one.
    std::string data;
};

// Object with convert_s (absent when the file was there), build_s, spikes_per_s (of the build),
// open_ms (file and counts from the cache), first_paint_ms (open and first picture from the cache),
// first_paint_unseen_ms (without counts, sampled), pan_ms and zoom_ms {p50, p95} per frame,
// order_ms (another row order, first picture), brush_ms (exact count of a box), peak_rss_mb,
// sidecar_mb. Throws Error.
Json rasterBench(const RasterBenchRequest& request, JobContext& job);

} // namespace inspike
