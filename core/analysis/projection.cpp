// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/projection.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <string>

namespace inspike {

namespace {

constexpr std::size_t kRowsPerBlock = 1024; // between two looks at the cancel flag
constexpr std::size_t kLanes = 4;           // directions that are projected together

void refuseNonFinite(const TrialArray& filtered)
{
    const auto values = filtered.array.values();
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (std::isfinite(values[i]))
            continue;
        const std::size_t row = i / filtered.units;
        throw Error(ErrorKind::BadFormat, "filtered spikes are not finite (step " +
                                              std::to_string(row / filtered.trials) + ", trial " +
                                              std::to_string(row % filtered.trials) + ")");
    }
}

std::size_t rowsOf(const TrialArray& filtered)
{
    return filtered.steps * filtered.trials;
}

// Calls body(first row, rows) block by block.
template <typename Body>
void forBlocks(std::size_t rows, JobContext& job, Body body)
{
    for (std::size_t first = 0; first < rows; first += kRowsPerBlock) {
        job.checkpoint();
        body(first, std::min(kRowsPerBlock, rows - first));
    }
}

struct Moments
{
    std::vector<double> mean;
    double totalVariance = 0.0;
};

// Mean of every unit and the sum of their variances; refuses what is not finite. Sums of x - x(0),
// which keeps the subtraction of squares harmless.
Moments momentsOf(const TrialArray& filtered, JobContext& job)
{
    const std::size_t n = filtered.units;
    const std::size_t rows = rowsOf(filtered);
    Moments moments;
    moments.mean.assign(n, 0.0);
    if (rows == 0 || n == 0)
        return moments;
    const float* data = filtered.array.values().data();
    std::vector<double> sum(n, 0.0);
    std::vector<double> square(n, 0.0);
    forBlocks(rows, job, [&](std::size_t first, std::size_t count) {
        for (std::size_t row = first; row < first + count; ++row) {
            const float* r = data + row * n;
            for (std::size_t i = 0; i < n; ++i) {
                const double shifted = static_cast<double>(r[i]) - static_cast<double>(data[i]);
                sum[i] += shifted;
                square[i] += shifted * shifted;
            }
        }
    });
    const double total = std::accumulate(square.begin(), square.end(), 0.0);
    if (!std::isfinite(total))
        refuseNonFinite(filtered);
    for (std::size_t i = 0; i < n; ++i) {
        const double mean = sum[i] / static_cast<double>(rows);
        moments.mean[i] = static_cast<double>(data[i]) + mean;
        moments.totalVariance += std::max(0.0, square[i] / static_cast<double>(rows) - mean * mean);
    }
    return moments;
}

// (r - centre) . direction for up to kLanes directions at once; the inner loop over lanes is what
// the compiler can vectorise without reordering sums.
void projectLanes(const TrialArray& filtered, const Matrix& directions, std::size_t firstLane,
                  const std::vector<double>& centre, std::vector<double>& out, JobContext& job)
{
    const std::size_t n = filtered.units;
    const std::size_t lanes = std::min(kLanes, directions.columns - firstLane);
    std::vector<double> packed(n * kLanes, 0.0);
    std::array<double, kLanes> offset{};
    for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            packed[i * kLanes + lane] = directions(i, firstLane + lane);
            offset[lane] -= directions(i, firstLane + lane) * centre[i];
        }
    }
    const float* data = filtered.array.values().data();
    forBlocks(rowsOf(filtered), job, [&](std::size_t first, std::size_t count) {
        for (std::size_t row = first; row < first + count; ++row) {
            const float* r = data + row * n;
            std::array<double, kLanes> sum = offset;
            for (std::size_t i = 0; i < n; ++i) {
                const auto value = static_cast<double>(r[i]);
                for (std::size_t lane = 0; lane < kLanes; ++lane)
                    sum[lane] += value * packed[i * kLanes + lane];
            }
            for (std::size_t lane = 0; lane < lanes; ++lane)
                out[row * directions.columns + firstLane + lane] = sum[lane];
        }
    });
}

// [row][direction]
std::vector<double> project(const TrialArray& filtered, const Matrix& directions,
                            const std::vector<double>& centre, JobContext& job)
{
    if (directions.rows != filtered.units) {
        throw Error(ErrorKind::BadShape, "directions of " + std::to_string(directions.rows) +
                                             " units, but the run has " +
                                             std::to_string(filtered.units));
    }
    std::vector<double> out(rowsOf(filtered) * directions.columns, 0.0);
    for (std::size_t lane = 0; lane < directions.columns; lane += kLanes)
        projectLanes(filtered, directions, lane, centre, out, job);
    return out;
}

double varianceOfColumn(const std::vector<double>& values, std::size_t columns, std::size_t column)
{
    const std::size_t rows = values.size() / columns;
    if (rows == 0)
        return 0.0;
    double mean = 0.0;
    for (std::size_t row = 0; row < rows; ++row)
        mean += values[row * columns + column];
    mean /= static_cast<double>(rows);
    double sum = 0.0;
    for (std::size_t row = 0; row < rows; ++row) {
        const double d = values[row * columns + column] - mean;
        sum += d * d;
    }
    return sum / static_cast<double>(rows);
}

