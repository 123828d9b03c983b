// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/tsne.h"
#include "core/base/error.h"
#include "make_points.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <stop_token>

using namespace inspike;
using namespace inspike::test;

namespace {

Neighbours neighboursOf(const Points& points, std::size_t each)
{
    JobContext job = nullJob();
    return exactNeighbours(points.view(), each, 2, job);
}

SparseAffinities affinitiesOf(const Points& points, double perplexity)
{
    JobContext job = nullJob();
    return tsneAffinities(neighboursOf(points, static_cast<std::size_t>(3.0 * perplexity)),
                          perplexity, 2, job);
}

double affinity(const SparseAffinities& affinities, std::size_t i, std::size_t j)
{
    for (std::size_t at = affinities.begin[i]; at < affinities.begin[i + 1]; ++at) {
        if (affinities.column[at] == j)
            return static_cast<double>(affinities.value[at]);
    }
    return 0.0;
}

TsneGradient gradientAt(const SparseAffinities& affinities, const Points& places, double theta,
                        double exaggeration = 1.0, int threads = 2)
{
    JobContext job = nullJob();
    return tsneGradient(affinities, places.view(), theta, exaggeration, threads, job);
}

// The formula of van der Maaten & Hinton (2008), over all pairs, in double precision.
std::vector<double> exactGradient(const SparseAffinities& affinities, const Points& places,
                                  double exaggeration, double& divergence)
{
    const std::size_t count = places.count;
    double weights = 0.0;
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < count; ++j)
            weights += i == j ? 0.0 : 1.0 / (1.0 + squareBetween(places.view(), i, j));
    }
    divergence = 0.0;
    std::vector<double> gradient(places.values.size(), 0.0);
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = 0; j < count; ++j) {
            if (i == j)
                continue;
            const double closeness = 1.0 / (1.0 + squareBetween(places.view(), i, j));
            const double p = affinity(affinities, i, j);
            const double q = closeness / weights;
            if (p > 0.0)
                divergence += p * std::log(p / q);
            for (std::size_t c = 0; c < places.width; ++c) {
                const double difference =
                    static_cast<double>(places.row(i)[c]) - static_cast<double>(places.row(j)[c]);
                gradient[i * places.width + c] +=
                    4.0 * (exaggeration * p - q) * closeness * difference;
            }
        }
    }
    return gradient;
}

double distance(const std::vector<double>& a, const std::vector<double>& b)
{
    double sum = 0.0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    return std::sqrt(sum);
}

TsneResult embedded(const Points& points, const TsneParams& params, int threads = 2,
                    const EmbeddingProgress& progress = {}, std::size_t components = 2)
{
    JobContext job = nullJob();
    Points start(points.count, components);
    for (std::size_t i = 0; i < points.count; ++i)
        std::copy_n(points.row(i).begin(), components, start.row(i).begin());
    const double perplexity = usablePerplexity(params.perplexity, points.count);
    const Neighbours neighbours = neighboursOf(points, static_cast<std::size_t>(3.0 * perplexity));
    return tsne(neighbours, start.view(), params, threads, progress, job);
}

} // namespace

