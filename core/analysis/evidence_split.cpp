// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/evidence_split.h"

#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace inspike {

namespace {

constexpr const char* kAudio = "evidence/audio";
constexpr const char* kVisual = "evidence/visual";
constexpr const char* kBias = "head.bias";

double meanOver(const std::vector<double>& values, std::size_t classes, std::size_t classNumber)
{
    if (values.empty())
        return 0.0;
    double sum = 0.0;
    for (std::size_t i = classNumber; i < values.size(); i += classes)
        sum += values[i];
    return sum / static_cast<double>(values.size() / classes);
}

// One sample of a stream; sets or checks the shape.
std::vector<double> readStream(const Run& run, const char* probe, std::size_t sample,
                               EvidenceSplit& split)
{
    const auto found = run.probes.find(probe);
    if (found == run.probes.end())
        return {};
    const TrialArray array = trialArray(found->second.dense());
    if (split.classes == 0) {
        split.steps = array.steps;
        split.samples = array.trials;
        split.classes = array.units;
    }
    if (array.steps != split.steps || array.trials != split.samples ||
        array.units != split.classes || split.classes == 0 || split.steps == 0)
        throw Error(ErrorKind::BadShape, std::string(probe) + " has another shape than it should");
    if (sample >= array.trials) {
        throw Error(ErrorKind::BadShape, "sample " + std::to_string(sample) +
                                             " asked for, but the run has " +
                                             std::to_string(array.trials));
    }
    std::vector<double> values;
    for (std::size_t step = 0; step < array.steps; ++step) {
        const auto row = array.row(step, sample);
        values.insert(values.end(), row.begin(), row.end());
    }
    return values;
}

std::vector<double> biasOf(const Run& run, std::size_t classes)
{
    const auto found = run.parameters.find(kBias);
    if (found == run.parameters.end())
        return std::vector<double>(classes, 0.0);
    const auto values = found->second.values();
    if (values.size() != classes)
        throw Error(ErrorKind::BadShape, std::string(kBias) + " does not fit the evidence");
    return {values.begin(), values.end()};
}

std::vector<double> logitsOf(const Run& run, std::size_t sample, const EvidenceSplit& split)
{
    const auto found = run.outputs.find("logits");
    if (found == run.outputs.end())
        return {};
    const LabelledArray logits = found->second.dense();
    if (logits.size() != split.samples * split.classes)
        throw Error(ErrorKind::BadShape, "logits do not fit the evidence");
    const auto row = logits.values().subspan(sample * split.classes, split.classes);
    return {row.begin(), row.end()};
}

} // namespace

double EvidenceSplit::audioMean(std::size_t classNumber) const
{
    return meanOver(audio, classes, classNumber);
}

double EvidenceSplit::visualMean(std::size_t classNumber) const
{
    return meanOver(visual, classes, classNumber);
}

double EvidenceSplit::sum(std::size_t classNumber) const
{
    return audioMean(classNumber) + visualMean(classNumber) + bias[classNumber];
}

double EvidenceSplit::sumAt(std::size_t step, std::size_t classNumber) const
{
    const std::size_t at = step * classes + classNumber;
    return (audio.empty() ? 0.0 : audio[at]) + (visual.empty() ? 0.0 : visual[at]) +
           bias[classNumber];
}

double EvidenceSplit::remainder() const
{
    double largest = 0.0;
    for (std::size_t k = 0; k < logit.size(); ++k)
        largest = std::max(largest, std::abs(logit[k] - sum(k)));
    return largest;
}

bool EvidenceSplit::damaged() const
{
    for (std::size_t k = 0; k < classes; ++k) {
        if (!std::isfinite(sum(k)))
            return true;
    }
    return false;
}

std::vector<std::size_t> EvidenceSplit::ranking() const
{
    std::vector<double> sums(classes);
    for (std::size_t k = 0; k < classes; ++k) {
        sums[k] = sum(k);
        if (!std::isfinite(sums[k])) // last, whatever the rest
            sums[k] = -INFINITY;
    }
    std::vector<std::size_t> order(classes);
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return sums[a] > sums[b]; });
    return order;
}

std::optional<std::string> lacksEvidence(const Run& run)
{
    for (const char* probe : {kAudio, kVisual}) {
        const auto found = run.probes.find(probe);
        if (found != run.probes.end() && hasSteps(found->second.axes()))
            return std::nullopt;
    }
    return "probes evidence/audio and evidence/visual in the run";
}

EvidenceSplit evidenceOf(const Run& run, std::size_t sample)
{
    if (const auto missing = lacksEvidence(run))
        throw Error(ErrorKind::NotFound, "no " + *missing);
    EvidenceSplit split;
    split.audio = readStream(run, kAudio, sample, split);
    split.visual = readStream(run, kVisual, sample, split);
    split.bias = biasOf(run, split.classes);
    split.logit = logitsOf(run, sample, split);
    return split;
}

} // namespace inspike
