// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/dominant_eigen.h"

#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace inspike {

namespace {

std::span<double> rowOf(Matrix& matrix, std::size_t row)
{
    return std::span(matrix.values).subspan(row * matrix.columns, matrix.columns);
}

double dot(std::span<const double> a, std::span<const double> b)
{
    return std::inner_product(a.begin(), a.end(), b.begin(), 0.0);
}

void append(Matrix& matrix, const Matrix& rows)
{
    matrix.values.insert(matrix.values.end(), rows.values.begin(), rows.values.end());
    matrix.rows += rows.rows;
}

Matrix randomBlock(std::size_t vectors, std::size_t size, std::uint64_t seed)
{
    Matrix block(vectors, size);
    Random random(seed);
    for (double& value : block.values)
        value = random.normal();
    return block;
}

// What is new in the block beside the basis: orthonormal rows, dependent ones left out.
Matrix newDirections(const Matrix& basis, Matrix block)
{
    constexpr double kDependent = 1e-9; // share of a vector that must be left to count as new
    std::vector<double> before(block.rows);
    for (std::size_t row = 0; row < block.rows; ++row)
        before[row] = std::sqrt(dot(rowOf(block, row), rowOf(block, row)));
    for (int pass = 0; pass < 2 && basis.rows > 0; ++pass) {
        Matrix along(block.rows, basis.rows);
        addProduct(along, block, false, basis, true);
        addProduct(block, along, false, basis, false, -1.0);
    }
    Matrix result(0, block.columns);
    for (std::size_t row = 0; row < block.rows; ++row) {
        const std::span<double> vector = rowOf(block, row);
        for (int pass = 0; pass < 2; ++pass) {
            for (std::size_t earlier = 0; earlier < result.rows; ++earlier) {
                const std::span<double> other = rowOf(result, earlier);
                const double along = dot(vector, other);
                for (std::size_t i = 0; i < vector.size(); ++i)
                    vector[i] -= along * other[i];
            }
        }
        const double left = std::sqrt(dot(vector, vector));
        if (left == 0.0 || left <= kDependent * before[row])
            continue;
        for (double& value : vector)
            value /= left;
        result.values.insert(result.values.end(), vector.begin(), vector.end());
        ++result.rows;
    }
    return result;
}

// The basis, what the operator makes of it, and the operator seen in the basis.
class KrylovSpace
{
public:
    explicit KrylovSpace(std::size_t size) : m_basis(0, size), m_image(0, size) {}

    std::size_t vectors() const { return m_basis.rows; }
    const Matrix& basis() const { return m_basis; }

    void grow(const Matrix& directions, const Matrix& image)
    {
        append(m_basis, directions);
        append(m_image, image);
        Matrix rows(directions.rows, m_basis.rows);
        addProduct(rows, image, false, m_basis, true);
        Matrix seen(m_basis.rows, m_basis.rows);
        for (std::size_t i = 0; i < m_seen.rows; ++i)
            std::copy_n(&m_seen(i, 0), m_seen.columns, &seen(i, 0));
        for (std::size_t i = 0; i < rows.rows; ++i)
            std::copy_n(&rows(i, 0), rows.columns, &seen(m_seen.rows + i, 0));
        m_seen = std::move(seen);
    }

    SymmetricEigen ritz() const { return symmetricEigen(m_seen); }

    DominantEigen result(const SymmetricEigen& ritz, std::size_t wanted) const
    {
        DominantEigen result;
        const std::size_t found = std::min(wanted, ritz.values.size());
        result.values.assign(ritz.values.begin(),
                             ritz.values.begin() + static_cast<std::ptrdiff_t>(found));
        Matrix weights(found, m_basis.rows);
        for (std::size_t k = 0; k < found; ++k) {
            for (std::size_t i = 0; i < m_basis.rows; ++i)
                weights(k, i) = ritz.vectors(i, k);
        }
        result.vectors = Matrix(found, m_basis.columns);
        addProduct(result.vectors, weights, false, m_basis, false);
        return result;
    }

private:
    Matrix m_basis;
    Matrix m_image;
    Matrix m_seen; // lower triangle
};

} // namespace

DominantEigen dominantEigen(std::size_t size, const SymmetricOperator& apply,
                            const KrylovParams& params, JobContext& job)
{
    KrylovSpace space(size);
    std::vector<double> last;
    Matrix block =
        newDirections(space.basis(), randomBlock(std::min(params.block, size), size, params.seed));
    SymmetricEigen ritz;
    while (block.rows > 0) {
        job.checkpoint();
        const Matrix image = apply(block);
        space.grow(block, image);
        ritz = space.ritz();
        job.checkpoint();
        const std::size_t found = std::min(params.wanted, ritz.values.size());
        double change = 0.0;
        double sum = 0.0;
        for (std::size_t k = 0; k < found; ++k) {
            change += k < last.size() ? std::abs(ritz.values[k] - last[k]) : INFINITY;
            sum += std::abs(ritz.values[k]);
        }
        last = ritz.values;
        job.progress(static_cast<double>(space.vectors()) /
                     static_cast<double>(params.maximumVectors));
        if (change <= params.tolerance * sum ||
            space.vectors() + params.block > params.maximumVectors)
            break;
        block = newDirections(space.basis(), image);
    }
    return space.result(ritz, params.wanted);
}

} // namespace inspike
