// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A classifier run again and again with changed inputs: one modality missing, noise of a given
// strength. Works with any Model that has an output [sample, class] and offers the run options
// `ablate` (none, audio, visual) and `noise-audio`, `noise-visual` (dB, or "off").

#include "core/analysis/analysis_registry.h"
#include "core/analysis/proportion.h"

#include <map>
#include <string>
#include <vector>

namespace inspike {

// True if a run of the model has such an option (and, with a choice, knows that value).
bool hasRunOption(const Model& model, std::string_view id, std::string_view choice = {});
// True if the recording says of what class its samples are.
bool hasLabels(const Recording& recording);
// nullopt when there are a recording and a model that gives classes, else what is missing.
std::optional<std::string> lacksClassifier(const AnalysisInputs& inputs);

struct Classified
{
    std::size_t samples = 0;
    std::size_t classes = 0;
    std::vector<float> logits;        // samples x classes
    std::vector<std::int64_t> labels; // -1 = unknown; empty = none known

    float logit(std::size_t sample, std::size_t at) const { return logits[sample * classes + at]; }
    std::int64_t label(std::size_t sample) const { return labels.empty() ? -1 : labels[sample]; }
    // Largest logit, the first of equal ones; -1 when one is NaN.
    std::int64_t predicted(std::size_t sample) const;
    std::size_t known() const;   // samples with a label
    std::size_t correct() const; // of these
    Proportion accuracy() const;
    // Mean of -ln softmax(logits) at the label, over samples with a label (nats).
    double crossEntropy() const;
};

// Which samples are run: parameters split and most-samples, for models that have them.
ParamSpecs sampleParams();

// The same samples under several conditions.
class ClassifierRuns
{
public:
    // Throws Error{BadParameter} when `params` (with sampleParams()) asks for what the model does
    // not offer. `inputs` must not lack a classifier.
    ClassifierRuns(const AnalysisInputs& inputs, const Params& params);

    // `options` of Model::run as texts. Throws what Model::run throws, and Error{BadModel} when
    // the output changes its shape between runs.
    Classified run(const std::map<std::string, std::string>& options, std::uint64_t seed,
                   JobContext& job);

private:
    AnalysisInputs m_inputs;
    Params m_options;                         // common to all runs
    std::size_t m_samples = 0, m_classes = 0; // of the first run
};

} // namespace inspike
