// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/spectral_start.h"

#include "core/analysis/embedding/dominant_eigen.h"
#include "core/base/blas_threads.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kPiece = 2048;
constexpr std::size_t kBasisValues = 10'000'000; // of the Krylov basis: 80 MB
constexpr double kTolerance = 1e-7;              // a start needs no more

bool hangsTogether(const FuzzyGraph& graph)
{
    std::vector<bool> reached(graph.count(), false);
    std::vector<std::uint32_t> open{0};
    reached[0] = true;
    std::size_t found = 1;
    while (!open.empty()) {
        const std::uint32_t point = open.back();
        open.pop_back();
        for (std::size_t at = graph.begin[point]; at < graph.begin[point + 1]; ++at) {
            const std::uint32_t other = graph.column[at];
            if (reached[other] || !(graph.weight[at] > 0.0F))
                continue;
            reached[other] = true;
            open.push_back(other);
            ++found;
        }
    }
    return found == graph.count();
}

std::vector<double> inverseRootDegrees(const FuzzyGraph& graph)
{
    std::vector<double> result(graph.count());
    for (std::size_t point = 0; point < graph.count(); ++point) {
        double degree = 0.0;
        for (std::size_t at = graph.begin[point]; at < graph.begin[point + 1]; ++at)
            degree += static_cast<double>(graph.weight[at]);
        result[point] = 1.0 / std::sqrt(degree);
    }
    return result;
}

// (I + D^-1/2 W D^-1/2) / 2: the largest eigenvalues of this are the smallest of the Laplacian.
class Smoothing
{
public:
    Smoothing(const FuzzyGraph& graph, int threads)
        : m_graph(graph), m_scale(inverseRootDegrees(graph)), m_threads(threads)
    {}

    Matrix operator()(const Matrix& block) const
    {
        const std::size_t count = m_graph.count();
        const std::size_t vectors = block.rows;
        std::vector<double> scaled(count * vectors); // [point][vector]
        for (std::size_t v = 0; v < vectors; ++v) {
            for (std::size_t i = 0; i < count; ++i)
                scaled[i * vectors + v] = m_scale[i] * block(v, i);
        }
        Matrix result(vectors, count);
        parallelPieces((count + kPiece - 1) / kPiece, m_threads, [&](std::size_t piece) {
            std::vector<double> sum(vectors);
            const std::size_t end = std::min(count, (piece + 1) * kPiece);
            for (std::size_t i = piece * kPiece; i < end; ++i) {
                std::fill(sum.begin(), sum.end(), 0.0);
                for (std::size_t at = m_graph.begin[i]; at < m_graph.begin[i + 1]; ++at) {
                    const auto weight = static_cast<double>(m_graph.weight[at]);
                    const double* other = scaled.data() + m_graph.column[at] * vectors;
                    for (std::size_t v = 0; v < vectors; ++v)
                        sum[v] += weight * other[v];
                }
                for (std::size_t v = 0; v < vectors; ++v)
                    result(v, i) = 0.5 * (block(v, i) + m_scale[i] * sum[v]);
            }
        });
        return result;
    }

private:
    const FuzzyGraph& m_graph;
    std::vector<double> m_scale;
    int m_threads;
};

} // namespace

std::optional<Points> spectralStart(const FuzzyGraph& graph, std::size_t components,
                                    std::uint64_t seed, int threads, JobContext& job)
{
    if (graph.count() <= components + 1 || !hangsTogether(graph))
        return std::nullopt;
    job.checkpoint();
    const OneBlasThread oneThread;
    KrylovParams params;
    params.wanted = components + 1;
    params.block = components + 4;
    params.maximumVectors = std::clamp<std::size_t>(kBasisValues / graph.count(), 40, 200);
    params.tolerance = kTolerance;
    params.seed = seed;
    const Smoothing smoothing(graph, threads);
    const DominantEigen eigen = dominantEigen(graph.count(), smoothing, params, job);
    if (eigen.values.size() <= components)
        return std::nullopt;
    Points start(graph.count(), components);
    for (std::size_t c = 0; c < components; ++c) {
        for (std::size_t i = 0; i < graph.count(); ++i)
            start.row(i)[c] = static_cast<float>(eigen.vectors(c + 1, i));
    }
    return start;
}

} // namespace inspike
