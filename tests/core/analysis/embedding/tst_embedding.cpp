// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/embedding.h"
#include "core/analysis/embedding/embedding_quality.h"
#include "core/base/error.h"
#include "make_points.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <limits>
#include <stop_token>

using namespace inspike;
using namespace inspike::test;

Q_DECLARE_METATYPE(inspike::EmbeddingMethod)

namespace {

constexpr std::array kAll{EmbeddingMethod::PrincipalComponents, EmbeddingMethod::Tsne,
                          EmbeddingMethod::Umap};

EmbeddingParams paramsOf(EmbeddingMethod method, std::uint64_t seed = 1)
{
    EmbeddingParams params;
    params.method = method;
    params.seed = seed;
    params.tsne.iterations = 400;
    params.umap.epochs = 200;
    return params;
}

Embedding embedded(const Points& points, const EmbeddingParams& params)
{
    JobContext job = nullJob();
    return embed(points.view(), params, {}, job);
}

double trust(const Points& points, const Points& places)
{
    JobContext job = nullJob();
    return trustworthiness(points.view(), places.view(), 10, 10000, 2, job);
}

bool allFinite(const Points& points)
{
    return std::all_of(points.values.begin(), points.values.end(),
                       [](float value) { return std::isfinite(value); });
}

void methodRows()
{
    QTest::addColumn<EmbeddingMethod>("method");
    QTest::newRow("pca") << EmbeddingMethod::PrincipalComponents;
    QTest::newRow("tsne") << EmbeddingMethod::Tsne;
    QTest::newRow("umap") << EmbeddingMethod::Umap;
}

} // namespace

