// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/cka_sums.h"
#include "core/analysis/domains/sample_kernels.h"
#include "core/analysis/domains/stacked_product.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kFeaturesPerBlock = 512;
constexpr std::size_t kFeaturesPerStrip = 128;   // of a product with itself
constexpr std::size_t kSamplesPerProduct = 8192; // some 50 ms

// Centred features of layers, side by side.
template <typename Number>
struct FeatureStack
{
    StackedLayers<Number> layers;
    std::size_t samples = 0;
    std::vector<char> constant;               // written by several threads
    std::vector<std::vector<double>> squares; // |x|^2 of every sample, per layer
    std::vector<double> totals;

    std::size_t size() const { return constant.size(); }
    std::size_t width(std::size_t layer) const { return layers.ends[layer] - layers.begin(layer); }
    // Some of the columns of a layer.
    BlockView<Number> part(std::size_t layer, std::size_t from, std::size_t most) const
    {
        return {layers.values.get() + layers.begin(layer) + from, samples,
                std::min(most, width(layer) - from), layers.columns};
    }
};

template <typename Number>
void fillLayer(const PointsView& points, std::size_t layer, FeatureStack<Number>& stack,
               const JobContext& job)
{
    StackedLayers<Number>& layers = stack.layers;
    Number* to = layers.values.get() + layers.begin(layer);
    stack.constant[layer] = centreInto(points, {}, to, layers.columns, job) ? 1 : 0;
    std::vector<double>& squares = stack.squares[layer];
    for (std::size_t i = 0; i < stack.samples; ++i) {
        const Number* row = to + i * layers.columns;
        double square = 0.0;
        for (std::size_t c = 0; c < points.width; ++c)
            square += static_cast<double>(row[c]) * static_cast<double>(row[c]);
        squares.push_back(square);
        stack.totals[layer] += square;
    }
}

template <typename Number>
FeatureStack<Number> featureStack(std::span<const PointsView> layers, int threads, JobContext& job)
{
    FeatureStack<Number> stack;
    std::size_t columns = 0;
    for (const PointsView& layer : layers) {
        columns += layer.width;
        stack.layers.ends.push_back(columns);
    }
    stack.samples = layers.front().count;
    const std::size_t rows = stack.layers.rows = roomFor(stack.samples);
    const std::size_t stride = stack.layers.columns = roomFor(columns);
    requireMemory(static_cast<double>(rows) * static_cast<double>(stride) * sizeof(Number),
                  "centring the features of all layers");
    stack.layers.values = std::make_unique_for_overwrite<Number[]>(rows * stride);
    stack.constant.assign(layers.size(), 1);
    stack.squares.resize(layers.size());
    stack.totals.assign(layers.size(), 0.0);
    parallelPieces(layers.size(), threads, [&](std::size_t layer) {
        job.checkpoint();
        fillLayer(layers[layer], layer, stack, job);
    });
    for (std::size_t i = 0; i < rows; ++i) {
        Number* row = stack.layers.values.get() + i * stride;
        std::fill(row + (i < stack.samples ? columns : 0), row + stride, Number{0});
    }
    return stack;
}

// A block of X^T Y whose squares are wanted.
template <typename Number>
struct ProductBlock
{
    BlockView<Number> x;
    BlockView<Number> y;
    bool mirrored = false; // all but the square at its left stands for its mirror image, too
    std::size_t target = 0;
};

template <typename Number>
void addBlocks(const FeatureStack<Number>& a, std::size_t i, const FeatureStack<Number>& b,
               std::size_t j, std::size_t target, std::vector<ProductBlock<Number>>& blocks)
{
    if (&a == &b && i == j) {
        for (std::size_t row = 0; row < a.width(i); row += kFeaturesPerStrip)
            blocks.push_back(
                {a.part(i, row, kFeaturesPerStrip), a.part(i, row, a.width(i)), true, target});
        return;
    }
    for (std::size_t row = 0; row < a.width(i); row += kFeaturesPerBlock) {
        for (std::size_t column = 0; column < b.width(j); column += kFeaturesPerBlock)
            blocks.push_back({a.part(i, row, kFeaturesPerBlock),
                              b.part(j, column, kFeaturesPerBlock), false, target});
    }
}

template <typename Number>
double squaresOf(const ProductBlock<Number>& block, const JobContext& job)
{
    std::vector<Number> product(block.x.columns * block.y.columns, 0);
    for (std::size_t first = 0; first < block.x.rows; first += kSamplesPerProduct) {
        job.checkpoint();
        const auto rows = [&](BlockView<Number> view) {
            view.values += first * view.stride;
            view.rows = std::min(kSamplesPerProduct, view.rows - first);
            return view;
        };
        blockProduct(rows(block.x), true, rows(block.y), false, product.data(), block.y.columns,
                     first > 0);
    }
    double square = 0.0; // what is there once
    double sum = 0.0;
    for (std::size_t row = 0; row < block.x.columns; ++row) {
        const Number* from = product.data() + row * block.y.columns;
        for (std::size_t c = 0; c < block.y.columns; ++c) {
            const double value = static_cast<double>(from[c]) * static_cast<double>(from[c]);
            (block.mirrored && c < block.x.columns ? square : sum) += value;
        }
    }
    return block.mirrored ? square + 2.0 * sum : sum;
}

