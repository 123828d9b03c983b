// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"
#include "app/cli/command.h"
#include "core/base/error.h"
#include "core/base/json.h"
#include "core/systems/bench_registry.h"

#include <cstdio>
#include <iostream>

namespace inspike {

namespace {

std::vector<const Benchmark*> chosen(const std::string& name)
{
    std::vector<const Benchmark*> found;
    std::string known;
    for (const Benchmark& benchmark : benchmarks()) {
        known += std::string(known.empty() ? "" : ", ") + benchmark.id;
        if (name.empty() || name == benchmark.id)
            found.push_back(&benchmark);
    }
    if (found.empty())
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

int runCommand(const CommandCall& call)
{
    std::string name;
    bool json = false;
    Arguments arguments("bench", "Measure how long networks take on this machine.");
    arguments.optionalWord("NAME", name, "Which benchmark; default: all");
    arguments.flag("--json", json, "As a JSON array");
    if (!arguments.parse(call.words))
        return 0;
    JobContext job = consoleJob(call.stop);
    Json all = Json::array();
    for (const Benchmark* benchmark : chosen(name)) {
        const std::vector<BenchmarkRow> rows = benchmark->run(job);
        if (json)
            all.push(rowsJson(*benchmark, rows));
        else
            printRows(*benchmark, rows);
    }
    job.progress(1.0);
    if (json)
        std::cout << all.dump(2) << '\n';
    return 0;
}

} // namespace

Command makeBenchCommand()
{
    return {"bench", "Measure how long networks take on this machine", &runCommand};
}

} // namespace inspike
