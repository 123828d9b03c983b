// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The losses (specs: static-to-event 4) and their derivatives with respect to what the network puts
// out, on plain arrays, row-major; sums in double precision.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace inspike::transfer {

// Linear CKA of two sets of features [sample, feature] of the same samples. Undefined, and without
// gradient, where the samples of a set do not differ or there is only one: the reference then
// says 0.
struct Cka
{
    double value = 0.0;
    bool defined = false;
    std::vector<float> x; // gradients of 1 - |value|, as the features
    std::vector<float> y;
};
Cka linearCka(std::span<const float> x, std::span<const float> y, std::size_t samples);

// What c_t is: 1 in the domain loss and no weight elsewhere (Off), logistic(coefficient_t)
// (Learned), or one number, with which the distance to the target keeps the learned weights, as
// published (Fixed).
enum class StepWeights { Off, Learned, Fixed };

struct Objective
{
    bool tet = true; // losses of each step; false: cross entropy of the logits averaged over steps
    double tetShare = 1e-3;    // lambda: of the squared distance of the logits from the target
    double tetTarget = 0.5;    // phi
    double domainWeight = 0.5; // of the domain loss in the total; 0 = it is only measured
    StepWeights stepWeights = StepWeights::Learned;
    double fixedWeight = 0.5;
};

// Logits [step, sample, class], features [step, sample, ...], one coefficient per step. The static
// ones are empty for a network of events alone, which has no coefficients either.
struct Evidence
{
    std::span<const float> staticLogits;
    std::span<const float> eventLogits;
    std::span<const float> staticFeature;
    std::span<const float> eventFeature;
    std::span<const float> coefficients;
    std::span<const std::int64_t> labels;
    std::size_t steps = 1;
};

struct Judgement
{
    double total = 0.0; // staticLoss + eventLoss + domainWeight * domainLoss
    double staticLoss = 0.0;
    double eventLoss = 0.0;
    double domainLoss = 0.0;     // NaN where no step has a CKA; it then adds nothing to the total
    std::vector<double> cka;     // per step, NaN = undefined; such a step adds nothing
    std::vector<double> weights; // c_t
    // Gradients of the total; empty for what took no part.
    std::vector<float> staticLogits;
    std::vector<float> eventLogits;
    std::vector<float> staticFeature;
    std::vector<float> eventFeature;
    std::vector<double> coefficients;
};

Judgement judge(const Evidence& evidence, const Objective& objective);

double logistic(double x);

} // namespace inspike::transfer
