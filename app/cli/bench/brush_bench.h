// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// `inspike bench brush`: how long it takes on this machine until all views of the window show
// which of many pairs of samples were brushed in the alignment view.

#include "core/base/job.h"
#include "core/base/json.h"

#include <cstdint>

namespace inspike {

// Object with pairs, brush_ms {p50, p95} from the request to the last pixel, and brush_cpu_ms: of
// all processors together, which other work on the machine changes little. Throws Error.
Json brushBench(std::uint64_t pairs, JobContext& job);

} // namespace inspike
