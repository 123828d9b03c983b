// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/cka_sums.h"
#include "core/analysis/domains/sample_kernels.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kFeaturesPerBlock = 512;
constexpr std::size_t kSamplesPerProduct = 8192; // some 50 ms

template <typename Number>
struct FeatureStack
{
    std::vector<CentredFeatures<Number>> layers;
    std::vector<std::vector<double>> squares; // |x|^2 of every sample, per layer
    std::vector<double> totals;
};

template <typename Number>
FeatureStack<Number> featureStack(std::span<const PointsView> layers, JobContext& job)
{
    FeatureStack<Number> stack;
    double bytes = 0.0;
    for (const PointsView& layer : layers)
        bytes += static_cast<double>(layer.values.size() * sizeof(Number));
    requireMemory(bytes, "centring the features of all layers");
    for (const PointsView& layer : layers) {
        stack.layers.push_back(centredFeatures<Number>(layer, {}, job));
        const CentredFeatures<Number>& features = stack.layers.back();
        std::vector<double>& squares = stack.squares.emplace_back(features.samples, 0.0);
        double total = 0.0;
        for (std::size_t i = 0; i < features.samples; ++i) {
            const Number* row = features.values.data() + i * features.features;
            for (std::size_t c = 0; c < features.features; ++c)
                squares[i] += static_cast<double>(row[c]) * static_cast<double>(row[c]);
            total += squares[i];
        }
        stack.totals.push_back(total);
    }
    return stack;
}

// A block of X^T Y whose squares are wanted.
template <typename Number>
struct ProductBlock
{
    BlockView<Number> x;
    BlockView<Number> y;
    double weight = 1.0; // 2 for a block that stands for its mirror image too
    std::size_t target = 0;
};

template <typename Number>
void addBlocks(const CentredFeatures<Number>& x, const CentredFeatures<Number>& y,
               std::size_t target, std::vector<ProductBlock<Number>>& blocks)
{
    const auto columns = [](const CentredFeatures<Number>& features, std::size_t from) {
        BlockView<Number> view = features.view();
        view.values += from;
        view.columns = std::min(kFeaturesPerBlock, features.features - from);
        return view;
    };
    const bool symmetric = &x == &y;
    for (std::size_t row = 0; row < x.features; row += kFeaturesPerBlock) {
        for (std::size_t column = symmetric ? row : 0; column < y.features;
             column += kFeaturesPerBlock) {
            blocks.push_back({columns(x, row), columns(y, column),
                              symmetric && column > row ? 2.0 : 1.0, target});
        }
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
    double sum = 0.0;
    for (const Number value : product)
        sum += static_cast<double>(value) * static_cast<double>(value);
    return block.weight * sum;
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

// |X^T Y|^2 is the sum of products of the kernels, whose rows add up to 0. Without their diagonals
// the rows add up to what was on the diagonal, with the other sign.
template <typename Number>
double hsicOfLayers(const FeatureStack<Number>& a, std::size_t i, const FeatureStack<Number>& b,
                    std::size_t j, double norm, CkaKind kind)
{
    if (a.layers[i].constant || b.layers[j].constant)
        return kUndefined;
    if (kind == CkaKind::Linear)
        return norm;
    double diagonals = 0.0;
    for (std::size_t k = 0; k < a.squares[i].size(); ++k)
        diagonals += a.squares[i][k] * b.squares[j][k];
    return hsic(kind, a.layers[i].samples, norm - diagonals, diagonals, a.totals[i], b.totals[j]);
}

} // namespace

template <typename Number>
HsicGrid hsicFromFeatures(const LayerSets& layers, const CkaParams& params, JobContext& job)
{
    const FeatureStack<Number> a = featureStack<Number>(layers.a, job);
    const FeatureStack<Number> other =
        layers.same() ? FeatureStack<Number>{} : featureStack<Number>(layers.b, job);
    const FeatureStack<Number>& b = layers.same() ? a : other;
    const std::size_t rows = a.layers.size();
    const std::size_t columns = b.layers.size();

    std::vector<ProductBlock<Number>> blocks;
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = layers.same() ? i : 0; j < columns; ++j)
            addBlocks(a.layers[i], b.layers[j], i * columns + j, blocks);
    }
    const std::size_t pairs = rows * columns;
    if (!layers.same()) {
        for (std::size_t i = 0; i < rows; ++i)
            addBlocks(a.layers[i], a.layers[i], pairs + i, blocks);
        for (std::size_t j = 0; j < columns; ++j)
            addBlocks(b.layers[j], b.layers[j], pairs + rows + j, blocks);
    }
    const std::vector<double> norms =
        squaredNorms(blocks, pairs + (layers.same() ? 0 : rows + columns), params.threads, job);

    HsicGrid grid;
    for (std::size_t i = 0; i < rows; ++i) {
        for (std::size_t j = 0; j < columns; ++j) {
            const std::size_t from = layers.same() && j < i ? j * columns + i : i * columns + j;
            grid.cross.push_back(hsicOfLayers(a, i, b, j, norms[from], params.kind));
        }
    }
    const auto self = [&](const FeatureStack<Number>& stack, std::size_t i, std::size_t target) {
        return hsicOfLayers(stack, i, stack, i, norms[target], params.kind);
    };
    for (std::size_t i = 0; i < rows; ++i)
        grid.ofA.push_back(self(a, i, layers.same() ? i * columns + i : pairs + i));
    for (std::size_t j = 0; j < columns; ++j)
        grid.ofB.push_back(self(b, j, layers.same() ? j * columns + j : pairs + rows + j));
    return grid;
}

template HsicGrid hsicFromFeatures<float>(const LayerSets&, const CkaParams&, JobContext&);
template HsicGrid hsicFromFeatures<double>(const LayerSets&, const CkaParams&, JobContext&);

} // namespace inspike
