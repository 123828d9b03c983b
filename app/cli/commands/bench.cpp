// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/bench/alignment_bench.h"
#include "app/cli/bench/brush_bench.h"
#include "app/cli/bench/events_bench.h"
#include "app/cli/bench/raster_bench.h"
#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/systems/bench_registry.h"

#include <cstdio>
#include <iostream>

namespace inspike {

namespace {

// Measured in pictures of the window; one object of numbers each.
struct PictureBench
{
    const char* id;
    const char* title;
};
constexpr PictureBench kRaster{"raster", "Raster of many spikes: file, counts, frames"};
constexpr PictureBench kBrush{"brush", "Brushing pairs of samples: until all views show it"};
constexpr PictureBench kEvents{"events", "Event view while it plays: frames of each kind"};

// Of analyses; those of networks are registered with their systems.
constexpr Benchmark kAlignment{"alignment", "Comparison of two domains: CKA, MMD, t-SNE, UMAP",
                               &alignmentBenchmark};

std::vector<const Benchmark*> chosen(const std::string& name)
{
    std::vector<const Benchmark*> found;
    std::string known = std::string(kRaster.id) + ", " + kEvents.id + ", " + kBrush.id;
    const auto add = [&](const Benchmark& benchmark) {
        known += std::string(", ") + benchmark.id;
        if (name.empty() || name == benchmark.id)
            found.push_back(&benchmark);
    };
    for (const Benchmark& benchmark : benchmarks())
        add(benchmark);
    add(kAlignment);
    if (found.empty() && name != kRaster.id && name != kEvents.id && name != kBrush.id)
        throw Error(ErrorKind::BadParameter, "no benchmark '" + name + "'; there are " + known);
    return found;
}

Json rowsJson(const Benchmark& benchmark, const std::vector<BenchmarkRow>& rows)
{
    Json object = Json::object();
    object.set("id", benchmark.id);
    object.set("title", benchmark.title);
    Json list = Json::array();
    for (const BenchmarkRow& row : rows) {
        Json entry = Json::object();
        entry.set("name", row.name);
        for (const auto& [column, value] : row.values)
            entry.set(column, value);
        list.push(std::move(entry));
    }
    object.set("rows", std::move(list));
    return object;
}

void printRows(const Benchmark& benchmark, const std::vector<BenchmarkRow>& rows)
{
    std::cout << benchmark.title << '\n';
    for (const BenchmarkRow& row : rows) {
        std::cout << "  " << row.name << '\n';
        for (const auto& [column, value] : row.values) {
            char text[32];
            std::snprintf(text, sizeof text, "%12.4g", value);
            std::cout << text << "  " << column << '\n';
        }
    }
}

std::string numberText(const Json& number)
{
    char text[32];
    std::snprintf(text, sizeof text, "%12.4g", number.toDouble());
    return text;
}

void printPictures(const PictureBench& bench, const Json& result)
{
    std::cout << bench.title << '\n';
    for (const auto& [key, value] : result.members()) {
        if (value.isObject())
            std::cout << numberText(value["p50"]) << "  " << key << " p50\n"
                      << numberText(value["p95"]) << "  " << key << " p95\n";
        else
            std::cout << numberText(value) << "  " << key << '\n';
    }
}

int runCommand(const CommandCall& call)
{
    std::string name;
    bool json = false;
    RasterBenchRequest raster;
    std::int64_t events = 10'000'000;
    std::int64_t pairs = 10'000;
    auto spikes = static_cast<std::int64_t>(raster.spikes);
    auto units = static_cast<std::int64_t>(raster.units);
    Arguments arguments("bench", "Measure how long networks and large rasters take here.");
    arguments.optionalWord("NAME", name, "Which benchmark; default: all");
    arguments.flag("--json", json, "As JSON: an array, with a NAME its object");
    arguments.integer("--spikes", spikes, 1, 4'000'000'000, "raster: how many spikes");
    arguments.integer("--units", units, 1, 1LL << 24, "raster: of how many units");
    arguments.text("--data", raster.data, "FILE.h5",
                   "raster: the recording, made and kept if it is not there");
    arguments.integer("--events", events, 1, 4'000'000'000, "events: how many, of the large one");
    arguments.integer("--pairs", pairs, 2, 1'000'000, "brush: how many");
    if (!arguments.parse(call.words))
        return 0;
    raster.spikes = static_cast<std::uint64_t>(spikes);
    raster.units = static_cast<std::uint64_t>(units);
    JobContext job = consoleJob(call.stop);
    Json all = Json::array();
    for (const Benchmark* benchmark : chosen(name)) {
        const std::vector<BenchmarkRow> rows = benchmark->run(job);
        if (json)
            all.push(rowsJson(*benchmark, rows));
        else
            printRows(*benchmark, rows);
    }
    const auto measure = [&](const PictureBench& bench, auto run) {
        if (!name.empty() && name != bench.id)
            return;
        Json result = run();
        if (json) {
            result.set("id", bench.id);
            result.set("title", bench.title);
            all.push(std::move(result));
        } else {
            printPictures(bench, result);
        }
    };
    measure(kRaster, [&] { return rasterBench(raster, job); });
    measure(kEvents, [&] { return eventsBench(static_cast<std::uint64_t>(events), job); });
    measure(kBrush, [&] { return brushBench(static_cast<std::uint64_t>(pairs), job); });
    job.progress(1.0);
    if (json)
        std::cout << (name.empty() ? all : all.items().front()).dump(2) << '\n';
    return 0;
}

} // namespace

Command makeBenchCommand()
{
    return {"bench", "Measure how long networks and large rasters take here", &runCommand};
}

} // namespace inspike