// Sums of squares of X^T Y for every target.
template <typename Number>
std::vector<double> squaredNorms(const std::vector<ProductBlock<Number>>& blocks,
                                 std::size_t targets, int threads, JobContext& job)
{
    std::vector<double> each(blocks.size());
    parallelPieces(blocks.size(), threads, [&](std::size_t i) {
        job.progress(static_cast<double>(i) / static_cast<double>(blocks.size()),
                     "comparing layers");
        each[i] = squaresOf(blocks[i], job);
    });
    std::vector<double> sums(targets, 0.0);
    for (std::size_t i = 0; i < blocks.size(); ++i)
        sums[blocks[i].target] += each[i];
    return sums;
}

template <typename Number>
std::vector<double> ownNorms(const FeatureStack<Number>& stack, int threads, JobContext& job)
{
    std::vector<ProductBlock<Number>> blocks;
    for (std::size_t i = 0; i < stack.size(); ++i)
        addBlocks(stack, i, stack, i, i, blocks);
    return squaredNorms(blocks, stack.size(), threads, job);
}

// |X^T Y|^2 of every layer of `a` with every one of `b`.
template <typename Number>
std::vector<double> crossNorms(const FeatureStack<Number>& a, const FeatureStack<Number>& b,
                               int threads, JobContext& job)
{
    if constexpr (std::is_same_v<Number, float>) {
        const int levels = halvings(a.layers.rows, a.layers.columns, b.layers.columns);
        const auto budget = static_cast<double>(memoryBudget());
        if (levels > 0 && bytesForSquares(a.layers, b.layers, levels) <= budget)
            return blockSquares(a.layers, b.layers, levels, threads, job);
    }
    std::vector<ProductBlock<Number>> blocks;
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j)
            addBlocks(a, i, b, j, i * b.size() + j, blocks);
    }
    return squaredNorms(blocks, a.size() * b.size(), threads, job);
}

// The same of one side: half of them, mirrored.
template <typename Number>
std::vector<double> crossNorms(const FeatureStack<Number>& a, int threads, JobContext& job)
{
    const std::size_t layers = a.size();
    std::vector<ProductBlock<Number>> blocks;
    for (std::size_t i = 0; i < layers; ++i) {
        for (std::size_t j = i; j < layers; ++j)
            addBlocks(a, i, a, j, i * layers + j, blocks);
    }
    std::vector<double> norms = squaredNorms(blocks, layers * layers, threads, job);
    for (std::size_t i = 0; i < layers; ++i) {
        for (std::size_t j = 0; j < i; ++j)
            norms[i * layers + j] = norms[j * layers + i];
    }
    return norms;
}

// |X^T Y|^2 is the sum of products of the kernels, whose rows add up to 0. Without their diagonals
// the rows add up to what was on the diagonal, with the other sign.
template <typename Number>
double hsicOfLayers(const FeatureStack<Number>& a, std::size_t i, const FeatureStack<Number>& b,
                    std::size_t j, double norm, CkaKind kind)
{
    if (a.constant[i] != 0 || b.constant[j] != 0)
        return kUndefined;
    if (kind == CkaKind::Linear)
        return norm;
    double diagonals = 0.0;
    for (std::size_t k = 0; k < a.squares[i].size(); ++k)
        diagonals += a.squares[i][k] * b.squares[j][k];
    return hsic(kind, a.samples, norm - diagonals, diagonals, a.totals[i], b.totals[j]);
}

} // namespace

template <typename Number>
HsicGrid hsicFromFeatures(const LayerSets& layers, const CkaParams& params, JobContext& job)
{
    const FeatureStack<Number> a = featureStack<Number>(layers.a, params.threads, job);
    const FeatureStack<Number> other = layers.same()
                                           ? FeatureStack<Number>{}
                                           : featureStack<Number>(layers.b, params.threads, job);
    const FeatureStack<Number>& b = layers.same() ? a : other;
    JobContext working = job.part(0.0, 0.9);
    JobContext rest = job.part(0.9, 1.0);
    const std::vector<double> norms = layers.same() ? crossNorms(a, params.threads, working)
                                                    : crossNorms(a, b, params.threads, working);
    const auto own = [&](const FeatureStack<Number>& stack) {
        std::vector<double> values = layers.same() ? norms : ownNorms(stack, params.threads, rest);
        const std::size_t stride = layers.same() ? stack.size() + 1 : 1;
        for (std::size_t i = 0; i < stack.size(); ++i)
            values[i] = hsicOfLayers(stack, i, stack, i, values[i * stride], params.kind);
        values.resize(stack.size());
        return values;
    };
    HsicGrid grid{norms, own(a), own(b)};
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (std::size_t j = 0; j < b.size(); ++j) {
            double& value = grid.cross[i * b.size() + j];
            value = hsicOfLayers(a, i, b, j, value, params.kind);
        }
    }
    return grid;
}

template HsicGrid hsicFromFeatures<float>(const LayerSets&, const CkaParams&, JobContext&);
template HsicGrid hsicFromFeatures<double>(const LayerSets&, const CkaParams&, JobContext&);

} // namespace inspike
