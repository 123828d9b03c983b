// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/spectral_start.h"
#include "core/analysis/embedding/umap.h"
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

FuzzyGraph graphOf(const Points& points, std::size_t neighbours)
{
    JobContext job = nullJob();
    return fuzzyGraph(neighboursOf(points, neighbours - 1), 2, job);
}

double weight(const FuzzyGraph& graph, std::size_t i, std::size_t j)
{
    for (std::size_t at = graph.begin[i]; at < graph.begin[i + 1]; ++at) {
        if (graph.column[at] == j)
            return static_cast<double>(graph.weight[at]);
    }
    return 0.0;
}

Points onALine(std::size_t count)
{
    Points points(count, 2);
    for (std::size_t i = 0; i < count; ++i)
        points.row(i)[0] = static_cast<float>(i);
    return points;
}

UmapResult embedded(const Points& points, const UmapParams& params, std::uint64_t seed = 1,
                    int threads = 2, std::size_t components = 2)
{
    JobContext job = nullJob();
    Points start(points.count, components);
    for (std::size_t i = 0; i < points.count; ++i)
        std::copy_n(points.row(i).begin(), components, start.row(i).begin());
    const Neighbours neighbours =
        neighboursOf(points, static_cast<std::size_t>(params.neighbours) - 1);
    return umap(neighbours, start.view(), params, seed, threads, {}, job);
}

} // namespace

