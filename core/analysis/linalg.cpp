// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/linalg.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

// The routines used here, with the hidden text lengths of the Fortran calling convention.
extern "C" {
void dsyevd_(const char* jobz, const char* uplo, const int* n, double* a, const int* lda, double* w,
             double* work, const int* lwork, int* iwork, const int* liwork, int* info,
             std::size_t jobzLength, std::size_t uploLength);
void dgesdd_(const char* jobz, const int* m, const int* n, double* a, const int* lda, double* s,
             double* u, const int* ldu, double* vt, const int* ldvt, double* work, const int* lwork,
             int* iwork, int* info, std::size_t jobzLength);
void dsyrk_(const char* uplo, const char* trans, const int* n, const int* k, const double* alpha,
            const double* a, const int* lda, const double* beta, double* c, const int* ldc,
            std::size_t uploLength, std::size_t transLength);
void dgemm_(const char* transA, const char* transB, const int* m, const int* n, const int* k,
            const double* alpha, const double* a, const int* lda, const double* b, const int* ldb,
            const double* beta, double* c, const int* ldc, std::size_t transALength,
            std::size_t transBLength);
void sgemm_(const char* transA, const char* transB, const int* m, const int* n, const int* k,
            const float* alpha, const float* a, const int* lda, const float* b, const int* ldb,
            const float* beta, float* c, const int* ldc, std::size_t transALength,
            std::size_t transBLength);
}

