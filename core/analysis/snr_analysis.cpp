// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/classifier_runs.h"
#include "core/analysis/number_list.h"
#include "core/analysis/number_text.h"
#include "core/base/error.h"

#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

ParamSpecs snrParams()
{
    ParamSpecs specs = {
        {"levels", "Levels", "Signal-to-noise ratios in dB, separated by commas",
         std::string("0,5,10,15,20,25,30")},
        {"on",
         "Noise on",
         "Which input gets the noise; all: audio, visual and both in turn",
         std::string("all"),
         {},
         {},
         {"all", "audio", "visual", "both"}},
        {"seeds", "Repetitions", "Draws of the noise at each level", std::int64_t{3}, 1, 1000},
        {"seed", "Seed", "Seed of the first draw", std::int64_t{1}, 0},
        {"missing", "Missing inputs", "Also without audio and without visual", true}};
    for (const ParamSpec& spec : sampleParams())
        specs.push_back(spec);
    return specs;
}

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    if (const auto missing = lacksClassifier(inputs))
        return missing;
    if (!hasRunOption(*inputs.model, "noise-audio") && !hasRunOption(*inputs.model, "noise-visual"))
        return "a model that takes noisy inputs (run option 'noise-audio' or 'noise-visual')";
    if (!hasLabels(*inputs.recording))
        return "labels of the samples in the recording";
    return std::nullopt;
}

// One row of the table.
struct Condition
{
    bool noisyAudio = false, noisyVisual = false;
    std::string ablated; // empty: none
    double level = kUndefined;

    bool isNoisy() const { return noisyAudio || noisyVisual; }
    std::map<std::string, std::string> options() const
    {
        std::map<std::string, std::string> options;
        if (noisyAudio)
            options["noise-audio"] = numberText(level);
        if (noisyVisual)
            options["noise-visual"] = numberText(level);
        if (!ablated.empty())
            options["ablate"] = ablated;
        return options;
    }
};

std::vector<Condition> plannedConditions(const Model& model, const Params& params)
{
    std::vector<Condition> conditions(1);
    for (const char* modality : {"audio", "visual"}) {
        if (params.flag("missing") && hasRunOption(model, "ablate", modality))
            conditions.push_back({false, false, modality, kUndefined});
    }
    const bool hears = hasRunOption(model, "noise-audio");
    const bool sees = hasRunOption(model, "noise-visual");
    const std::string& on = params.text("on");
    const auto wants = [&](const char* which, bool possible) {
        if (on == which && !possible)
            throw Error(ErrorKind::BadParameter,
                        std::string("on: this model takes no noise on ") + which);
        return possible && (on == "all" || on == which);
    };
    const std::vector<double> levels = numbersFromText(params.text("levels"), "levels");
    const auto add = [&](bool audio, bool visual) {
        for (const double level : levels)
            conditions.push_back({audio, visual, {}, level});
    };
    if (wants("audio", hears))
        add(true, false);
    if (wants("visual", sees))
        add(false, true);
    if (wants("both", hears && sees))
        add(true, true);
    return conditions;
}

// Accuracies of several draws of one condition.
struct Draws
{
    std::size_t samples = 0;
    std::vector<double> accuracies;
    double crossEntropy = 0.0; // sum over the draws

    double mean() const
    {
        double sum = 0.0;
        for (const double accuracy : accuracies)
            sum += accuracy;
        return sum / static_cast<double>(accuracies.size());
    }
    double deviation() const
    {
        if (accuracies.size() < 2)
            return kUndefined;
        const double centre = mean();
        double squares = 0.0;
        for (const double accuracy : accuracies)
            squares += (accuracy - centre) * (accuracy - centre);
        return std::sqrt(squares / static_cast<double>(accuracies.size() - 1));
    }
};

void addRow(const Condition& condition, const Draws& draws, AnalysisResult& result)
{
    const auto yes = [](bool value) {
        return value ? 1.0 : 0.0;
    };
    const auto samples = static_cast<double>(draws.samples);
    const double mean = draws.mean();
    // Draws share their samples, so they do not narrow the interval.
    const Proportion accuracy = proportionOf(mean * samples, samples);
    result.rows.push_back({yes(condition.noisyAudio), yes(condition.noisyVisual),
                           yes(condition.ablated == "audio"), yes(condition.ablated == "visual"),
                           condition.level, static_cast<double>(draws.accuracies.size()), samples,
                           accuracy.share, accuracy.low, accuracy.high, draws.deviation(),
                           draws.crossEntropy / static_cast<double>(draws.accuracies.size())});
    if (condition.isNoisy())
        return;
    const std::string name =
        condition.ablated.empty() ? "accuracy" : "accuracy without " + condition.ablated;
    result.summary.emplace_back(name, accuracy.share);
}

AnalysisResult call(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    ClassifierRuns classifier(inputs, params);
    const std::vector<Condition> conditions = plannedConditions(*inputs.model, params);
    const auto seeds = static_cast<std::size_t>(params.integer("seeds"));
    const auto firstSeed = static_cast<std::uint64_t>(params.integer("seed"));
    AnalysisResult result;
    result.columns = {"noise on audio",
                      "noise on visual",
                      "audio missing",
                      "visual missing",
                      "SNR (dB)",
                      "draws",
                      "samples with label",
                      "accuracy",
                      "95 % interval low",
                      "95 % interval high",
                      "standard deviation over draws",
                      "cross-entropy (nats)"};
    double classes = kUndefined;
    for (std::size_t i = 0; i < conditions.size(); ++i) {
        const Condition& condition = conditions[i];
        const auto total = static_cast<double>(conditions.size());
        JobContext part =
            job.part(static_cast<double>(i) / total, static_cast<double>(i + 1) / total);
        Draws draws;
        const std::size_t count = condition.isNoisy() ? seeds : 1;
        for (std::size_t draw = 0; draw < count; ++draw) {
            JobContext running =
                part.part(static_cast<double>(draw) / static_cast<double>(count),
                          static_cast<double>(draw + 1) / static_cast<double>(count));
            const Classified run = classifier.run(condition.options(), firstSeed + draw, running);
            if (run.known() == 0)
                throw Error(ErrorKind::NotFound, "no sample of these has a label");
            draws.samples = run.known();
            draws.accuracies.push_back(run.accuracy().share);
            draws.crossEntropy += run.crossEntropy();
            classes = static_cast<double>(run.classes);
        }
        addRow(condition, draws, result);
    }
    result.summary.emplace_back("accuracy by chance, equal classes", 1.0 / classes);
    result.note = "Gaussian noise of standard deviation sqrt(mean(x^2) / 10^(SNR / 10)) on the "
                  "input tensor, independent at every step; missing = zeros; Wilson interval over "
                  "samples around the mean of the draws; cross-entropy without label smoothing";
    return result;
}

} // namespace

Analysis makeSnrAccuracyAnalysis()
{
    return {
        "snr-accuracy",
        "Accuracy against noise",
        "Accuracy with Gaussian noise of given signal-to-noise ratios on audio, visual or both, "
        "and with one of them missing (noise as in S-CMRL, arXiv 2502.12488)",
        &snrParams,
        &lacks,
        &call};
}

} // namespace inspike
