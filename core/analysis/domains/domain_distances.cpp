// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/domain_distances.h"

#include "core/analysis/domains/sample_kernels.h"
#include "core/base/blas_threads.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>
#include <string>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kColumnsPerPiece = 64;
constexpr std::size_t kMostForLapack = 2000; // rows: seconds
constexpr std::size_t kRowsPerCheck = 64;

void requirePairs(const PointsView& x, const PointsView& y, bool sameFeatures)
{
    requirePoints(x);
    requirePoints(y);
    if (x.count != y.count) {
        throw Error(ErrorKind::BadShape, "paired samples must be as many on both sides, not " +
                                             std::to_string(x.count) + " and " +
                                             std::to_string(y.count));
    }
    if (sameFeatures && x.width != y.width) {
        throw Error(ErrorKind::BadShape, "a distance needs features of one kind, not " +
                                             std::to_string(x.width) + " and " +
                                             std::to_string(y.width));
    }
}

BlockView<double> columnsOf(const CentredFeatures<double>& features, std::size_t first,
                            std::size_t count)
{
    BlockView<double> view = features.view();
    view.values += first;
    view.columns = count;
    return view;
}

double squares(std::span<const double> values)
{
    return std::inner_product(values.begin(), values.end(), values.begin(), 0.0);
}

// The sum over pieces of `total` rows, in their order.
double sumOfPieces(std::size_t total, JobContext& job,
                   const std::function<double(std::size_t first, std::size_t count)>& piece)
{
    std::vector<double> sums((total + kColumnsPerPiece - 1) / kColumnsPerPiece);
    rowStretches(total, kColumnsPerPiece, 0, job, [&](std::size_t first, std::size_t count) {
        sums[first / kColumnsPerPiece] = piece(first, count);
    });
    return std::accumulate(sums.begin(), sums.end(), 0.0);
}

// |X^T X - Y^T Y|^2
double covarianceDifference(const CentredFeatures<double>& x, const CentredFeatures<double>& y,
                            JobContext& job)
{
    return sumOfPieces(x.features, job, [&](std::size_t first, std::size_t count) {
        std::vector<double> ofX(count * x.features);
        std::vector<double> ofY(count * x.features);
        blockProduct(columnsOf(x, first, count), true, x.view(), false, ofX.data(), x.features);
        blockProduct(columnsOf(y, first, count), true, y.view(), false, ofY.data(), x.features);
        for (std::size_t i = 0; i < ofX.size(); ++i)
            ofX[i] -= ofY[i];
        return squares(ofX);
    });
}

// The same as |X X^T|^2 + |Y Y^T|^2 - 2 |X Y^T|^2, for more features than samples.
double kernelDifference(const CentredFeatures<double>& x, const CentredFeatures<double>& y,
                        JobContext& job)
{
    const std::size_t n = x.samples;
    return sumOfPieces(n, job, [&](std::size_t first, std::size_t count) {
        std::vector<double> product(count * n);
        blockProduct(x.rows(first, count), false, x.view(), true, product.data(), n);
        double sum = squares(product);
        blockProduct(y.rows(first, count), false, y.view(), true, product.data(), n);
        sum += squares(product);
        blockProduct(x.rows(first, count), false, y.view(), true, product.data(), n);
        return sum - 2.0 * squares(product);
    });
}

// Features of which there are not more than samples: the same up to a rotation.
Matrix reduced(const CentredFeatures<double>& features, JobContext& job)
{
    Matrix result(features.samples, std::min(features.samples, features.features));
    if (features.features <= features.samples) {
        result.values = features.values;
        return result;
    }
    const SampleKernel<double> kernel = linearKernel(features, 0, job);
    Matrix gram(features.samples, features.samples);
    gram.values = kernel.values;
    const SymmetricEigen eigen = symmetricEigen(gram);
    for (std::size_t i = 0; i < gram.rows; ++i) {
        for (std::size_t k = 0; k < gram.rows; ++k)
            result(i, k) = eigen.vectors(i, k) * std::sqrt(std::max(0.0, eigen.values[k]));
    }
    return result;
}

void requireForLapack(const PointsView& points)
{
    const std::size_t rows = std::min(points.count, points.width);
    if (rows > kMostForLapack) {
        throw Error(ErrorKind::BadShape, "the Procrustes distance is computed for up to " +
                                             std::to_string(kMostForLapack) +
                                             " samples or features, not " + std::to_string(rows));
    }
}

} // namespace

