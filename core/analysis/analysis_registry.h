// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Analyses that may be called by name, from `inspike analyze` and the window's menu. Code calls the
// typed functions of the other headers in this folder directly.

#include "core/analysis/spike_population.h"
#include "core/base/job.h"
#include "core/base/param_spec.h"
#include "core/data/recording.h"
#include "core/nn/model.h"

#include <memory>
#include <span>
#include <string>
#include <vector>

namespace inspike {

struct AnalysisInputs
{
    std::shared_ptr<const Recording> recording; // may be null
    std::shared_ptr<const Model> model;         // may be null
    std::shared_ptr<const Run> run;             // may be null
    AtlasMap atlases = {}; // of the large streams of the recording, as far as they are built
    std::vector<std::shared_ptr<const Run>> runs = {}; // all, `run` first

    SpikeSources spikes() const { return {recording, run, atlases}; }
};

// A table of numbers with named columns (unit in the name: "rate (Hz)") and a few single results.
struct AnalysisResult
{
    std::vector<std::string> columns;
    std::vector<std::vector<double>> rows; // NaN = undefined
    std::vector<std::pair<std::string, double>> summary;
    std::string note; // method in one line
    // Columns of names before the numbers, such as layers: a cell of text per row and column.
    std::vector<std::string> nameColumns = {};
    std::vector<std::vector<std::string>> names = {};
    // Results that are names, such as samples; in the JSON form only.
    std::vector<std::pair<std::string, std::vector<std::string>>> lists = {};

    std::string toCsv() const;
    Json toJson() const;
};

struct Analysis
{
    std::string id; // "smnn-psychometrics"
    std::string title;
    std::string help; // one sentence, with the source of the formula
    ParamSpecs (*params)();
    // nullopt when it can run on these inputs, else what is missing (one line).
    std::optional<std::string> (*lacks)(const AnalysisInputs&);
    AnalysisResult (*call)(const AnalysisInputs&, const Params&, JobContext&);
    bool manyRuns = false; // it uses more than the first run
};

std::span<const Analysis> analyses();
const Analysis* findAnalysis(std::string_view id); // nullptr if there is none

} // namespace inspike
