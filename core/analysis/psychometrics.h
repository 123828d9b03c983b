// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Choice curves of the context task: the probability that the network chooses "+" against the
// offset of the stimulus, for the relevant and the irrelevant stimulus in each context (Zhang,
// Jiang, Huang, Phys. Rev. E 110, 024306 (2024); task after Mante et al., Nature 503, 78 (2013)).
// One stimulus gets the offset, the other one is +0.5 in half of the trials and -0.5 in the other
// half. Choice = sign of the mean output over the last 50 steps. Uses any Model through its public
// interface, so this folder knows no model system.

#include "core/base/job.h"
#include "core/base/param_spec.h"
#include "core/data/tensor.h"
#include "core/nn/model.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

// One trial of the design: in `context` (0 or 1) the relevant or the irrelevant stimulus has
// `offset`, the other one `other`.
struct PsychometricTrial
{
    int context = 0;
    bool relevant = true;
    double offset = 0.0;
    double other = 0.0;
};

struct PsychometricPoint
{
    int context = 0;
    bool relevant = true;
    double offset = 0.0;
    std::size_t trials = 0;
    std::size_t positive = 0;
    double probability = 0.0; // positive / trials
    // 95 % interval of Wilson, JASA 22, 209 (1927).
    double low = 0.0;
    double high = 1.0;
};

// `perPoint` trials for every context, stimulus and offset, in this order.
std::vector<PsychometricTrial> psychometricDesign(std::span<const double> offsets,
                                                  std::size_t perPoint);

// The course of one trial, in steps, as in the paper.
struct PsychometricProtocol
{
    std::size_t silence = 50;
    std::size_t stimulus = 200;
    std::size_t response = 250;
    double noise = 1.0; // standard deviation per step
};

// Input [step, trial, 4, 1]: two stimuli (offset + noise while the stimulus lasts), two cues.
// Trial i uses random stream i + firstStream, so that batches do not change the numbers.
Tensor psychometricInput(std::span<const PsychometricTrial> trials,
                         const PsychometricProtocol& protocol, std::uint64_t seed,
                         std::uint64_t firstStream);

// Curves from the decision value of every trial (choice "+" when above 0); points in the order in
// which they first appear. Throws Error{BadShape} when the spans differ in length.
std::vector<PsychometricPoint> psychometricCurves(std::span<const PsychometricTrial> trials,
                                                  std::span<const double> decisions);

// trials, offsets, seed and the protocol.
ParamSpecs psychometricParams();
// nullopt when the model takes the input of the context task, else why not.
std::optional<std::string> lacksForPsychometrics(const Model* model);
// Makes the trials, runs the model and gives the curves. Throws what Model::run throws.
std::vector<PsychometricPoint> runPsychometrics(const Model& model, const Params& params,
                                                JobContext& job);

} // namespace inspike
