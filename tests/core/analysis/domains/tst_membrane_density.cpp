// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/membrane_density.h"
#include "core/base/random.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <stop_token>

using namespace inspike;
using namespace inspike::test;

namespace {

MembraneDensity densityOf(const std::vector<float>& a, const std::vector<float>& b,
                          const DensityParams& params)
{
    JobContext job = nullJob();
    return membraneDensity(a, b, params, job);
}

// Potentials with a tail below, reset where they pass the threshold.
std::vector<float> potentials(std::size_t count, double mean, std::uint64_t seed)
{
    Random random(seed);
    std::vector<float> values;
    for (std::size_t i = 0; i < count; ++i) {
        const double value = mean + random.normal();
        values.push_back(value > 0.5 ? 0.0F : static_cast<float>(value));
    }
    return values;
}

double areaOf(const MembraneDensity& density, const DensityOfSide& side)
{
    double area = 0.0;
    for (std::size_t i = 0; i < side.density.size(); ++i)
        area += side.density[i] * (density.edges[i + 1] - density.edges[i]);
    return area;
}

DensityParams cutAtHalf()
{
    DensityParams params;
    params.threshold = 0.5;
    return params;
}

} // namespace

class TstMembraneDensity : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void binsCountTheirValues()
    {
        DensityParams params;
        params.bins = 4;
        params.low = 0.0;
        params.high = 4.0;
        const MembraneDensity found =
            densityOf({0.0F, 0.5F, 1.0F, 3.5F, 4.0F, -1.0F, 9.0F, 9.5F}, {2.5F}, params);
        QCOMPARE(found.edges, (std::vector<double>{0, 1, 2, 3, 4}));
        QCOMPARE(found.a.density, (std::vector<double>{2.0 / 8.0, 1.0 / 8.0, 0.0, 2.0 / 8.0}));
        QCOMPARE(found.b.density, (std::vector<double>{0.0, 0.0, 1.0, 0.0}));
        QCOMPARE(found.a.below, std::size_t{1});
        QCOMPARE(found.a.above, std::size_t{2});
        QCOMPARE(found.a.values, std::size_t{8});
        QCOMPARE(found.a.zeroShare, 1.0 / 8.0);
        QCOMPARE(found.overlap, 0.0);
        QVERIFY(!found.cut);
    }

    void densitiesEndAtTheThreshold()
    {
        const std::vector<float> a = potentials(20'000, -1.0, 1);
        const std::vector<float> b = potentials(20'000, -2.0, 2);
        for (const bool smooth : {false, true}) {
            DensityParams params = cutAtHalf();
            params.smooth = smooth;
            const MembraneDensity found = densityOf(a, b, params);
            QVERIFY(found.cut);
            QCOMPARE(found.edges.back(), 0.5);
            QVERIFY(std::abs(areaOf(found, found.a) - 1.0) < 0.002); // but for the tails
            QVERIFY(std::abs(areaOf(found, found.b) - 1.0) < 0.002);
            QVERIFY(found.a.density.back() > 0.01); // cut, not faded out
            QVERIFY(found.overlap > 0.4 && found.overlap < 0.9);
            QVERIFY(found.a.above == 0 && found.b.above == 0);
        }
    }

    void aThresholdThatIsPassedCutsNothing()
    {
        const MembraneDensity found = densityOf({-1.0F, 0.7F}, {0.2F}, cutAtHalf());
        QVERIFY(!found.cut);
        QVERIFY(found.edges.back() > 0.5);
    }

    void resetsCanBeLeftOut()
    {
        const std::vector<float> values = potentials(5000, 0.0, 3);
        const auto zeros = static_cast<std::size_t>(std::count(values.begin(), values.end(), 0.0F));
        QVERIFY(zeros > 1000);
        DensityParams params = cutAtHalf();
        const MembraneDensity with = densityOf(values, {}, params);
        params.withoutResets = true;
        const MembraneDensity without = densityOf(values, {}, params);
        QCOMPARE(with.a.values, std::size_t{5000});
        QCOMPARE(without.a.values, 5000 - zeros);
        QCOMPARE(with.a.zeroShare, without.a.zeroShare);
        QVERIFY(*std::max_element(with.a.density.begin(), with.a.density.end()) >
                2.0 * *std::max_element(without.a.density.begin(), without.a.density.end()));
    }

    void aSmoothDensityIsThatOfTheDistribution()
    {
        Random random(4);
        std::vector<float> values;
        for (int i = 0; i < 50'000; ++i)
            values.push_back(static_cast<float>(random.normal()));
        DensityParams params;
        params.smooth = true;
        params.low = -5.0;
        params.high = 5.0;
        params.bins = 200;
        const MembraneDensity found = densityOf(values, {}, params);
        for (std::size_t i = 0; i < params.bins; ++i) {
            const double at = 0.5 * (found.edges[i] + found.edges[i + 1]);
            const double wanted = std::exp(-0.5 * at * at) / std::sqrt(2.0 * M_PI);
            QVERIFY(std::abs(found.a.density[i] - wanted) < 0.02);
        }
        QVERIFY(std::abs(found.a.mean) < 0.02);
        QVERIFY(std::abs(found.a.deviation - 1.0) < 0.02);
    }

    void equalSidesOverlapWhole()
    {
        const std::vector<float> values = potentials(3000, -1.0, 5);
        DensityParams params = cutAtHalf();
        params.tail = 0.0;
        QVERIFY(std::abs(densityOf(values, values, params).overlap - 1.0) < 1e-9);
    }

    void nothingAndOneValueAreFine()
    {
        const MembraneDensity nothing = densityOf({}, {}, cutAtHalf());
        QCOMPARE(nothing.edges.size(), std::size_t{101});
        QVERIFY(std::isnan(nothing.overlap));
        QVERIFY(std::isnan(nothing.a.mean));
        QCOMPARE(areaOf(nothing, nothing.a), 0.0);
        const MembraneDensity one = densityOf({0.0F, 0.0F}, {0.0F}, {});
        QVERIFY(std::abs(areaOf(one, one.a) - 1.0) < 1e-9);
        QCOMPARE(one.a.zeroShare, 1.0);
    }

    void badInputIsNamed()
    {
        const float nan = std::numeric_limits<float>::quiet_NaN();
        INSPIKE_FAILS(densityOf({0.0F}, {0.0F, nan}, {}), ErrorKind::BadFormat, "potential 1");
        DensityParams params;
        params.bins = 1;
        INSPIKE_FAILS(densityOf({0.0F}, {}, params), ErrorKind::BadParameter, "bins");
        params = {};
        params.low = 2.0;
        params.high = 1.0;
        INSPIKE_FAILS(densityOf({0.0F}, {}, params), ErrorKind::BadParameter, "range");
        params = {};
        params.tail = 0.5;
        INSPIKE_FAILS(densityOf({0.0F}, {}, params), ErrorKind::BadParameter, "tail");
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), nullptr);
        const std::vector<float> values(10);
        INSPIKE_FAILS(membraneDensity(values, values, {}, job), ErrorKind::Cancelled, "");
    }
};

INSPIKE_TEST(TstMembraneDensity, tst_membrane_density)
#include "tst_membrane_density.moc"
