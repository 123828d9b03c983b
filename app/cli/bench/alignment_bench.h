// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How long it takes to compare two domains: CKA of all layers with all, the discrepancy with its
// test, and embeddings of both in the plane.

#include "core/systems/bench_registry.h"

namespace inspike {

std::vector<BenchmarkRow> alignmentBenchmark(JobContext& job);

} // namespace inspike
