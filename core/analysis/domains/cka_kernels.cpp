// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/cka_sums.h"
#include "core/analysis/domains/sample_kernels.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kNumbersPerProduct = 8192; // summed in the precision of the kernels
constexpr std::size_t kPieces = 64;

double dot(const double* one, const double* other, std::size_t count)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < count; ++i)
        sum += one[i] * other[i];
    return sum;
}

// Kernels of layers, one after the other, with what a centring needs.
template <typename Number>
struct KernelStack
{
    std::size_t layers = 0;
    std::size_t samples = 0;
    std::vector<Number> values;  // [layer][sample][sample]
    std::vector<double> rowSums; // [layer][sample]
    std::vector<double> totals;
    std::vector<bool> constant;

    BlockView<Number> part(std::size_t first, std::size_t count) const
    {
        return {values.data() + first, layers, count, samples * samples};
    }
    const double* sums(std::size_t layer) const { return rowSums.data() + layer * samples; }
};

template <typename Number>
void makeKind(SampleKernel<Number>& kernel, const CkaParams& params, JobContext& job)
{
    if (params.kind == CkaKind::Rbf) {
        makeSquaredDistances(kernel, params.threads);
        const double median = lowerMedian(kernel.values, kernel.samples);
        kernel.constant = kernel.constant || !(median > 0.0);
        if (kernel.constant)
            return;
        const double spread[] = {params.bandwidth * params.bandwidth * median};
        makeGaussian(kernel, std::span<const double>(spread), params.threads, job);
    } else if (params.kind != CkaKind::Linear) {
        for (std::size_t i = 0; i < kernel.samples; ++i)
            kernel.row(i)[i] = 0;
    }
}

template <typename Number>
KernelStack<Number> kernelStack(std::span<const PointsView> layers,
                                std::span<const std::size_t> chosen, const CkaParams& params,
                                JobContext& job)
{
    KernelStack<Number> stack;
    stack.layers = layers.size();
    stack.samples = chosen.empty() ? layers.front().count : chosen.size();
    const std::size_t cells = stack.samples * stack.samples;
    requireMemory(static_cast<double>(layers.size()) * static_cast<double>(cells) * sizeof(Number),
                  "matrices of all pairs of samples");
    stack.values.resize(layers.size() * cells);
    stack.rowSums.resize(layers.size() * stack.samples);
    for (std::size_t layer = 0; layer < layers.size(); ++layer) {
        job.progress(static_cast<double>(layer) / static_cast<double>(layers.size()));
        SampleKernel<Number> kernel =
            linearKernel(centredFeatures<Number>(layers[layer], chosen, job), params.threads, job);
        makeKind(kernel, params, job);
        double total = 0.0;
        for (std::size_t i = 0; i < stack.samples; ++i) {
            double sum = 0.0;
            for (std::size_t j = 0; j < stack.samples; ++j)
                sum += static_cast<double>(kernel.row(i)[j]);
            stack.rowSums[layer * stack.samples + i] = sum;
            total += sum;
        }
        stack.totals.push_back(total);
        stack.constant.push_back(kernel.constant);
        std::copy(kernel.values.begin(), kernel.values.end(),
                  stack.values.begin() + static_cast<std::ptrdiff_t>(layer * cells));
    }
    return stack;
}

// Sums of products of every kernel of `a` with every one of `b`: products of short stretches in the
// precision of the kernels, their sums in double.
template <typename Number>
std::vector<double> productSums(const KernelStack<Number>& a, const KernelStack<Number>& b,
                                int threads, JobContext& job)
{
    const std::size_t cells = a.samples * a.samples;
    const std::size_t each = std::max(kNumbersPerProduct, (cells + kPieces - 1) / kPieces);
    const std::size_t pairs = a.layers * b.layers;
    std::vector<std::vector<double>> pieces((cells + each - 1) / each);
    rowStretches(cells, each, threads, job, [&](std::size_t first, std::size_t count) {
        std::vector<double>& sums = pieces[first / each];
        sums.assign(pairs, 0.0);
        std::vector<Number> products(pairs);
        for (std::size_t from = first; from < first + count; from += kNumbersPerProduct) {
            if ((from - first) / kNumbersPerProduct % 64 == 63)
                job.checkpoint();
            const std::size_t some = std::min(kNumbersPerProduct, first + count - from);
            blockProduct(a.part(from, some), false, b.part(from, some), true, products.data(),
                         b.layers);
            for (std::size_t i = 0; i < pairs; ++i)
                sums[i] += static_cast<double>(products[i]);
        }
    });
    std::vector<double> sums(pairs, 0.0);
    for (const std::vector<double>& piece : pieces) {
        for (std::size_t i = 0; i < pairs; ++i)
            sums[i] += piece[i];
    }
    return sums;
}

