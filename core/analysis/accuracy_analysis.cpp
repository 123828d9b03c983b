// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/accuracy.h"
#include "core/analysis/analysis_registry.h"
#include "core/analysis/sample_classes.h"
#include "core/base/error.h"

#include <algorithm>
#include <map>

namespace inspike {

namespace {

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    if (!inputs.run)
        return "a run";
    if (!accuracyOf(*inputs.run))
        return "a run with an output of samples x classes (prediction or logits) and labels";
    return std::nullopt;
}

struct ClassCounts
{
    std::size_t samples = 0, correct = 0, predicted = 0;
};

AnalysisResult call(const AnalysisInputs& inputs, const Params& /*params*/, JobContext& /*job*/)
{
    const Accuracy accuracy = accuracyOf(*inputs.run).value();
    const SampleClasses classes = sampleClasses(*inputs.run);
    std::map<std::int64_t, ClassCounts> counts;
    std::vector<std::string> wrong;
    for (std::size_t i = 0; i < classes.samples(); ++i) {
        if (classes.label[i] < 0)
            continue;
        const bool correct = classes.label[i] == classes.predicted[i];
        ++counts[classes.label[i]].samples;
        counts[classes.label[i]].correct += correct ? 1 : 0;
        if (classes.predicted[i] >= 0)
            ++counts[classes.predicted[i]].predicted;
        if (!correct)
            wrong.push_back(i < inputs.run->sampleIds.size() ? inputs.run->sampleIds[i]
                                                             : std::to_string(i));
    }
    AnalysisResult result;
    result.nameColumns = {"name"};
    result.columns = {"class",    "samples",           "correct",
                      "accuracy", "95 % interval low", "95 % interval high",
                      "predicted"};
    for (const auto& [label, count] : counts) {
        const Proportion share =
            proportionOf(static_cast<double>(count.correct), static_cast<double>(count.samples));
        result.names.push_back({classes.nameOf(label)});
        result.rows.push_back({static_cast<double>(label), static_cast<double>(count.samples),
                               static_cast<double>(count.correct), share.share, share.low,
                               share.high, static_cast<double>(count.predicted)});
    }
    result.summary = {{"accuracy", accuracy.share.share},
                      {"95 % interval low", accuracy.share.low},
                      {"95 % interval high", accuracy.share.high},
                      {"correct", static_cast<double>(accuracy.correct)},
                      {"samples", static_cast<double>(accuracy.samples)}};
    result.lists = {{"samples taken for another class", std::move(wrong)}};
    result.note = "the class of the largest output, the first of equals, against the labels; "
                  "samples without a label do not count; Wilson interval";
    return result;
}

} // namespace

std::optional<Accuracy> accuracyOf(const Run& run)
{
    const SampleClasses classes = sampleClasses(run);
    Accuracy accuracy;
    bool predicted = false;
    for (std::size_t i = 0; i < classes.samples(); ++i) {
        predicted = predicted || classes.predicted[i] >= 0;
        if (classes.label[i] < 0)
            continue;
        ++accuracy.samples;
        accuracy.correct += classes.label[i] == classes.predicted[i] ? 1 : 0;
    }
    if (!predicted || accuracy.samples == 0)
        return std::nullopt;
    accuracy.share =
        proportionOf(static_cast<double>(accuracy.correct), static_cast<double>(accuracy.samples));
    return accuracy;
}

Analysis makeAccuracyAnalysis()
{
    return {"accuracy",
            "Accuracy",
            "Share of the samples of a run whose largest output is that of their label, by class, "
            "with its 95 % interval (Wilson, JASA 22, 209 (1927))",
            [] { return ParamSpecs(); },
            &lacks,
            &call};
}

} // namespace inspike
