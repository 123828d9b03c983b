// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/embedding.h"

#include "core/analysis/embedding/principal_axes.h"
#include "core/analysis/number_text.h"
#include "core/base/error.h"
#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace inspike {

namespace {

constexpr double kStartNoise = 0.01; // of the spread of the first component

struct MethodName
{
    const char* name;
    EmbeddingMethod method;
};
constexpr std::array kMethods{MethodName{"pca", EmbeddingMethod::PrincipalComponents},
                              MethodName{"tsne", EmbeddingMethod::Tsne},
                              MethodName{"umap", EmbeddingMethod::Umap}};

// Points around 0 with a mean square of 1, so that no unit of length over- or underflows.
Points normalised(const PointsView& points, JobContext& job)
{
    std::vector<double> mean(points.width, 0.0);
    for (std::size_t i = 0; i < points.count; ++i) {
        if (i % 4096 == 0)
            job.checkpoint();
        const auto row = points.row(i);
        for (std::size_t c = 0; c < points.width; ++c)
            mean[c] += static_cast<double>(row[c]) / static_cast<double>(points.count);
    }
    double square = 0.0;
    for (std::size_t i = 0; i < points.count; ++i) {
        if (i % 4096 == 0)
            job.checkpoint();
        for (std::size_t c = 0; c < points.width; ++c) {
            const double deviation = static_cast<double>(points.row(i)[c]) - mean[c];
            square += deviation * deviation;
        }
    }
    const double scale = square > 0.0 ? std::sqrt(static_cast<double>(points.count) / square) : 0.0;
    Points result(points.count, points.width);
    for (std::size_t i = 0; i < points.count; ++i) {
        if (i % 4096 == 0)
            job.checkpoint();
        for (std::size_t c = 0; c < points.width; ++c) {
            result.row(i)[c] =
                static_cast<float>((static_cast<double>(points.row(i)[c]) - mean[c]) * scale);
        }
    }
    return result;
}

// The first coordinates of each point, moved a little, so that points on a line can leave it.
Points startFrom(const Points& axes, std::size_t components, std::uint64_t seed)
{
    double square = 0.0;
    for (std::size_t i = 0; i < axes.values.size(); i += axes.width)
        square += static_cast<double>(axes.values[i]) * static_cast<double>(axes.values[i]);
    const double noise = kStartNoise * std::sqrt(square / static_cast<double>(axes.count));
    Points start(axes.count, components);
    Random random(seed);
    for (std::size_t i = 0; i < axes.count; ++i) {
        for (std::size_t c = 0; c < components; ++c) {
            const double place =
                c < axes.width ? static_cast<double>(axes.values[i * axes.width + c]) : 0.0;
            start.row(i)[c] = static_cast<float>(place + noise * random.normal());
        }
    }
    return start;
}

// t-SNE or UMAP of at least two points that are not all equal.
void embedByNeighbours(const PointsView& points, PrincipalAxes axes, const EmbeddingParams& params,
                       const EmbeddingProgress& progress, JobContext& job, Embedding& result)
{
    const bool reduced = points.width > kReducedWidth;
    const Points prepared = normalised(reduced ? axes.coordinates.view() : points, job);
    result.widthUsed = prepared.width;
    result.varianceUsed = 1.0;
    if (reduced) {
        result.varianceUsed = 0.0;
        for (const double share : axes.varianceShare)
            result.varianceUsed += share;
    }
    const bool isTsne = params.method == EmbeddingMethod::Tsne;
    const double wanted =
        isTsne ? std::floor(3.0 * usablePerplexity(params.tsne.perplexity, points.count))
               : params.umap.neighbours - 1.0;
    JobContext search = job.part(0.1, 0.3);
    const Neighbours neighbours =
        nearestNeighbours(prepared.view(), static_cast<std::size_t>(std::max(1.0, wanted)),
                          mixedSeed(params.seed, 0), params.threads, search);
    result.approximate = neighbours.approximate;
    const Points start = startFrom(axes.coordinates, params.components, mixedSeed(params.seed, 1));
    JobContext rest = job.part(0.3, 1.0);
    if (isTsne) {
        TsneResult found =
            tsne(neighbours, start.view(), params.tsne, params.threads, progress, rest);
        result.neighbours = neighbours.each;
        result.perplexity = found.perplexity;
        result.divergence = found.divergence;
        result.iterations = params.tsne.iterations;
        result.coordinates = std::move(found.coordinates);
    } else {
        UmapResult found = umap(neighbours, start.view(), params.umap, mixedSeed(params.seed, 2),
                                params.threads, progress, rest);
        result.neighbours = found.neighbours;
        result.iterations = found.epochs;
        result.coordinates = std::move(found.coordinates);
    }
}

void requireComponents(const EmbeddingParams& params)
{
    const bool isPca = params.method == EmbeddingMethod::PrincipalComponents;
    if (params.components >= (isPca ? 1 : 2) && (isPca || params.components <= 3))
        return;
    throw Error(ErrorKind::BadParameter,
                "components: t-SNE and UMAP have 2 or 3, not " + std::to_string(params.components));
}

} // namespace