class TstEmbedding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void trustIsFullForThePointsThemselves()
    {
        const Points points = makeClusters(300, 2, 3);
        QCOMPARE(trust(points, points), 1.0);
        Points noise = makeClusters(300, 2, 1, 0.0, 99);
        const double random = trust(points, noise);
        QVERIFY2(random > 0.4 && random < 0.6, qPrintable(QString::number(random)));
    }

    void trustCountsHowFarIntrudersCome()
    {
        // Five points on a line; in the embedding the last one stands beside the first.
        Points line(5, 1);
        line.values = {0, 1, 2, 3, 4};
        Points places(5, 1);
        places.values = {0, 1, 2, 3, -0.5F};
        // k = 1. Point 0: 4 intrudes with rank 4. Point 4: nearest is 0, rank 4. Others: right.
        JobContext job = nullJob();
        const double found = trustworthiness(line.view(), places.view(), 1, 5, 1, job);
        QCOMPARE(found, 1.0 - 2.0 / (5.0 * 1.0 * (10.0 - 3.0 - 1.0)) * (3.0 + 3.0));
    }

    void clustersStayTogether_data() { methodRows(); }
    void clustersStayTogether()
    {
        QFETCH(EmbeddingMethod, method);
        const Points points = makeClusters(600, 20, 3);
        for (const std::size_t components : {2, 3}) {
            EmbeddingParams params = paramsOf(method);
            params.components = components;
            const Embedding result = embedded(points, params);
            QCOMPARE(result.coordinates.width, components);
            QVERIFY(clusterAgreement(result.coordinates.view(), 3) > 0.99);
            QVERIFY(trust(points, result.coordinates) > 0.75);
        }
    }

    void neighbourMethodsKeepMoreThanPrincipalComponents()
    {
        const Points points = makeClusters(900, 20, 9);
        const double pca = trust(
            points, embedded(points, paramsOf(EmbeddingMethod::PrincipalComponents)).coordinates);
        for (const EmbeddingMethod method : {EmbeddingMethod::Tsne, EmbeddingMethod::Umap})
            QVERIFY(trust(points, embedded(points, paramsOf(method)).coordinates) > pca + 0.05);
    }

    void threadsDoNotChangeABit_data() { methodRows(); }
    void threadsDoNotChangeABit()
    {
        QFETCH(EmbeddingMethod, method);
        const Points points = makeClusters(1200, 80, 5);
        EmbeddingParams params = paramsOf(method);
        params.threads = 1;
        const Embedding one = embedded(points, params);
        params.threads = 2;
        QVERIFY(one.coordinates.values == embedded(points, params).coordinates.values);
    }

    void seedsChangeTheMapsOfNeighbours()
    {
        const Points points = makeClusters(200, 5, 2);
        for (const EmbeddingMethod method : kAll) {
            const bool differs = embedded(points, paramsOf(method, 1)).coordinates.values !=
                                 embedded(points, paramsOf(method, 2)).coordinates.values;
            QCOMPARE(differs, method != EmbeddingMethod::PrincipalComponents);
        }
    }

    void widePointsAreReducedFirst()
    {
        const Points points = makeClusters(300, 120, 3);
        const EmbeddingParams params = paramsOf(EmbeddingMethod::Tsne);
        const Embedding result = embedded(points, params);
        QCOMPARE(result.widthUsed, kReducedWidth);
        QVERIFY(result.varianceUsed > 0.5 && result.varianceUsed < 1.0);
        QVERIFY(embeddingNote(result, params).find("first 50 principal components") !=
                std::string::npos);
        QVERIFY(clusterAgreement(result.coordinates.view(), 3) > 0.99);
        const Embedding narrow = embedded(makeClusters(300, 50, 3), params);
        QCOMPARE(narrow.varianceUsed, 1.0);
    }

    void anyNumberOfPointsWorks_data() { methodRows(); }
    void anyNumberOfPointsWorks()
    {
        QFETCH(EmbeddingMethod, method);
        for (const std::size_t count : {0, 1, 2, 3, 4, 5, 7, 12, 60}) {
            for (const std::size_t width : {1, 3, 70}) {
                const Embedding result = embedded(makeClusters(count, width, 1), paramsOf(method));
                QCOMPARE(result.coordinates.count, count);
                QCOMPARE(result.coordinates.values.size(), 2 * count);
                QVERIFY(allFinite(result.coordinates));
            }
        }
    }

    void fewPointsReduceThePerplexityAndSaySo()
    {
        const EmbeddingParams params = paramsOf(EmbeddingMethod::Tsne);
        const Embedding result = embedded(makeClusters(46, 4, 2), params);
        QCOMPARE(result.perplexity, 15.0);
        QCOMPARE(result.neighbours, std::size_t{45});
        QVERIFY(embeddingNote(result, params).find("perplexity 15 (reduced from 30") !=
                std::string::npos);
        const EmbeddingParams umap = paramsOf(EmbeddingMethod::Umap);
        QVERIFY(embeddingNote(embedded(makeClusters(10, 4, 2), umap), umap)
                    .find("10 neighbours (reduced from 15") != std::string::npos);
    }

    void equalPointsLieAtZero_data() { methodRows(); }
    void equalPointsLieAtZero()
    {
        QFETCH(EmbeddingMethod, method);
        Points points(50, 6);
        std::fill(points.values.begin(), points.values.end(), 3.25F);
        const Embedding result = embedded(points, paramsOf(method));
        QVERIFY(result.coordinates.values == std::vector<float>(100, 0.0F));
        if (method != EmbeddingMethod::PrincipalComponents) {
            QVERIFY(embeddingNote(result, paramsOf(method)).find("all points are equal") !=
                    std::string::npos);
        }
    }

    void duplicatesStayClose_data() { methodRows(); }
    void duplicatesStayClose()
    {
        QFETCH(EmbeddingMethod, method);
        Points points = makeClusters(300, 6, 3);
        for (std::size_t i = 0; i < 60; ++i)
            std::copy_n(points.row(i).begin(), 6, points.row(i + 60).begin());
        const Embedding result = embedded(points, paramsOf(method));
        QVERIFY(allFinite(result.coordinates));
        double together = 0.0;
        double apart = 0.0;
        for (std::size_t i = 0; i < 60; ++i) {
            together += std::sqrt(squareBetween(result.coordinates.view(), i, i + 60)) / 60.0;
            apart += std::sqrt(squareBetween(result.coordinates.view(), i, i + 240)) / 60.0;
        }
        QVERIFY2(together < 0.2 * apart, qPrintable(QString("%1 %2").arg(together).arg(apart)));
    }

    void unitsOfLengthDoNotMatter()
    {
        const Points points = makeClusters(300, 6, 3);
        for (const EmbeddingMethod method : {EmbeddingMethod::Tsne, EmbeddingMethod::Umap}) {
            for (const float unit : {1e-30F, 1e30F}) {
                Points scaled = points;
                for (float& value : scaled.values)
                    value *= unit;
                const Embedding result = embedded(scaled, paramsOf(method));
                QVERIFY(allFinite(result.coordinates));
                QVERIFY(clusterAgreement(result.coordinates.view(), 3) > 0.98);
            }
        }
    }

    void pointsOnALineMayLeaveIt()
    {
        Points line(200, 3);
        for (std::size_t i = 0; i < line.count; ++i)
            line.row(i)[1] = static_cast<float>(i % 97);
        for (const EmbeddingMethod method : {EmbeddingMethod::Tsne, EmbeddingMethod::Umap}) {
            const Embedding result = embedded(line, paramsOf(method));
            float widest = 0.0F;
            for (std::size_t i = 0; i < line.count; ++i)
                widest = std::max(widest, std::abs(result.coordinates.row(i)[1]));
            QVERIFY(widest > 0.1F);
        }
    }

    void valuesThatAreNotFiniteAreRefused_data() { methodRows(); }
    void valuesThatAreNotFiniteAreRefused()
    {
        QFETCH(EmbeddingMethod, method);
        Points points = makeClusters(30, 4, 1);
        points.row(12)[3] = std::numeric_limits<float>::quiet_NaN();
        INSPIKE_FAILS(embedded(points, paramsOf(method)), ErrorKind::BadFormat, "point 12");
    }

    void componentsBeyondThreeAreForPrincipalComponents()
    {
        EmbeddingParams params = paramsOf(EmbeddingMethod::PrincipalComponents);
        params.components = 6;
        QCOMPARE(embedded(makeClusters(30, 8, 2), params).varianceShare.size(), std::size_t{6});
        params.method = EmbeddingMethod::Umap;
        INSPIKE_FAILS(embedded(makeClusters(30, 8, 2), params), ErrorKind::BadParameter,
                      "components");
    }

    void settingsReachTheMethods()
    {
        const std::vector<std::string> texts{
            "method=umap",  "components=3", "seed=9",   "perplexity=12", "theta=0.3",
            "neighbours=7", "min-dist=0.4", "spread=2", "start=pca",     "iterations=80"};
        const EmbeddingParams params = embeddingParams(Params::parse(embeddingSpecs(), texts));
        QVERIFY(params.method == EmbeddingMethod::Umap);
        QCOMPARE(params.components, std::size_t{3});
        QCOMPARE(params.seed, std::uint64_t{9});
        QCOMPARE(params.tsne.perplexity, 12.0);
        QCOMPARE(params.tsne.theta, 0.3);
        QCOMPARE(params.tsne.iterations, 80);
        QCOMPARE(params.tsne.exaggeratedIterations, 20);
        QCOMPARE(params.umap.neighbours, 7);
        QCOMPARE(params.umap.minimumDistance, 0.4);
        QCOMPARE(params.umap.spread, 2.0);
        QCOMPARE(params.umap.epochs, 80);
        QVERIFY(!params.umap.spectral);
        const EmbeddingParams usual = embeddingParams(Params(embeddingSpecs()));
        QVERIFY(usual.method == EmbeddingMethod::PrincipalComponents);
        QCOMPARE(usual.tsne.iterations, 1000);
        QCOMPARE(usual.umap.epochs, 0);
    }

    void progressEndsAtOne_data() { methodRows(); }
    void progressEndsAtOne()
    {
        QFETCH(EmbeddingMethod, method);
        double reached = 0.0;
        std::vector<float> last;
        JobContext job(std::stop_token{}, [&](double fraction, const std::string&) {
            QVERIFY(fraction >= reached);
            reached = fraction;
        });
        const Points points = makeClusters(200, 60, 2);
        const Embedding result = embed(
            points.view(), paramsOf(method),
            [&](int, std::span<const float> places) { last.assign(places.begin(), places.end()); },
            job);
        QCOMPARE(reached, 1.0);
        QVERIFY(last == result.coordinates.values);
    }
};

INSPIKE_TEST(TstEmbedding, tst_embedding)
#include "tst_embedding.moc"