namespace inspike {

namespace {

int lapackSize(std::size_t size)
{
    if (size > static_cast<std::size_t>(std::numeric_limits<int>::max()))
        throw Error(ErrorKind::BadShape, "matrix too large for LAPACK");
    return static_cast<int>(size);
}

void refuseNonFinite(const Matrix& matrix)
{
    const bool finite = std::all_of(matrix.values.begin(), matrix.values.end(),
                                    [](double value) { return std::isfinite(value); });
    if (!finite)
        throw Error(ErrorKind::BadFormat, "matrix holds values that are not finite");
}

void requireDone(int info, const char* routine)
{
    if (info != 0) {
        throw Error(ErrorKind::Internal,
                    std::string("LAPACK ") + routine + " ended with " + std::to_string(info));
    }
}

// +1 or -1: the sign that makes the entry of largest magnitude positive (first of equals).
double signOfColumn(const Matrix& matrix, std::size_t column)
{
    double largest = 0.0;
    for (std::size_t row = 0; row < matrix.rows; ++row) {
        const double value = matrix(row, column);
        // The margin keeps the choice stable when two entries differ only by rounding.
        if (std::abs(value) > std::abs(largest) * (1.0 + 1e-9))
            largest = value;
    }
    return largest < 0.0 ? -1.0 : 1.0;
}

void scaleColumn(Matrix& matrix, std::size_t column, double factor)
{
    for (std::size_t row = 0; row < matrix.rows; ++row)
        matrix(row, column) *= factor;
}

template <typename Number, typename Routine>
void multiplyBlocks(Routine routine, const BlockView<Number>& a, bool transposeA,
                    const BlockView<Number>& b, bool transposeB, Number* c, std::size_t strideOfC,
                    bool add)
{
    const std::size_t rows = transposeA ? a.columns : a.rows;
    const std::size_t inner = transposeA ? a.rows : a.columns;
    const std::size_t columns = transposeB ? b.rows : b.columns;
    if ((transposeB ? b.columns : b.rows) != inner)
        throw Error(ErrorKind::BadShape, "matrices do not fit each other");
    if (rows == 0 || columns == 0)
        return;
    // Row-major A B is column-major B^T A^T. BLAS wants strides of at least 1, also of nothing.
    const int m = lapackSize(columns);
    const int n = lapackSize(rows);
    const int k = lapackSize(inner);
    const int strideOfA = std::max(1, lapackSize(a.stride));
    const int strideOfB = std::max(1, lapackSize(b.stride));
    const int stride = lapackSize(strideOfC);
    const Number one = 1;
    const Number before = add ? 1 : 0;
    routine(transposeB ? "T" : "N", transposeA ? "T" : "N", &m, &n, &k, &one, b.values, &strideOfB,
            a.values, &strideOfA, &before, c, &stride, 1, 1);
}

} // namespace

SymmetricEigen symmetricEigen(const Matrix& matrix)
{
    if (matrix.rows != matrix.columns)
        throw Error(ErrorKind::BadShape, "eigenvalues need a square matrix");
    refuseNonFinite(matrix);
    SymmetricEigen result;
    if (matrix.rows == 0)
        return result;
    const int n = lapackSize(matrix.rows);
    // Row-major lower triangle is column-major upper triangle.
    std::vector<double> a = matrix.values;
    std::vector<double> ascending(matrix.rows);
    double workSize = 0.0;
    int integerSize = 0;
    int info = 0;
    int query = -1;
    dsyevd_("V", "U", &n, a.data(), &n, ascending.data(), &workSize, &query, &integerSize, &query,
            &info, 1, 1);
    requireDone(info, "dsyevd");
    const int workLength = static_cast<int>(workSize);
    std::vector<double> work(static_cast<std::size_t>(workLength));
    std::vector<int> integers(static_cast<std::size_t>(integerSize));
    dsyevd_("V", "U", &n, a.data(), &n, ascending.data(), work.data(), &workLength, integers.data(),
            &integerSize, &info, 1, 1);
    requireDone(info, "dsyevd");

    result.vectors = Matrix(matrix.rows, matrix.rows);
    for (std::size_t k = 0; k < matrix.rows; ++k) {
        const std::size_t source = matrix.rows - 1 - k;
        result.values.push_back(ascending[source]);
        for (std::size_t row = 0; row < matrix.rows; ++row)
            result.vectors(row, k) = a[source * matrix.rows + row];
        scaleColumn(result.vectors, k, signOfColumn(result.vectors, k));
    }
    return result;
}

SingularValues singularValues(const Matrix& matrix)
{
    refuseNonFinite(matrix);
    SingularValues result;
    const std::size_t rank = std::min(matrix.rows, matrix.columns);
    result.left = Matrix(matrix.rows, rank);
    result.right = Matrix(matrix.columns, rank);
    if (rank == 0)
        return result;
    // Row-major A is column-major A^T = V diag(s) U^T: LAPACK's u is V and its vt is U^T.
    const int m = lapackSize(matrix.columns);
    const int n = lapackSize(matrix.rows);
    const int k = lapackSize(rank);
    std::vector<double> a = matrix.values;
    std::vector<double> u(matrix.columns * rank);
    std::vector<double> vt(rank * matrix.rows);
    std::vector<int> integers(8 * rank);
    result.values.resize(rank);
    double workSize = 0.0;
    int info = 0;
    int query = -1;
    dgesdd_("S", &m, &n, a.data(), &m, result.values.data(), u.data(), &m, vt.data(), &k, &workSize,
            &query, integers.data(), &info, 1);
    requireDone(info, "dgesdd");
    const int workLength = static_cast<int>(workSize);
    std::vector<double> work(static_cast<std::size_t>(workLength));
    dgesdd_("S", &m, &n, a.data(), &m, result.values.data(), u.data(), &m, vt.data(), &k,
            work.data(), &workLength, integers.data(), &info, 1);
    requireDone(info, "dgesdd");

    for (std::size_t column = 0; column < rank; ++column) {
        for (std::size_t row = 0; row < matrix.columns; ++row)
            result.right(row, column) = u[column * matrix.columns + row];
        for (std::size_t row = 0; row < matrix.rows; ++row)
            result.left(row, column) = vt[row * rank + column];
        const double sign = signOfColumn(result.left, column);
        scaleColumn(result.left, column, sign);
        scaleColumn(result.right, column, sign);
    }
    return result;
}

Matrix orthonormalColumns(const Matrix& matrix)
{
    refuseNonFinite(matrix);
    constexpr double kDependent = 1e-6; // share of a column that must be left to count as new
    Matrix result = matrix;
    const auto dot = [&](std::size_t a, std::size_t b) {
        double sum = 0.0;
        for (std::size_t row = 0; row < result.rows; ++row)
            sum += result(row, a) * result(row, b);
        return sum;
    };
    for (std::size_t column = 0; column < result.columns; ++column) {
        const double before = std::sqrt(dot(column, column));
        for (int pass = 0; pass < 2; ++pass) {
            for (std::size_t earlier = 0; earlier < column; ++earlier) {
                const double along = dot(earlier, column);
                for (std::size_t row = 0; row < result.rows; ++row)
                    result(row, column) -= along * result(row, earlier);
            }
        }
        const double left = std::sqrt(dot(column, column));
        const bool dependent = left <= kDependent * before || left == 0.0;
        scaleColumn(result, column, dependent ? 0.0 : 1.0 / left);
    }
    return result;
}

void addGram(Matrix& gram, std::span<const double> rowsOfX)
{
    if (gram.rows != gram.columns || gram.rows == 0 || rowsOfX.size() % gram.rows != 0)
        throw Error(ErrorKind::BadShape, "rows do not fit the Gram matrix");
    const int n = lapackSize(gram.rows);
    const int k = lapackSize(rowsOfX.size() / gram.rows);
    const double one = 1.0;
    // X row-major is X^T column-major (n x k), so X^T X = A A^T; the upper triangle of LAPACK's
    // column-major result is the lower one here.
    dsyrk_("U", "N", &n, &k, &one, rowsOfX.data(), &n, &one, gram.values.data(), &n, 1, 1);
}

void addProduct(Matrix& sum, const Matrix& a, bool transposeA, const Matrix& b, bool transposeB,
                double factor)
{
    const std::size_t rows = transposeA ? a.columns : a.rows;
    const std::size_t inner = transposeA ? a.rows : a.columns;
    const std::size_t columns = transposeB ? b.rows : b.columns;
    if ((transposeB ? b.columns : b.rows) != inner || sum.rows != rows || sum.columns != columns)
        throw Error(ErrorKind::BadShape, "matrices do not fit each other");
    if (rows == 0 || columns == 0 || inner == 0)
        return;
    // Row-major A B is column-major B^T A^T.
    const int m = lapackSize(columns);
    const int n = lapackSize(rows);
    const int k = lapackSize(inner);
    const int strideOfA = lapackSize(a.columns);
    const int strideOfB = lapackSize(b.columns);
    const double one = 1.0;
    dgemm_(transposeB ? "T" : "N", transposeA ? "T" : "N", &m, &n, &k, &factor, b.values.data(),
           &strideOfB, a.values.data(), &strideOfA, &one, sum.values.data(), &m, 1, 1);
}

void blockProduct(const BlockView<float>& a, bool transposeA, const BlockView<float>& b,
                  bool transposeB, float* c, std::size_t strideOfC, bool add)
{
    multiplyBlocks(&sgemm_, a, transposeA, b, transposeB, c, strideOfC, add);
}

void blockProduct(const BlockView<double>& a, bool transposeA, const BlockView<double>& b,
                  bool transposeB, double* c, std::size_t strideOfC, bool add)
{
    multiplyBlocks(&dgemm_, a, transposeA, b, transposeB, c, strideOfC, add);
}

std::vector<double> singularValuesOnly(const Matrix& matrix)
{
    refuseNonFinite(matrix);
    const std::size_t rank = std::min(matrix.rows, matrix.columns);
    std::vector<double> values(rank);
    if (rank == 0)
        return values;
    const int m = lapackSize(matrix.columns);
    const int n = lapackSize(matrix.rows);
    const int one = 1; // of u and vt, which are not made
    std::vector<double> a = matrix.values;
    std::vector<int> integers(8 * rank);
    double unused = 0.0;
    double workSize = 0.0;
    int info = 0;
    int query = -1;
    dgesdd_("N", &m, &n, a.data(), &m, values.data(), &unused, &one, &unused, &one, &workSize,
            &query, integers.data(), &info, 1);
    requireDone(info, "dgesdd");
    const int workLength = static_cast<int>(workSize);
    std::vector<double> work(static_cast<std::size_t>(workLength));
    dgesdd_("N", &m, &n, a.data(), &m, values.data(), &unused, &one, &unused, &one, work.data(),
            &workLength, integers.data(), &info, 1);
    requireDone(info, "dgesdd");
    return values;
}

} // namespace inspike
