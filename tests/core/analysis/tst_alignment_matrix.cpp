// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/alignment_matrix.h"
#include "core/base/error.h"
#include "tests/support/make_av_run.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <limits>
#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr double kTau = 0.07;

Activation residual(const std::string& id, std::size_t steps, std::size_t samples,
                    std::vector<float> values)
{
    const std::size_t features = values.size() / steps / samples;
    return probeOf(id, ProbeKind::Embedding,
                   {{axisOf(AxisKind::Step, steps), axisOf(AxisKind::Sample, samples),
                     axisOf(AxisKind::Feature, features)},
                    std::move(values)});
}

// Two samples of two features over two steps.
Run tinyRun()
{
    Run run;
    run.outputs.emplace("audio_residual", residual("audio_residual", 2, 2,
                                                   {1, 0, 0, 0.5F, //
                                                    0, 1, 0, 0.5F}));
    run.outputs.emplace("visual_residual", residual("visual_residual", 2, 2,
                                                    {1, 1, 0, 1, //
                                                     0, 0, 1, 1}));
    return run;
}

AlignmentCells cellsOf(const AlignmentFeatures& features, bool shares, std::size_t perCell = 1)
{
    JobContext job = nullJob();
    return alignmentCells(features, kTau, shares,
                          {0, features.samples, 0, features.samples, perCell}, job);
}

AlignmentFeatures madeFeatures(std::size_t samples)
{
    const Run run = makeAvRun({4, samples, 3});
    return alignmentFeatures(run, sampleClasses(run).order(), kAllSteps);
}

} // namespace

