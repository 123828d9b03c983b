// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// `inspike bench events`: how long a frame of the event view takes on this machine while it plays,
// from the events to the pixels, for a recording as small as one of N-MNIST and for a large one.

#include "core/base/job.h"
#include "core/base/json.h"

#include <cstdint>

namespace inspike {

// Object with a member for each recording and way of showing, such as small_frame_ms and
// large_cloud_ms: {p50, p95} of a whole frame; small_frame_build_ms: of what is done beside the
// window; small_frame_cpu_ms: of all processors together, which other work on the machine changes
// little. `events`: of the large recording. Throws Error.
Json eventsBench(std::uint64_t events, JobContext& job);

} // namespace inspike
