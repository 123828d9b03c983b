// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/cka.h"
#include "core/base/memory.h"
#include "core/io/hdf5/hdf5_file.h"
#include "tests/core/analysis/domains/plain_domains.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <numeric>
#include <stop_token>

using namespace inspike;
using namespace inspike::test;

namespace {

CkaParams ofKind(CkaKind kind)
{
    CkaParams params;
    params.kind = kind;
    return params;
}

double ckaOf(const Points& a, const Points& b, const CkaParams& params)
{
    JobContext job = nullJob();
    return cka(a.view(), b.view(), params, job);
}

double ckaOf(const Points& a, const Points& b, CkaKind kind)
{
    return ckaOf(a, b, ofKind(kind));
}

double relative(double found, double wanted)
{
    return std::abs(found - wanted) / std::abs(wanted);
}

double plainLinear(const Points& a, const Points& b)
{
    return plainAlignment(plainlyCentred(plainGram(a)), plainlyCentred(plainGram(b)), 1e-7);
}

double plainDebiased(const Points& a, const Points& b)
{
    return plainAlignment(plainlyUnbiased(plainGram(a)), plainlyUnbiased(plainGram(b)), 0.0);
}

constexpr CkaKind kKinds[] = {CkaKind::Linear, CkaKind::Rbf, CkaKind::Debiased, CkaKind::Minibatch};

Points fixturePoints(const Hdf5File& file, const std::string& name)
{
    Points points;
    points.values = file.readFloats(name);
    points.count = file.readTensor(name).shape[0];
    points.width = points.values.size() / points.count;
    return points;
}

} // namespace