ParamSpecs embeddingSpecs()
{
    return {{"method",
             "Method",
             "Principal components, t-SNE or UMAP",
             std::string("pca"),
             {},
             {},
             {"pca", "tsne", "umap"}},
            {"components", "Components", "Coordinates of each point", std::int64_t{2}, 2, 3},
            {"seed", "Seed", "Seed of start and samples", std::int64_t{1}, 0},
            {"perplexity", "Perplexity",
             "t-SNE: about how many neighbours count; fewer where there are few points", 30.0, 1,
             1000},
            {"theta", "Angle",
             "t-SNE: cells seen under a smaller angle act as one point; 0 = exact", 0.5, 0, 1},
            {"neighbours", "Neighbours", "UMAP: how many neighbours count, the point included",
             std::int64_t{15}, 2, 1000},
            {"min-dist", "Minimum distance", "UMAP: how close points may come", 0.1, 0, 10},
            {"spread", "Spread", "UMAP: scale of the distances between points", 1.0, 0.01, 10},
            {"start",
             "Start",
             "UMAP: from the graph of neighbours or from principal components",
             std::string("spectral"),
             {},
             {},
             {"spectral", "pca"}},
            {"iterations", "Iterations",
             "Of t-SNE or UMAP; 0 = 1000 for t-SNE, 500 for UMAP (200 above 10,000 points)",
             std::int64_t{0}, 0, 100000}};
}

EmbeddingParams embeddingParams(const Params& params)
{
    EmbeddingParams result;
    for (const MethodName& entry : kMethods) {
        if (params.text("method") == entry.name)
            result.method = entry.method;
    }
    result.components = static_cast<std::size_t>(params.integer("components"));
    result.seed = static_cast<std::uint64_t>(params.integer("seed"));
    result.tsne.perplexity = params.number("perplexity");
    result.tsne.theta = params.number("theta");
    result.umap.neighbours = static_cast<int>(params.integer("neighbours"));
    result.umap.minimumDistance = params.number("min-dist");
    result.umap.spread = params.number("spread");
    result.umap.spectral = params.text("start") == "spectral";
    if (const auto iterations = static_cast<int>(params.integer("iterations")); iterations > 0) {
        result.tsne.iterations = iterations;
        result.tsne.exaggeratedIterations =
            std::min(result.tsne.exaggeratedIterations, iterations / 4);
        result.umap.epochs = iterations;
    }
    return result;
}

Embedding embed(const PointsView& points, const EmbeddingParams& params,
                const EmbeddingProgress& progress, JobContext& job)
{
    requirePoints(points);
    requireComponents(params);
    Embedding result;
    result.method = params.method;
    result.widthUsed = points.width;
    const bool isPca = params.method == EmbeddingMethod::PrincipalComponents;
    const std::size_t reduced = points.width > kReducedWidth ? kReducedWidth : params.components;
    JobContext reduction = job.part(0.0, isPca ? 1.0 : 0.1);
    PrincipalAxes axes = principalAxes(points, isPca ? params.components : reduced, reduction);
    const bool allEqual = axes.varianceShare.empty() || !(axes.varianceShare.front() > 0.0);
    if (isPca) {
        result.coordinates = std::move(axes.coordinates);
        result.varianceShare = std::move(axes.varianceShare);
    } else if (allEqual) {
        result.coordinates = Points(points.count, params.components);
    } else {
        embedByNeighbours(points, std::move(axes), params, progress, job, result);
        job.progress(1.0);
        return result;
    }
    if (progress)
        progress(0, result.coordinates.values);
    job.progress(1.0);
    return result;
}

std::string embeddingNote(const Embedding& embedding, const EmbeddingParams& params)
{
    const auto reduced = [&] {
        return embedding.varianceUsed < 1.0
                   ? "; of the first " + std::to_string(embedding.widthUsed) +
                         " principal components (" +
                         numberText(std::round(1000.0 * embedding.varianceUsed) / 10.0) +
                         " % of the variance)"
                   : std::string();
    };
    const bool isPca = embedding.method == EmbeddingMethod::PrincipalComponents;
    if (!isPca && embedding.iterations == 0)
        return "all points are equal and lie at 0";
    const std::string neighbours = embedding.approximate ? "; approximate neighbours" : "";
    switch (embedding.method) {
    case EmbeddingMethod::PrincipalComponents:
        return "principal components of the covariance";
    case EmbeddingMethod::Tsne: {
        const bool fewer = embedding.perplexity < params.tsne.perplexity;
        return "Barnes-Hut t-SNE (van der Maaten 2014), perplexity " +
               numberText(std::round(100.0 * embedding.perplexity) / 100.0) +
               (fewer ? " (reduced from " + numberText(params.tsne.perplexity) + " for few points)"
                      : "") +
               ", theta " + numberText(params.tsne.theta) + ", " +
               std::to_string(embedding.iterations) + " iterations, seed " +
               std::to_string(params.seed) + reduced() + neighbours;
    }
    case EmbeddingMethod::Umap: {
        const bool fewer = embedding.neighbours < static_cast<std::size_t>(params.umap.neighbours);
        return "UMAP (McInnes et al. 2018), " + std::to_string(embedding.neighbours) +
               " neighbours" +
               (fewer ? " (reduced from " + std::to_string(params.umap.neighbours) +
                            " for few points)"
                      : "") +
               ", minimum distance " + numberText(params.umap.minimumDistance) + ", spread " +
               numberText(params.umap.spread) + ", " + std::to_string(embedding.iterations) +
               " epochs, seed " + std::to_string(params.seed) + reduced() + neighbours;
    }
    }
    return {};
}

} // namespace inspike