template <typename Number>
std::vector<double> hsicOfStacks(const KernelStack<Number>& a, const KernelStack<Number>& b,
                                 const CkaParams& params, JobContext& job)
{
    std::vector<double> values = productSums(a, b, params.threads, job);
    for (std::size_t i = 0; i < a.layers; ++i) {
        for (std::size_t j = 0; j < b.layers; ++j) {
            double& value = values[i * b.layers + j];
            value = a.constant[i] || b.constant[j]
                        ? kUndefined
                        : hsic(params.kind, a.samples, value, dot(a.sums(i), b.sums(j), a.samples),
                               a.totals[i], b.totals[j]);
        }
    }
    return values;
}

std::vector<double> diagonal(const std::vector<double>& square, std::size_t size)
{
    std::vector<double> values;
    for (std::size_t i = 0; i < size; ++i)
        values.push_back(square[i * size + i]);
    return values;
}

} // namespace

template <typename Number>
double lowerMedian(const std::vector<Number>& squaredDistances, std::size_t samples)
{
    std::vector<Number> positive;
    for (std::size_t i = 0; i < samples; ++i) {
        for (std::size_t j = i + 1; j < samples; ++j) {
            const Number square = squaredDistances[i * samples + j];
            if (square > 0)
                positive.push_back(square);
        }
    }
    if (positive.empty())
        return 0.0;
    // Each of these is there twice, after the zeros.
    const std::size_t zeros = samples * samples - 2 * positive.size();
    const std::size_t rank = (samples * samples - 1) / 2;
    const std::size_t place = rank < zeros ? (positive.size() - 1) / 2 : (rank - zeros) / 2;
    const auto middle = positive.begin() + static_cast<std::ptrdiff_t>(place);
    std::nth_element(positive.begin(), middle, positive.end());
    return static_cast<double>(*middle);
}

double hsic(CkaKind kind, std::size_t samples, double products, double rowProducts, double total,
            double otherTotal)
{
    const auto n = static_cast<double>(samples);
    switch (kind) {
    case CkaKind::Linear:
        return products; // features are centred, and so are their kernels
    case CkaKind::Rbf:
        return products - 2.0 * rowProducts / n + total * otherTotal / (n * n);
    case CkaKind::Debiased:
    case CkaKind::Minibatch:
        break;
    }
    if (samples < 4)
        return kUndefined;
    return products - 2.0 * rowProducts / (n - 2.0) + total * otherTotal / ((n - 1.0) * (n - 2.0));
}

template <typename Number>
HsicGrid hsicFromKernels(const LayerSets& layers, std::span<const std::size_t> chosen,
                         const CkaParams& params, JobContext& job)
{
    JobContext first = job.part(0.0, layers.same() ? 0.8 : 0.4);
    const KernelStack<Number> a = kernelStack<Number>(layers.a, chosen, params, first);
    HsicGrid grid;
    if (layers.same()) {
        grid.cross = hsicOfStacks(a, a, params, job);
        grid.ofA = grid.ofB = diagonal(grid.cross, a.layers);
        return grid;
    }
    JobContext second = job.part(0.4, 0.8);
    const KernelStack<Number> b = kernelStack<Number>(layers.b, chosen, params, second);
    grid.cross = hsicOfStacks(a, b, params, job);
    grid.ofA = diagonal(hsicOfStacks(a, a, params, job), a.layers);
    grid.ofB = diagonal(hsicOfStacks(b, b, params, job), b.layers);
    return grid;
}

template double lowerMedian<float>(const std::vector<float>&, std::size_t);
template double lowerMedian<double>(const std::vector<double>&, std::size_t);
template HsicGrid hsicFromKernels<float>(const LayerSets&, std::span<const std::size_t>,
                                         const CkaParams&, JobContext&);
template HsicGrid hsicFromKernels<double>(const LayerSets&, std::span<const std::size_t>,
                                          const CkaParams&, JobContext&);

} // namespace inspike
