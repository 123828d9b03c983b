// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/umap.h"

#include "core/analysis/embedding/progress_pace.h"
#include "core/analysis/embedding/spectral_start.h"
#include "core/base/error.h"
#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace inspike {

namespace {

constexpr float kStartWidth = 10.0F; // largest coordinate of the start
constexpr float kStartNoise = 1e-4F;
constexpr float kLargestMove = 4.0F; // of a coordinate by one edge, times the learning rate
constexpr float kCloseness = 0.001F; // keeps the repulsion of touching points finite
constexpr std::size_t kEdgesPerCheck = 8192;

// An edge is due every so many epochs: the stronger, the more often.
struct Edge
{
    std::uint32_t from, to;
    float everyEpochs;
    float nextEpoch;
    float nextNegative;
};

std::vector<Edge> edgesOf(const FuzzyGraph& graph, const UmapParams& params, int epochs)
{
    float strongest = 0.0F;
    for (const float weight : graph.weight)
        strongest = std::max(strongest, weight);
    std::vector<Edge> edges;
    for (std::size_t from = 0; from < graph.count(); ++from) {
        for (std::size_t at = graph.begin[from]; at < graph.begin[from + 1]; ++at) {
            const float weight = graph.weight[at];
            // Never due.
            if (!(weight * static_cast<float>(epochs) >= strongest))
                continue;
            const float every = strongest / weight;
            edges.push_back({static_cast<std::uint32_t>(from), graph.column[at], every, every,
                             every / static_cast<float>(params.negativeSamples)});
        }
    }
    return edges;
}

Points scaledStart(const PointsView& start, std::uint64_t seed)
{
    float widest = 0.0F;
    for (const float value : start.values)
        widest = std::max(widest, std::abs(value));
    Points scaled(start.count, start.width);
    Random random(seed);
    for (std::size_t i = 0; i < scaled.values.size(); ++i) {
        const float place = widest > 0.0F ? start.values[i] / widest * kStartWidth : 0.0F;
        scaled.values[i] = place + kStartNoise * static_cast<float>(random.normal());
    }
    return scaled;
}

template <std::size_t D>
class Descent
{
public:
    Descent(std::span<float> coordinates, const UmapParams& params, std::uint64_t seed)
        : m_coordinates(coordinates),
          m_curve(umapCurve(params.minimumDistance, params.spread)),
          m_a(static_cast<float>(m_curve.a)),
          m_b(static_cast<float>(m_curve.b)),
          m_negativeSamples(static_cast<float>(params.negativeSamples)),
          m_count(coordinates.size() / D),
          m_random(seed)
    {}

    void epoch(std::vector<Edge>& edges, int number, float rate, const JobContext& job)
    {
        const auto now = static_cast<float>(number);
        for (std::size_t i = 0; i < edges.size(); ++i) {
            if (i % kEdgesPerCheck == 0)
                job.checkpoint();
            Edge& edge = edges[i];
            if (edge.nextEpoch > now)
                continue;
            attract(edge, rate);
            edge.nextEpoch += edge.everyEpochs;
            if (!(m_negativeSamples > 0.0F))
                continue;
            const float everyNegative = edge.everyEpochs / m_negativeSamples;
            const int samples = static_cast<int>((now - edge.nextNegative) / everyNegative);
            for (int sample = 0; sample < samples; ++sample)
                repel(edge.from, rate);
            edge.nextNegative += static_cast<float>(samples) * everyNegative;
        }
    }

private:
    float* at(std::size_t point) { return m_coordinates.data() + point * D; }

    static float squareBetween(const float* one, const float* other)
    {
        float square = 0.0F;
        for (std::size_t c = 0; c < D; ++c)
            square += (one[c] - other[c]) * (one[c] - other[c]);
        return square;
    }
    static float limited(float move) { return std::clamp(move, -kLargestMove, kLargestMove); }

    void attract(const Edge& edge, float rate)
    {
        float* one = at(edge.from);
        float* other = at(edge.to);
        const float square = squareBetween(one, other);
        if (!(square > 0.0F))
            return;
        const float power = std::pow(square, m_b);
        const float factor = -2.0F * m_a * m_b * power / (square * (m_a * power + 1.0F));
        for (std::size_t c = 0; c < D; ++c) {
            const float move = rate * limited(factor * (one[c] - other[c]));
            one[c] += move;
            other[c] -= move;
        }
    }

    // From any other point, taken as no neighbour.
    void repel(std::uint32_t from, float rate)
    {
        const auto drawn =
            static_cast<std::size_t>(static_cast<std::uint64_t>(m_random.next()) * m_count >> 32U);
        if (drawn == from)
            return;
        float* one = at(from);
        const float* other = at(drawn);
        const float square = squareBetween(one, other);
        if (!(square > 0.0F))
            return;
        const float factor =
            2.0F * m_b / ((kCloseness + square) * (m_a * std::pow(square, m_b) + 1.0F));
        for (std::size_t c = 0; c < D; ++c)
            one[c] += rate * limited(factor * (one[c] - other[c]));
    }

    std::span<float> m_coordinates;
    UmapCurve m_curve;
    float m_a, m_b;
    float m_negativeSamples;
    std::size_t m_count;
    Random m_random;
};

template <std::size_t D>
void descend(Points& points, std::vector<Edge>& edges, const UmapParams& params, int epochs,
             std::uint64_t seed, const EmbeddingProgress& progress, JobContext& job)
{
    Descent<D> descent(points.values, params, seed);
    ProgressPace pace(progress);
    for (int epoch = 0; epoch < epochs; ++epoch) {
        const double done = static_cast<double>(epoch) / epochs;
        job.progress(done, "UMAP");
        descent.epoch(edges, epoch, static_cast<float>(params.learningRate * (1.0 - done)), job);
        pace.report(epoch + 1, points.values, epoch == 0 || epoch + 1 == epochs);
    }
}

} // namespace

UmapResult umap(const Neighbours& neighbours, const PointsView& start, const UmapParams& params,
                std::uint64_t seed, int threads, const EmbeddingProgress& progress, JobContext& job)
{
    requirePoints(start);
    if (neighbours.count != start.count)
        throw Error(ErrorKind::BadShape, "neighbours of another number of points");
    if (start.width != 2 && start.width != 3) {
        throw Error(ErrorKind::BadParameter,
                    "UMAP has two or three components, not " + std::to_string(start.width));
    }
    UmapResult result;
    result.neighbours = start.count > 0 ? neighbours.each + 1 : 0;
    result.coordinates = Points(start.count, start.width);
    if (start.count < 2)
        return result;
    result.epochs = params.epochs > 0 ? params.epochs : (start.count <= 10'000 ? 500 : 200);
    const FuzzyGraph graph = fuzzyGraph(neighbours, threads, job);
    JobContext before = job.part(0.0, 0.1);
    const std::optional<Points> spectral =
        params.spectral ? spectralStart(graph, start.width, mixedSeed(seed, 0), threads, before)
                        : std::nullopt;
    result.coordinates = scaledStart(spectral ? spectral->view() : start, mixedSeed(seed, 1));
    std::vector<Edge> edges = edgesOf(graph, params, result.epochs);
    JobContext after = job.part(0.1, 1.0);
    const auto run = start.width == 2 ? &descend<2> : &descend<3>;
    run(result.coordinates, edges, params, result.epochs, mixedSeed(seed, 2), progress, after);
    return result;
}

} // namespace inspike