class TstAlignmentMatrix : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void similaritiesAreProductsOfMeansOverTau()
    {
        // Means over steps: a = (.5, .5), (0, .5); v = (.5, .5), (.5, 1)
        const AlignmentFeatures features = alignmentFeatures(tinyRun(), {0, 1}, kAllSteps);
        const AlignmentCells cells = cellsOf(features, false);
        const std::vector<double> wanted{0.5, 0.75, 0.25, 0.5};
        for (std::size_t i = 0; i < wanted.size(); ++i)
            QCOMPARE(cells.values.at(i), static_cast<float>(wanted[i] / kTau));
        // The second step alone: a = (0, 1), (0, .5); v = (0, 0), (1, 1)
        const AlignmentCells second = cellsOf(alignmentFeatures(tinyRun(), {0, 1}, 1), false);
        QCOMPARE(second.values,
                 (std::vector<float>{0.0F, float(1 / kTau), 0.0F, float(0.5 / kTau)}));
        QVERIFY_EXCEPTION_THROWN(alignmentFeatures(tinyRun(), {0, 1}, 2), Error);
    }

    void sharesAreTheSoftmaxOfARow()
    {
        const AlignmentCells cells = cellsOf(alignmentFeatures(tinyRun(), {0, 1}, kAllSteps), true);
        const double share = 1.0 / (1.0 + std::exp(0.25 / kTau));
        QVERIFY(std::abs(double(cells.values[0]) - share) < 1e-6);
        QVERIFY(std::abs(double(cells.values[1]) - (1.0 - share)) < 1e-6);
        const AlignmentCells many = cellsOf(madeFeatures(40), true);
        for (std::size_t row = 0; row < 40; ++row) {
            const auto first = many.values.begin() + static_cast<std::ptrdiff_t>(row * 40);
            QVERIFY(std::abs(std::accumulate(first, first + 40, 0.0) - 1.0) < 1e-5);
        }
    }

    void sharesSurviveLargeSimilarities()
    {
        Run run = tinyRun();
        run.outputs.at("audio_residual") = residual("a", 1, 2, {1e4F, 0, 0, 1e4F});
        run.outputs.at("visual_residual") = residual("v", 1, 2, {1, 0, 0, 1});
        const AlignmentCells cells = cellsOf(alignmentFeatures(run, {0, 1}, kAllSteps), true);
        QCOMPARE(cells.values, (std::vector<float>{1, 0, 0, 1}));
    }

    void rowsFollowTheOrder()
    {
        const AlignmentCells swapped = cellsOf(alignmentFeatures(tinyRun(), {1, 0}, -1), false);
        const AlignmentCells plain = cellsOf(alignmentFeatures(tinyRun(), {0, 1}, -1), false);
        QCOMPARE(swapped.values[0], plain.values[3]);
        QCOMPARE(swapped.values[1], plain.values[2]);
    }

    // The promise that makes pictures of thousands of samples cheap.
    void cellsAreMeansOfTheirPairs()
    {
        const AlignmentFeatures features = madeFeatures(37);
        for (const bool shares : {false, true}) {
            const AlignmentCells all = cellsOf(features, shares);
            const AlignmentCells coarse = cellsOf(features, shares, 8);
            QCOMPARE(coarse.rows, std::size_t{5});
            for (std::size_t cell = 0; cell < coarse.values.size(); ++cell) {
                double sum = 0.0;
                double pairs = 0.0;
                for (std::size_t i = 0; i < all.values.size(); ++i) {
                    if (i / 37 / 8 == cell / 5 && i % 37 / 8 == cell % 5) {
                        sum += double(all.values[i]);
                        pairs += 1.0;
                    }
                }
                QVERIFY(std::abs(double(coarse.values[cell]) - sum / pairs) < 1e-4);
            }
        }
    }

    void windowsAreCutOutOfTheWhole()
    {
        const AlignmentFeatures features = madeFeatures(12);
        JobContext job = nullJob();
        for (const bool shares : {false, true}) {
            const AlignmentCells all = cellsOf(features, shares);
            const AlignmentCells part =
                alignmentCells(features, kTau, shares, {3, 4, 5, 6, 1}, job);
            QCOMPARE(part.rows, std::size_t{4});
            QCOMPARE(part.columns, std::size_t{6});
            QCOMPARE(part.values[7], all.values[4 * 12 + 6]);
        }
        QVERIFY_EXCEPTION_THROWN(alignmentCells(features, kTau, false, {0, 13, 0, 2, 1}, job),
                                 Error);
    }

    void summaryEqualsTheMeansOverAllPairs()
    {
        const Run run = makeAvRun({4, 14, 3});
        SampleClasses classes = sampleClasses(run);
        classes.label[3] = kNoClass;
        classes.predicted[3] = kNoClass;
        const AlignmentFeatures features = alignmentFeatures(run, classes.order(), kAllSteps);
        const AlignmentCells all = cellsOf(features, false);
        double sums[2] = {0, 0};
        double pairs[2] = {0, 0};
        for (std::size_t i = 0; i < all.values.size(); ++i) {
            const std::int64_t one = classes.classOf(features.order[i / 14]);
            const std::int64_t other = classes.classOf(features.order[i % 14]);
            if (one < 0 || other < 0)
                continue;
            sums[one == other] += double(all.values[i]);
            pairs[one == other] += 1.0;
        }
        const AlignmentSummary summary = alignmentSummary(features, classes, kTau);
        QVERIFY(std::abs(summary.within - sums[1] / pairs[1]) < 1e-4);
        QVERIFY(std::abs(summary.between - sums[0] / pairs[0]) < 1e-4);
        QVERIFY(summary.within > summary.between); // as the run was made
    }

    void oneClassHasNoPairsBetweenClasses()
    {
        const Run run = makeAvRun({2, 3, 1});
        const SampleClasses classes = sampleClasses(run);
        const AlignmentFeatures features = alignmentFeatures(run, classes.order(), kAllSteps);
        const AlignmentSummary summary = alignmentSummary(features, classes, kTau);
        QVERIFY(std::isfinite(summary.within));
        QVERIFY(std::isnan(summary.between));
        const auto blocks = classBlocks(classes, features.order);
        QCOMPARE(blocks.size(), std::size_t{1});
        QCOMPARE(blocks[0].end, std::size_t{3});
    }

    void blocksOfClassesLieTogether()
    {
        const Run run = makeAvRun();
        SampleClasses classes = sampleClasses(run);
        classes.label[0] = classes.predicted[0] = kNoClass;
        const auto blocks = classBlocks(classes, classes.order());
        QCOMPARE(blocks.size(), std::size_t{4});
        QCOMPARE(blocks.front().classNumber, std::int64_t{0});
        QCOMPARE(blocks.front().end, std::size_t{1});
        QCOMPARE(blocks.back().classNumber, kNoClass); // last, whatever its number
    }

    void damagedFeaturesStayWhereTheyAre()
    {
        Run run = tinyRun();
        const float nan = std::numeric_limits<float>::quiet_NaN();
        run.outputs.at("audio_residual") = residual("a", 1, 2, {nan, 0, 1, 1});
        run.outputs.at("visual_residual") = residual("v", 1, 2, {1, 0, 0, 1});
        const AlignmentFeatures features = alignmentFeatures(run, {0, 1}, kAllSteps);
        for (const bool shares : {false, true}) {
            const AlignmentCells cells = cellsOf(features, shares);
            QVERIFY(std::isnan(cells.values[0]));
            QVERIFY(std::isfinite(cells.values[2]));
        }
    }

    void withoutBothStreamsSomethingIsLacking()
    {
        Run run = tinyRun();
        QVERIFY(!lacksAlignment(run));
        run.outputs.erase("visual_residual");
        QVERIFY(lacksAlignment(run).has_value());
        QVERIFY_EXCEPTION_THROWN(alignmentFeatures(run, {0, 1}, kAllSteps), Error);
    }
};

INSPIKE_TEST(TstAlignmentMatrix, tst_alignment_matrix)
#include "tst_alignment_matrix.moc"
