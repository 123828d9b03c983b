// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/classifier_runs.h"
#include "core/analysis/number_text.h"

#include <array>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::array kModalities = {"audio", "visual"};

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    if (const auto missing = lacksClassifier(inputs))
        return missing;
    for (const char* modality : kModalities) {
        if (!hasRunOption(*inputs.model, "ablate", modality))
            return std::string("a model of two inputs that can run without ") + modality +
                   " (run option 'ablate')";
    }
    return std::nullopt;
}

// The whole network, without audio, without visual.
using Conditions = std::array<Classified, 3>;

double classOrNothing(std::int64_t number)
{
    return number < 0 ? kUndefined : static_cast<double>(number);
}

// What the missing input adds, as a float like the logits themselves.
double difference(const Classified& whole, const Classified& without, std::size_t sample,
                  std::size_t at)
{
    return shortestDouble(whole.logit(sample, at) - without.logit(sample, at));
}

void listSamples(const Conditions& runs, AnalysisResult& result)
{
    const Classified& whole = runs[0];
    for (std::size_t sample = 0; sample < whole.samples; ++sample) {
        for (std::size_t at = 0; at < whole.classes; ++at) {
            const double logit = shortestDouble(whole.logit(sample, at));
            const double deaf = shortestDouble(runs[1].logit(sample, at));
            const double blind = shortestDouble(runs[2].logit(sample, at));
            result.rows.push_back({static_cast<double>(sample), static_cast<double>(at),
                                   classOrNothing(whole.label(sample)),
                                   classOrNothing(whole.predicted(sample)), logit, deaf, blind,
                                   difference(whole, runs[1], sample, at),
                                   difference(whole, runs[2], sample, at)});
        }
    }
}

void addAccuracy(const std::string& name, const Classified& run, AnalysisResult& result)
{
    if (run.known() == 0)
        return;
    const Proportion accuracy = run.accuracy();
    result.summary.emplace_back("accuracy" + name, accuracy.share);
    result.summary.emplace_back("accuracy" + name + ", 95 % interval low", accuracy.low);
    result.summary.emplace_back("accuracy" + name + ", 95 % interval high", accuracy.high);
}

void addEffect(const std::string& modality, const Classified& whole, const Classified& without,
               AnalysisResult& result)
{
    double chosen = 0.0;
    double size = 0.0;
    std::size_t changed = 0;
    for (std::size_t sample = 0; sample < whole.samples; ++sample) {
        changed += whole.predicted(sample) != without.predicted(sample) ? 1 : 0;
        for (std::size_t at = 0; at < whole.classes; ++at) {
            const double effect = difference(whole, without, sample, at);
            size += std::abs(effect);
            if (static_cast<std::int64_t>(at) == whole.predicted(sample))
                chosen += effect;
        }
    }
    const auto samples = static_cast<double>(whole.samples);
    const auto mean = [](double sum, double count) {
        return count > 0.0 ? sum / count : kUndefined;
    };
    result.summary.emplace_back("choices that change without " + modality,
                                static_cast<double>(changed));
    result.summary.emplace_back("mean contribution of " + modality + " to the chosen class",
                                mean(chosen, samples));
    result.summary.emplace_back("mean size of the contribution of " + modality,
                                mean(size, samples * static_cast<double>(whole.classes)));
    if (whole.known() > 0)
        result.summary.emplace_back("change of accuracy without " + modality,
                                    without.accuracy().share - whole.accuracy().share);
}

AnalysisResult call(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    ClassifierRuns classifier(inputs, params);
    Conditions runs;
    const std::array<const char*, 3> ablated = {"none", "audio", "visual"};
    for (std::size_t i = 0; i < runs.size(); ++i) {
        JobContext part = job.part(static_cast<double>(i) / 3.0, static_cast<double>(i + 1) / 3.0);
        runs[i] = classifier.run({{"ablate", ablated[i]}}, 0, part);
    }
    AnalysisResult result;
    result.columns = {"sample",
                      "class",
                      "label",
                      "chosen class",
                      "logit",
                      "logit without audio",
                      "logit without visual",
                      "contribution of audio (logit)",
                      "contribution of visual (logit)"};
    listSamples(runs, result);
    result.summary = {{"samples", static_cast<double>(runs[0].samples)},
                      {"samples with label", static_cast<double>(runs[0].known())}};
    addAccuracy("", runs[0], result);
    addAccuracy(" without audio", runs[1], result);
    addAccuracy(" without visual", runs[2], result);
    addEffect("audio", runs[0], runs[1], result);
    addEffect("visual", runs[0], runs[2], result);
    result.note = "Contribution = logit less the logit with that input replaced by zeros, computed "
                  "anew; what both inputs do together counts for each, so the two need not add up; "
                  "Wilson intervals";
    return result;
}

} // namespace

Analysis makeModalityContributionAnalysis()
{
    return {"modality-contribution",
            "Contribution of modalities",
            "Change of every logit and of the accuracy when one input is replaced by zeros "
            "(ablation: Meyes et al., arXiv 1901.08644)",
            &sampleParams,
            &lacks,
            &call};
}

} // namespace inspike
