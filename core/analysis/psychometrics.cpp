// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/psychometrics.h"

#include "core/analysis/analysis_registry.h"
#include "core/analysis/number_list.h"
#include "core/analysis/proportion.h"
#include "core/analysis/trial_conditions.h"
#include "core/base/error.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kChannels = 4;
constexpr double kOtherOffset = 0.5;
constexpr std::size_t kBatch = 100; // trials per call of the model: bounded memory, prompt cancel

std::shared_ptr<const Recording> recordingOf(Tensor x)
{
    auto recording = std::make_shared<Recording>();
    recording->info.title = "psychometric trials";
    recording->info.format = "generated";
    recording->streams.push_back({"tensors/x", "x", "", "", std::move(x)});
    return recording;
}

std::vector<double> decisionsOfBatch(const Model& model, Tensor input, std::uint64_t seed,
                                     JobContext& job)
{
    InferenceRequest request;
    request.recording = recordingOf(std::move(input));
    request.probeGlobs.clear();
    request.options = Params(model.runOptions());
    request.seed = seed;
    const Run run = model.run(request, job);
    const auto y = run.outputs.find("y");
    if (y == run.outputs.end() || !hasSteps(y->second.axes()))
        throw Error(ErrorKind::BadModel, "the model has no output 'y' over time");
    return decisionValues(trialArray(y->second.dense()));
}

PsychometricProtocol protocolFrom(const Params& params)
{
    PsychometricProtocol protocol;
    protocol.silence = static_cast<std::size_t>(params.integer("silence"));
    protocol.stimulus = static_cast<std::size_t>(params.integer("stimulus"));
    protocol.response = static_cast<std::size_t>(params.integer("response"));
    protocol.noise = params.number("noise");
    return protocol;
}

} // namespace

std::vector<PsychometricTrial> psychometricDesign(std::span<const double> offsets,
                                                  std::size_t perPoint)
{
    std::vector<PsychometricTrial> design;
    design.reserve(4 * offsets.size() * perPoint);
    for (const int context : {0, 1}) {
        for (const bool relevant : {true, false}) {
            for (const double offset : offsets) {
                for (std::size_t i = 0; i < perPoint; ++i) {
                    const double other = i % 2 == 0 ? kOtherOffset : -kOtherOffset;
                    design.push_back({context, relevant, offset, other});
                }
            }
        }
    }
    return design;
}

Tensor psychometricInput(std::span<const PsychometricTrial> trials,
                         const PsychometricProtocol& protocol, std::uint64_t seed,
                         std::uint64_t firstStream)
{
    const std::size_t steps = protocol.silence + protocol.stimulus + protocol.response;
    std::vector<float> values(steps * trials.size() * kChannels, 0.0F);
    for (std::size_t trial = 0; trial < trials.size(); ++trial) {
        const PsychometricTrial& design = trials[trial];
        Random random(seed, firstStream + trial);
        const bool firstVaries = (design.context == 0) == design.relevant;
        const double offsets[2] = {firstVaries ? design.offset : design.other,
                                   firstVaries ? design.other : design.offset};
        for (std::size_t step = 0; step < steps; ++step) {
            float* row = values.data() + (step * trials.size() + trial) * kChannels;
            if (step >= protocol.silence && step < protocol.silence + protocol.stimulus) {
                row[0] = static_cast<float>(offsets[0] + protocol.noise * random.normal());
                row[1] = static_cast<float>(offsets[1] + protocol.noise * random.normal());
            }
            row[2 + design.context] = 1.0F;
        }
    }
    Tensor input = Tensor::fromFloats({steps, trials.size(), kChannels, 1}, values);
    input.axes = {AxisKind::Time, AxisKind::Sample, AxisKind::Channel, AxisKind::Feature};
    return input;
}

std::vector<PsychometricPoint> psychometricCurves(std::span<const PsychometricTrial> trials,
                                                  std::span<const double> decisions)
{
    if (trials.size() != decisions.size())
        throw Error(ErrorKind::BadShape, "one decision per trial is needed");
    std::vector<PsychometricPoint> points;
    for (std::size_t i = 0; i < trials.size(); ++i) {
        const PsychometricTrial& trial = trials[i];
        // From the back: trials of one point usually follow each other.
        const auto found = std::find_if(points.rbegin(), points.rend(), [&](const auto& point) {
            return point.context == trial.context && point.relevant == trial.relevant &&
                   point.offset == trial.offset;
        });
        PsychometricPoint* point = found != points.rend() ? &*found : nullptr;
        if (point == nullptr)
            point = &points.emplace_back(
                PsychometricPoint{trial.context, trial.relevant, trial.offset});
        ++point->trials;
        if (decisions[i] > 0.0)
            ++point->positive;
    }
    for (PsychometricPoint& point : points) {
        const Proportion proportion =
            proportionOf(static_cast<double>(point.positive), static_cast<double>(point.trials));
        point.probability = proportion.share;
        point.low = proportion.low;
        point.high = proportion.high;
    }
    return points;
}

