// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/attention.h"
#include "core/analysis/head_agreement.h"
#include "core/base/error.h"
#include "core/base/random.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

bool near(double a, double b, double tolerance = 1e-12)
{
    return std::abs(a - b) <= tolerance;
}

LabelledArray squareMap(std::vector<float> values)
{
    const auto size = static_cast<std::size_t>(std::lround(std::sqrt(double(values.size()))));
    return {axesOf({{AxisKind::Query, size}, {AxisKind::Key, size}}), std::move(values)};
}

// Counts as a spiking network makes them: small whole numbers, some rows all zero.
LabelledArray randomMaps(const std::vector<std::pair<AxisKind, std::size_t>>& shape,
                         std::uint64_t seed, std::uint32_t largest = 4)
{
    std::vector<Axis> axes = axesOf(shape);
    std::size_t size = 1;
    for (const Axis& axis : axes)
        size *= axis.size;
    std::vector<float> values(size);
    Random random(seed);
    const std::size_t keys = axes.back().size;
    for (std::size_t i = 0; i < size; i += keys) {
        const bool silent = random.chance(0.2);
        for (std::size_t key = 0; key < keys; ++key)
            values[i + key] = silent ? 0.0F : static_cast<float>(random.below(largest + 1));
    }
    return {std::move(axes), std::move(values)};
}

EntropyCell entropyOf(const LabelledArray& array)
{
    JobContext job = nullJob();
    return attentionEntropy(AttentionMaps(array), {}, job).front();
}

HeadAgreement agreementOf(const LabelledArray& array, HeadMeasure measure = HeadMeasure::Pearson)
{
    JobContext job = nullJob();
    return headAgreement(AttentionMaps(array), measure, job);
}

} // namespace

