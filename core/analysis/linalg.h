// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Dense linear algebra in double precision over LAPACK, which stays in the .cpp. Matrices are
// row-major. Everything is deterministic: vectors get the sign that makes their entry of largest
// magnitude positive. Throws Error{BadShape} for shapes that do not fit and Error{BadFormat} for
// values that are not finite.

#include <cstddef>
#include <span>
#include <vector>

namespace inspike {

struct Matrix
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<double> values; // [row * columns + column]

    Matrix() = default;
    Matrix(std::size_t rowCount, std::size_t columnCount)
        : rows(rowCount), columns(columnCount), values(rowCount * columnCount, 0.0)
    {}
    double& operator()(std::size_t row, std::size_t column)
    {
        return values[row * columns + column];
    }
    double operator()(std::size_t row, std::size_t column) const
    {
        return values[row * columns + column];
    }
};

// A = V diag(values) V^T of a symmetric matrix; values descending, column k of `vectors` belongs
// to values[k]. Only the lower triangle is read.
struct SymmetricEigen
{
    std::vector<double> values;
    Matrix vectors;
};
SymmetricEigen symmetricEigen(const Matrix& matrix);

// A = U diag(values) V^T, thin: with k = min(rows, columns), left is rows x k and right columns x
// k. Values descending.
struct SingularValues
{
    std::vector<double> values;
    Matrix left;
    Matrix right;
};
SingularValues singularValues(const Matrix& matrix);

// Gram-Schmidt over the columns in their order, each normalised. Done twice per column, so that the
// result is orthonormal to rounding. A column that depends on earlier ones becomes zero.
Matrix orthonormalColumns(const Matrix& matrix);

// gram += X^T X for the rows of X (row-major, gram.rows columns); lower triangle only.
void addGram(Matrix& gram, std::span<const double> rowsOfX);

// sum += factor A B, with A or B or both transposed.
void addProduct(Matrix& sum, const Matrix& a, bool transposeA, const Matrix& b, bool transposeB,
                double factor = 1.0);

// A part of a row-major matrix of float or double; rows lie `stride` numbers apart.
template <typename Number>
struct BlockView
{
    const Number* values = nullptr;
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::size_t stride = 0;
};

// c = A B, or c += A B, with A or B or both transposed; rows of c lie `strideOfC` apart. In the
// precision of its numbers, by however many threads BLAS has (see core/base/blas_threads.h).
void blockProduct(const BlockView<float>& a, bool transposeA, const BlockView<float>& b,
                  bool transposeB, float* c, std::size_t strideOfC, bool add = false);
void blockProduct(const BlockView<double>& a, bool transposeA, const BlockView<double>& b,
                  bool transposeB, double* c, std::size_t strideOfC, bool add = false);

// Values only, descending; cheaper than singularValues().
std::vector<double> singularValuesOnly(const Matrix& matrix);

} // namespace inspike