ParamSpecs psychometricParams()
{
    return {
        {"trials", "Trials per point", "Trials for every offset, stimulus and context",
         std::int64_t{60}, 1, 10000},
        {"offsets", "Offsets", "Offsets of the stimulus, separated by commas",
         std::string("-0.5,-0.25,-0.1,-0.05,0,0.05,0.1,0.25,0.5")},
        {"seed", "Seed", "Seed of the noise", std::int64_t{1}, 0},
        {"silence", "Silence", "Steps before the stimulus", std::int64_t{50}, 0, 100000},
        {"stimulus", "Stimulus", "Steps with stimulus", std::int64_t{200}, 1, 100000},
        {"response", "Response", "Steps after the stimulus", std::int64_t{250}, 1, 100000},
        {"noise", "Noise", "Standard deviation of the stimulus in each step", 1.0, 0.0, 1000.0}};
}

std::optional<std::string> lacksForPsychometrics(const Model* model)
{
    if (model == nullptr)
        return "a model of the context task";
    for (const InputInfo& input : model->info().inputs) {
        if (input.name == "x" && input.shape.size() >= 3 &&
            (input.shape[2] == static_cast<std::int64_t>(kChannels)))
            return std::nullopt;
    }
    return "a model that takes the 4 input channels of the context task";
}

std::vector<PsychometricPoint> runPsychometrics(const Model& model, const Params& params,
                                                JobContext& job)
{
    const std::vector<double> offsets = numbersFromText(params.text("offsets"), "offsets");
    if (offsets.empty())
        throw Error(ErrorKind::BadParameter, "offsets: at least one is needed");
    const std::vector<PsychometricTrial> design =
        psychometricDesign(offsets, static_cast<std::size_t>(params.integer("trials")));
    const PsychometricProtocol protocol = protocolFrom(params);
    const auto seed = static_cast<std::uint64_t>(params.integer("seed"));
    std::vector<double> decisions;
    for (std::size_t first = 0; first < design.size(); first += kBatch) {
        const auto batch =
            std::span(design).subspan(first, std::min(kBatch, design.size() - first));
        const auto total = static_cast<double>(design.size());
        JobContext part = job.part(static_cast<double>(first) / total,
                                   static_cast<double>(first + batch.size()) / total);
        part.progress(0.0, "running psychometric trials");
        Tensor input = psychometricInput(batch, protocol, seed, first);
        const auto values = decisionsOfBatch(model, std::move(input), seed, part);
        if (values.size() != batch.size())
            throw Error(ErrorKind::BadModel, "the model's output has another number of trials");
        decisions.insert(decisions.end(), values.begin(), values.end());
    }
    return psychometricCurves(design, decisions);
}

namespace {

std::optional<std::string> lacks(const AnalysisInputs& inputs)
{
    return lacksForPsychometrics(inputs.model.get());
}

void addSummary(const std::vector<PsychometricPoint>& points, AnalysisResult& result)
{
    for (const int context : {0, 1}) {
        const std::string name = "context " + std::to_string(context + 1);
        std::size_t trials = 0;
        std::size_t correct = 0;
        double low = 1.0;
        double high = 0.0;
        for (const PsychometricPoint& point : points) {
            if (point.context != context)
                continue;
            if (!point.relevant) {
                low = std::min(low, point.probability);
                high = std::max(high, point.probability);
            } else if (std::abs(point.offset) >= kOtherOffset) {
                trials += point.trials;
                correct += point.offset > 0.0 ? point.positive : point.trials - point.positive;
            }
        }
        if (trials > 0) {
            result.summary.emplace_back("accuracy at |offset| >= 0.5, " + name,
                                        static_cast<double>(correct) / static_cast<double>(trials));
        }
        result.summary.emplace_back("range of the irrelevant curve, " + name, high - low);
    }
}

AnalysisResult call(const AnalysisInputs& inputs, const Params& params, JobContext& job)
{
    const std::vector<PsychometricPoint> points = runPsychometrics(*inputs.model, params, job);
    AnalysisResult result;
    result.columns = {"context",
                      "relevant (1) or irrelevant (0)",
                      "offset",
                      "trials",
                      "probability of choice +",
                      "95 % interval low",
                      "95 % interval high"};
    for (const PsychometricPoint& point : points) {
        result.rows.push_back({point.context + 1.0, point.relevant ? 1.0 : 0.0, point.offset,
                               static_cast<double>(point.trials), point.probability, point.low,
                               point.high});
    }
    addSummary(points, result);
    result.note = "Choice = sign of the mean output over the last 50 steps; the other stimulus is "
                  "+0.5 or -0.5 in equal parts; Wilson intervals";
    return result;
}

} // namespace

Analysis makePsychometricsAnalysis()
{
    return {"smnn-psychometrics",
            "Psychometric curves",
            "Probability of choice + against the offset of the relevant and the irrelevant "
            "stimulus in each context (Zhang et al., Phys. Rev. E 110, 024306)",
            &psychometricParams,
            &lacks,
            &call};
}

} // namespace inspike
