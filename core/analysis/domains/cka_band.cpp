// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/cka.h"
#include "core/analysis/domains/cka_sums.h"
#include "core/analysis/domains/sample_kernels.h"
#include "core/base/blas_threads.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kRowsPerPiece = 64;
constexpr double kSmall = 4e6; // numbers of a kernel that are cheap in double

// What hsic() wants, for drawn samples w: sum_ij w_i w_j K_ij L_ij, sum_i w_i (K w)_i (L w)_i,
// sum_i w_i (K w)_i.
struct DrawnSums
{
    std::array<double, 3> products{}; // K with L, K with K, L with L
    std::array<double, 3> rows{};
    std::array<double, 2> totals{};

    void add(const DrawnSums& other)
    {
        for (std::size_t i = 0; i < 3; ++i) {
            products[i] += other.products[i];
            rows[i] += other.rows[i];
        }
        totals[0] += other.totals[0];
        totals[1] += other.totals[1];
    }
    double cka(CkaKind kind, std::size_t samples) const
    {
        // Features are not centred for the drawn samples, so their kernels have to be.
        if (kind == CkaKind::Linear)
            kind = CkaKind::Rbf;
        const double cross = hsic(kind, samples, products[0], rows[0], totals[0], totals[1]);
        const double one = hsic(kind, samples, products[1], rows[1], totals[0], totals[0]);
        const double other = hsic(kind, samples, products[2], rows[2], totals[1], totals[1]);
        return one > 0.0 && other > 0.0 ? cross / std::sqrt(one * other) : kUndefined;
    }
};

template <typename Number>
SampleKernel<Number> kernelOf(const PointsView& points, const CkaParams& params, JobContext& job)
{
    SampleKernel<Number> kernel =
        linearKernel(centredFeatures<Number>(points, {}, job), params.threads, job);
    if (params.kind == CkaKind::Rbf) {
        makeSquaredDistances(kernel, params.threads);
        const double spread[] = {params.bandwidth * params.bandwidth *
                                 lowerMedian(kernel.values, kernel.samples)};
        makeGaussian(kernel, std::span<const double>(spread), params.threads, job);
    } else if (params.kind != CkaKind::Linear) {
        // A sample that is drawn twice is no pair of samples either.
        for (std::size_t i = 0; i < kernel.samples; ++i)
            kernel.row(i)[i] = 0;
    }
    return kernel;
}

// All replicates for some rows of the kernels.
template <typename Number>
class RowsOfReplicates
{
public:
    RowsOfReplicates(const SampleKernel<Number>& k, const SampleKernel<Number>& l,
                     const std::vector<Number>& counts, std::size_t replicates)
        : m_k(k), m_l(l), m_counts(counts), m_replicates(replicates)
    {}

    std::vector<DrawnSums> sums(std::size_t first, std::size_t count) const
    {
        const std::size_t n = m_k.samples;
        std::vector<DrawnSums> sums(m_replicates);
        std::vector<Number> products(count * n);
        const std::array<std::pair<const Number*, const Number*>, 3> factors = {
            std::pair{m_k.row(first), m_l.row(first)}, std::pair{m_k.row(first), m_k.row(first)},
            std::pair{m_l.row(first), m_l.row(first)}};
        for (std::size_t which = 0; which < factors.size(); ++which) {
            for (std::size_t i = 0; i < count * n; ++i)
                products[i] = factors[which].first[i] * factors[which].second[i];
            const std::vector<double> drawn = times(products.data(), count);
            for (std::size_t i = 0; i < drawn.size(); ++i)
                sums[i % m_replicates].products[which] += weight(first, i) * drawn[i];
        }
        const std::vector<double> k = times(m_k.row(first), count);
        const std::vector<double> l = times(m_l.row(first), count);
        for (std::size_t i = 0; i < k.size(); ++i) {
            DrawnSums& sum = sums[i % m_replicates];
            const double w = weight(first, i);
            sum.rows[0] += w * k[i] * l[i];
            sum.rows[1] += w * k[i] * k[i];
            sum.rows[2] += w * l[i] * l[i];
            sum.totals[0] += w * k[i];
            sum.totals[1] += w * l[i];
        }
        return sums;
    }

private:
    double weight(std::size_t first, std::size_t entry) const
    {
        return static_cast<double>(m_counts[first * m_replicates + entry]);
    }
    // `count` rows times the counts of all replicates, [row][replicate].
    std::vector<double> times(const Number* rows, std::size_t count) const
    {
        const std::size_t n = m_k.samples;
        std::vector<Number> result(count * m_replicates);
        blockProduct({rows, count, n, n}, false, {m_counts.data(), n, m_replicates, m_replicates},
                     false, result.data(), m_replicates);
        return {result.begin(), result.end()};
    }

    const SampleKernel<Number>& m_k;
    const SampleKernel<Number>& m_l;
    const std::vector<Number>& m_counts;
    std::size_t m_replicates;
};

template <typename Number>
std::vector<double> replicatesOf(const PointsView& a, const PointsView& b, const CkaParams& params,
                                 const BootstrapParams& bootstrap, JobContext& job)
{
    const std::size_t samples = a.count;
    const auto cells = static_cast<double>(samples) * static_cast<double>(samples);
    requireMemory(2.0 * cells * sizeof(Number), "two matrices of all pairs of samples");
    const SampleKernel<Number> k = kernelOf<Number>(a, params, job);
    const SampleKernel<Number> l = kernelOf<Number>(b, params, job);
    const std::vector<float> drawn = bootstrapCounts(samples, bootstrap);
    const std::vector<Number> counts(drawn.begin(), drawn.end());
    const RowsOfReplicates<Number> rows(k, l, counts, bootstrap.replicates);
    std::vector<std::vector<DrawnSums>> pieces((samples + kRowsPerPiece - 1) / kRowsPerPiece);
    rowStretches(samples, kRowsPerPiece, params.threads, job,
                 [&](std::size_t first, std::size_t count) {
                     pieces[first / kRowsPerPiece] = rows.sums(first, count);
                 });
    std::vector<double> values;
    for (std::size_t replicate = 0; replicate < bootstrap.replicates; ++replicate) {
        DrawnSums sums;
        for (const std::vector<DrawnSums>& piece : pieces)
            sums.add(piece[replicate]);
        values.push_back(sums.cka(params.kind, samples));
    }
    return values;
}

} // namespace

Band ckaBand(const PointsView& a, const PointsView& b, const CkaParams& params,
             const BootstrapParams& bootstrap, JobContext& job)
{
    const double value = cka(a, b, params, job);
    if (std::isnan(value) || bootstrap.replicates == 0)
        return percentileBand(value, {}, bootstrap.confidence);
    const OneBlasThread oneBlasThread;
    const auto cells = static_cast<double>(a.count) * static_cast<double>(a.count);
    Band band = percentileBand(value,
                               cells <= kSmall ? replicatesOf<double>(a, b, params, bootstrap, job)
                                               : replicatesOf<float>(a, b, params, bootstrap, job),
                               bootstrap.confidence);
    band.high = std::min(band.high, std::max(1.0, value));
    return band;
}

} // namespace inspike
