// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/domain_distances.h"
#include "core/analysis/domains/neighbour_agreement.h"
#include "tests/core/analysis/domains/plain_domains.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <numeric>
#include <stop_token>

using namespace inspike;
using namespace inspike::test;

namespace {

double coral(const Points& x, const Points& y)
{
    JobContext job = nullJob();
    return coralDistance(x.view(), y.view(), job);
}

double procrustes(const Points& x, const Points& y)
{
    JobContext job = nullJob();
    return procrustesDistance(x.view(), y.view(), job);
}

double plainCoral(const Points& x, const Points& y)
{
    const auto covariance = [](const Points& points, std::size_t a, std::size_t b) {
        double meanA = 0.0;
        double meanB = 0.0;
        double both = 0.0;
        const auto n = static_cast<double>(points.count);
        for (std::size_t i = 0; i < points.count; ++i) {
            const auto row = points.view().row(i);
            meanA += static_cast<double>(row[a]) / n;
            meanB += static_cast<double>(row[b]) / n;
            both += static_cast<double>(row[a]) * static_cast<double>(row[b]);
        }
        return (both - n * meanA * meanB) / (n - 1.0);
    };
    double sum = 0.0;
    for (std::size_t a = 0; a < x.width; ++a) {
        for (std::size_t b = 0; b < x.width; ++b) {
            const double apart = covariance(x, a, b) - covariance(y, a, b);
            sum += apart * apart;
        }
    }
    const auto d = static_cast<double>(x.width);
    return sum / (4.0 * d * d);
}

std::vector<std::int64_t> labelsOf(std::size_t samples, std::int64_t classes)
{
    std::vector<std::int64_t> labels;
    for (std::size_t i = 0; i < samples; ++i)
        labels.push_back(static_cast<std::int64_t>(i) % classes);
    return labels;
}

// Classes far apart in the first feature.
Points classPoints(const std::vector<std::int64_t>& labels, std::uint64_t seed)
{
    Points points = normalPoints(labels.size(), 4, seed);
    for (std::size_t i = 0; i < labels.size(); ++i)
        points.row(i)[0] += static_cast<float>(50 * labels[i]);
    return points;
}

NeighbourAgreement agreement(const Points& x, const std::vector<std::int64_t>& ofX, const Points& y,
                             const std::vector<std::int64_t>& ofY,
                             const NeighbourParams& params = {})
{
    JobContext job = nullJob();
    return neighbourAgreement(x.view(), ofX, y.view(), ofY, params, job);
}

} // namespace

