// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/attention_rollout.h"
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/random.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

bool near(double a, double b, double tolerance = 1e-12)
{
    return std::abs(a - b) <= tolerance;
}

AttentionCounts randomCounts(std::size_t queries, std::size_t keys, std::uint64_t seed)
{
    AttentionCounts counts{queries, keys, std::vector<double>(queries * keys)};
    Random random(seed);
    for (std::size_t query = 0; query < queries; ++query) {
        const bool silent = random.chance(0.25);
        for (std::size_t key = 0; key < keys; ++key)
            counts.values[query * keys + key] = silent ? 0.0 : random.below(5);
    }
    return counts;
}

double rowSum(const JointAttention& joint, std::size_t row)
{
    double sum = 0.0;
    for (std::size_t column = 0; column < joint.tokens(); ++column)
        sum += joint.at(row, column);
    return sum;
}

JointAttention productOf(const std::vector<JointAttention>& layers)
{
    JobContext job = nullJob();
    return attentionRollout(layers, job);
}

} // namespace

class TstAttentionRollout : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void oneTokenOfEachGroupByHand()
    {
        // x' = x + 1.5 y: 1 / 2.5 of itself, 1.5 / 2.5 of the other.
        const AttentionCounts asks{1, 1, {3.0}};
        const JointAttention layer = crossLayer(&asks, &asks, {1.5, 1.0});
        QCOMPARE(layer.tokens(), 2U);
        for (const auto& [to, from, wanted] :
             {std::tuple{0U, 0U, 0.4}, {0U, 1U, 0.6}, {1U, 0U, 0.6}, {1U, 1U, 0.4}})
            QVERIFY(near(layer.at(to, from), wanted));
        const JointAttention twice = productOf({layer, layer});
        QVERIFY(near(twice.at(0, 0), 0.4 * 0.4 + 0.6 * 0.6));
        QVERIFY(near(twice.at(0, 1), 2.0 * 0.4 * 0.6));
    }

    void countsBecomeSharesOfTheRow()
    {
        const AttentionCounts first{2, 3, {1.0, 1.0, 2.0, 0.0, 0.0, 0.0}};
        const JointAttention layer = crossLayer(&first, nullptr, {1.0, 1.0});
        QCOMPARE(layer.first, 2U);
        QCOMPARE(layer.second, 3U);
        QVERIFY(near(layer.at(0, 0), 0.5));
        QVERIFY(near(layer.at(0, 2), 0.125));
        QVERIFY(near(layer.at(0, 4), 0.25));
        QVERIFY(near(layer.at(1, 1), 1.0)); // attends nobody: keeps itself
        QCOMPARE(layer.silentRows, 1U);
        for (std::size_t token = 2; token < 5; ++token)
            QVERIFY(near(layer.at(token, token), 1.0)); // the other group is left alone
    }

    void theTwoBlocksAreOneLayerNotTwo()
    {
        const AttentionCounts asks{1, 1, {1.0}};
        const JointAttention together = crossLayer(&asks, &asks, {1.0, 1.0});
        const JointAttention inTurn = productOf(
            {crossLayer(&asks, nullptr, {1.0, 1.0}), crossLayer(nullptr, &asks, {1.0, 1.0})});
        QVERIFY(near(together.at(1, 0), 0.5));
        QVERIFY(near(inTurn.at(1, 0), 0.25)); // half of what the enriched token has left
    }

    void selfAttentionIsHalfOfEach()
    {
        const AttentionCounts counts{2, 2, {1.0, 3.0, 1.0, 0.0}};
        const JointAttention layer = selfLayer(counts, {});
        QVERIFY(near(layer.at(0, 0), 0.5 + 0.125));
        QVERIFY(near(layer.at(0, 1), 0.375));
        QVERIFY(near(layer.at(1, 0), 0.5));
        const JointAttention replaced = selfLayer(counts, {1.0, 0.0});
        QVERIFY(near(replaced.at(1, 1), 0.0));
    }

    void rowsSumToOneThroughAnyNumberOfLayers()
    {
        for (std::uint64_t seed = 0; seed < 20; ++seed) {
            std::vector<JointAttention> layers;
            for (std::uint64_t l = 0; l < 1 + seed % 4; ++l) {
                const AttentionCounts first = randomCounts(5, 7, 100 * seed + 2 * l);
                const AttentionCounts second = randomCounts(7, 5, 100 * seed + 2 * l + 1);
                layers.push_back(crossLayer(&first, &second, {1.5, 1.0}));
            }
            const JointAttention rollout = productOf(layers);
            for (std::size_t row = 0; row < 12; ++row) {
                QVERIFY(near(rowSum(rollout, row), 1.0));
                for (std::size_t column = 0; column < 12; ++column)
                    QVERIFY(rollout.at(row, column) >= 0.0);
            }
        }
    }

    void noAttentionIsTheIdentity()
    {
        const AttentionCounts silent{2, 2, {0.0, 0.0, 0.0, 0.0}};
        const JointAttention rollout =
            productOf({selfLayer(silent, {}), selfLayer(silent, {1.0, 0.0})});
        const AttentionCounts busy{2, 2, {1.0, 1.0, 1.0, 1.0}};
        const JointAttention unweighted = selfLayer(busy, {0.0, 1.0});
        for (std::size_t i = 0; i < 2; ++i) {
            for (std::size_t j = 0; j < 2; ++j) {
                QCOMPARE(rollout.at(i, j), i == j ? 1.0 : 0.0);
                QCOMPARE(unweighted.at(i, j), i == j ? 1.0 : 0.0);
            }
        }
        QCOMPARE(rollout.silentRows, 4U);
        // Neither token nor attention weighs anything: nothing is left to divide by.
        QCOMPARE(selfLayer(busy, {0.0, 0.0}).at(0, 0), 1.0);
    }

    void renamingTokensRenamesTheRollout()
    {
        const AttentionCounts counts = randomCounts(6, 6, 3);
        const AttentionCounts more = randomCounts(6, 6, 4);
        const std::array<std::size_t, 6> name{3, 1, 5, 0, 2, 4};
        const auto renamed = [&](const AttentionCounts& from) {
            AttentionCounts to = from;
            for (std::size_t i = 0; i < 6; ++i) {
                for (std::size_t j = 0; j < 6; ++j)
                    to.values[name[i] * 6 + name[j]] = from.values[i * 6 + j];
            }
            return to;
        };
        const JointAttention a = productOf({selfLayer(counts, {}), selfLayer(more, {})});
        const JointAttention b =
            productOf({selfLayer(renamed(counts), {}), selfLayer(renamed(more), {})});
        for (std::size_t i = 0; i < 6; ++i) {
            for (std::size_t j = 0; j < 6; ++j)
                QVERIFY(near(a.at(i, j), b.at(name[i], name[j])));
        }
    }

    void layersThatDoNotFitAreRefused()
    {
        const AttentionCounts a{2, 3, std::vector<double>(6, 1.0)};
        const AttentionCounts b{2, 3, std::vector<double>(6, 1.0)};
        QVERIFY_EXCEPTION_THROWN(crossLayer(&a, &b, {}), Error);
        QVERIFY_EXCEPTION_THROWN(crossLayer(nullptr, nullptr, {}), Error);
        QVERIFY_EXCEPTION_THROWN(selfLayer(a, {}), Error);
        const AttentionCounts square{2, 2, std::vector<double>(4, 1.0)};
        QVERIFY_EXCEPTION_THROWN(productOf({}), Error);
        QVERIFY_EXCEPTION_THROWN(productOf({selfLayer(square, {}), crossLayer(&a, nullptr, {})}),
                                 Error);
    }

    void graphsBeyondTheMemoryBudgetAreRefused()
    {
        setMemoryBudget(64ULL << 20U);
        ErrorKind kind = ErrorKind::Internal;
        try {
            const AttentionCounts wide{1, 3000, std::vector<double>(3000, 1.0)};
            crossLayer(&wide, nullptr, {});
        } catch (const Error& error) {
            kind = error.kind();
        }
        setMemoryBudget(0);
        QCOMPARE(kind, ErrorKind::OutOfMemory);
    }

    void countsAreThoseOfTheChosenMaps()
    {
        std::vector<float> values;
        for (std::size_t map = 0; map < 2 * 3 * 2; ++map) { // step, sample, head
            for (std::size_t entry = 0; entry < 2; ++entry)
                values.push_back(static_cast<float>(map * 2 + entry));
        }
        const AttentionMaps maps(LabelledArray(axesOf({{AxisKind::Step, 2},
                                                       {AxisKind::Sample, 3},
                                                       {AxisKind::Head, 2},
                                                       {AxisKind::Query, 1},
                                                       {AxisKind::Key, 2}}),
                                               std::move(values)));
        JobContext job = nullJob();
        const std::vector<std::pair<AxisKind, std::size_t>> one{{AxisKind::Step, 1},
                                                                {AxisKind::Sample, 2}};
        const AttentionCounts chosen = attentionCounts(maps, one, HeadWeights::Counts, job);
        QCOMPARE(chosen.values, (std::vector<double>{20.0 + 22.0, 21.0 + 23.0}));
        const AttentionCounts equal = attentionCounts(maps, one, HeadWeights::Equal, job);
        QVERIFY(near(equal.values[0], 20.0 / 41.0 + 22.0 / 45.0));
        const AttentionCounts all = attentionCounts(maps, {}, HeadWeights::Counts, job);
        QCOMPARE(all.values[0] + all.values[1], 23.0 * 24.0 / 2.0);
        const std::vector<std::pair<AxisKind, std::size_t>> beyond{{AxisKind::Sample, 3}};
        QVERIFY_EXCEPTION_THROWN(attentionCounts(maps, beyond, HeadWeights::Counts, job), Error);
        const std::vector<std::pair<AxisKind, std::size_t>> absent{{AxisKind::Token, 0}};
        QVERIFY_EXCEPTION_THROWN(attentionCounts(maps, absent, HeadWeights::Counts, job), Error);
    }

    void attentionThatIsNoCountIsRefused()
    {
        JobContext job = nullJob();
        for (const float bad : {-1.0F, std::numeric_limits<float>::quiet_NaN()}) {
            const AttentionMaps maps(
                LabelledArray(axesOf({{AxisKind::Query, 1}, {AxisKind::Key, 2}}), {1.0F, bad}));
            QVERIFY_EXCEPTION_THROWN(attentionCounts(maps, {}, HeadWeights::Counts, job), Error);
        }
    }

    void longProductsAreCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        const AttentionCounts counts = randomCounts(6, 6, 3);
        const std::vector<JointAttention> layers{selfLayer(counts, {}), selfLayer(counts, {})};
        QVERIFY_EXCEPTION_THROWN(attentionRollout(layers, job), Error);
    }
};

INSPIKE_TEST(TstAttentionRollout, tst_attention_rollout)
#include "tst_attention_rollout.moc"