class TstCka : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void referenceValuesAreReproduced()
    {
        const auto path = sharedFile("fixtures/static-to-event-h-losses-neuron.h5");
        INSPIKE_NEED(path, "reference values");
        const Hdf5File file = Hdf5File::open(path);
        for (int i = 0; i < 4; ++i) {
            const std::string group = "/loss/cka" + std::to_string(i) + "/";
            const Points x = fixturePoints(file, group + "x");
            const Points y = fixturePoints(file, group + "y");
            const auto number = [&](const char* name) {
                return file.readDoubles(group + name).front();
            };
            // The reference is float32: its own two ways to the linear one are 5e-7 apart.
            QVERIFY(relative(ckaOf(x, y, CkaKind::Linear), number("linear_cka")) < 1e-6);
            QVERIFY(relative(ckaOf(x, y, CkaKind::Linear), number("feature_space_linear_cka")) <
                    1e-6);
            QVERIFY(relative(ckaOf(x, y, CkaKind::Rbf), number("rbf_cka")) < 1e-6);
            if (i == 0) // two samples
                QVERIFY(std::isnan(ckaOf(x, y, CkaKind::Debiased)));
            else
                QVERIFY(relative(ckaOf(x, y, CkaKind::Debiased), number("linear_cka_debiased")) <
                        1e-6);
        }
    }

    void everyKindIsAsDefined()
    {
        // More features than samples, and fewer.
        for (const auto& [samples, features] : {std::pair{9, 40}, {60, 7}}) {
            const Points x = normalPoints(static_cast<std::size_t>(samples),
                                          static_cast<std::size_t>(features), 1, 3.0);
            const Points y = mixedPoints(x, 0.6, 2);
            QVERIFY(relative(ckaOf(x, y, CkaKind::Linear), plainLinear(x, y)) < 1e-12);
            QVERIFY(relative(ckaOf(x, y, CkaKind::Debiased), plainDebiased(x, y)) < 1e-11);
            CkaParams rbf = ofKind(CkaKind::Rbf);
            rbf.bandwidth = 0.7;
            const double wanted = plainAlignment(plainlyCentred(plainGaussian(x, 0.7)),
                                                 plainlyCentred(plainGaussian(y, 0.7)), 1e-7);
            QVERIFY(relative(ckaOf(x, y, rbf), wanted) < 1e-11);
        }
    }

    void oneMinibatchIsDebiased()
    {
        const Points x = normalPoints(50, 12, 3);
        const Points y = mixedPoints(x, 0.5, 4);
        CkaParams params = ofKind(CkaKind::Minibatch);
        params.batch = 50;
        QVERIFY(relative(ckaOf(x, y, params), plainDebiased(x, y)) < 1e-11);
        params.batch = 4000; // more than there are
        QVERIFY(relative(ckaOf(x, y, params), plainDebiased(x, y)) < 1e-11);
    }

    void minibatchesEstimateTheDebiasedOne()
    {
        const Points x = normalPoints(1200, 20, 5);
        const Points y = mixedPoints(x, 0.5, 6);
        CkaParams params = ofKind(CkaKind::Minibatch);
        params.batch = 60;
        const double estimate = ckaOf(x, y, params);
        QVERIFY(std::abs(estimate - ckaOf(x, y, CkaKind::Debiased)) < 0.01);
        QCOMPARE(ckaOf(x, y, params), estimate);
        params.threads = 1;
        QCOMPARE(ckaOf(x, y, params), estimate);
        params.seed = 2;
        QVERIFY(ckaOf(x, y, params) != estimate);
        // The plain one of as small a batch is far off.
        std::vector<std::size_t> few(60);
        std::iota(few.begin(), few.end(), std::size_t{0});
        QVERIFY(ckaOf(chosen(x, few), chosen(y, few), CkaKind::Linear) > estimate + 0.05);
    }

    void aSilentBatchAddsNothing()
    {
        Points x = normalPoints(400, 6, 7);
        std::fill(x.values.begin(), x.values.begin() + 300 * 6, 0.0F);
        const Points y = mixedPoints(x, 0.2, 8);
        CkaParams params = ofKind(CkaKind::Minibatch);
        params.batch = 8;
        QVERIFY(std::isfinite(ckaOf(x, y, params)));
    }

    void withItselfItIsOne()
    {
        const Points x = normalPoints(40, 9, 9);
        for (const CkaKind kind : kKinds)
            QVERIFY(std::abs(ckaOf(x, x, kind) - 1.0) < 1e-6); // the guard of the denominator
    }

    void rotationScaleAndShiftChangeNothing()
    {
        const Points x = normalPoints(48, 10, 10);
        const Points y = mixedPoints(x, 0.4, 11);
        const Points turned = rotated(y, 3.0, 12);
        for (const CkaKind kind : kKinds)
            QVERIFY(relative(ckaOf(x, turned, kind), ckaOf(x, y, kind)) < 1e-5);
    }

    void orderOfSamplesDoesNotMatterWhenBothAreInIt()
    {
        const Points x = normalPoints(37, 5, 13);
        const Points y = mixedPoints(x, 0.4, 14);
        std::vector<std::size_t> order(37);
        std::iota(order.rbegin(), order.rend(), std::size_t{0});
        std::swap(order[3], order[20]);
        for (const CkaKind kind : {CkaKind::Linear, CkaKind::Rbf, CkaKind::Debiased}) {
            QVERIFY(relative(ckaOf(chosen(x, order), chosen(y, order), kind), ckaOf(x, y, kind)) <
                    1e-10);
            QVERIFY(relative(ckaOf(x, chosen(y, order), kind), ckaOf(x, y, kind)) > 0.1);
        }
    }

    void largeGridsInFloatAreThePlainOnesInDouble()
    {
        // Large enough for float32 products of features: n a b = 3000 * 800 * 800 * 2 = 4e9 per
        // pair of three by three layers.
        std::vector<Points> a;
        std::vector<Points> b;
        std::vector<PointsView> ofA;
        std::vector<PointsView> ofB;
        for (std::uint64_t i = 0; i < 4; ++i) {
            a.push_back(normalPoints(3000, 800, 20 + i, 0.5));
            b.push_back(mixedPoints(a.back(), 0.2 + 0.2 * static_cast<double>(i), 30 + i));
        }
        for (std::size_t i = 0; i < 4; ++i) {
            ofA.push_back(a[i].view());
            ofB.push_back(b[i].view());
        }
        JobContext job = nullJob();
        for (const CkaKind kind : {CkaKind::Linear, CkaKind::Debiased}) {
            const CkaGrid grid = ckaGrid(ofA, ofB, ofKind(kind), job);
            for (const auto& [i, j] : {std::pair<std::size_t, std::size_t>{0, 0}, {2, 2}, {1, 3}}) {
                // One pair is small enough for double.
                const double wanted = cka(ofA[i], ofB[j], ofKind(kind), job);
                if (i == j || kind == CkaKind::Linear)
                    QVERIFY2(relative(grid(i, j), wanted) < 1e-6,
                             qPrintable(QString::number(relative(grid(i, j), wanted))));
                else // what does not belong together is 0 but for chance
                    QVERIFY(std::abs(grid(i, j) - wanted) < 1e-6);
            }
        }
    }

    void aGridIsItsPairs()
    {
        const std::vector<Points> points = {normalPoints(20, 5, 40), normalPoints(20, 33, 41),
                                            mixedPoints(normalPoints(20, 5, 40), 0.3, 42)};
        const std::vector<PointsView> views = {points[0].view(), points[1].view(),
                                               points[2].view()};
        JobContext job = nullJob();
        for (const CkaKind kind : kKinds) {
            const CkaGrid own = ckaGrid(views, views, ofKind(kind), job);
            const CkaGrid part = ckaGrid(std::span(views).first(2), views, ofKind(kind), job);
            QCOMPARE(own.rows, std::size_t{3});
            QCOMPARE(part.rows, std::size_t{2});
            for (std::size_t i = 0; i < 3; ++i) {
                for (std::size_t j = 0; j < 3; ++j) {
                    const double wanted = cka(views[i], views[j], ofKind(kind), job);
                    QVERIFY(std::abs(own(i, j) - wanted) < 1e-10);
                    QVERIFY(i == 2 || std::abs(part(i, j) - wanted) < 1e-10);
                }
            }
        }
    }

    void undefinedIsNeitherZeroNorOne()
    {
        const Points one = normalPoints(1, 5, 50);
        const Points three = normalPoints(3, 5, 51);
        const Points some = normalPoints(8, 5, 52);
        Points equal(8, 5);
        std::fill(equal.values.begin(), equal.values.end(), 0.3F);
        const Points nothing(8, 0);
        const Points none(0, 5);
        for (const CkaKind kind : kKinds) {
            QVERIFY(std::isnan(ckaOf(one, one, kind)));
            QVERIFY(std::isnan(ckaOf(equal, some, kind)));
            QVERIFY(std::isnan(ckaOf(some, equal, kind)));
            QVERIFY(std::isnan(ckaOf(some, Points(8, 5), kind)));
            QVERIFY(std::isnan(ckaOf(some, nothing, kind)));
            QVERIFY(std::isnan(ckaOf(none, none, kind)));
        }
        QVERIFY(std::isnan(ckaOf(three, three, CkaKind::Debiased)));
        QVERIFY(std::isfinite(ckaOf(three, three, CkaKind::Linear)));
    }

    void bandsHoldTheValueAndNarrowWithSamples()
    {
        JobContext job = nullJob();
        BootstrapParams bootstrap;
        bootstrap.replicates = 100;
        double before = 1.0;
        for (const std::size_t samples : {30, 120, 480}) {
            const Points x = normalPoints(samples, 8, 60);
            const Points y = mixedPoints(x, 0.5, 61);
            for (const CkaKind kind : {CkaKind::Linear, CkaKind::Rbf, CkaKind::Debiased}) {
                const Band band = ckaBand(x.view(), y.view(), ofKind(kind), bootstrap, job);
                QCOMPARE(band.value, ckaOf(x, y, kind));
                QVERIFY(band.low < band.value && band.value < band.high);
                if (kind == CkaKind::Debiased) {
                    QVERIFY(std::abs(band.bias) < 0.05);
                    QVERIFY(band.high - band.low < before);
                    before = band.high - band.low;
                }
            }
        }
    }

    void bandsAreThoseOfDrawnSamples()
    {
        // Replicates of the plain estimate are CKA of the samples that were drawn.
        const Points x = normalPoints(25, 6, 62);
        const Points y = mixedPoints(x, 0.5, 63);
        BootstrapParams bootstrap;
        bootstrap.replicates = 40;
        const std::vector<float> counts = bootstrapCounts(25, bootstrap);
        std::vector<double> values;
        for (std::size_t r = 0; r < bootstrap.replicates; ++r) {
            std::vector<std::size_t> drawn;
            for (std::size_t i = 0; i < 25; ++i)
                drawn.insert(drawn.end(),
                             static_cast<std::size_t>(counts[i * bootstrap.replicates + r]), i);
            QCOMPARE(drawn.size(), std::size_t{25});
            values.push_back(plainLinear(chosen(x, drawn), chosen(y, drawn)));
        }
        JobContext job = nullJob();
        const Band wanted = percentileBand(plainLinear(x, y), values, bootstrap.confidence);
        const Band found = ckaBand(x.view(), y.view(), ofKind(CkaKind::Linear), bootstrap, job);
        QVERIFY(std::abs(found.low - wanted.low) < 1e-7);
        QVERIFY(std::abs(found.high - std::min(1.0, wanted.high)) < 1e-7);
        QVERIFY(std::abs(found.bias - wanted.bias) < 1e-7);
    }

    void withoutReplicatesOrValueThereIsNoBand()
    {
        JobContext job = nullJob();
        const Points x = normalPoints(10, 4, 64);
        const Band none = ckaBand(x.view(), x.view(), {}, {}, job);
        QCOMPARE(none.value, ckaOf(x, x, CkaKind::Linear));
        QVERIFY(std::isnan(none.low) && std::isnan(none.high));
        BootstrapParams bootstrap;
        bootstrap.replicates = 10;
        const Points zero(10, 4);
        const Band undefined = ckaBand(x.view(), zero.view(), {}, bootstrap, job);
        QVERIFY(std::isnan(undefined.value) && std::isnan(undefined.low));
    }

    void badInputIsNamed()
    {
        JobContext job = nullJob();
        const Points x = normalPoints(10, 4, 65);
        const Points fewer = normalPoints(9, 4, 66);
        INSPIKE_FAILS(cka(x.view(), fewer.view(), {}, job), ErrorKind::BadShape, "9 samples");
        Points odd = x;
        odd.row(3)[2] = std::numeric_limits<float>::quiet_NaN();
        INSPIKE_FAILS(cka(x.view(), odd.view(), {}, job), ErrorKind::BadFormat, "finite");
        odd.row(3)[2] = std::numeric_limits<float>::infinity();
        INSPIKE_FAILS(cka(odd.view(), x.view(), {}, job), ErrorKind::BadFormat, "finite");
        CkaParams params = ofKind(CkaKind::Minibatch);
        params.batch = 3;
        INSPIKE_FAILS(cka(x.view(), x.view(), params, job), ErrorKind::BadParameter, "4 samples");
        params = ofKind(CkaKind::Rbf);
        params.bandwidth = 0.0;
        INSPIKE_FAILS(cka(x.view(), x.view(), params, job), ErrorKind::BadParameter, "bandwidth");
    }

    void memoryIsCheckedBeforeItIsTaken()
    {
        const Points x = normalPoints(6000, 2, 67);
        setMemoryBudget(64U << 20U);
        JobContext job = nullJob();
        const auto refusal = refusalOf([&] { cka(x.view(), x.view(), ofKind(CkaKind::Rbf), job); });
        setMemoryBudget(0);
        QVERIFY(refusal.has_value());
        QVERIFY(refusal->kind == ErrorKind::OutOfMemory);
        QVERIFY(refusal->text.find("fewer samples") != std::string::npos);
    }

    void itCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), nullptr);
        const Points x = normalPoints(100, 50, 68);
        for (const CkaKind kind : kKinds)
            INSPIKE_FAILS(cka(x.view(), x.view(), ofKind(kind), job), ErrorKind::Cancelled, "");
    }
};

INSPIKE_TEST(TstCka, tst_cka)
#include "tst_cka.moc"
