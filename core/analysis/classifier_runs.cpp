// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/classifier_runs.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

bool givesClasses(const std::vector<AxisKind>& axes)
{
    return axes.size() == 2 && axes[0] == AxisKind::Sample && axes[1] == AxisKind::Class;
}

// "logits", else the only other output of samples x classes.
const Activation* scoresOf(const Run& run)
{
    const auto logits = run.outputs.find("logits");
    if (logits != run.outputs.end())
        return &logits->second;
    for (const auto& [name, output] : run.outputs) {
        if (givesClasses(output.probe.axes))
            return &output;
    }
    return nullptr;
}

bool hasTestPart(const Recording& recording)
{
    const Pairs* pairs = recording.first<Pairs>();
    return pairs != nullptr &&
           std::any_of(pairs->items.begin(), pairs->items.end(),
                       [](const auto& item) { return item.split == Split::Test; });
}

} // namespace

bool hasRunOption(const Model& model, std::string_view id, std::string_view choice)
{
    for (const ParamSpec& spec : model.runOptions()) {
        if (spec.id == id)
            return choice.empty() || std::find(spec.choices.begin(), spec.choices.end(), choice) !=
                                         spec.choices.end();
    }
    return false;
}

bool hasLabels(const Recording& recording)
{
    if (const Pairs* pairs = recording.first<Pairs>())
        return std::any_of(pairs->items.begin(), pairs->items.end(),
                           [](const auto& item) { return item.label >= 0; });
    return recording.stream<Tensor>("label") != nullptr ||
           recording.stream<Labels>("label") != nullptr || recording.first<Labels>() != nullptr;
}

std::optional<std::string> lacksClassifier(const AnalysisInputs& inputs)
{
    if (!inputs.model)
        return "a model";
    const auto& outputs = inputs.model->info().outputs;
    if (std::none_of(outputs.begin(), outputs.end(),
                     [](const Probe& output) { return givesClasses(output.axes); }))
        return "a model that gives classes (an output with axes sample and class)";
    if (!inputs.recording)
        return "a recording to run the model on";
    return std::nullopt;
}

std::int64_t Classified::predicted(std::size_t sample) const
{
    const auto begin = logits.begin() + static_cast<std::ptrdiff_t>(sample * classes);
    const auto end = begin + static_cast<std::ptrdiff_t>(classes);
    if (begin == end || std::any_of(begin, end, [](float value) { return std::isnan(value); }))
        return -1;
    return std::max_element(begin, end) - begin;
}

std::size_t Classified::known() const
{
    return static_cast<std::size_t>(
        std::count_if(labels.begin(), labels.end(), [](std::int64_t label) { return label >= 0; }));
}

std::size_t Classified::correct() const
{
    std::size_t count = 0;
    for (std::size_t sample = 0; sample < labels.size(); ++sample)
        count += labels[sample] >= 0 && predicted(sample) == labels[sample] ? 1 : 0;
    return count;
}

Proportion Classified::accuracy() const
{
    return proportionOf(static_cast<double>(correct()), static_cast<double>(known()));
}

double Classified::crossEntropy() const
{
    double sum = 0.0;
    for (std::size_t sample = 0; sample < labels.size(); ++sample) {
        const std::int64_t wanted = labels[sample];
        if (wanted < 0)
            continue;
        if (static_cast<std::size_t>(wanted) >= classes)
            return std::numeric_limits<double>::infinity(); // a class that is never chosen
        double largest = -std::numeric_limits<double>::infinity();
        for (std::size_t at = 0; at < classes; ++at)
            largest = std::max(largest, static_cast<double>(logit(sample, at)));
        double total = 0.0;
        for (std::size_t at = 0; at < classes; ++at)
            total += std::exp(static_cast<double>(logit(sample, at)) - largest);
        sum += std::log(total) + largest -
               static_cast<double>(logit(sample, static_cast<std::size_t>(wanted)));
    }
    return sum / static_cast<double>(known());
}

ParamSpecs sampleParams()
{
    return {{"split",
             "Part",
             "Which samples of a list of pairs; auto: the test part if there is one, else all",
             std::string("auto"),
             {},
             {},
             {"auto", "all", "train", "validation", "test"}},
            {"most-samples", "Samples", "At most so many, from the first on; 0 = all",
             std::int64_t{0}, 0, 1e9}};
}

ClassifierRuns::ClassifierRuns(const AnalysisInputs& inputs, const Params& params)
    : m_inputs(inputs), m_options(inputs.model->runOptions())
{
    for (const char* id : {"split", "most-samples"}) {
        if (params.isSet(id) && !m_options.has(id))
            throw Error(ErrorKind::BadParameter,
                        std::string("this model cannot choose samples by '") + id + "'");
    }
    if (m_options.has("most-samples"))
        m_options.set("most-samples", params.integer("most-samples"));
    const std::string& split = params.text("split");
    if (m_options.has("split") && split != "auto")
        m_options.set("split", split);
    else if (hasRunOption(*inputs.model, "split", "test") && hasTestPart(*inputs.recording))
        m_options.set("split", std::string("test"));
}

Classified ClassifierRuns::run(const std::map<std::string, std::string>& options,
                               std::uint64_t seed, JobContext& job)
{
    InferenceRequest request;
    request.recording = m_inputs.recording;
    request.probeGlobs.clear();
    request.options = m_options;
    request.seed = seed;
    for (const auto& [id, value] : options)
        request.options.setText(id, value);
    const Run run = m_inputs.model->run(request, job);
    const Activation* scores = scoresOf(run);
    if (scores == nullptr || scores->axes().size() != 2)
        throw Error(ErrorKind::BadModel, "the run gave no output of samples x classes");
    const LabelledArray logits = scores->dense();
    Classified result;
    result.samples = logits.axes()[0].size;
    result.classes = logits.axes()[1].size;
    result.logits.assign(logits.values().begin(), logits.values().end());
    if (m_classes == 0) {
        m_samples = result.samples;
        m_classes = result.classes;
    } else if (m_samples != result.samples || m_classes != result.classes) {
        throw Error(ErrorKind::BadModel, "the model's output changes its shape between runs");
    }
    const auto label = run.inputs.find("label");
    if (label != run.inputs.end() && label->second.elements() == result.samples) {
        for (const double value : label->second.toDoubles())
            result.labels.push_back(std::isfinite(value) ? static_cast<std::int64_t>(value) : -1);
    }
    return result;
}

} // namespace inspike
