// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/tsne.h"

#include "core/analysis/embedding/progress_pace.h"
#include "core/analysis/embedding/tsne_forces.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr double kStartWidth = 1e-4;   // standard deviation of the first component
constexpr float kEarlyMomentum = 0.5F; // while affinities are exaggerated
constexpr float kLateMomentum = 0.8F;
constexpr double kLeastLearningRate = 200.0;

Points scaledStart(const PointsView& start)
{
    Points scaled(start.count, start.width);
    double mean = 0.0;
    for (std::size_t point = 0; point < start.count; ++point)
        mean += static_cast<double>(start.row(point)[0]) / static_cast<double>(start.count);
    double variance = 0.0;
    for (std::size_t point = 0; point < start.count; ++point) {
        const double deviation = static_cast<double>(start.row(point)[0]) - mean;
        variance += deviation * deviation / static_cast<double>(start.count);
    }
    const double factor = variance > 0.0 ? kStartWidth / std::sqrt(variance) : 0.0;
    for (std::size_t i = 0; i < scaled.values.size(); ++i)
        scaled.values[i] = static_cast<float>(static_cast<double>(start.values[i]) * factor);
    return scaled;
}

// Gradient descent with momentum and a gain per coordinate (Jacobs 1988).
class Descent
{
public:
    Descent(Points start, double learningRate)
        : m_points(std::move(start)),
          m_learningRate(static_cast<float>(learningRate)),
          m_update(m_points.values.size()),
          m_gain(m_points.values.size())
    {
        restart();
    }

    void restart()
    {
        std::fill(m_update.begin(), m_update.end(), 0.0F);
        std::fill(m_gain.begin(), m_gain.end(), 1.0F);
    }

    void step(std::span<const float> force, float momentum)
    {
        for (std::size_t i = 0; i < m_update.size(); ++i) {
            const bool onward = (force[i] > 0.0F) == (m_update[i] > 0.0F);
            m_gain[i] = onward ? m_gain[i] + 0.2F : std::max(0.01F, m_gain[i] * 0.8F);
            m_update[i] = momentum * m_update[i] + m_learningRate * m_gain[i] * force[i];
            m_points.values[i] += m_update[i];
        }
        centre();
    }

    const Points& points() const { return m_points; }
    Points&& take() { return std::move(m_points); }

private:
    void centre()
    {
        for (std::size_t c = 0; c < m_points.width; ++c) {
            double sum = 0.0;
            for (std::size_t i = c; i < m_points.values.size(); i += m_points.width)
                sum += static_cast<double>(m_points.values[i]);
            const auto mean = static_cast<float>(sum / static_cast<double>(m_points.count));
            for (std::size_t i = c; i < m_points.values.size(); i += m_points.width)
                m_points.values[i] -= mean;
        }
    }

    Points m_points;
    float m_learningRate;
    std::vector<float> m_update;
    std::vector<float> m_gain;
};

} // namespace

TsneResult tsne(const Neighbours& neighbours, const PointsView& start, const TsneParams& params,
                int threads, const EmbeddingProgress& progress, JobContext& job)
{
    requirePoints(start);
    if (neighbours.count != start.count)
        throw Error(ErrorKind::BadShape, "neighbours of another number of points");
    TsneResult result;
    result.perplexity = usablePerplexity(params.perplexity, start.count);
    if (start.count < 2) {
        result.coordinates = Points(start.count, start.width);
        return result;
    }
    const SparseAffinities affinities = tsneAffinities(neighbours, result.perplexity, threads, job);
    const auto forces = makeTsneForces(affinities, start.width, params.theta, threads);
    const double rate =
        params.learningRate > 0.0
            ? params.learningRate
            : std::max(kLeastLearningRate, static_cast<double>(start.count) / params.exaggeration);
    Descent descent(scaledStart(start), rate);
    std::vector<float> force(start.values.size());
    ProgressPace pace(progress);
    for (int iteration = 0; iteration < params.iterations; ++iteration) {
        job.progress(static_cast<double>(iteration) / params.iterations, "t-SNE");
        const bool early = iteration < params.exaggeratedIterations;
        if (iteration == params.exaggeratedIterations)
            descent.restart();
        forces->evaluate(descent.points().values, early ? params.exaggeration : 1.0, force, job);
        descent.step(force, early ? kEarlyMomentum : kLateMomentum);
        pace.report(iteration + 1, descent.points().values,
                    iteration == 0 || iteration + 1 == params.iterations);
    }
    forces->evaluate(descent.points().values, 1.0, force, job);
    result.divergence = forces->divergence(descent.points().values, job);
    result.coordinates = descent.take();
    return result;
}

} // namespace inspike