class TstTsne : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void affinitiesAreSymmetricAndAddUpToOne()
    {
        const SparseAffinities affinities = affinitiesOf(makeClusters(200, 5, 3), 10.0);
        double sum = 0.0;
        for (std::size_t i = 0; i < affinities.count(); ++i) {
            for (std::size_t at = affinities.begin[i]; at < affinities.begin[i + 1]; ++at) {
                QVERIFY(affinities.column[at] != i);
                QCOMPARE(affinity(affinities, affinities.column[at], i),
                         static_cast<double>(affinities.value[at]));
                sum += static_cast<double>(affinities.value[at]);
            }
        }
        QVERIFY(std::abs(sum - 1.0) < 1e-5);
    }

    void perplexityIsThatOfEveryPoint()
    {
        // Two points far from all others see each other as neighbours only one way, so that the
        // conditional probabilities of the lone point can be read off the sum.
        Neighbours neighbours;
        neighbours.count = 8;
        neighbours.each = 6;
        for (std::uint32_t i = 0; i < 8; ++i) {
            for (std::uint32_t k = 0; k < 6; ++k) {
                // Nobody but point 7 itself has to do with point 7.
                neighbours.index.push_back(i == 7 ? k : (i + 1 + k) % 7);
                neighbours.distance.push_back(1.0F + 0.5F * static_cast<float>(k));
            }
        }
        JobContext job = nullJob();
        const SparseAffinities affinities = tsneAffinities(neighbours, 2.5, 1, job);
        double entropy = 0.0;
        for (std::size_t at = affinities.begin[7]; at < affinities.begin[8]; ++at) {
            const double p = 16.0 * static_cast<double>(affinities.value[at]);
            entropy -= p * std::log2(p);
        }
        QVERIFY2(std::abs(std::exp2(entropy) - 2.5) < 1e-4,
                 qPrintable(QString::number(std::exp2(entropy))));
    }

    void perplexityIsReducedForFewPoints()
    {
        QCOMPARE(usablePerplexity(30.0, 1000), 30.0);
        QCOMPARE(usablePerplexity(30.0, 31), 10.0);
        QCOMPARE(usablePerplexity(30.0, 2), 1.0);
        QCOMPARE(embedded(makeClusters(31, 4, 2), {}).perplexity, 10.0);
    }

    void gradientOfAngleZeroIsTheExactOne_data()
    {
        QTest::addColumn<int>("components");
        QTest::addColumn<double>("width");
        QTest::addColumn<double>("exaggeration");
        QTest::newRow("early, 2") << 2 << 1e-4 << 12.0;
        QTest::newRow("late, 2") << 2 << 20.0 << 1.0;
        QTest::newRow("late, 3") << 3 << 10.0 << 1.0;
    }
    void gradientOfAngleZeroIsTheExactOne()
    {
        QFETCH(int, components);
        QFETCH(double, width);
        QFETCH(double, exaggeration);
        const SparseAffinities affinities = affinitiesOf(makeClusters(250, 6, 3), 12.0);
        Points places = makeClusters(250, static_cast<std::size_t>(components), 2, 1.0, 11);
        for (float& value : places.values)
            value *= static_cast<float>(width);
        double divergence = 0.0;
        const std::vector<double> truth =
            exactGradient(affinities, places, exaggeration, divergence);
        const TsneGradient found = gradientAt(affinities, places, 0.0, exaggeration);
        const double norm = distance(truth, std::vector<double>(truth.size(), 0.0));
        QVERIFY2(distance(found.gradient, truth) < 2e-5 * norm,
                 qPrintable(QString::number(distance(found.gradient, truth) / norm)));
        QVERIFY(std::abs(found.divergence - divergence) < 1e-5 * divergence);
    }

    void gradientIsTheSlopeOfTheDivergence()
    {
        const SparseAffinities affinities = affinitiesOf(makeClusters(60, 4, 2), 8.0);
        const Points places = makeClusters(60, 2, 2, 2.0, 5);
        const TsneGradient found = gradientAt(affinities, places, 0.0);
        for (std::size_t at = 0; at < places.values.size(); at += 17) {
            double beyond = 0.0;
            double before = 0.0;
            Points moved = places;
            const float step = 0.01F;
            moved.values[at] += step;
            exactGradient(affinities, moved, 1.0, beyond);
            moved.values[at] = places.values[at] - step;
            exactGradient(affinities, moved, 1.0, before);
            const double slope = (beyond - before) / (2.0 * static_cast<double>(step));
            QVERIFY(std::abs(slope - found.gradient[at]) < 1e-5);
        }
    }

    void gradientOfTheUsualAngleIsClose()
    {
        for (const std::size_t components : {2, 3}) {
            const SparseAffinities affinities = affinitiesOf(makeClusters(600, 6, 3), 12.0);
            Points places = makeClusters(600, components, 2, 3.0, 11);
            for (float& value : places.values)
                value *= 6.0F;
            double divergence = 0.0;
            const std::vector<double> truth = exactGradient(affinities, places, 1.0, divergence);
            const TsneGradient found = gradientAt(affinities, places, 0.5);
            const double norm = distance(truth, std::vector<double>(truth.size(), 0.0));
            const double error = distance(found.gradient, truth) / norm;
            QVERIFY2(error < 0.03, qPrintable(QString::number(error)));
            QVERIFY(error > 0.0); // it does save work
            QVERIFY(std::abs(found.divergence - divergence) < 0.01 * divergence);
        }
    }

    void pointsAtTheSamePlaceAreCounted()
    {
        const SparseAffinities affinities = affinitiesOf(makeClusters(90, 4, 2), 8.0);
        Points places(90, 2); // 45 at one place, 45 spread
        for (std::size_t i = 0; i < 45; ++i)
            places.row(i)[0] = static_cast<float>(i);
        double divergence = 0.0;
        const std::vector<double> truth = exactGradient(affinities, places, 1.0, divergence);
        const TsneGradient found = gradientAt(affinities, places, 0.0);
        const double norm = distance(truth, std::vector<double>(truth.size(), 0.0));
        QVERIFY(distance(found.gradient, truth) < 1e-5 * norm);
    }

    void clustersStayTogether()
    {
        for (const std::size_t components : {2, 3}) {
            const Points points = makeClusters(400, 8, 4);
            TsneParams params;
            params.iterations = 500;
            const TsneResult result = embedded(points, params, 2, {}, components);
            QVERIFY(clusterAgreement(result.coordinates.view(), 4) > 0.99);
            QVERIFY(result.divergence > 0.0 && result.divergence < 1.0);
        }
    }

    void threadsDoNotChangeABit()
    {
        TsneParams params;
        params.iterations = 300;
        const Points points = makeClusters(1500, 8, 4);
        QVERIFY(embedded(points, params, 1).coordinates.values ==
                embedded(points, params, 2).coordinates.values);
    }

    void progressShowsTheWay()
    {
        TsneParams params;
        params.iterations = 40;
        std::vector<int> iterations;
        std::vector<float> last;
        const TsneResult result = embedded(makeClusters(100, 4, 2), params, 2,
                                           [&](int iteration, std::span<const float> places) {
                                               iterations.push_back(iteration);
                                               last.assign(places.begin(), places.end());
                                           });
        QCOMPARE(iterations.front(), 1);
        QCOMPARE(iterations.back(), 40);
        QVERIFY(std::is_sorted(iterations.begin(), iterations.end()));
        QVERIFY(last == result.coordinates.values);
    }

    void aStopIsObeyedAtOnce()
    {
        std::stop_source stop;
        JobContext job(stop.get_token(), nullptr);
        const Points points = makeClusters(300, 4, 2);
        const Points start = makeClusters(300, 2, 2);
        const Neighbours neighbours = neighboursOf(points, 90);
        int calls = 0;
        const EmbeddingProgress stopping = [&](int, std::span<const float>) {
            ++calls;
            stop.request_stop();
        };
        INSPIKE_FAILS(tsne(neighbours, start.view(), {}, 2, stopping, job), ErrorKind::Cancelled,
                      "");
        QCOMPARE(calls, 1);
    }

    void shapesThatDoNotFitAreRefused()
    {
        const Points points = makeClusters(30, 4, 2);
        JobContext job = nullJob();
        const Neighbours neighbours = neighboursOf(points, 9);
        const Points fewer = makeClusters(29, 2, 1);
        INSPIKE_FAILS(tsne(neighbours, fewer.view(), {}, 1, {}, job), ErrorKind::BadShape,
                      "number of points");
        INSPIKE_FAILS(tsne(neighbours, points.view(), {}, 1, {}, job), ErrorKind::BadParameter,
                      "not 4");
    }
};

INSPIKE_TEST(TstTsne, tst_tsne)
#include "tst_tsne.moc"
