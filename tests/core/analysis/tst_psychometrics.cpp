// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/psychometrics.h"
#include "core/analysis/trial_array.h"
#include "core/analysis/trial_conditions.h"
#include "core/base/error.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>

using namespace inspike;
using namespace inspike::test;

namespace {

// Chooses by the sign of the summed stimulus that the cue points at, as an ideal observer would.
class IdealObserver : public Model
{
public:
    IdealObserver()
    {
        m_info.system = "ideal";
        m_info.inputs.push_back(
            {"x", {AxisKind::Time, AxisKind::Sample, AxisKind::Channel}, {-1, -1, 4, 1}, ""});
    }
    const ModelInfo& info() const override { return m_info; }
    Run run(const InferenceRequest& request, JobContext& job) const override
    {
        job.checkpoint();
        const TrialArray x = trialArray(*request.recording->stream<Tensor>("x"));
        std::vector<float> evidence(x.trials, 0.0F);
        for (std::size_t step = 0; step < x.steps; ++step) {
            for (std::size_t trial = 0; trial < x.trials; ++trial) {
                const auto row = x.row(step, trial);
                evidence[trial] += row[2] * row[0] + row[3] * row[1];
            }
        }
        Run run;
        run.outputs.emplace("y", probeOf("y", ProbeKind::Other,
                                         trialValues(x.steps, x.trials, 1, [&](auto, auto b, auto) {
                                             return evidence[b];
                                         })));
        return run;
    }
    LabelledArray parameter(std::string_view) const override
    {
        throw Error(ErrorKind::NotFound, "no parameters");
    }

private:
    ModelInfo m_info;
};

Params paramsOf(std::vector<std::string> assignments)
{
    return Params::parse(psychometricParams(), assignments);
}

} // namespace

class TstPsychometrics : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void curvesCountChoices()
    {
        const std::vector<PsychometricTrial> trials{
            {0, true, 0.5, 0.5}, {0, true, 0.5, -0.5}, {0, true, -0.5, 0.5}, {1, false, 0.5, 0.5}};
        const std::vector<double> decisions{1.0, 0.0, -2.0, 0.1};
        const auto points = psychometricCurves(trials, decisions);
        QCOMPARE(points.size(), 3U);
        QCOMPARE(points[0].trials, 2U);
        QCOMPARE(points[0].positive, 1U); // a decision of exactly 0 is not "+"
        QCOMPARE(points[0].probability, 0.5);
        QCOMPARE(points[1].probability, 0.0);
        QCOMPARE(points[2].context, 1);
        QVERIFY(!points[2].relevant);
        QVERIFY_EXCEPTION_THROWN(psychometricCurves(trials, std::span(decisions).first(2)), Error);
    }

    // Brown, Cai, DasGupta, Statist. Sci. 16, 101 (2001): the interval of 0 of n is [0, z2/(n+z2)].
    void wilsonIntervalAtTheEdge()
    {
        const std::vector<PsychometricTrial> trials(20, PsychometricTrial{0, true, -0.5, 0.5});
        const std::vector<double> decisions(20, -1.0);
        const auto points = psychometricCurves(trials, decisions);
        const double z2 = 1.959963984540054 * 1.959963984540054;
        QVERIFY(std::abs(points[0].low) < 1e-12);
        QVERIFY(std::abs(points[0].high - z2 / (20.0 + z2)) < 1e-12);
    }

    void trialsFollowTheTask()
    {
        const std::vector<PsychometricTrial> trials{
            {0, true, 0.25, -0.5}, {1, true, 0.25, -0.5}, {1, false, 0.25, -0.5}};
        PsychometricProtocol protocol;
        protocol.noise = 0.0;
        const TrialArray x = trialArray(psychometricInput(trials, protocol, 1, 0));
        QCOMPARE(x.steps, 500U);
        const auto steps = stimulusSteps(x, 0);
        QCOMPARE(steps->begin, 50U);
        QCOMPARE(steps->end, 250U);
        QCOMPARE(x.at(100, 0, 0), 0.25F); // context 1: stimulus 1 counts
        QCOMPARE(x.at(100, 0, 1), -0.5F);
        QCOMPARE(x.at(100, 1, 0), -0.5F); // context 2: stimulus 2 counts
        QCOMPARE(x.at(100, 1, 1), 0.25F);
        QCOMPARE(x.at(100, 2, 0), 0.25F);
        QCOMPARE(x.at(0, 0, 2), 1.0F);
        QCOMPARE(x.at(499, 1, 3), 1.0F);
        QCOMPARE(x.at(499, 1, 2), 0.0F);
    }

    void noiseIsStandardNormalAndDoesNotDependOnBatches()
    {
        const std::vector<PsychometricTrial> trials(10, PsychometricTrial{0, true, 0.0, 0.5});
        const TrialArray all = trialArray(psychometricInput(trials, {}, 3, 0));
        const TrialArray second =
            trialArray(psychometricInput(std::span(trials).subspan(5), {}, 3, 5));
        QCOMPARE(second.at(60, 1, 0), all.at(60, 6, 0));
        double sum = 0.0;
        double squares = 0.0;
        for (std::size_t step = 50; step < 250; ++step) {
            for (std::size_t trial = 0; trial < 10; ++trial) {
                sum += static_cast<double>(all.at(step, trial, 0));
                squares += std::pow(static_cast<double>(all.at(step, trial, 0)), 2);
            }
        }
        QVERIFY(std::abs(sum / 2000.0) < 0.1);
        QVERIFY(std::abs(squares / 2000.0 - 1.0) < 0.15);
    }

    void idealObserverFollowsOnlyTheRelevantStimulus()
    {
        JobContext job = nullJob();
        const auto points =
            runPsychometrics(IdealObserver(), paramsOf({"trials=40", "offsets=-0.5,0,0.5"}), job);
        QCOMPARE(points.size(), 12U);
        for (const PsychometricPoint& point : points) {
            QCOMPARE(point.trials, 40U);
            if (point.relevant && point.offset != 0.0)
                QCOMPARE(point.probability, point.offset > 0.0 ? 1.0 : 0.0);
            if (!point.relevant)
                QCOMPARE(point.probability, 0.5); // the relevant one is +0.5 in half of them
        }
    }

    void unfitModelsAreNamed()
    {
        QVERIFY(lacksForPsychometrics(nullptr).has_value());
        const IdealObserver observer;
        QVERIFY(!lacksForPsychometrics(&observer));
        JobContext job = nullJob();
        QVERIFY_EXCEPTION_THROWN(runPsychometrics(observer, paramsOf({"offsets="}), job), Error);
    }

    void cancelStopsBetweenBatches()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), {});
        try {
            runPsychometrics(IdealObserver(), paramsOf({}), job);
            QFAIL("not cancelled");
        } catch (const Error& error) {
            QCOMPARE(error.kind(), ErrorKind::Cancelled);
        }
    }
};

INSPIKE_TEST(TstPsychometrics, tst_psychometrics)
#include "tst_psychometrics.moc"
