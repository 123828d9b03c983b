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

} // namespace inspike