class TstAttention : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void evenRowsHaveTheEntropyOfTheirLength_data()
    {
        QTest::addColumn<int>("keys");
        for (const int keys : {2, 3, 7, 64, 1000})
            QTest::addRow("%d", keys) << keys;
    }
    void evenRowsHaveTheEntropyOfTheirLength()
    {
        QFETCH(int, keys);
        for (const float count : {1.0F, 3.0F, 0.25F}) {
            const std::vector<float> row(static_cast<std::size_t>(keys), count);
            const RowEntropy entropy = rowEntropy(row);
            QVERIFY(near(entropy.bits, std::log2(keys)));
            QVERIFY(near(entropy.relative, 1.0));
            QVERIFY(near(entropy.total, static_cast<double>(count) * keys));
        }
    }

    void oneAttendedTokenHasNoEntropy()
    {
        for (const float count : {1.0F, 5.0F, 0.1F}) {
            const RowEntropy entropy = rowEntropy(std::vector<float>{0.0F, count, 0.0F});
            QVERIFY(near(entropy.bits, 0.0));
            QVERIFY(near(entropy.relative, 0.0));
        }
        const RowEntropy known = rowEntropy(std::vector<float>{1.0F, 1.0F, 2.0F, 0.0F});
        QVERIFY(near(known.bits, 1.5));
        QVERIFY(near(known.relative, 0.75));
    }

    void rowsWithoutDistributionAreUndefined()
    {
        const RowEntropy silent = rowEntropy(std::vector<float>{0.0F, 0.0F});
        QVERIFY(std::isnan(silent.bits) && std::isnan(silent.relative));
        QCOMPARE(silent.total, 0.0);
        for (const float bad : {kNaN, -1.0F, std::numeric_limits<float>::infinity()}) {
            const RowEntropy invalid = rowEntropy(std::vector<float>{1.0F, bad, 2.0F});
            QVERIFY(std::isnan(invalid.bits) && std::isnan(invalid.total));
        }
        const RowEntropy single = rowEntropy(std::vector<float>{3.0F});
        QCOMPARE(single.bits, 0.0);
        QVERIFY(std::isnan(single.relative)); // log2 1 = 0: no scale to compare with
        QVERIFY(std::isnan(rowEntropy({}).bits));
    }

    void silentAndInvalidRowsAreCountedAndLeftOut()
    {
        const EntropyCell cell =
            entropyOf(squareMap({1.0F, 1.0F, 0.0F, 0.0F, 0.0F, 0.0F, 0.0F, kNaN, 4.0F}));
        QCOMPARE(cell.rows, 3U);
        QCOMPARE(cell.silent, 1U);
        QCOMPARE(cell.invalid, 1U);
        QVERIFY(near(cell.bits, 1.0));
        QVERIFY(near(cell.total, 1.0)); // sums 2 and 0
        const EntropyCell nothing = entropyOf(squareMap({0.0F, 0.0F, 0.0F, 0.0F}));
        QCOMPARE(nothing.silent, 2U);
        QVERIFY(std::isnan(nothing.bits) && std::isnan(nothing.relative));
        QCOMPARE(nothing.total, 0.0);
    }

    void normalisedRowsSumToOne()
    {
        const LabelledArray maps = randomMaps(
            {{AxisKind::Step, 3}, {AxisKind::Head, 2}, {AxisKind::Query, 5}, {AxisKind::Key, 6}},
            1);
        const LabelledArray normalised = rowNormalised(maps);
        QCOMPARE(normalised.shape(), maps.shape());
        const AttentionMaps before(maps);
        const AttentionMaps after(normalised);
        for (std::size_t map = 0; map < after.count(); ++map) {
            for (std::size_t query = 0; query < after.queries(); ++query) {
                const auto from = before.row(map, query);
                const auto row = after.row(map, query);
                const double old = std::accumulate(from.begin(), from.end(), 0.0);
                const double sum = std::accumulate(row.begin(), row.end(), 0.0);
                QVERIFY(old > 0.0 ? near(sum, 1.0, 1e-6) : std::isnan(sum));
            }
        }
    }

    void axesMayComeInAnyOrder()
    {
        const LabelledArray maps = randomMaps({{AxisKind::Step, 2},
                                               {AxisKind::Sample, 3},
                                               {AxisKind::Head, 4},
                                               {AxisKind::Query, 5},
                                               {AxisKind::Key, 6}},
                                              2);
        const std::vector<AxisKind> order{AxisKind::Key, AxisKind::Head, AxisKind::Query,
                                          AxisKind::Sample, AxisKind::Step};
        const LabelledArray turned = maps.permuted(order);
        JobContext job = nullJob();
        const std::vector<AxisKind> by{AxisKind::Head, AxisKind::Query};
        const auto a = attentionEntropy(AttentionMaps(maps), by, job);
        const auto b = attentionEntropy(AttentionMaps(turned), by, job);
        QCOMPARE(a.size(), 20U);
        QCOMPARE(b.size(), 20U);
        for (std::size_t i = 0; i < a.size(); ++i) {
            QCOMPARE(a[i].at, b[i].at);
            QCOMPARE(a[i].rows, 6U);
            QCOMPARE(a[i].silent, b[i].silent);
            QVERIFY(near(a[i].bits, b[i].bits));
            QVERIFY(near(a[i].total, b[i].total));
        }
        const HeadAgreement one = agreementOf(maps);
        const HeadAgreement other = agreementOf(turned);
        QVERIFY(near(one.mean, other.mean));
    }

    void cellsAreTheMeansOfTheirRows()
    {
        const LabelledArray maps = randomMaps(
            {{AxisKind::Step, 2}, {AxisKind::Head, 3}, {AxisKind::Query, 4}, {AxisKind::Key, 5}},
            3);
        const AttentionMaps view(maps);
        JobContext job = nullJob();
        const std::vector<AxisKind> by{AxisKind::Query, AxisKind::Step};
        const auto cells = attentionEntropy(view, by, job);
        QCOMPARE(cells.size(), 8U);
        for (const EntropyCell& cell : cells) {
            double bits = 0.0;
            std::size_t told = 0;
            for (std::size_t head = 0; head < 3; ++head) {
                const auto map = static_cast<std::size_t>(cell.at[1]) * 3 + head;
                const RowEntropy row =
                    rowEntropy(view.row(map, static_cast<std::size_t>(cell.at[0])));
                if (!std::isnan(row.bits)) {
                    bits += row.bits;
                    ++told;
                }
            }
            QCOMPARE(cell.rows, 3U);
            QCOMPARE(cell.rows - cell.silent, told);
            QVERIFY(told == 0 ? std::isnan(cell.bits)
                              : near(cell.bits, bits / static_cast<double>(told)));
        }
    }

    void entropyDoesNotDependOnTheOrderOfKeys()
    {
        Random random(8);
        std::vector<float> row(40);
        for (float& value : row)
            value = static_cast<float>(random.below(5));
        const RowEntropy before = rowEntropy(row);
        std::reverse(row.begin(), row.end());
        std::swap(row[3], row[17]);
        QVERIFY(near(before.bits, rowEntropy(row).bits));
    }

    void axesThatAreNotThereAreNamed()
    {
        const LabelledArray maps =
            randomMaps({{AxisKind::Head, 2}, {AxisKind::Query, 3}, {AxisKind::Key, 3}}, 4);
        JobContext job = nullJob();
        const std::vector<AxisKind> by{AxisKind::Step};
        try {
            attentionEntropy(AttentionMaps(maps), by, job);
            QFAIL("listed by steps that there are not");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::BadParameter);
            QVERIFY(QString(error.what()).contains("head,query"));
        }
        const LabelledArray none({}, {1.0F});
        QVERIFY_EXCEPTION_THROWN(AttentionMaps{none}, Error);
        QVERIFY_EXCEPTION_THROWN(AttentionMaps(randomMaps({{AxisKind::Query, 3}}, 1)), Error);
        QVERIFY_EXCEPTION_THROWN(
            AttentionMaps(
                randomMaps({{AxisKind::Query, 3}, {AxisKind::Query, 3}, {AxisKind::Key, 2}}, 1)),
            Error);
    }

    void tablesBeyondReasonAreRefused()
    {
        const std::size_t many = 3000;
        const LabelledArray maps(
            axesOf({{AxisKind::Step, many}, {AxisKind::Query, many}, {AxisKind::Key, 1}}),
            std::vector<float>(many * many, 1.0F));
        JobContext job = nullJob();
        const std::vector<AxisKind> by{AxisKind::Step, AxisKind::Query};
        QVERIFY_EXCEPTION_THROWN(attentionEntropy(AttentionMaps(maps), by, job), Error);
    }

    void equalHeadsAgreeFully()
    {
        std::vector<float> values;
        for (int head = 0; head < 3; ++head) {
            for (const int entry : {0, 1, 2, 3, 5, 0})
                values.push_back(static_cast<float>(entry * (head + 1)));
        }
        const LabelledArray maps(
            axesOf({{AxisKind::Head, 3}, {AxisKind::Query, 2}, {AxisKind::Key, 3}}),
            std::move(values));
        for (const HeadMeasure measure : {HeadMeasure::Pearson, HeadMeasure::Cosine}) {
            const HeadAgreement agreement = agreementOf(maps, measure);
            QCOMPARE(agreement.heads, 3U);
            QVERIFY(near(agreement.mean, 1.0));
            for (const double value : agreement.matrix)
                QVERIFY(near(value, 1.0));
        }
    }

    void oppositeHeadsHaveCorrelationMinusOneAndKnownCosine()
    {
        const LabelledArray maps(
            axesOf({{AxisKind::Head, 2}, {AxisKind::Query, 1}, {AxisKind::Key, 4}}),
            {0.0F, 1.0F, 2.0F, 3.0F, 3.0F, 2.0F, 1.0F, 0.0F});
        QVERIFY(near(agreementOf(maps).mean, -1.0));
        QVERIFY(near(agreementOf(maps, HeadMeasure::Cosine).mean, 4.0 / 14.0));
    }

    void evenAndSilentHeadsHaveNoCorrelation()
    {
        const LabelledArray maps(
            axesOf({{AxisKind::Head, 3}, {AxisKind::Query, 2}, {AxisKind::Key, 2}}),
            {0.1F, 0.1F, 0.1F, 0.1F, 0.0F, 0.0F, 0.0F, 0.0F, 1.0F, 0.0F, 0.0F, 1.0F});
        const HeadAgreement pearson = agreementOf(maps);
        QVERIFY(std::isnan(pearson.mean));
        QVERIFY(std::isnan(pearson.matrix[0]));
        QVERIFY(near(pearson.matrix[8], 1.0));
        const HeadAgreement cosine = agreementOf(maps, HeadMeasure::Cosine);
        QVERIFY(near(cosine.matrix[2], 1.0 / std::sqrt(2.0), 1e-7));
        QCOMPARE(cosine.counted[1], 0U); // the silent head
        QVERIFY(near(cosine.mean, cosine.matrix[2]));
    }

    void singleHeadsAndTokensHaveNothingToAgreeOn()
    {
        const HeadAgreement noAxis = agreementOf(squareMap({1.0F, 0.0F, 0.0F, 1.0F}));
        QCOMPARE(noAxis.heads, 1U);
        QVERIFY(std::isnan(noAxis.mean));
        const HeadAgreement oneToken = agreementOf(
            randomMaps({{AxisKind::Head, 2}, {AxisKind::Query, 1}, {AxisKind::Key, 1}}, 5));
        QCOMPARE(oneToken.heads, 2U);
        QVERIFY(std::isnan(oneToken.mean));
        const HeadAgreement empty = agreementOf(LabelledArray(axesOf({{AxisKind::Sample, 0},
                                                                      {AxisKind::Head, 2},
                                                                      {AxisKind::Query, 2},
                                                                      {AxisKind::Key, 2}}),
                                                              {}));
        QCOMPARE(empty.maps, 0U);
        QVERIFY(std::isnan(empty.mean));
    }

    void agreementIsTheMeanOverMapsOfTheHeadsThatHaveAValue()
    {
        // Sample 0: the heads are equal. Sample 1: opposite. Sample 2: head 1 is silent.
        const LabelledArray maps(axesOf({{AxisKind::Sample, 3},
                                         {AxisKind::Head, 2},
                                         {AxisKind::Query, 1},
                                         {AxisKind::Key, 3}}),
                                 {0, 1, 2, 0, 1, 2, 0, 1, 2, 2, 1, 0, 0, 1, 2, 0, 0, 0});
        const HeadAgreement agreement = agreementOf(maps);
        QCOMPARE(agreement.counted[1], 2U);
        QVERIFY(near(agreement.mean, 0.0));
    }

    void agreementDoesNotDependOnTheOrderOfTokens()
    {
        const LabelledArray maps =
            randomMaps({{AxisKind::Head, 4}, {AxisKind::Query, 6}, {AxisKind::Key, 6}}, 6, 9);
        std::vector<float> turned;
        for (std::size_t head = 0; head < 4; ++head) {
            for (std::size_t query = 6; query-- > 0;) {
                for (std::size_t key = 6; key-- > 0;)
                    turned.push_back(maps.values()[(head * 6 + query) * 6 + key]);
            }
        }
        const HeadAgreement a = agreementOf(maps);
        const HeadAgreement b = agreementOf(LabelledArray(maps.axes(), std::move(turned)));
        for (std::size_t i = 0; i < a.matrix.size(); ++i)
            QVERIFY(near(a.matrix[i], b.matrix[i]));
        QVERIFY(std::abs(a.mean) < 0.6); // unrelated heads
    }

    void longWorkIsCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        const AttentionMaps maps(
            randomMaps({{AxisKind::Head, 4}, {AxisKind::Query, 6}, {AxisKind::Key, 6}}, 7));
        QVERIFY_EXCEPTION_THROWN(attentionEntropy(maps, {}, job), Error);
        QVERIFY_EXCEPTION_THROWN(headAgreement(maps, HeadMeasure::Pearson, job), Error);
    }
};

INSPIKE_TEST(TstAttention, tst_attention)
#include "tst_attention.moc"