double shareOf(double variance, double total)
{
    return total > 0.0 ? std::clamp(variance / total, 0.0, 1.0) : 0.0;
}

LabelledArray coordinateArray(const TrialArray& filtered, const std::vector<double>& values,
                              std::size_t columns)
{
    std::vector<Axis> axes{filtered.array.axes().front()};
    Axis sample;
    sample.kind = AxisKind::Sample;
    sample.size = filtered.trials;
    if (filtered.array.has(AxisKind::Sample))
        sample = filtered.array.axis(AxisKind::Sample);
    axes.push_back(sample);
    Axis component;
    component.kind = AxisKind::Component;
    component.size = columns;
    axes.push_back(component);
    return {std::move(axes), std::vector<float>(values.begin(), values.end())};
}

Matrix selectColumns(const Matrix& matrix, std::span<const std::size_t> wanted)
{
    Matrix result(matrix.rows, wanted.size());
    for (std::size_t k = 0; k < wanted.size(); ++k) {
        if (wanted[k] >= matrix.columns) {
            throw Error(ErrorKind::BadParameter, "coordinate " + std::to_string(wanted[k] + 1) +
                                                     " asked for, but only " +
                                                     std::to_string(matrix.columns) + " exist");
        }
        for (std::size_t row = 0; row < matrix.rows; ++row)
            result(row, k) = matrix(row, wanted[k]);
    }
    return result;
}

// Coordinates along `shown`; shares of the unit vectors `orthonormal` that stand for them.
Projection projectionOnto(const TrialArray& filtered, const Matrix& shown,
                          const Matrix& orthonormal, std::span<const std::size_t> wanted,
                          JobContext& job)
{
    JobContext first = job.part(0.0, 0.4);
    const Moments moments = momentsOf(filtered, first);
    const std::size_t k = wanted.size();
    Matrix both(shown.rows, 2 * k);
    for (std::size_t row = 0; row < shown.rows; ++row) {
        for (std::size_t column = 0; column < k; ++column) {
            both(row, column) = shown(row, column);
            both(row, k + column) = orthonormal(row, column);
        }
    }
    const bool same = shown.values == orthonormal.values;
    const std::vector<double> zero(filtered.units, 0.0);
    const std::vector<double> values = project(filtered, same ? shown : both, zero, job);
    const std::size_t columns = same ? k : 2 * k;

    Projection result;
    std::vector<double> coordinates;
    coordinates.reserve(rowsOf(filtered) * k);
    for (std::size_t row = 0; row < rowsOf(filtered); ++row) {
        for (std::size_t column = 0; column < k; ++column)
            coordinates.push_back(values[row * columns + column]);
    }
    result.coordinates = coordinateArray(filtered, coordinates, k);
    result.component.assign(wanted.begin(), wanted.end());
    for (std::size_t column = 0; column < k; ++column) {
        const double variance = varianceOfColumn(values, columns, columns - k + column);
        result.varianceShare.push_back(shareOf(variance, moments.totalVariance));
    }
    job.progress(1.0);
    return result;
}

struct Covariance
{
    Matrix matrix; // lower triangle
    Moments moments;
};

Covariance covarianceOf(const TrialArray& filtered, JobContext& job)
{
    Covariance result;
    JobContext first = job.part(0.0, 0.2);
    result.moments = momentsOf(filtered, first);
    const std::size_t n = filtered.units;
    const std::size_t rows = rowsOf(filtered);
    result.matrix = Matrix(n, n);
    if (rows == 0 || n == 0)
        return result;
    const float* data = filtered.array.values().data();
    std::vector<double> block(kRowsPerBlock * n);
    forBlocks(rows, job, [&](std::size_t row, std::size_t count) {
        for (std::size_t r = 0; r < count; ++r) {
            const float* source = data + (row + r) * n;
            for (std::size_t i = 0; i < n; ++i)
                block[r * n + i] = static_cast<double>(source[i]) - result.moments.mean[i];
        }
        addGram(result.matrix, std::span(block).first(count * n));
    });
    for (double& value : result.matrix.values)
        value /= static_cast<double>(rows);
    return result;
}

} // namespace

Matrix matrixFrom(const LabelledArray& array)
{
    if (array.rank() != 2)
        throw Error(ErrorKind::BadShape,
                    "a matrix was expected, got axes " + axisNames(array.axes()));
    Matrix matrix(array.axes()[0].size, array.axes()[1].size);
    matrix.values.assign(array.values().begin(), array.values().end());
    return matrix;
}

Projection projectOntoModes(const TrialArray& filtered, const LabelledArray& modes,
                            std::span<const std::size_t> wanted, JobContext& job)
{
    const Matrix all = matrixFrom(modes);
    return projectionOnto(filtered, selectColumns(all, wanted),
                          selectColumns(orthonormalColumns(all), wanted), wanted, job);
}

