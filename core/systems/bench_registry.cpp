// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/bench_registry.h"

#include <array>

// One line per benchmark: id, function, title.
#define INSPIKE_BENCHMARKS(X)                                                                      \
    X("smnn", smnnBenchmark, "SMNN forward pass, context task")                                    \
    X("s-cmrl", scmrlBenchmark, "S-CMRL forward pass")                                             \
    X("transfer", transferBenchmark, "Static-to-event networks: forward pass and training")        \
    X("nir", nirBenchmark, "NIR networks: plain and by active inputs alone")

namespace inspike {

#define INSPIKE_DECLARE(id, function, title) std::vector<BenchmarkRow> function(JobContext& job);
INSPIKE_BENCHMARKS(INSPIKE_DECLARE)
#undef INSPIKE_DECLARE

std::span<const Benchmark> benchmarks()
{
#define INSPIKE_ROW(id, function, title) Benchmark{id, title, &function},
    static constexpr std::array kAll = {INSPIKE_BENCHMARKS(INSPIKE_ROW)};
#undef INSPIKE_ROW
    return kAll;
}

const Benchmark* findBenchmark(std::string_view id)
{
    for (const Benchmark& benchmark : benchmarks()) {
        if (id == benchmark.id)
            return &benchmark;
    }
    return nullptr;
}

} // namespace inspike