class TstUmap : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // The values that the reference implementation finds for the same settings.
    void curveIsThatOfThePaper_data()
    {
        QTest::addColumn<double>("minimumDistance");
        QTest::addColumn<double>("spread");
        QTest::addColumn<double>("a");
        QTest::addColumn<double>("b");
        QTest::newRow("usual") << 0.1 << 1.0 << 1.5769434602 << 0.8950608780;
        QTest::newRow("wide") << 0.5 << 1.0 << 0.5830300205 << 1.3341669924;
    }
    void curveIsThatOfThePaper()
    {
        QFETCH(double, minimumDistance);
        QFETCH(double, spread);
        QFETCH(double, a);
        QFETCH(double, b);
        const UmapCurve curve = umapCurve(minimumDistance, spread);
        QVERIFY2(std::abs(curve.a - a) < 1e-5 && std::abs(curve.b - b) < 1e-5,
                 qPrintable(QString("%1 %2").arg(curve.a, 0, 'g', 12).arg(curve.b, 0, 'g', 12)));
    }

    void curvesOfAllSettingsAreFinite()
    {
        for (const double minimumDistance : {0.0, 0.001, 0.99, 5.0}) {
            for (const double spread : {0.01, 1.0, 10.0}) {
                const UmapCurve curve = umapCurve(minimumDistance, spread);
                QVERIFY(curve.a > 0.0 && std::isfinite(curve.a));
                QVERIFY(curve.b > 0.0 && std::isfinite(curve.b));
            }
        }
    }

    void membershipsAddUpToTheLogarithmOfNeighbours()
    {
        // Point 7 has neighbours that do not have it, so that its memberships can be read off.
        Neighbours neighbours;
        neighbours.count = 8;
        neighbours.each = 6;
        for (std::uint32_t i = 0; i < 8; ++i) {
            for (std::uint32_t k = 0; k < 6; ++k) {
                neighbours.index.push_back(i == 7 ? k : (i + 1 + k) % 7);
                neighbours.distance.push_back(1.0F + 0.5F * static_cast<float>(k));
            }
        }
        JobContext job = nullJob();
        const FuzzyGraph graph = fuzzyGraph(neighbours, 1, job);
        double sum = 0.0;
        for (std::size_t at = graph.begin[7]; at < graph.begin[8]; ++at)
            sum += static_cast<double>(graph.weight[at]);
        QVERIFY(std::abs(sum - std::log2(7.0)) < 1e-4);
        QCOMPARE(weight(graph, 7, 0), 1.0);
        QVERIFY(weight(graph, 7, 5) < weight(graph, 7, 4));
    }

    void graphIsAFuzzyUnion()
    {
        const FuzzyGraph graph = graphOf(makeClusters(200, 5, 3), 10);
        for (std::size_t i = 0; i < graph.count(); ++i) {
            double strongest = 0.0;
            for (std::size_t at = graph.begin[i]; at < graph.begin[i + 1]; ++at) {
                const auto here = static_cast<double>(graph.weight[at]);
                QVERIFY(graph.column[at] != i && here > 0.0 && here <= 1.0);
                QCOMPARE(weight(graph, graph.column[at], i), here);
                strongest = std::max(strongest, here);
            }
            QVERIFY(strongest > 1.0 - 1e-6); // local connectivity: the nearest is a full member
        }
    }

    void spectralStartFollowsALine()
    {
        JobContext job = nullJob();
        const auto start = spectralStart(graphOf(onALine(300), 8), 2, 1, 2, job);
        QVERIFY(start.has_value());
        std::vector<float> first;
        for (std::size_t i = 0; i < start->count; ++i)
            first.push_back(start->row(i)[0] * (start->values[0] < 0.0F ? 1.0F : -1.0F));
        // Degrees are lower at the ends, where the vector bends.
        QVERIFY(std::is_sorted(first.begin() + 10, first.end() - 10));
    }

    void spectralStartNeedsAGraphInOnePiece()
    {
        JobContext job = nullJob();
        QVERIFY(!spectralStart(graphOf(makeClusters(200, 3, 2, 1000.0), 8), 2, 1, 2, job));
        QVERIFY(!spectralStart(graphOf(onALine(3), 3), 2, 1, 2, job));
        // It then starts from the principal components.
        const UmapResult result = embedded(makeClusters(200, 3, 2, 1000.0), {});
        QVERIFY(clusterAgreement(result.coordinates.view(), 2) > 0.99);
    }

    void clustersStayTogether()
    {
        for (const std::size_t components : {2, 3}) {
            UmapParams params;
            params.epochs = 200;
            const UmapResult result = embedded(makeClusters(400, 8, 4), params, 1, 2, components);
            QVERIFY(clusterAgreement(result.coordinates.view(), 4) > 0.99);
            QCOMPARE(result.epochs, 200);
        }
    }

    void everyStartWorks()
    {
        UmapParams params;
        params.spectral = false;
        QVERIFY(clusterAgreement(embedded(makeClusters(300, 8, 3), params).coordinates.view(), 3) >
                0.98);
    }

    void threadsDoNotChangeABitAndSeedsDo()
    {
        UmapParams params;
        params.epochs = 100;
        const Points points = makeClusters(3000, 8, 4);
        const auto first = embedded(points, params, 5, 1).coordinates.values;
        QVERIFY(first == embedded(points, params, 5, 2).coordinates.values);
        QVERIFY(first != embedded(points, params, 6, 1).coordinates.values);
    }

    void fewPointsUseFewNeighbours()
    {
        const UmapResult pair = embedded(makeClusters(2, 2, 1), {});
        QCOMPARE(pair.neighbours, std::size_t{2});
        QVERIFY(std::isfinite(pair.coordinates.values[3]));
        QCOMPARE(embedded(makeClusters(1, 2, 1), {}).coordinates.values.size(), std::size_t{2});
        QCOMPARE(embedded(Points(0, 2), {}).coordinates.values.size(), std::size_t{0});
    }

    void aStopIsObeyedAtOnce()
    {
        std::stop_source stop;
        JobContext job(stop.get_token(), nullptr);
        const Points start = makeClusters(300, 2, 2);
        const Neighbours neighbours = neighboursOf(start, 14);
        int calls = 0;
        const EmbeddingProgress stopping = [&](int, std::span<const float>) {
            ++calls;
            stop.request_stop();
        };
        INSPIKE_FAILS(umap(neighbours, start.view(), {}, 1, 2, stopping, job), ErrorKind::Cancelled,
                      "");
        QCOMPARE(calls, 1);
    }
};

INSPIKE_TEST(TstUmap, tst_umap)
#include "tst_umap.moc"