Projection projectOntoMu(const TrialArray& filtered, const LabelledArray& inputWeights,
                         const LabelledArray& inputModes, std::span<const std::size_t> wanted,
                         JobContext& job)
{
    const Matrix in = matrixFrom(inputWeights);
    const Matrix modes = matrixFrom(inputModes);
    if (in.rows != modes.rows) {
        throw Error(ErrorKind::BadShape, "input weights of " + std::to_string(in.rows) +
                                             " units, input modes of " +
                                             std::to_string(modes.rows));
    }
    if (in.columns >= in.rows) {
        throw Error(ErrorKind::BadShape,
                    "orthogonalised mode coordinates need fewer inputs than units (" +
                        std::to_string(in.columns) + " inputs, " + std::to_string(in.rows) +
                        " units)");
    }
    Matrix joined(in.rows, in.columns + modes.columns);
    for (std::size_t row = 0; row < in.rows; ++row) {
        for (std::size_t column = 0; column < in.columns; ++column)
            joined(row, column) = in(row, column);
        for (std::size_t column = 0; column < modes.columns; ++column)
            joined(row, in.columns + column) = modes(row, column);
    }
    const Matrix orthonormal = orthonormalColumns(joined);
    std::vector<std::size_t> last;
    for (std::size_t mode = 0; mode < modes.columns; ++mode)
        last.push_back(in.columns + mode);
    const Matrix q = selectColumns(selectColumns(orthonormal, last), wanted);
    return projectionOnto(filtered, q, q, wanted, job);
}

Projection principalComponents(const TrialArray& filtered, std::span<const std::size_t> wanted,
                               JobContext& job)
{
    JobContext first = job.part(0.0, 0.7);
    const Covariance covariance = covarianceOf(filtered, first);
    const SymmetricEigen eigen = symmetricEigen(covariance.matrix);
    const Matrix directions = selectColumns(eigen.vectors, wanted);
    Projection result;
    const std::vector<double> values = project(filtered, directions, covariance.moments.mean, job);
    result.coordinates = coordinateArray(filtered, values, wanted.size());
    result.component.assign(wanted.begin(), wanted.end());
    for (const std::size_t k : wanted)
        result.varianceShare.push_back(shareOf(eigen.values[k], covariance.moments.totalVariance));
    job.progress(1.0);
    return result;
}

PrincipalVariances principalVariances(const TrialArray& filtered, JobContext& job)
{
    const Covariance covariance = covarianceOf(filtered, job);
    PrincipalVariances result;
    result.variance = symmetricEigen(covariance.matrix).values;
    for (double& value : result.variance)
        value = std::max(0.0, value); // rounding
    result.total = covariance.moments.totalVariance;
    return result;
}

std::vector<ModeImportance> modeImportance(const LabelledArray& scores,
                                           const LabelledArray& inputModes,
                                           const LabelledArray& outputModes)
{
    const Matrix in = matrixFrom(inputModes);
    const Matrix out = matrixFrom(outputModes);
    if (scores.size() != in.columns || in.columns != out.columns)
        throw Error(ErrorKind::BadShape, "scores, input modes and output modes differ in number");
    const auto norm = [](const Matrix& matrix, std::size_t column) {
        double sum = 0.0;
        for (std::size_t row = 0; row < matrix.rows; ++row)
            sum += matrix(row, column) * matrix(row, column);
        return std::sqrt(sum);
    };
    double scoreSum = 0.0;
    double normSum = 0.0;
    std::vector<ModeImportance> result(in.columns);
    for (std::size_t k = 0; k < in.columns; ++k) {
        result[k].mode = k;
        result[k].score = std::abs(static_cast<double>(scores.values()[k]));
        result[k].tau = norm(in, k) + norm(out, k);
        scoreSum += result[k].score;
        normSum += result[k].tau;
    }
    const double gamma = normSum > 0.0 ? scoreSum / normSum : 0.0;
    for (ModeImportance& mode : result)
        mode.tau = gamma * mode.tau + mode.score;
    std::stable_sort(result.begin(), result.end(),
                     [](const auto& a, const auto& b) { return a.tau > b.tau; });
    return result;
}

std::vector<float> modeLoading(const LabelledArray& scores, const LabelledArray& inputModes)
{
    const Matrix in = matrixFrom(inputModes);
    if (scores.size() != in.columns)
        throw Error(ErrorKind::BadShape, "scores and input modes differ in number");
    std::vector<float> loading;
    for (std::size_t unit = 0; unit < in.rows; ++unit) {
        double sum = 0.0;
        for (std::size_t k = 0; k < in.columns; ++k)
            sum += std::abs(static_cast<double>(scores.values()[k])) * std::abs(in(unit, k));
        loading.push_back(static_cast<float>(sum));
    }
    return loading;
}

} // namespace inspike
