// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/run_differences.h"
#include "core/analysis/sample_classes.h"

#include <cmath>

namespace inspike {

namespace {

ParamSpecs specs()
{
    ParamSpecs all = matchSpecs();
    all.push_back({"cka", "CKA", "Similarity of each layer with itself in the other run", true});
    return all;
}

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    return lacksComparison(inputs.runs);
}

double numberOf(std::optional<std::size_t> step)
{
    return step ? static_cast<double>(*step) : kNoValue;
}

std::vector<double> rowOf(const LayerDifference& layer)
{
    std::vector<double> row;
    if (layer.spikes) {
        const SpikeOverlap& spikes = *layer.spikes;
        for (const std::uint64_t count :
             {spikes.a, spikes.b, spikes.both, spikes.onlyA(), spikes.onlyB()})
            row.push_back(static_cast<double>(count));
        row.push_back(spikes.differing());
    } else {
        row.assign(6, kNoValue);
    }
    for (const double value : {layer.rateA, layer.rateB, layer.rateDifference(), layer.membrane,
                               layer.value, numberOf(layer.firstStep), layer.cka})
        row.push_back(value);
    return row;
}

double largestOf(const RunDifferences& all, double LayerDifference::*member)
{
    double largest = kNoValue;
    for (const LayerDifference& layer : all.layers)
        largest = std::fmax(largest, layer.*member); // NaN only while nothing is defined
    return largest;
}

void addSummary(const RunMatch& match, const RunDifferences& all, AnalysisResult& result)
{
    const AnswerDifference& answer = all.answer;
    const bool spiking = all.spikes.a + all.spikes.b > 0;
    result.summary = {{"samples", static_cast<double>(match.samples())},
                      {"layers", static_cast<double>(match.layers.size())},
                      {"layers only in A", static_cast<double>(match.unmatched[0].size())},
                      {"layers only in B", static_cast<double>(match.unmatched[1].size())},
                      {"spikes A", static_cast<double>(all.spikes.a)},
                      {"spikes B", static_cast<double>(all.spikes.b)},
                      {"common spikes", static_cast<double>(all.spikes.both)},
                      {"share of spikes differing", spiking ? all.spikes.differing() : kNoValue},
                      {"largest membrane difference", largestOf(all, &LayerDifference::membrane)},
                      {"largest output difference", largestOf(all, &LayerDifference::value)},
                      {"largest logit difference", answer.largest},
                      {"predictions compared", static_cast<double>(answer.compared)},
                      {"predictions that differ",
                       answer.compared > 0 ? static_cast<double>(answer.differs.size()) : kNoValue},
                      {"first step that differs", numberOf(all.firstStep)}};
}

std::vector<std::string> differingSamples(const RunMatch& match, const RunDifferences& all)
{
    std::vector<std::string> names;
    for (const std::size_t place : all.answer.differs)
        names.push_back(match.sampleName(place));
    return names;
}

std::string noteOf(const RunMatch& match, const RunDifferences& all)
{
    std::string note = "A = " + match.titles[0] + ", B = " + match.titles[1];
    for (const auto* notes : {&match.notes, &all.notes}) {
        for (const std::string& each : *notes)
            note += ". " + each;
    }
    constexpr std::size_t kNamed = 10;
    const std::vector<std::string> names = differingSamples(match, all);
    for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i)
        note += (i == 0 ? ". Predictions differ for '" : ", '") + names[i] + "'";
    return note + (names.size() > kNamed ? ", ..." : "");
}

AnalysisResult call(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const RunMatch match = matchRuns(inputs.runs, matchParams(params));
    const bool similar = params.flag("cka");
    JobContext comparing = job.part(0.0, similar ? 0.5 : 1.0);
    RunDifferences all = differencesOf(match, comparing);
    if (similar) {
        JobContext relating = job.part(0.5, 1.0);
        addCka(match, all, relating);
    }
    AnalysisResult result;
    result.nameColumns = {"layer"};
    const std::string unit = " (" + all.rateUnit() + ")";
    result.columns = {"spikes A",
                      "spikes B",
                      "common",
                      "only A",
                      "only B",
                      "share differing",
                      "rate A" + unit,
                      "rate B" + unit,
                      "rate difference" + unit,
                      "max |membrane difference|",
                      "max |output difference|",
                      "first step that differs",
                      "CKA"};
    for (std::size_t i = 0; i < match.layers.size(); ++i) {
        result.names.push_back({match.layers[i].name()});
        result.rows.push_back(rowOf(all.layers[i]));
    }
    addSummary(match, all, result);
    result.note = noteOf(match, all);
    result.lists = {{"samples whose prediction differs", differingSamples(match, all)},
                    {"layers only in A", match.unmatched[0]},
                    {"layers only in B", match.unmatched[1]}};
    return result;
}

} // namespace

Analysis makeCompareAnalysis()
{
    return {"compare",
            "Comparison of two runs",
            "Spikes that differ, rates, potentials, CKA and predictions of two runs, layer by "
            "layer; share differing = 1 - |A and B| / |A or B| (Jaccard 1901)",
            &specs,
            &lacks,
            &call,
            true};
}

} // namespace inspike
