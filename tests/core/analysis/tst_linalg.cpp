// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/linalg.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

Matrix randomMatrix(std::size_t rows, std::size_t columns, std::uint64_t seed)
{
    Random random(seed);
    Matrix matrix(rows, columns);
    for (double& value : matrix.values)
        value = random.normal();
    return matrix;
}

double largestDifference(const Matrix& a, const Matrix& b)
{
    double largest = 0.0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        largest = std::max(largest, std::abs(a.values[i] - b.values[i]));
    return largest;
}

Matrix product(const Matrix& a, const Matrix& b)
{
    Matrix result(a.rows, b.columns);
    for (std::size_t i = 0; i < a.rows; ++i) {
        for (std::size_t j = 0; j < b.columns; ++j) {
            for (std::size_t k = 0; k < a.columns; ++k)
                result(i, j) += a(i, k) * b(k, j);
        }
    }
    return result;
}

Matrix transposed(const Matrix& a)
{
    Matrix result(a.columns, a.rows);
    for (std::size_t i = 0; i < a.rows; ++i) {
        for (std::size_t j = 0; j < a.columns; ++j)
            result(j, i) = a(i, j);
    }
    return result;
}

Matrix diagonal(const std::vector<double>& values)
{
    Matrix result(values.size(), values.size());
    for (std::size_t i = 0; i < values.size(); ++i)
        result(i, i) = values[i];
    return result;
}

} // namespace