double coralDistance(const PointsView& x, const PointsView& y, JobContext& job)
{
    requirePairs(x, y, true);
    if (x.count < 2 || x.width == 0)
        return kUndefined;
    const OneBlasThread oneBlasThread;
    const CentredFeatures<double> one = centredFeatures<double>(x, {}, job);
    const CentredFeatures<double> other = centredFeatures<double>(y, {}, job);
    const double difference = one.features <= one.samples ? covarianceDifference(one, other, job)
                                                          : kernelDifference(one, other, job);
    const auto degrees = static_cast<double>(x.count - 1);
    const auto features = static_cast<double>(x.width);
    return std::max(0.0, difference) / (degrees * degrees * 4.0 * features * features);
}

double procrustesDistance(const PointsView& x, const PointsView& y, JobContext& job)
{
    requirePairs(x, y, false);
    requireForLapack(x);
    requireForLapack(y);
    if (x.count < 2 || x.width == 0 || y.width == 0)
        return kUndefined;
    const OneBlasThread oneBlasThread;
    const CentredFeatures<double> one = centredFeatures<double>(x, {}, job);
    const CentredFeatures<double> other = centredFeatures<double>(y, {}, job);
    if (one.constant || other.constant)
        return kUndefined;
    const Matrix ofX = reduced(one, job);
    job.checkpoint();
    const Matrix ofY = reduced(other, job);
    job.checkpoint();
    Matrix product(ofX.columns, ofY.columns);
    addProduct(product, ofX, true, ofY, false);
    const std::vector<double> values = singularValuesOnly(product);
    job.checkpoint();
    const double nuclear = std::accumulate(values.begin(), values.end(), 0.0);
    const double norms = std::sqrt(squares(one.values)) * std::sqrt(squares(other.values));
    return std::sqrt(std::max(0.0, 2.0 - 2.0 * nuclear / norms));
}

PairedDistances pairedDistances(const PointsView& x, const PointsView& y, JobContext& job)
{
    requirePairs(x, y, true);
    PairedDistances result{{}, {}, kUndefined, kUndefined, kUndefined, kUndefined};
    std::vector<double> sumOfX(x.width, 0.0);
    std::vector<double> sumOfY(x.width, 0.0);
    double ofAll = 0.0; // |x|^2 + |y|^2 over samples
    double ofPairs = 0.0;
    double cosines = 0.0;
    std::size_t withCosine = 0;
    for (std::size_t i = 0; i < x.count; ++i) {
        if (i % kRowsPerCheck == 0)
            job.checkpoint();
        const std::span<const float> one = x.row(i);
        const std::span<const float> other = y.row(i);
        double ofX = 0.0;
        double ofY = 0.0;
        double both = 0.0;
        double apart = 0.0;
        for (std::size_t c = 0; c < x.width; ++c) {
            const auto a = static_cast<double>(one[c]);
            const auto b = static_cast<double>(other[c]);
            sumOfX[c] += a;
            sumOfY[c] += b;
            ofX += a * a;
            ofY += b * b;
            both += a * b;
            apart += (a - b) * (a - b);
        }
        ofAll += ofX + ofY;
        ofPairs += apart;
        result.euclidean.push_back(std::sqrt(apart));
        const bool angle = ofX > 0.0 && ofY > 0.0;
        result.cosine.push_back(angle ? 1.0 - both / (std::sqrt(ofX) * std::sqrt(ofY))
                                      : kUndefined);
        cosines += angle ? result.cosine.back() : 0.0;
        withCosine += angle ? 1 : 0;
    }
    if (x.count == 0 || x.width == 0)
        return result;
    const auto n = static_cast<double>(x.count);
    result.meanEuclidean =
        std::accumulate(result.euclidean.begin(), result.euclidean.end(), 0.0) / n;
    result.meanCosine = withCosine > 0 ? cosines / static_cast<double>(withCosine) : kUndefined;
    result.rootMeanSquare = std::sqrt(ofPairs / n);
    if (x.count > 1) {
        const double sums = std::inner_product(sumOfX.begin(), sumOfX.end(), sumOfY.begin(), 0.0);
        const double others = n * ofAll - 2.0 * sums - ofPairs;
        result.rootMeanSquareOfOthers = std::sqrt(std::max(0.0, others / (n * (n - 1.0))));
    }
    return result;
}

} // namespace inspike
