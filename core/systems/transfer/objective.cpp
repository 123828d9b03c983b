// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/objective.h"

#include "core/training/classification.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace inspike::transfer {

namespace {

constexpr double kCkaGuard = 1e-7; // of the reference, below its fraction
// Samples that differ by less, relative to their size and squared, differ by rounding.
constexpr double kSameSamples = 1e-26;
constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

// Several sums at once, which the compiler makes vectors of; always in the same order.
double product(const double* a, const double* b, std::size_t count)
{
    constexpr std::size_t kLanes = 8;
    std::array<double, kLanes> sums{};
    std::size_t i = 0;
    for (; i + kLanes <= count; i += kLanes) {
        for (std::size_t lane = 0; lane < kLanes; ++lane)
            sums[lane] += a[i + lane] * b[i + lane];
    }
    for (; i < count; ++i)
        sums[0] += a[i] * b[i];
    return ((sums[0] + sums[4]) + (sums[1] + sums[5])) +
           ((sums[2] + sums[6]) + (sums[3] + sums[7]));
}

// Features without their mean over the samples, and the products of those of every two samples:
// the same as the centred Gram matrix of the features as they are.
struct Centred
{
    std::size_t samples = 0;
    std::size_t width = 0;
    std::vector<double> values;
    std::vector<double> gram;
    double norm = 0.0;
    bool differs = false;

    Centred(std::span<const float> features, std::size_t count)
        : samples(count),
          width(features.size() / count),
          values(features.begin(), features.end()),
          gram(count * count)
    {
        const double size = product(values.data(), values.data(), values.size());
        std::vector<double> mean(width);
        for (std::size_t i = 0; i < values.size(); ++i)
            mean[i % width] += values[i];
        for (double& value : mean)
            value /= static_cast<double>(samples);
        for (std::size_t i = 0; i < values.size(); ++i)
            values[i] -= mean[i % width];
        double trace = 0.0;
        for (std::size_t i = 0; i < samples; ++i) {
            for (std::size_t j = 0; j <= i; ++j) {
                const double sum = product(row(i), row(j), width);
                gram[i * samples + j] = gram[j * samples + i] = sum;
            }
            trace += gram[i * samples + i];
        }
        norm = std::sqrt(product(gram.data(), gram.data(), gram.size()));
        differs = samples > 1 && trace > kSameSamples * size;
    }

    const double* row(std::size_t sample) const { return values.data() + sample * width; }

