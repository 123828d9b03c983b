// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/principal_axes.h"

#include "core/analysis/embedding/dominant_eigen.h"
#include "core/analysis/linalg.h"
#include "core/base/blas_threads.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::size_t kDirectSide = 400;  // all eigenvectors up to this side: some 50 ms
constexpr std::size_t kChunk = 1U << 18U; // values that are centred at once
constexpr double kNoDirection = 1e-12;    // share of the variance that is rounding only

// Points minus their mean, in double precision, some rows at a time.
class Centred
{
public:
    Centred(const PointsView& points, JobContext& job) : m_points(points), m_mean(points.width, 0.0)
    {
        forEachRow(job, [&](std::span<const float> row) {
            for (std::size_t i = 0; i < row.size(); ++i)
                m_mean[i] += static_cast<double>(row[i]);
        });
        for (double& mean : m_mean)
            mean /= static_cast<double>(std::max<std::size_t>(1, points.count));
        forEachRow(job, [&](std::span<const float> row) {
            for (std::size_t i = 0; i < row.size(); ++i) {
                const double deviation = static_cast<double>(row[i]) - m_mean[i];
                m_total += deviation * deviation;
            }
        });
    }

    std::size_t count() const { return m_points.count; }
    std::size_t width() const { return m_points.width; }
    double total() const { return m_total; } // sum of squares
    std::size_t chunkRows() const
    {
        return std::clamp<std::size_t>(kChunk / std::max<std::size_t>(1, width()), 1, 4096);
    }

    Matrix rows(std::size_t from, std::size_t end) const
    {
        Matrix rows(end - from, width());
        for (std::size_t point = from; point < end; ++point) {
            const auto row = m_points.row(point);
            for (std::size_t i = 0; i < row.size(); ++i)
                rows(point - from, i) = static_cast<double>(row[i]) - m_mean[i];
        }
        return rows;
    }

    // work(first row, rows) for all rows in their order.
    template <typename Work>
    void forEachChunk(JobContext& job, Work&& work) const
    {
        for (std::size_t from = 0; from < count(); from += chunkRows()) {
            job.checkpoint();
            work(from, rows(from, std::min(count(), from + chunkRows())));
        }
    }

private:
    template <typename Work>
    void forEachRow(JobContext& job, Work&& work) const
    {
        for (std::size_t point = 0; point < count(); ++point) {
            if (point % chunkRows() == 0)
                job.checkpoint();
            work(m_points.row(point));
        }
    }

    PointsView m_points;
    std::vector<double> m_mean;
    double m_total = 0.0;
};

Matrix columnsOf(const Matrix& matrix, std::size_t from, std::size_t end)
{
    Matrix part(matrix.rows, end - from);
    for (std::size_t row = 0; row < matrix.rows; ++row)
        std::copy_n(matrix.values.data() + row * matrix.columns + from, part.columns,
                    &part(row, 0));
    return part;
}

// [vectors, count] X -> [vectors, width]
Matrix timesPoints(const Matrix& block, const Centred& points, JobContext& job)
{
    Matrix sum(block.rows, points.width());
    points.forEachChunk(job, [&](std::size_t from, const Matrix& rows) {
        addProduct(sum, columnsOf(block, from, from + rows.rows), false, rows, false);
    });
    return sum;
}

// X [vectors, width]^T -> [vectors, count]
Matrix pointsTimes(const Matrix& block, const Centred& points, JobContext& job)
{
    Matrix result(block.rows, points.count());
    points.forEachChunk(job, [&](std::size_t from, const Matrix& rows) {
        Matrix part(block.rows, rows.rows);
        addProduct(part, block, false, rows, true);
        for (std::size_t row = 0; row < block.rows; ++row)
            std::copy_n(&part(row, 0), part.columns, &result(row, from));
    });
    return result;
}

DominantEigen firstOf(const SymmetricEigen& all, std::size_t wanted)
{
    DominantEigen first;
    const std::size_t found = std::min(wanted, all.values.size());
    first.vectors = Matrix(found, all.vectors.rows);
    for (std::size_t k = 0; k < found; ++k) {
        first.values.push_back(all.values[k]);
        for (std::size_t i = 0; i < all.vectors.rows; ++i)
            first.vectors(k, i) = all.vectors(i, k);
    }
    return first;
}

// Eigenvectors of X^T X, or of X X^T where there are fewer points than coordinates.
DominantEigen eigenOfSmallerSide(const Centred& points, std::size_t wanted, JobContext& job)
{
    const bool wide = points.count() < points.width();
    const std::size_t side = std::min(points.count(), points.width());
    if (side <= kDirectSide) {
        Matrix gram(side, side);
        if (wide) {
            const Matrix all = points.rows(0, points.count());
            points.forEachChunk(job, [&](std::size_t from, const Matrix& rows) {
                Matrix part(rows.rows, side);
                addProduct(part, rows, false, all, true);
                std::copy(part.values.begin(), part.values.end(), &gram(from, 0));
            });
        } else {
            points.forEachChunk(
                job, [&](std::size_t, const Matrix& rows) { addGram(gram, rows.values); });
        }
        return firstOf(symmetricEigen(gram), wanted);
    }
    KrylovParams params;
    params.wanted = wanted;
    params.block = wanted + 10;
    params.maximumVectors = std::max<std::size_t>(240, 8 * params.block);
    const SymmetricOperator apply = [&](const Matrix& block) {
        return wide ? pointsTimes(timesPoints(block, points, job), points, job)
                    : timesPoints(pointsTimes(block, points, job), points, job);
    };
    return dominantEigen(side, apply, params, job);
}

double signOf(std::span<const double> direction)
{
    double largest = 0.0;
    for (const double value : direction) {
        // The margin keeps the choice stable when two entries differ only by rounding.
        if (std::abs(value) > std::abs(largest) * (1.0 + 1e-9))
            largest = value;
    }
    return largest < 0.0 ? -1.0 : 1.0;
}

} // namespace

PrincipalAxes principalAxes(const PointsView& points, std::size_t components, JobContext& job)
{
    requirePoints(points);
    const OneBlasThread oneThread; // the same bits however many there are
    PrincipalAxes axes;
    axes.coordinates = Points(points.count, components);
    axes.varianceShare.assign(components, 0.0);
    const Centred centred(points, job);
    if (!(centred.total() > 0.0))
        return axes;
    DominantEigen eigen = eigenOfSmallerSide(centred, components, job);
    const bool wide = points.count < points.width;
    // Of a wide matrix the eigenvectors u belong to points: X^T u is a direction, u sqrt(value) its
    // coordinates.
    const Matrix directions = wide ? timesPoints(eigen.vectors, centred, job) : eigen.vectors;
    const Matrix along = wide ? eigen.vectors : pointsTimes(eigen.vectors, centred, job);
    for (std::size_t k = 0; k < eigen.values.size(); ++k) {
        const double share = eigen.values[k] / centred.total();
        if (!(share > kNoDirection))
            continue;
        axes.varianceShare[k] = share;
        const double sign = signOf(
            std::span(directions.values).subspan(k * directions.columns, directions.columns));
        const double scale = wide ? sign * std::sqrt(eigen.values[k]) : sign;
        for (std::size_t point = 0; point < points.count; ++point)
            axes.coordinates.values[point * components + k] =
                static_cast<float>(scale * along(k, point));
    }
    return axes;
}

} // namespace inspike