class TstDomainDistances : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void coralIsAsDefined()
    {
        for (const auto& [samples, features] : {std::pair<std::size_t, std::size_t>{40, 6},
                                                std::pair<std::size_t, std::size_t>{7, 30}}) {
            const Points x = normalPoints(samples, features, 1, 1.0);
            const Points y = mixedPoints(x, 0.7, 2);
            const double wanted = plainCoral(x, y);
            QVERIFY(std::abs(coral(x, y) - wanted) < 1e-9 * wanted);
        }
    }

    void coralOfEqualCovariancesIsZero()
    {
        for (const std::size_t features : {std::size_t{6}, std::size_t{60}}) {
            const Points x = normalPoints(30, features, 3);
            Points moved = x; // by what floats hold exactly
            for (float& value : moved.values)
                value = -value;
            QVERIFY(coral(x, moved) < 1e-12);
            QVERIFY(coral(x, mixedPoints(x, 0.5, 4)) > 1e-4);
        }
    }

    void procrustesOfARotatedCopyIsZero()
    {
        for (const std::size_t features : {std::size_t{5}, std::size_t{50}}) {
            const Points x = normalPoints(24, features, 5);
            QVERIFY(procrustes(x, x) < 1e-6);
            QVERIFY(procrustes(x, rotated(x, 7.0, 6)) < 1e-3); // floats of the copy
            const double some = procrustes(x, mixedPoints(x, 0.4, 7));
            const double more = procrustes(x, mixedPoints(x, 0.8, 8));
            QVERIFY(some > 0.1 && more > some && more <= std::sqrt(2.0));
        }
    }

    void procrustesIsTheDistanceAfterTheBestRotation()
    {
        // In the plane the best rotation or reflection can be searched.
        const Points x = normalPoints(12, 2, 9);
        const Points y = mixedPoints(x, 0.7, 10);
        const auto normed = [](const Points& points) {
            std::vector<double> values(points.values.begin(), points.values.end());
            double norm = 0.0;
            for (std::size_t c = 0; c < 2; ++c) {
                double mean = 0.0;
                for (std::size_t i = 0; i < points.count; ++i)
                    mean += values[2 * i + c] / static_cast<double>(points.count);
                for (std::size_t i = 0; i < points.count; ++i) {
                    values[2 * i + c] -= mean;
                    norm += values[2 * i + c] * values[2 * i + c];
                }
            }
            for (double& value : values)
                value /= std::sqrt(norm);
            return values;
        };
        const std::vector<double> a = normed(x);
        const std::vector<double> b = normed(y);
        double best = 10.0;
        for (int flip = 0; flip < 2; ++flip) {
            for (int k = 0; k < 20'000; ++k) {
                const double angle = 2.0 * M_PI * k / 20'000.0;
                double square = 0.0;
                for (std::size_t i = 0; i < x.count; ++i) {
                    const double u = b[2 * i];
                    const double v = flip == 0 ? b[2 * i + 1] : -b[2 * i + 1];
                    square += std::pow(a[2 * i] - u * std::cos(angle) + v * std::sin(angle), 2) +
                              std::pow(a[2 * i + 1] - u * std::sin(angle) - v * std::cos(angle), 2);
                }
                best = std::min(best, std::sqrt(square));
            }
        }
        QVERIFY(std::abs(procrustes(x, y) - best) < 1e-6);
    }

    void bothWaysOfProcrustesAgree()
    {
        // Features that say nothing make more features than samples.
        const Points x = normalPoints(12, 5, 11);
        const Points y = mixedPoints(x, 0.5, 12);
        Points wider(12, 40);
        for (std::size_t i = 0; i < 12; ++i)
            std::copy(y.view().row(i).begin(), y.view().row(i).end(), wider.row(i).begin());
        QVERIFY(std::abs(procrustes(x, y) - procrustes(x, wider)) < 1e-9);
    }

    void pairedDistancesAreThoseOfPartners()
    {
        Points x(3, 2);
        Points y(3, 2);
        x.values = {0, 0, 1, 0, 0, 2};
        y.values = {3, 4, 0, 1, 0, 6};
        JobContext job = nullJob();
        const PairedDistances found = pairedDistances(x.view(), y.view(), job);
        QCOMPARE(found.euclidean[0], 5.0);
        QCOMPARE(found.euclidean[2], 4.0);
        QVERIFY(std::isnan(found.cosine[0]));
        QCOMPARE(found.cosine[1], 1.0);
        QVERIFY(std::abs(found.cosine[2]) < 1e-12);
        QCOMPARE(found.meanCosine, 0.5);
        QVERIFY(std::abs(found.meanEuclidean - (9.0 + std::sqrt(2.0)) / 3.0) < 1e-12);
        QVERIFY(std::abs(found.rootMeanSquare - std::sqrt(43.0 / 3.0)) < 1e-12);
        double others = 0.0;
        for (std::size_t i = 0; i < 3; ++i) {
            for (std::size_t j = 0; j < 3; ++j)
                others += i == j ? 0.0 : squareApart(x.view().row(i), y.view().row(j));
        }
        QVERIFY(std::abs(found.rootMeanSquareOfOthers - std::sqrt(others / 6.0)) < 1e-12);
    }

    void separableClassesAgreeAcrossDomains()
    {
        const std::vector<std::int64_t> labels = labelsOf(60, 3);
        const Points x = classPoints(labels, 13);
        const Points y = classPoints(labels, 14);
        NeighbourParams params;
        params.k = 5;
        const NeighbourAgreement found = agreement(x, labels, y, labels, params);
        QCOMPARE(found.fromX, 1.0);
        QCOMPARE(found.fromY, 1.0);
        QCOMPARE(found.mean, 1.0);
        QVERIFY(std::abs(found.chance - 19.0 / 59.0) < 1e-12);
        QCOMPARE(found.k, std::size_t{5});
    }

    void labelsWithoutMeaningAgreeByChance()
    {
        const std::vector<std::int64_t> labels = labelsOf(400, 4);
        const NeighbourAgreement found =
            agreement(normalPoints(400, 5, 15), labels, normalPoints(400, 5, 16), labels);
        QVERIFY(std::abs(found.mean - found.chance) < 0.03);
        QVERIFY(std::abs(found.chance - 0.25) < 0.01);
    }

    void thePartnerIsAskedOnlyIfWanted()
    {
        // Every sample has a class of its own, so that only the partner agrees.
        std::vector<std::int64_t> labels(10);
        std::iota(labels.begin(), labels.end(), 0);
        const Points x = normalPoints(10, 3, 17);
        NeighbourParams params;
        params.k = 1;
        QCOMPARE(agreement(x, labels, x, labels, params).mean, 0.0);
        params.withoutPartner = false;
        QCOMPARE(agreement(x, labels, x, labels, params).mean, 1.0);
    }

    void neighboursAreTheNearest()
    {
        const std::vector<std::int64_t> labels = {0, 1, 0, 1};
        Points x(4, 1);
        Points y(4, 1);
        x.values = {0, 10, 20, 30};
        y.values = {1, 2, 19, 29};
        NeighbourParams params;
        params.k = 2;
        params.withoutPartner = false;
        const NeighbourAgreement found = agreement(x, labels, y, labels, params);
        QCOMPARE(found.eachX, (std::vector<double>{0.5, 0.5, 0.5, 0.5}));
        params.k = 1;
        QCOMPARE(agreement(x, labels, y, labels, params).eachX,
                 (std::vector<double>{1.0, 1.0, 1.0, 1.0}));
    }

    void samplesWithoutLabelNeitherAskNorAnswer()
    {
        std::vector<std::int64_t> labels = labelsOf(12, 2);
        const Points x = classPoints(labels, 18);
        labels[3] = -1;
        const NeighbourAgreement found = agreement(x, labels, x, labels);
        QVERIFY(std::isnan(found.eachX[3]));
        QVERIFY(std::isfinite(found.mean));
        const std::vector<std::int64_t> unknown(12, -1);
        const NeighbourAgreement none = agreement(x, unknown, x, unknown);
        QVERIFY(std::isnan(none.mean) && std::isnan(none.chance));
    }

    void undefinedIsNotZero()
    {
        const Points one = normalPoints(1, 3, 19);
        const Points equal(5, 3);
        const Points nothing(5, 0);
        const Points some = normalPoints(5, 3, 20);
        QVERIFY(std::isnan(coral(one, one)));
        QVERIFY(std::isnan(coral(nothing, nothing)));
        QVERIFY(std::isnan(procrustes(one, one)));
        QVERIFY(std::isnan(procrustes(equal, some)));
        QVERIFY(std::isnan(procrustes(nothing, nothing)));
        JobContext job = nullJob();
        QVERIFY(std::isnan(pairedDistances(nothing.view(), nothing.view(), job).meanEuclidean));
        QVERIFY(std::isnan(pairedDistances(one.view(), one.view(), job).rootMeanSquareOfOthers));
    }

    void badInputIsNamed()
    {
        const Points x = normalPoints(10, 4, 21);
        const Points narrow = normalPoints(10, 3, 22);
        const Points fewer = normalPoints(9, 4, 23);
        JobContext job = nullJob();
        INSPIKE_FAILS(coral(x, narrow), ErrorKind::BadShape, "4 and 3");
        INSPIKE_FAILS(coral(x, fewer), ErrorKind::BadShape, "10 and 9");
        INSPIKE_FAILS(procrustes(x, fewer), ErrorKind::BadShape, "10 and 9");
        QVERIFY(std::isfinite(procrustes(x, narrow)));
        INSPIKE_FAILS(pairedDistances(x.view(), narrow.view(), job), ErrorKind::BadShape,
                      "4 and 3");
        const std::vector<std::int64_t> labels = labelsOf(10, 2);
        INSPIKE_FAILS(agreement(x, labels, narrow, labels), ErrorKind::BadShape, "4 and 3");
        INSPIKE_FAILS(agreement(x, labelsOf(9, 2), x, labels), ErrorKind::BadShape, "labels");
        NeighbourParams params;
        params.k = 0;
        INSPIKE_FAILS(agreement(x, labels, x, labels, params), ErrorKind::BadParameter, "one");
        Points odd = x;
        odd.row(3)[3] = std::numeric_limits<float>::quiet_NaN();
        INSPIKE_FAILS(coral(x, odd), ErrorKind::BadFormat, "finite");
        INSPIKE_FAILS(procrustes(odd, x), ErrorKind::BadFormat, "finite");
        INSPIKE_FAILS(agreement(odd, labels, x, labels), ErrorKind::BadFormat, "finite");
        INSPIKE_FAILS(procrustes(normalPoints(2001, 2001, 24), normalPoints(2001, 2, 25)),
                      ErrorKind::BadShape, "2000");
    }

    void allCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), nullptr);
        const Points x = normalPoints(10, 4, 26);
        const std::vector<std::int64_t> labels = labelsOf(10, 2);
        INSPIKE_FAILS(coralDistance(x.view(), x.view(), job), ErrorKind::Cancelled, "");
        INSPIKE_FAILS(procrustesDistance(x.view(), x.view(), job), ErrorKind::Cancelled, "");
        INSPIKE_FAILS(pairedDistances(x.view(), x.view(), job), ErrorKind::Cancelled, "");
        INSPIKE_FAILS(neighbourAgreement(x.view(), labels, x.view(), labels, {}, job),
                      ErrorKind::Cancelled, "");
    }
};

INSPIKE_TEST(TstDomainDistances, tst_domain_distances)
#include "tst_domain_distances.moc"