    // From the gradient with respect to the Gram matrix, which is symmetric and centred.
    std::vector<float> gradient(const std::vector<double>& slopes) const
    {
        std::vector<float> all(values.size());
        std::vector<double> sum(width);
        for (std::size_t i = 0; i < samples; ++i) {
            std::ranges::fill(sum, 0.0);
            for (std::size_t j = 0; j < samples; ++j) {
                const double slope = 2.0 * slopes[i * samples + j];
                const double* other = row(j);
                for (std::size_t k = 0; k < width; ++k)
                    sum[k] += slope * other[k];
            }
            std::ranges::transform(sum, all.begin() + static_cast<std::ptrdiff_t>(i * width),
                                   [](double value) { return static_cast<float>(value); });
        }
        return all;
    }
};

// One step of an array [step, ...].
template <typename T>
std::span<T> at(std::span<T> values, std::size_t step, std::size_t steps)
{
    const std::size_t size = values.size() / steps;
    return values.subspan(step * size, size);
}

void addScaled(std::span<const float> from, double factor, std::span<float> to)
{
    for (std::size_t i = 0; i < from.size(); ++i)
        to[i] = static_cast<float>(to[i] + factor * from[i]);
}

// Mean squared distance from the target; `gradient` += factor times its own.
double distanceFrom(double target, std::span<const float> logits, double factor,
                    std::span<float> gradient)
{
    const auto count = static_cast<double>(logits.size());
    double sum = 0.0;
    for (std::size_t i = 0; i < logits.size(); ++i) {
        const double away = logits[i] - target;
        sum += away * away;
        gradient[i] = static_cast<float>(gradient[i] + factor * 2.0 * away / count);
    }
    return sum / count;
}

// Weights of the two terms of each step; empty = 1.
struct TermWeights
{
    std::vector<double> entropy;
    std::vector<double> distance;
};

struct BranchLoss
{
    double loss = 0.0;
    std::vector<float> gradient;   // as the logits
    std::vector<double> entropies; // of each step, with TET
    std::vector<double> distances;
};

BranchLoss stepLosses(std::span<const float> logits, const Evidence& evidence,
                      const Objective& objective, const TermWeights& weights)
{
    const std::size_t steps = evidence.steps;
    BranchLoss result;
    result.gradient.resize(logits.size());
    const double entropyShare = (1.0 - objective.tetShare) / static_cast<double>(steps);
    const double distanceShare = objective.tetShare / static_cast<double>(steps);
    for (std::size_t t = 0; t < steps; ++t) {
        const double ofEntropy =
            entropyShare * (weights.entropy.empty() ? 1.0 : weights.entropy[t]);
        const double ofDistance =
            distanceShare * (weights.distance.empty() ? 1.0 : weights.distance[t]);
        const std::span<const float> now = at(logits, t, steps);
        const std::span<float> gradient = at(std::span(result.gradient), t, steps);
        const CrossEntropy entropy = crossEntropy(now, evidence.labels, 0.0);
        addScaled(entropy.gradient, ofEntropy, gradient);
        const double distance = distanceFrom(objective.tetTarget, now, ofDistance, gradient);
        result.loss += ofEntropy * entropy.loss + ofDistance * distance;
        result.entropies.push_back(entropy.loss);
        result.distances.push_back(distance);
    }
    return result;
}

BranchLoss averagedLoss(std::span<const float> logits, const Evidence& evidence)
{
    const std::size_t steps = evidence.steps;
    std::vector<double> sum(logits.size() / steps);
    for (std::size_t i = 0; i < logits.size(); ++i)
        sum[i % sum.size()] += logits[i];
    std::vector<float> mean(sum.size());
    std::ranges::transform(sum, mean.begin(), [&](double value) {
        return static_cast<float>(value / static_cast<double>(steps));
    });
    const CrossEntropy entropy = crossEntropy(mean, evidence.labels, 0.0);
    BranchLoss result;
    result.loss = entropy.loss;
    result.gradient.resize(logits.size());
    for (std::size_t t = 0; t < steps; ++t)
        addScaled(entropy.gradient, 1.0 / static_cast<double>(steps),
                  at(std::span(result.gradient), t, steps));
    return result;
}

BranchLoss branchLoss(std::span<const float> logits, const Evidence& evidence,
                      const Objective& objective, const TermWeights& weights = {})
{
    return objective.tet ? stepLosses(logits, evidence, objective, weights)
                         : averagedLoss(logits, evidence);
}

// L_dom, and what the total gets of it.
void addDomainLoss(const Evidence& evidence, const Objective& objective, Judgement& judgement)
{
    const std::size_t steps = evidence.steps;
    const bool counts = objective.domainWeight != 0.0;
    if (counts) {
        judgement.staticFeature.resize(evidence.staticFeature.size());
        judgement.eventFeature.resize(evidence.eventFeature.size());
    }
    double sum = 0.0;
    bool defined = false;
    for (std::size_t t = 0; t < steps; ++t) {
        const Cka cka = linearCka(at(evidence.staticFeature, t, steps),
                                  at(evidence.eventFeature, t, steps), evidence.labels.size());
        judgement.cka.push_back(cka.defined ? cka.value : kNan);
        if (!cka.defined)
            continue;
        defined = true;
        const double share = judgement.weights[t] / static_cast<double>(steps);
        sum += share * (1.0 - std::abs(cka.value));
        if (!counts)
            continue;
        const double factor = objective.domainWeight * share;
        addScaled(cka.x, factor, at(std::span(judgement.staticFeature), t, steps));
        addScaled(cka.y, factor, at(std::span(judgement.eventFeature), t, steps));
    }
    judgement.domainLoss = defined ? sum : kNan;
    judgement.total += counts ? objective.domainWeight * sum : 0.0;
}

// With respect to coefficient_t through c_t, whose slope is c_t (1 - c_t).
void addCoefficientSlopes(const Evidence& evidence, const Objective& objective,
                          const BranchLoss& events, Judgement& judgement)
{
    const bool learned = objective.stepWeights == StepWeights::Learned;
    const bool byDistance = objective.tet && objective.stepWeights == StepWeights::Fixed;
    if (!learned && !byDistance)
        return;
    for (std::size_t t = 0; t < evidence.steps; ++t) {
        double slope = 0.0;
        if (learned && !std::isnan(judgement.cka[t]))
            slope += objective.domainWeight * (1.0 - std::abs(judgement.cka[t]));
        if (learned && objective.tet)
            slope -= (1.0 - objective.tetShare) * events.entropies[t];
        if (objective.tet)
            slope -= objective.tetShare * events.distances[t];
        const double c = logistic(evidence.coefficients[t]);
        judgement.coefficients.push_back(c * (1.0 - c) * slope /
                                         static_cast<double>(evidence.steps));
    }
}

} // namespace

