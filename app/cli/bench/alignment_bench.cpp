// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/alignment_bench.h"

#include "core/analysis/domains/cka.h"
#include "core/analysis/domains/mmd.h"
#include "core/analysis/embedding/embedding.h"
#include "core/analysis/linalg.h"
#include "core/base/blas_threads.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/base/random.h"

#include <algorithm>
#include <array>
#include <chrono>

namespace inspike {

namespace {

constexpr std::size_t kLayers = 20;
constexpr std::size_t kPairs = 10'000;
constexpr std::size_t kFeatures = 512;
constexpr std::size_t kClasses = 10;
constexpr std::size_t kPermutations = 200;
constexpr std::uint64_t kSeed = 1;
constexpr std::size_t kProductSize = 2048;

class Watch
{
public:
    double seconds() const
    {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - m_start).count();
    }

private:
    std::chrono::steady_clock::time_point m_start = std::chrono::steady_clock::now();
};

// Rates of spikes: a class fires in its features, pairs share a part of their noise.
Points ratesOf(std::size_t layer, std::size_t domain, JobContext& job)
{
    Points points(kPairs, kFeatures);
    Random common(mixedSeed(kSeed, layer));
    Random own(mixedSeed(kSeed, kLayers + 2 * layer + domain));
    for (std::size_t i = 0; i < kPairs; ++i) {
        job.checkpoint();
        float* row = points.row(i).data();
        for (std::size_t c = 0; c < kFeatures; ++c) {
            const double fires = c % kClasses == i % kClasses ? 0.3 : 0.0;
            row[c] = static_cast<float>(fires + 0.3 * common.uniform() + 0.3 * own.uniform());
        }
    }
    return points;
}

// Billion operations per second of plain products, as a measure of the machine and its load.
double productRate()
{
    const OneBlasThread oneBlasThread;
    const std::vector<float> a(kProductSize * kProductSize, 0.5F);
    const BlockView<float> view{a.data(), kProductSize, kProductSize, kProductSize};
    const int threads = threadCount(0);
    std::vector<std::vector<float>> results(static_cast<std::size_t>(threads), a);
    const auto work = [&](std::size_t i) {
        blockProduct(view, true, view, false, results[i].data(), kProductSize);
    };
    double best = 0.0;
    for (int round = 0; round < 3; ++round) {
        const Watch watch;
        parallelPieces(results.size(), threads, work);
        const auto size = static_cast<double>(kProductSize);
        best = std::max(best, 2e-9 * size * size * size * threads / watch.seconds());
    }
    return best;
}

BenchmarkRow ckaRow(JobContext& job)
{
    std::array<std::vector<Points>, 2> layers;
    std::array<std::vector<PointsView>, 2> views;
    for (std::size_t domain = 0; domain < 2; ++domain) {
        for (std::size_t layer = 0; layer < kLayers; ++layer)
            layers[domain].push_back(ratesOf(layer, domain, job));
        for (const Points& layer : layers[domain])
            views[domain].push_back(layer.view());
    }
    const Watch watch;
    const CkaGrid grid = ckaGrid(views[0], views[1], {}, job);
    const double seconds = watch.seconds();
    double diagonal = 0.0;
    for (std::size_t i = 0; i < kLayers; ++i)
        diagonal += grid(i, i) / static_cast<double>(kLayers);
    return {"CKA, 20 x 20 layers, 10,000 pairs, 512 features",
            {{"grid (s)", seconds},
             {"mean of the diagonal", diagonal},
             {"plain products here (billion operations per s)", productRate()},
             {"peak memory (MB)", static_cast<double>(peakResidentMemory()) * 1e-6}}};
}

BenchmarkRow mmdRow(JobContext& job)
{
    const Points a = ratesOf(0, 0, job);
    const Points b = ratesOf(0, 1, job);
    MmdParams params;
    params.permutations = kPermutations;
    const Watch watch;
    const Mmd found = mmd(a.view(), b.view(), params, job);
    return {"MMD, 10,000 pairs, 512 features, 200 permutations",
            {{"estimate and test (s)", watch.seconds()}, {"p", found.p}}};
}

// Both domains of half as many pairs in one picture.
Points bothDomains(JobContext& job)
{
    const std::size_t pairs = kPairs / 2;
    Points both(kPairs, kFeatures);
    for (std::size_t domain = 0; domain < 2; ++domain) {
        const Points all = ratesOf(0, domain, job);
        std::copy_n(all.values.begin(), pairs * kFeatures,
                    both.values.begin() + static_cast<std::ptrdiff_t>(domain * pairs * kFeatures));
    }
    return both;
}

BenchmarkRow embeddingRow(EmbeddingMethod method, const char* name, JobContext& job)
{
    const Points points = bothDomains(job);
    EmbeddingParams params;
    params.method = method;
    params.seed = kSeed;
    const Watch watch;
    const Embedding found = embed(points.view(), params, {}, job);
    return {name,
            {{"embedding (s)", watch.seconds()},
             {"iterations", static_cast<double>(found.iterations)}}};
}

} // namespace

std::vector<BenchmarkRow> alignmentBenchmark(JobContext& job)
{
    std::vector<BenchmarkRow> rows;
    JobContext grid = job.part(0.0, 0.3);
    rows.push_back(ckaRow(grid));
    JobContext distance = job.part(0.3, 0.4);
    rows.push_back(mmdRow(distance));
    JobContext tsne = job.part(0.4, 0.7);
    rows.push_back(embeddingRow(EmbeddingMethod::Tsne, "t-SNE, 10,000 points, 512 features", tsne));
    JobContext umap = job.part(0.7, 1.0);
    rows.push_back(embeddingRow(EmbeddingMethod::Umap, "UMAP, 10,000 points, 512 features", umap));
    return rows;
}

} // namespace inspike
