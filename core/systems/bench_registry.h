// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Measurements that users may repeat with `inspike bench`: how long a network takes on this
// machine.

#include "core/base/job.h"

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace inspike {

// One line of the table; columns in order, the unit in the name: "plain (ms per sample)".
struct BenchmarkRow
{
    std::string name; // "context N=100 P=3 T=500, batch 1"
    std::vector<std::pair<std::string, double>> values;
};

struct Benchmark
{
    const char* id;
    const char* title;
    std::vector<BenchmarkRow> (*run)(JobContext& job);
};

std::span<const Benchmark> benchmarks();
const Benchmark* findBenchmark(std::string_view id); // nullptr if there is none

} // namespace inspike