double logistic(double x)
{
    return 1.0 / (1.0 + std::exp(-x));
}

Cka linearCka(std::span<const float> x, std::span<const float> y, std::size_t samples)
{
    const Centred a(x, samples);
    const Centred b(y, samples);
    Cka result;
    result.defined = a.differs && b.differs;
    if (!result.defined)
        return result;
    const double common = product(a.gram.data(), b.gram.data(), a.gram.size());
    const double scale = a.norm * b.norm + kCkaGuard;
    result.value = common / scale;
    const double sign = result.value > 0.0 ? -1.0 : (result.value < 0.0 ? 1.0 : 0.0);
    const auto slopes = [&](const Centred& own, const Centred& other) {
        std::vector<double> all(own.gram.size());
        const double fall = common / (scale * scale) * other.norm / own.norm;
        for (std::size_t i = 0; i < all.size(); ++i)
            all[i] = sign * (other.gram[i] / scale - fall * own.gram[i]);
        return all;
    };
    result.x = a.gradient(slopes(a, b));
    result.y = b.gradient(slopes(b, a));
    return result;
}

Judgement judge(const Evidence& evidence, const Objective& objective)
{
    Judgement judgement;
    const bool transfers = !evidence.staticLogits.empty();
    TermWeights weights;
    if (transfers) {
        for (std::size_t t = 0; t < evidence.steps; ++t) {
            double c = 1.0;
            if (objective.stepWeights != StepWeights::Off) {
                const double learned = logistic(evidence.coefficients[t]);
                c = objective.stepWeights == StepWeights::Fixed ? objective.fixedWeight : learned;
                weights.entropy.push_back(1.0 - c);
                weights.distance.push_back(1.0 - learned);
            }
            judgement.weights.push_back(c);
        }
        BranchLoss stills = branchLoss(evidence.staticLogits, evidence, objective);
        judgement.staticLoss = stills.loss;
        judgement.staticLogits = std::move(stills.gradient);
    }
    BranchLoss events = branchLoss(evidence.eventLogits, evidence, objective, weights);
    judgement.eventLoss = events.loss;
    judgement.total = judgement.staticLoss + judgement.eventLoss;
    if (transfers) {
        addDomainLoss(evidence, objective, judgement);
        addCoefficientSlopes(evidence, objective, events, judgement);
    }
    judgement.eventLogits = std::move(events.gradient);
    return judgement;
}

} // namespace inspike::transfer
