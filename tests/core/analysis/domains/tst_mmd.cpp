// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/mmd.h"
#include "tests/core/analysis/domains/plain_domains.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <numeric>
#include <stop_token>

using namespace inspike;
using namespace inspike::test;

namespace {

Mmd mmdOf(const Points& x, const Points& y, const MmdParams& params = {})
{
    JobContext job = nullJob();
    return mmd(x.view(), y.view(), params, job);
}

Points together(const Points& x, const Points& y)
{
    Points all(x.count + y.count, x.width);
    std::copy(x.values.begin(), x.values.end(), all.values.begin());
    std::copy(y.values.begin(), y.values.end(),
              all.values.begin() + static_cast<std::ptrdiff_t>(x.values.size()));
    return all;
}

// The definition, with the median of samples that differ.
double plainMmd(const Points& x, const Points& y, const std::vector<double>& bandwidths,
                double& median)
{
    const Points all = together(x, y);
    std::vector<double> squares;
    for (std::size_t i = 0; i < all.count; ++i) {
        for (std::size_t j = 0; j < i; ++j)
            squares.push_back(squareApart(all.view().row(i), all.view().row(j)));
    }
    std::erase(squares, 0.0);
    std::sort(squares.begin(), squares.end());
    const double square = squares[(squares.size() - 1) / 2];
    median = std::sqrt(square);
    const auto kernel = [&](const Points& a, std::size_t i, const Points& b, std::size_t j) {
        double sum = 0.0;
        for (const double bandwidth : bandwidths)
            sum += std::exp(-squareApart(a.view().row(i), b.view().row(j)) /
                            (2.0 * bandwidth * bandwidth * square));
        return sum / static_cast<double>(bandwidths.size());
    };
    double ofX = 0.0;
    double ofY = 0.0;
    double between = 0.0;
    for (std::size_t i = 0; i < x.count; ++i) {
        for (std::size_t j = 0; j < x.count; ++j)
            ofX += i == j ? 0.0 : kernel(x, i, x, j);
        for (std::size_t j = 0; j < y.count; ++j)
            between += kernel(x, i, y, j);
    }
    for (std::size_t i = 0; i < y.count; ++i) {
        for (std::size_t j = 0; j < y.count; ++j)
            ofY += i == j ? 0.0 : kernel(y, i, y, j);
    }
    const auto n = static_cast<double>(x.count);
    const auto m = static_cast<double>(y.count);
    return ofX / (n * (n - 1.0)) + ofY / (m * (m - 1.0)) - 2.0 * between / (n * m);
}

MmdParams tested(Permutation permutation, std::size_t permutations = 199)
{
    MmdParams params;
    params.permutation = permutation;
    params.permutations = permutations;
    return params;
}

} // namespace

