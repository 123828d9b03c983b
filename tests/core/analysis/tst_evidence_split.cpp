// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/evidence_split.h"
#include "core/analysis/sample_classes.h"
#include "core/base/error.h"
#include "tests/support/make_av_run.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

constexpr float kNaN = std::numeric_limits<float>::quiet_NaN();

LabelledArray withValue(const LabelledArray& array, std::size_t place, float value)
{
    std::vector<float> values(array.values().begin(), array.values().end());
    values[place] = value;
    return {array.axes(), std::move(values)};
}

} // namespace

class TstEvidenceSplit : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void partsAddUpToTheLogitsExactly()
    {
        const AvRunSize size{5, 4, 3};
        const Run run = makeAvRun(size);
        for (std::size_t b = 0; b < size.samples; ++b) {
            const EvidenceSplit split = evidenceOf(run, b);
            QCOMPARE(split.steps, size.steps);
            QCOMPARE(split.classes, size.classes);
            QVERIFY(split.remainder() < 1e-6); // a fifth is no power of two
            for (std::size_t k = 0; k < size.classes; ++k) {
                double audio = 0.0;
                double visual = 0.0;
                double steps = 0.0;
                for (std::size_t t = 0; t < size.steps; ++t) {
                    audio += double(avEvidence(size, 0, t, b, k));
                    visual += double(avEvidence(size, 1, t, b, k));
                    steps += split.sumAt(t, k);
                }
                QCOMPARE(split.audioMean(k), audio / 5.0);
                QCOMPARE(split.visualMean(k), visual / 5.0);
                QVERIFY(std::abs(steps / 5.0 - split.sum(k)) < 1e-12);
            }
        }
        // Steps of a power of two: nothing is rounded at all.
        QCOMPARE(evidenceOf(makeAvRun(), 2).remainder(), 0.0);
    }

    void logitsThatDoNotBelongToTheEvidenceAreNoticed()
    {
        Run run = makeAvRun();
        Activation& logits = run.outputs.at("logits");
        logits.values = withValue(logits.dense(), 1, logits.dense().values()[1] + 0.5F);
        QCOMPARE(evidenceOf(run, 0).remainder(), 0.5);
        QCOMPARE(evidenceOf(run, 1).remainder(), 0.0);
    }

    void oneStreamOrNoBiasIsEnough()
    {
        Run run = makeAvRun();
        run.probes.erase("evidence/visual");
        run.parameters.clear();
        run.outputs.erase("logits");
        QVERIFY(!lacksEvidence(run));
        const EvidenceSplit split = evidenceOf(run, 0);
        QVERIFY(split.visual.empty());
        QCOMPARE(split.visualMean(0), 0.0);
        QCOMPARE(split.sum(1), split.audioMean(1));
        QCOMPARE(split.remainder(), 0.0);
        run.probes.erase("evidence/audio");
        QVERIFY(lacksEvidence(run).has_value());
        QVERIFY_EXCEPTION_THROWN(evidenceOf(run, 0), Error);
    }

    void shapesThatDoNotFitAreRefused()
    {
        QVERIFY_EXCEPTION_THROWN(evidenceOf(makeAvRun(), 6), Error);
        Run run = makeAvRun();
        run.parameters.erase("head.bias");
        run.parameters.emplace("head.bias", LabelledArray({axisOf(AxisKind::Class, 2)}, {0, 0}));
        QVERIFY_EXCEPTION_THROWN(evidenceOf(run, 0), Error);
        run = makeAvRun();
        run.probes.at("evidence/visual") = makeAvRun({3}).probes.at("evidence/visual");
        QVERIFY_EXCEPTION_THROWN(evidenceOf(run, 0), Error);
    }

    void damagedEvidenceIsKnownAndRankedLast()
    {
        Run run = makeAvRun();
        Activation& audio = run.probes.at("evidence/audio");
        audio.values = withValue(audio.dense(), 0, kNaN); // step 0, sample 0, class 0
        const EvidenceSplit split = evidenceOf(run, 0);
        QVERIFY(split.damaged());
        QCOMPARE(split.ranking().back(), std::size_t{0});
        QVERIFY(!evidenceOf(run, 1).damaged());
    }

    void classesComeFromLabelsPredictionsAndTheConfiguration()
    {
        const SampleClasses classes = sampleClasses(makeAvRun());
        QCOMPARE(classes.samples(), std::size_t{6});
        QCOMPARE(classes.label, (std::vector<std::int64_t>{0, 2, 1, 0, 2, 1}));
        QCOMPARE(classes.predicted, (std::vector<std::int64_t>{0, 2, 1, 0, 0, 1}));
        QCOMPARE(classes.order(), (std::vector<std::size_t>{0, 3, 2, 5, 1, 4}));
        QCOMPARE(classes.nameOf(1), std::string("class-b"));
        QCOMPARE(classes.nameOf(7), std::string());
        QVERIFY(classes.labelled());
    }

    void labelsThatAreMissingOrOddAreNone()
    {
        Run run = makeAvRun();
        run.inputs.at("label") = Tensor::fromFloats({6}, {0.0F, -1.0F, kNaN, 1.5F, 2.0F, 7.0F});
        SampleClasses classes = sampleClasses(run);
        QCOMPARE(classes.label, (std::vector<std::int64_t>{0, -1, -1, -1, 2, 7}));
        QCOMPARE(classes.classOf(2), std::int64_t{1});           // as predicted
        run.inputs.at("label") = Tensor::fromInt64({2}, {0, 1}); // of other samples
        Activation& logits = run.outputs.at("logits");
        logits.values = withValue(logits.dense(), 0, kNaN);
        classes = sampleClasses(run);
        QVERIFY(!classes.labelled());
        QCOMPARE(classes.classOf(0), kNoClass);
        QCOMPARE(classes.order().back(), std::size_t{0});
        QCOMPARE(sampleClasses(Run{}).samples(), std::size_t{0});
    }
};

INSPIKE_TEST(TstEvidenceSplit, tst_evidence_split)
#include "tst_evidence_split.moc"
