// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/number_list.h"
#include "core/analysis/number_text.h"
#include "core/analysis/trial_array.h"
#include "core/analysis/trial_conditions.h"
#include "core/base/error.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

float coded(std::size_t t, std::size_t b, std::size_t n)
{
    return static_cast<float>(100 * t + 10 * b + n);
}

std::vector<std::pair<Time, UnitIndex>> pairsOf(const SpikeTrains& trains)
{
    std::vector<std::pair<Time, UnitIndex>> pairs;
    for (UnitIndex unit = 0; unit < trains.units(); ++unit) {
        for (const Time time : trains.train(unit))
            pairs.emplace_back(time, unit);
    }
    return pairs;
}

} // namespace

class TstTrialArray : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anyAxisOrderGivesStepTrialUnit()
    {
        const LabelledArray plain = trialValues(4, 3, 2, coded);
        const std::vector<AxisKind> order{AxisKind::Unit, AxisKind::Sample, AxisKind::Feature,
                                          AxisKind::Time};
        for (const LabelledArray& array : {plain, plain.permuted(order)}) {
            const TrialArray trials = trialArray(array);
            QCOMPARE(trials.steps, 4U);
            QCOMPARE(trials.trials, 3U);
            QCOMPARE(trials.units, 2U);
            QCOMPARE(trials.at(3, 2, 1), 321.0F);
            QCOMPARE(trials.at(1, 0, 1), 101.0F);
        }
    }

    void arrayWithoutTrialsIsOneTrial()
    {
        const TrialArray trials =
            trialArray(trialValues(4, 3, 2, coded).slice(AxisKind::Sample, 1));
        QCOMPARE(trials.trials, 1U);
        QCOMPARE(trials.at(2, 0, 1), 211.0F);
    }

    void arrayWithoutStepsIsRefused()
    {
        const LabelledArray array = trialValues(4, 3, 2, coded).slice(AxisKind::Time, 0);
        QVERIFY_EXCEPTION_THROWN(trialArray(array), Error);
    }

    void sparseAndDenseSpikesAreTheSame()
    {
        const Run run = makeContextRun();
        Run dense = run;
        const LabelledArray values = run.probes.at("S").dense();
        dense.probes["S"] = probeOf("S", ProbeKind::Spikes, values);
        const std::vector<AxisKind> order{AxisKind::Sample, AxisKind::Time, AxisKind::Unit,
                                          AxisKind::Feature};
        Run turned = run;
        turned.probes["S"] = spikesOf("S", values.permuted(order));
        for (std::size_t trial = 0; trial < 8; ++trial) {
            const TrialSpikes spikes = spikesOfTrial(run, "S", trial);
            QVERIFY(!spikes.stepTime);
            QVERIFY(spikes.extent == (TimeRange{0, 80000}));
            QVERIFY(pairsOf(spikes.spikes) == pairsOf(spikesOfTrial(dense, "S", trial).spikes));
            QVERIFY(pairsOf(spikes.spikes) == pairsOf(spikesOfTrial(turned, "S", trial).spikes));
            for (const auto& [time, unit] : pairsOf(spikes.spikes))
                QCOMPARE((static_cast<std::size_t>(time) / 2000 + 3 * trial + 5 * unit) % 11, 0U);
        }
        QVERIFY_EXCEPTION_THROWN(spikesOfTrial(run, "S", 8), Error);
        QVERIFY_EXCEPTION_THROWN(spikesOfTrial(run, "Z", 0), Error);
    }

    void spikePositionBeyondTheArrayIsRefused()
    {
        Run run = makeContextRun();
        std::get<SparseSpikes>(run.probes.at("S").values).index.push_back(1'000'000);
        QVERIFY_EXCEPTION_THROWN(spikesOfTrial(run, "S", 0), Error);
    }

    void conditionsComeFromCueAndChoice()
    {
        const auto conditions = trialConditions(makeContextRun(), 8);
        for (std::size_t b = 0; b < 8; ++b) {
            QCOMPARE(conditions[b].context, static_cast<int>(b % 2));
            QCOMPARE(conditions[b].choice, b % 4 < 2 ? 1 : -1);
        }
    }

    void contextComesFromItsTensorWithoutInput()
    {
        Run run = makeContextRun();
        run.inputs.erase("x");
        QCOMPARE(trialConditions(run, 8)[3].context, 1);
        run.inputs.erase("context");
        QCOMPARE(trialConditions(run, 8)[3].context, -1);
        run.outputs.clear();
        QVERIFY(trialConditions(run, 8)[3] == TrialCondition{});
    }

    void classesComeFromOutputsWithoutSteps()
    {
        Run run = makeContextRun();
        run.inputs.clear();
        Axis sample;
        sample.kind = AxisKind::Sample;
        sample.size = 2;
        Axis classes;
        classes.kind = AxisKind::Class;
        classes.size = 3;
        run.outputs["y"] = probeOf("y", ProbeKind::Other,
                                   LabelledArray({sample, classes}, {0, 1, 0, 0.1F, 0.2F, 0.7F}));
        const auto conditions = trialConditions(run, 2);
        QCOMPARE(conditions[0].chosenClass, 1);
        QCOMPARE(conditions[1].chosenClass, 2);
    }

    void outputThatIsNotFiniteIsRefused()
    {
        Run run = makeContextRun();
        run.outputs["y"] =
            probeOf("y", ProbeKind::Other, trialValues(40, 8, 1, [](auto, auto, auto) {
                        return std::numeric_limits<float>::quiet_NaN();
                    }));
        QVERIFY_EXCEPTION_THROWN(trialConditions(run, 8), Error);
    }

    void stimulusWindowIsWhereTheStimuliAreOn()
    {
        const auto steps = stimulusSteps(trialArray(makeContextRun().inputs.at("x")), 2);
        QVERIFY(steps.has_value());
        QCOMPARE(steps->begin, 4U);
        QCOMPARE(steps->end, 20U);
        const Tensor always = trialTensor(5, 1, 2, [](auto, auto, auto) { return 1.0F; });
        QVERIFY(!stimulusSteps(trialArray(always), 0));
        const Tensor never =
            trialTensor(5, 1, 4, [](auto, auto, auto c) { return c == 2 ? 1.F : 0.F; });
        QVERIFY(!stimulusSteps(trialArray(never), 0));
    }

    void picturesWithoutStepsHaveNoStimulusWindow()
    {
        Run run;
        Tensor picture = Tensor::fromFloats({2, 3, 4, 4}, std::vector<float>(96, 0.5F));
        picture.axes = {AxisKind::Sample, AxisKind::Channel, AxisKind::Height, AxisKind::Width};
        run.inputs["x"] = picture;
        QVERIFY(drivingInput(run) == nullptr);
        QVERIFY(!stimulusSteps(run, 1));
        QCOMPARE(trialConditions(run, 2).size(), std::size_t{2});
    }

    void listsOfNumbers()
    {
        QVERIFY(numbersFromText(" -0.5, 0,+2e1 ", "x") == (std::vector<double>{-0.5, 0.0, 20.0}));
        QVERIFY(numbersFromText("", "x").empty());
        QVERIFY(indicesFromText("3, 0-2,1", "x", 4) == (std::vector<std::size_t>{3, 0, 1, 2}));
        for (const char* bad : {"1,", "a", "1-", "-1", "4", "2-1", "1.5", "0-99999999999999"})
            QVERIFY_EXCEPTION_THROWN(indicesFromText(bad, "x", 4), Error);
        for (const char* bad : {"1,,2", "nan", "inf", "1 2"})
            QVERIFY_EXCEPTION_THROWN(numbersFromText(bad, "x"), Error);
    }

    void numbersAreShortestAndReadBack()
    {
        QCOMPARE(numberText(0.1), std::string("0.1"));
        QCOMPARE(numberText(0.1F), std::string("0.1"));
        QCOMPARE(shortestDouble(0.1F), 0.1);
        QCOMPARE(numberText(std::numeric_limits<double>::quiet_NaN()), std::string());
        QCOMPARE(std::stod(numberText(1.0 / 3.0)), 1.0 / 3.0);
        QCOMPARE(csvCell("a \"b\", c"), std::string("\"a \"\"b\"\", c\""));
    }
};

INSPIKE_TEST(TstTrialArray, tst_trial_array)
#include "tst_trial_array.moc"
