// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/dominant_eigen.h"
#include "core/analysis/embedding/principal_axes.h"
#include "core/base/error.h"
#include "make_points.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

PrincipalAxes axesOf(const Points& points, std::size_t components)
{
    JobContext job = nullJob();
    return principalAxes(points.view(), components, job);
}

// Coordinates along the eigenvectors of the covariance, straight from the definition.
Points byDefinition(const Points& points, std::size_t components)
{
    Matrix centred(points.count, points.width);
    for (std::size_t c = 0; c < points.width; ++c) {
        double mean = 0.0;
        for (std::size_t i = 0; i < points.count; ++i)
            mean += static_cast<double>(points.row(i)[c]) / static_cast<double>(points.count);
        for (std::size_t i = 0; i < points.count; ++i)
            centred(i, c) = static_cast<double>(points.row(i)[c]) - mean;
    }
    Matrix gram(points.width, points.width);
    addGram(gram, centred.values);
    const SymmetricEigen eigen = symmetricEigen(gram);
    Points result(points.count, components);
    for (std::size_t i = 0; i < points.count; ++i) {
        for (std::size_t k = 0; k < components; ++k) {
            double sum = 0.0;
            for (std::size_t c = 0; c < points.width; ++c)
                sum += centred(i, c) * eigen.vectors(c, k);
            result.row(i)[k] = static_cast<float>(sum);
        }
    }
    return result;
}

double largestDifference(const Points& a, const Points& b)
{
    double largest = 0.0;
    for (std::size_t i = 0; i < a.values.size(); ++i)
        largest = std::max(
            largest, std::abs(static_cast<double>(a.values[i]) - static_cast<double>(b.values[i])));
    return largest;
}

// Directions of clearly different width, rotated by a chain of mixing coordinates.
Points makeEllipsoid(std::size_t count, std::size_t width)
{
    Points points(count, width);
    Random random(3);
    for (std::size_t i = 0; i < count; ++i) {
        float before = 0.0F;
        for (std::size_t c = 0; c < width; ++c) {
            const double spread = c < 4 ? 20.0 / static_cast<double>(1 + c) : 0.3;
            points.row(i)[c] = static_cast<float>(spread * random.normal()) + 0.5F * before;
            before = points.row(i)[c];
        }
    }
    return points;
}

} // namespace

class TstPrincipalAxes : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coordinatesAreThoseOfTheDefinition_data()
    {
        QTest::addColumn<int>("count");
        QTest::addColumn<int>("width");
        QTest::newRow("many points") << 300 << 12;
        QTest::newRow("few points") << 25 << 60;
        QTest::newRow("many points, Krylov") << 700 << 450;
        QTest::newRow("few points, Krylov") << 450 << 700;
    }
    void coordinatesAreThoseOfTheDefinition()
    {
        QFETCH(int, count);
        QFETCH(int, width);
        const Points points =
            makeEllipsoid(static_cast<std::size_t>(count), static_cast<std::size_t>(width));
        const PrincipalAxes axes = axesOf(points, 3);
        QVERIFY(largestDifference(axes.coordinates, byDefinition(points, 3)) < 1e-3);
        QVERIFY(axes.varianceShare[0] > axes.varianceShare[1]);
        QVERIFY(axes.varianceShare[1] > axes.varianceShare[2]);
    }

    void sharesOfAllComponentsAddUpToOne()
    {
        const PrincipalAxes axes = axesOf(makeEllipsoid(100, 6), 6);
        QVERIFY(
            std::abs(std::accumulate(axes.varianceShare.begin(), axes.varianceShare.end(), 0.0) -
                     1.0) < 1e-12);
    }

    void componentsThatAreNotThereAreZero()
    {
        Points line(50, 3);
        for (std::size_t i = 0; i < line.count; ++i)
            line.row(i)[1] = static_cast<float>(i);
        const PrincipalAxes axes = axesOf(line, 5);
        QCOMPARE(axes.varianceShare[0], 1.0);
        QCOMPARE(axes.varianceShare[1], 0.0);
        QCOMPARE(axes.coordinates.row(49)[0], 24.5F);
        QCOMPARE(axes.coordinates.row(49)[4], 0.0F);
    }

    void equalPointsLieAtZero()
    {
        Points points(20, 4);
        std::fill(points.values.begin(), points.values.end(), 0.1F);
        const PrincipalAxes axes = axesOf(points, 2);
        QCOMPARE(axes.varianceShare, std::vector<double>({0.0, 0.0}));
        QVERIFY(axes.coordinates.values == std::vector<float>(40, 0.0F));
        QCOMPARE(axesOf(Points(1, 4), 2).coordinates.values, std::vector<float>({0.0F, 0.0F}));
        QCOMPARE(axesOf(Points(0, 4), 2).coordinates.count, std::size_t{0});
        QCOMPARE(axesOf(Points(5, 0), 2).coordinates.values.size(), std::size_t{10});
    }

    void eigenvaluesThatOccurTwiceAreFoundTwice()
    {
        std::vector<double> diagonal(600, 0.1);
        diagonal[10] = 5.0;
        diagonal[400] = 5.0;
        diagonal[599] = 5.0;
        diagonal[3] = 7.0;
        const SymmetricOperator apply = [&](const Matrix& block) {
            Matrix result = block;
            for (std::size_t row = 0; row < block.rows; ++row) {
                for (std::size_t i = 0; i < diagonal.size(); ++i)
                    result(row, i) *= diagonal[i];
            }
            return result;
        };
        KrylovParams params;
        params.wanted = 5;
        JobContext job = nullJob();
        const DominantEigen eigen = dominantEigen(diagonal.size(), apply, params, job);
        const std::vector<double> expected{7.0, 5.0, 5.0, 5.0, 0.1};
        for (std::size_t k = 0; k < 5; ++k)
            QVERIFY(std::abs(eigen.values[k] - expected[k]) < 1e-9);
        QVERIFY(std::abs(std::abs(eigen.vectors(0, 3)) - 1.0) < 1e-9);
    }

    void valuesThatAreNotFiniteAreRefused()
    {
        Points points = makeClusters(30, 4, 1);
        points.row(3)[0] = INFINITY;
        INSPIKE_FAILS(axesOf(points, 2), ErrorKind::BadFormat, "point 3");
    }
};

INSPIKE_TEST(TstPrincipalAxes, tst_principal_axes)
#include "tst_principal_axes.moc"