class TstMmd : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theEstimateIsAsDefined()
    {
        const Points x = normalPoints(23, 6, 1, 2.0);
        const Points y = normalPoints(31, 6, 2, 2.7);
        for (const std::vector<double>& bandwidths :
             {std::vector<double>{1.0}, std::vector<double>{0.5, 1.0, 2.0}}) {
            MmdParams params;
            params.bandwidths = bandwidths;
            double median = 0.0;
            const double wanted = plainMmd(x, y, bandwidths, median);
            const Mmd found = mmdOf(x, y, params);
            QVERIFY(std::abs(found.squared.value - wanted) < 1e-12);
            QVERIFY(std::abs(found.medianDistance - median) < 1e-9);
            QVERIFY(std::isnan(found.p) && std::isnan(found.squared.low));
        }
    }

    void manySamplesInFloatAgreeWithTheDefinition()
    {
        const Points x = normalPoints(1100, 5, 3);
        const Points y = normalPoints(1000, 5, 4, 0.3);
        double median = 0.0;
        const double wanted = plainMmd(x, y, {1.0}, median);
        const Mmd found = mmdOf(x, y);
        // The median is that of 2000 of the 2100 samples.
        QVERIFY(std::abs(found.medianDistance - median) < 0.01 * median);
        QVERIFY(std::abs(found.squared.value - wanted) < 0.02 * wanted);
    }

    void aDomainIsNotFarFromItself()
    {
        const Points x = normalPoints(60, 8, 5);
        for (const Permutation permutation : {Permutation::Pairs, Permutation::Pooled}) {
            const Mmd found = mmdOf(x, x, tested(permutation));
            QVERIFY(found.squared.value < 0.0 && found.squared.value > -0.05);
            QVERIFY(found.p > 0.9);
        }
        // Partners that are the same may change places: every permutation is as it was.
        QCOMPARE(mmdOf(x, x, tested(Permutation::Pairs)).p, 1.0);
    }

    void twoDrawsOfOneDistributionAreNotToldApart()
    {
        int rejected = 0;
        for (std::uint64_t i = 0; i < 20; ++i) {
            const Mmd found = mmdOf(normalPoints(40, 4, 100 + i), normalPoints(40, 4, 200 + i),
                                    tested(Permutation::Pooled, 99));
            rejected += found.p <= 0.05 ? 1 : 0;
        }
        QVERIFY(rejected <= 4);
    }

    void shiftedDistributionsAreToldApart()
    {
        const Points x = normalPoints(60, 8, 6);
        const Points y = normalPoints(60, 8, 7, 0.8);
        for (const Permutation permutation : {Permutation::Pairs, Permutation::Pooled}) {
            const Mmd found = mmdOf(x, y, tested(permutation));
            QVERIFY(found.squared.value > 0.05);
            QCOMPARE(found.p, 1.0 / 200.0); // none of 199 as large
            QCOMPARE(found.permuted.size(), std::size_t{199});
        }
    }

    void permutationsAreThoseOfTheDefinition()
    {
        // With two pairs there are two different divisions: as it is, and one partner swapped.
        Points x(2, 1);
        Points y(2, 1);
        x.values = {0.0F, 1.0F};
        y.values = {5.0F, 7.0F};
        Points swappedX(2, 1);
        Points swappedY(2, 1);
        swappedX.values = {5.0F, 1.0F};
        swappedY.values = {0.0F, 7.0F};
        double median = 0.0;
        const double asItIs = plainMmd(x, y, {1.0}, median);
        const double swapped = plainMmd(swappedX, swappedY, {1.0}, median);
        const Mmd found = mmdOf(x, y, tested(Permutation::Pairs, 50));
        QVERIFY(std::abs(found.squared.value - asItIs) < 1e-12);
        int ofEach[2] = {0, 0};
        for (const double value : found.permuted) {
            const bool same = std::abs(value - asItIs) < 1e-12;
            QVERIFY(same || std::abs(value - swapped) < 1e-12);
            ++ofEach[same ? 0 : 1];
        }
        QVERIFY(ofEach[0] > 10 && ofEach[1] > 10);
    }

    void theSameSeedGivesTheSameBits()
    {
        const Points x = normalPoints(50, 4, 8);
        const Points y = normalPoints(50, 4, 9, 0.2);
        MmdParams params = tested(Permutation::Pooled);
        params.bootstrap.replicates = 50;
        const Mmd first = mmdOf(x, y, params);
        params.threads = 1;
        const Mmd again = mmdOf(x, y, params);
        QCOMPARE(again.squared.value, first.squared.value);
        QCOMPARE(again.squared.low, first.squared.low);
        QVERIFY(again.permuted == first.permuted);
        params.seed = 2;
        QVERIFY(mmdOf(x, y, params).permuted != first.permuted);
    }

    void bandsHoldTheValue()
    {
        for (const std::size_t ofY : {std::size_t{80}, std::size_t{50}}) {
            const Points x = normalPoints(80, 4, 10);
            const Points y = normalPoints(ofY, 4, 11, 0.7);
            MmdParams params;
            params.bootstrap.replicates = 200;
            const Mmd found = mmdOf(x, y, params);
            QVERIFY(found.squared.low < found.squared.value);
            QVERIFY(found.squared.value < found.squared.high);
            QVERIFY(found.squared.low > 0.0);
            QVERIFY(std::abs(found.squared.bias) < 0.1 * found.squared.value);
        }
    }

    void undefinedIsNotZero()
    {
        const Points one = normalPoints(1, 3, 12);
        const Points equal(5, 3);
        const Points nothing(5, 0);
        for (const Mmd& found : {mmdOf(one, one, tested(Permutation::Pairs)), mmdOf(equal, equal),
                                 mmdOf(nothing, nothing)}) {
            QVERIFY(std::isnan(found.squared.value));
            QVERIFY(std::isnan(found.p));
            QVERIFY(std::isnan(found.medianDistance));
        }
        // Mostly the same samples have a distance all the same.
        Points few(6, 3);
        few.row(5)[0] = 1.0F;
        QVERIFY(std::isfinite(mmdOf(few, equal).squared.value));
    }

    void badInputIsNamed()
    {
        const Points x = normalPoints(10, 4, 13);
        INSPIKE_FAILS(mmdOf(x, normalPoints(10, 3, 14)), ErrorKind::BadShape, "4 and 3");
        INSPIKE_FAILS(mmdOf(x, normalPoints(9, 4, 14), tested(Permutation::Pairs)),
                      ErrorKind::BadShape, "10 and 9");
        Points odd = x;
        odd.row(9)[0] = std::numeric_limits<float>::infinity();
        INSPIKE_FAILS(mmdOf(x, odd), ErrorKind::BadFormat, "finite");
        MmdParams params;
        params.bandwidths = {1.0, -1.0};
        INSPIKE_FAILS(mmdOf(x, x, params), ErrorKind::BadParameter, "bandwidth");
        params.bandwidths = {};
        INSPIKE_FAILS(mmdOf(x, x, params), ErrorKind::BadParameter, "bandwidth");
    }

    void itCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), nullptr);
        const Points x = normalPoints(100, 5, 15);
        INSPIKE_FAILS(mmd(x.view(), x.view(), {}, job), ErrorKind::Cancelled, "");
    }
};

INSPIKE_TEST(TstMmd, tst_mmd)
#include "tst_mmd.moc"
