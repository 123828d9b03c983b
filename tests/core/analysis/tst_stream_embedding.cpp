// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/stream_embedding.h"
#include "core/base/error.h"
#include "tests/support/make_av_run.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

StreamFeatures featuresOf(FeatureStage stage, std::size_t channels, std::vector<double> audio,
                          std::vector<double> visual)
{
    StreamFeatures features;
    features.stage = stage;
    features.channels = channels;
    features.samples = audio.size() / channels;
    features.stream = {std::move(audio), std::move(visual)};
    return features;
}

std::vector<PlanarPoints> planes(const std::vector<StreamFeatures>& stages, bool common = false)
{
    JobContext job = nullJob();
    return planarPoints(stages, common, job);
}

bool near(double one, double other)
{
    return std::abs(one - other) < 1e-9;
}

} // namespace

class TstStreamEmbedding : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pointsOfAPlaneKeepTheirDistances()
    {
        // A cross in the plane of channels 1 and 2 of 3: lengths 2 and 1.
        const auto found =
            planes({featuresOf(FeatureStage::Before, 3, {9, 2, 0, 9, -2, 0}, {9, 0, 1, 9, 0, -1})});
        const PlanarPoints& points = found.at(0);
        QVERIFY(near(std::abs(points.stream[0][0][0]), 2.0));
        QVERIFY(near(points.stream[0][0][1], 0.0));
        QVERIFY(near(std::abs(points.stream[1][0][1]), 1.0));
        QVERIFY(near(points.varianceShare[0], 0.8));
        QVERIFY(near(points.varianceShare[1], 0.2));
    }

    void commonAxesShowTheDisplacement()
    {
        const auto before = featuresOf(FeatureStage::Before, 2, {0, 0, 4, 0}, {0, 1, 4, 1});
        const auto after = featuresOf(FeatureStage::After, 2, {0, 3, 4, 3}, {0, 1, 4, 1});
        const auto found = planes({before, after}, true);
        for (std::size_t sample = 0; sample < 2; ++sample) {
            const auto& one = found[0].stream[0][sample];
            const auto& other = found[1].stream[0][sample];
            QVERIFY(near(std::hypot(one[0] - other[0], one[1] - other[1]), 3.0));
            QVERIFY(near(found[0].stream[1][sample][0], found[1].stream[1][sample][0]));
        }
        QCOMPARE(found[0].varianceShare, found[1].varianceShare);
        const auto own = planes({before, after}, false);
        QVERIFY(own[0].varianceShare != own[1].varianceShare);
    }

    void gapIsTheDistanceOfTheMeans()
    {
        QVERIFY(near(modalityGap(featuresOf(FeatureStage::Before, 2, {0, 0, 2, 0}, {4, 4, 4, 4})),
                     5.0));
        QVERIFY(std::isnan(modalityGap(featuresOf(FeatureStage::Before, 2, {0, 0}, {}))));
    }

    void featuresAreMeansOverTokensAndSteps()
    {
        const AvRunSize size;
        const Run run = makeAvRun(size);
        JobContext job = nullJob();
        const auto all = streamFeatures(run, kAllSteps, job);
        QCOMPARE(all.size(), std::size_t{3});
        QVERIFY(all[0].stage == FeatureStage::Before && all[2].stage == FeatureStage::After);
        const LabelledArray x = run.probes.at("stage/visual_patch_embed").dense();
        double sum = 0.0;
        for (std::size_t t = 0; t < size.steps; ++t) {
            for (std::size_t n = 0; n < 16; ++n)
                sum += double(x.values()[((t * size.samples + 3) * size.channels + 5) * 16 + n]);
        }
        QVERIFY(near(all[0].stream[1][3 * size.channels + 5], sum / 64.0));
        // x' = x + 1.5 r holds for the means, too, and the mean over steps is that of the steps.
        double ofSteps = 0.0;
        for (int t = 0; t < 4; ++t)
            ofSteps += streamFeatures(run, t, job)[2].stream[0][7] / 4.0;
        QVERIFY(near(ofSteps, all[2].stream[0][7]));
        QVERIFY(near(all[2].stream[0][7], all[0].stream[0][7] + 1.5 * all[1].stream[0][7]));
        QVERIFY_EXCEPTION_THROWN(streamFeatures(run, 4, job), Error);
    }

    void layoutsWithTheChannelLastAreRead()
    {
        Run run = makeAvRun();
        JobContext job = nullJob();
        const auto before = streamFeatures(run, kAllSteps, job);
        const std::array order{AxisKind::Step, AxisKind::Sample, AxisKind::Token,
                               AxisKind::Channel};
        Activation& probe = run.probes.at("stage/audio_patch_embed");
        probe.values = probe.dense().permuted(order);
        const auto after = streamFeatures(run, kAllSteps, job);
        for (std::size_t i = 0; i < before[0].stream[0].size(); ++i)
            QVERIFY(near(after[0].stream[0][i], before[0].stream[0][i]));
    }

    void oneSampleAndOneChannelHaveAPlace()
    {
        const auto one = planes({featuresOf(FeatureStage::Before, 3, {1, 2, 3}, {})});
        QCOMPARE(one[0].stream[0][0], (std::array{0.0, 0.0}));
        const auto line = planes({featuresOf(FeatureStage::Before, 1, {1, 3}, {})});
        QVERIFY(near(std::abs(line[0].stream[0][1][0]), 1.0));
        QCOMPARE(line[0].stream[0][1][1], 0.0);
        const auto equal =
            planes({featuresOf(FeatureStage::Before, 2, {5, 5, 5, 5}, {5, 5, 5, 5})});
        QCOMPARE(equal[0].varianceShare, (std::array{0.0, 0.0}));
        QCOMPARE(equal[0].stream[1][1], (std::array{0.0, 0.0}));
    }

    void damagedSamplesHaveNoPlaceAndMoveNoOthers()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const auto whole = planes({featuresOf(FeatureStage::Before, 2, {0, 0, 4, 2}, {})});
        const auto damaged =
            planes({featuresOf(FeatureStage::Before, 2, {0, 0, nan, 1, 4, 2}, {})});
        QVERIFY(std::isnan(damaged[0].stream[0][1][0]));
        QVERIFY(near(damaged[0].stream[0][2][0], whole[0].stream[0][1][0]));
    }

    void whatIsMissingIsLeftOut()
    {
        Run run = makeAvRun();
        run.probes.erase("stage/visual_patch_embed");
        run.probes.erase("stage/block.0.residual");
        run.probes.erase("stage/block.1.residual");
        JobContext job = nullJob();
        const auto found = streamFeatures(run, kAllSteps, job);
        QCOMPARE(found.size(), std::size_t{2});
        QVERIFY(found[0].stream[1].empty());
        QVERIFY(planes(found)[0].stream[1].empty());
        QVERIFY(lacksEmbedding(Run{}).has_value());
    }
};

INSPIKE_TEST(TstStreamEmbedding, tst_stream_embedding)
#include "tst_stream_embedding.moc"