class TstLinalg : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void blocksAreMultipliedWhereTheyLie()
    {
        const Matrix a = randomMatrix(4, 5, 21);
        const Matrix b = randomMatrix(5, 3, 22);
        const Matrix wanted = product(a, b);
        for (const bool transposeA : {false, true}) {
            for (const bool transposeB : {false, true}) {
                const Matrix left = transposeA ? transposed(a) : a;
                const Matrix right = transposeB ? transposed(b) : b;
                // Inside of a larger matrix, next to what must stay.
                std::vector<double> room(4 * 10, 7.0);
                const auto view = [](const Matrix& matrix) {
                    return BlockView<double>{matrix.values.data(), matrix.rows, matrix.columns,
                                             matrix.columns};
                };
                blockProduct(view(left), transposeA, view(right), transposeB, room.data() + 2, 10);
                blockProduct(view(left), transposeA, view(right), transposeB, room.data() + 2, 10,
                             true);
                for (std::size_t i = 0; i < 4; ++i) {
                    for (std::size_t j = 0; j < 10; ++j) {
                        const bool inside = j >= 2 && j < 5;
                        const double value = inside ? 2.0 * wanted(i, j - 2) : 7.0;
                        QVERIFY(std::abs(room[i * 10 + j] - value) < 1e-12);
                    }
                }
            }
        }
        const std::vector<float> ones(6, 1.0F);
        std::vector<float> result(4, 0.0F);
        const BlockView<float> part{ones.data(), 2, 3, 3};
        blockProduct(part, false, part, true, result.data(), 2);
        QCOMPARE(result, (std::vector<float>{3, 3, 3, 3}));
        INSPIKE_FAILS(blockProduct(part, false, part, false, result.data(), 2), ErrorKind::BadShape,
                      "fit");
    }

    void singularValuesAloneAreTheSame()
    {
        const Matrix matrix = randomMatrix(6, 9, 23);
        const std::vector<double> all = singularValues(matrix).values;
        const std::vector<double> alone = singularValuesOnly(matrix);
        QCOMPARE(alone.size(), all.size());
        for (std::size_t i = 0; i < all.size(); ++i)
            QVERIFY(std::abs(alone[i] - all[i]) < 1e-12);
        QVERIFY(singularValuesOnly(Matrix(0, 3)).empty());
    }

    void eigenvectorsRebuildTheMatrix()
    {
        Matrix half = randomMatrix(7, 7, 1);
        const Matrix matrix = product(half, transposed(half));
        const SymmetricEigen eigen = symmetricEigen(matrix);
        const Matrix again =
            product(product(eigen.vectors, diagonal(eigen.values)), transposed(eigen.vectors));
        QVERIFY(largestDifference(matrix, again) < 1e-12);
        QVERIFY(std::is_sorted(eigen.values.rbegin(), eigen.values.rend()));
    }

    void knownEigenvalues()
    {
        Matrix matrix(2, 2);
        matrix.values = {2.0, 1.0, 1.0, 2.0}; // 3 along (1, 1), 1 along (1, -1)
        const SymmetricEigen eigen = symmetricEigen(matrix);
        QCOMPARE(eigen.values[0], 3.0);
        QCOMPARE(eigen.values[1], 1.0);
        QCOMPARE(eigen.vectors(0, 0), std::sqrt(0.5));
        QCOMPARE(eigen.vectors(1, 0), std::sqrt(0.5));
    }

    void onlyTheLowerTriangleIsRead()
    {
        Matrix matrix(2, 2);
        matrix.values = {2.0, 99.0, 1.0, 2.0};
        QCOMPARE(symmetricEigen(matrix).values[0], 3.0);
    }

    void singularVectorsRebuildTheMatrix_data()
    {
        QTest::addColumn<int>("rows");
        QTest::addColumn<int>("columns");
        QTest::newRow("tall") << 9 << 4;
        QTest::newRow("wide") << 3 << 8;
        QTest::newRow("one") << 1 << 1;
    }
    void singularVectorsRebuildTheMatrix()
    {
        QFETCH(int, rows);
        QFETCH(int, columns);
        const Matrix matrix =
            randomMatrix(static_cast<std::size_t>(rows), static_cast<std::size_t>(columns), 3);
        const SingularValues svd = singularValues(matrix);
        const Matrix again =
            product(product(svd.left, diagonal(svd.values)), transposed(svd.right));
        QVERIFY(largestDifference(matrix, again) < 1e-12);
    }

    void orthonormalColumnsKeepTheirOrder()
    {
        const Matrix matrix = randomMatrix(8, 5, 4);
        const Matrix q = orthonormalColumns(matrix);
        QVERIFY(largestDifference(product(transposed(q), q), diagonal({1, 1, 1, 1, 1})) < 1e-14);
        const Matrix r = product(transposed(q), matrix); // upper triangle, positive diagonal
        for (std::size_t row = 0; row < 5; ++row) {
            QVERIFY(r(row, row) > 0.0);
            for (std::size_t column = 0; column < row; ++column)
                QVERIFY(std::abs(r(row, column)) < 1e-12);
        }
    }

    void dependentColumnBecomesZero()
    {
        Matrix matrix(3, 3);
        matrix.values = {1, 2, 0, 0, 0, 0, 1, 2, 1}; // second column = 2 x first
        const Matrix q = orthonormalColumns(matrix);
        for (std::size_t row = 0; row < 3; ++row)
            QCOMPARE(q(row, 1), 0.0);
        QVERIFY(std::abs(q(0, 2)) > 0.5);
    }

    void gramAddsUp()
    {
        const Matrix x = randomMatrix(20, 3, 5);
        Matrix gram(3, 3);
        addGram(gram, std::span(x.values).first(30));
        addGram(gram, std::span(x.values).subspan(30));
        const Matrix wanted = product(transposed(x), x);
        for (std::size_t row = 0; row < 3; ++row) {
            for (std::size_t column = 0; column <= row; ++column)
                QVERIFY(std::abs(gram(row, column) - wanted(row, column)) < 1e-12);
        }
    }

    void notFiniteIsRefused()
    {
        Matrix matrix(2, 2);
        matrix(1, 0) = std::numeric_limits<double>::quiet_NaN();
        QVERIFY_EXCEPTION_THROWN(symmetricEigen(matrix), Error);
        QVERIFY_EXCEPTION_THROWN(singularValues(matrix), Error);
        QVERIFY_EXCEPTION_THROWN(orthonormalColumns(matrix), Error);
    }

    void emptyMatricesAreFine()
    {
        QVERIFY(symmetricEigen(Matrix()).values.empty());
        QVERIFY(singularValues(Matrix(0, 3)).values.empty());
    }
};

INSPIKE_TEST(TstLinalg, tst_linalg)
#include "tst_linalg.moc"
