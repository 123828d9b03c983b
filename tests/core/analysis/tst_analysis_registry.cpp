// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/task_performance.h"
#include "core/base/error.h"
#include "tests/support/golden.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <limits>
#include <set>

using namespace inspike;
using namespace inspike::test;

namespace {

AnalysisResult resultOf(const char* id, const Run& run, std::vector<std::string> settings = {})
{
    const Analysis& analysis = *findAnalysis(id);
    AnalysisInputs inputs;
    inputs.run = std::make_shared<Run>(run);
    if (const auto missing = analysis.lacks(inputs))
        throw Error(ErrorKind::NotFound, *missing);
    JobContext job = nullJob();
    return analysis.call(inputs, Params::parse(analysis.params(), settings), job);
}

} // namespace

class TstAnalysisRegistry : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyAnalysisIsComplete()
    {
        std::set<std::string> ids;
        for (const Analysis& analysis : analyses()) {
            QVERIFY(ids.insert(analysis.id).second);
            QVERIFY(!analysis.title.empty());
            QVERIFY(!analysis.help.empty());
            QVERIFY(analysis.lacks(AnalysisInputs{}).has_value()); // and does not throw
            Params(analysis.params()).toJson();
            QCOMPARE(findAnalysis(analysis.id), &analysis);
        }
        for (const char* id :
             {"smnn-psychometrics", "firing-rates", "mode-importance", "pca", "task-performance"})
            QVERIFY2(ids.contains(id), id);
        QVERIFY(findAnalysis("astrology") == nullptr);
    }

    void firingRatesOverAllTrials()
    {
        const AnalysisResult result = resultOf("firing-rates", makeContextRun());
        const Json reference = goldenJson("analysis_reference.json");
        QCOMPARE(result.rows.size(), 6U);
        for (std::size_t i = 0; i < 6; ++i) {
            const double spikes = reference["spikes_per_unit"].items()[i].toDouble();
            QCOMPARE(result.rows[i][1], spikes);
            QVERIFY(std::abs(result.rows[i][2] - spikes / (8 * 0.08)) < 1e-9);
        }
        const AnalysisResult one = resultOf("firing-rates", makeContextRun(), {"trial=2"});
        QCOMPARE(one.rows[0][3], 10.0); // step 5 of 2 ms
        QVERIFY_EXCEPTION_THROWN(resultOf("firing-rates", makeContextRun(), {"trial=8"}), Error);
    }

    void firingRatesOfARecording()
    {
        const std::vector<Time> times{0, 500000, 999999};
        const std::vector<UnitIndex> units{0, 0, 2};
        auto recording = std::make_shared<Recording>();
        recording->streams.push_back(
            {"spikes/a", "a", "", "", SpikeTrains::fromPairs(times, units, 3)});
        AnalysisInputs inputs;
        inputs.recording = recording;
        const Analysis& analysis = *findAnalysis("firing-rates");
        QVERIFY(!analysis.lacks(inputs));
        JobContext job = nullJob();
        const AnalysisResult result = analysis.call(inputs, Params(analysis.params()), job);
        QCOMPARE(result.rows[0][2], 2.0);
        QCOMPARE(result.rows[1][1], 0.0);
        QVERIFY(std::isnan(result.rows[1][3]));
    }

    void performanceOfTheContextTask()
    {
        const Json reference = goldenJson("analysis_reference.json");
        Run run = makeContextRun();
        const auto trials = taskPerformance(run);
        QCOMPARE(trials.size(), 8U);
        for (std::size_t i = 0; i < trials.size(); ++i) {
            QVERIFY(trials[i].correct);
            QVERIFY(std::abs(trials[i].squaredError -
                             reference["mean_squared_error"].items()[i].toDouble()) < 1e-12);
        }
        run.inputs["target"] =
            trialTensor(40, 8, 1, [](auto, auto b, auto) { return b < 6 ? 1.0F : -1.0F; });
        const AnalysisResult result = resultOf("task-performance", run);
        QCOMPARE(result.summary[1].first, std::string("accuracy"));
        QCOMPARE(result.summary[1].second, 6.0 / 8.0); // trials 2, 3 choose - but + is wanted
        run.inputs.erase("target");
        QVERIFY_EXCEPTION_THROWN(taskPerformance(run), Error);
    }

    void modeImportanceIsRanked()
    {
        const AnalysisResult result = resultOf("mode-importance", makeContextRun());
        QCOMPARE(result.rows.size(), 3U);
        QCOMPARE(result.rows[0][1], 3.0);
        QVERIFY(result.rows[0][2] > result.rows[1][2]);
    }

    void pcaListsTheWantedComponents()
    {
        const AnalysisResult result = resultOf("pca", makeContextRun(), {"count=2"});
        QCOMPARE(result.rows.size(), 2U);
        QCOMPARE(result.rows[1][3], result.rows[0][2] + result.rows[1][2]);
        QVERIFY_EXCEPTION_THROWN(resultOf("pca", makeContextRun(), {"probe=Z"}), Error);
    }

    void tablesAreWrittenWithHeaders()
    {
        AnalysisResult result;
        result.columns = {"unit", "rate, mean (Hz)"};
        result.rows = {{0.0, 0.1}, {1.0, std::numeric_limits<double>::quiet_NaN()}};
        result.summary = {{"mean", 0.1}};
        QCOMPARE(result.toCsv(), std::string("unit,\"rate, mean (Hz)\"\n0,0.1\n1,\n"));
        QCOMPARE(result.toJson().dump(),
                 std::string("{\"columns\":[\"unit\",\"rate, mean (Hz)\"],\"rows\":[[0.0,0.1],[1.0,"
                             "null]],\"summary\":{\"mean\":0.1},\"note\":\"\"}"));
    }
};

INSPIKE_TEST(TstAnalysisRegistry, tst_analysis_registry)
#include "tst_analysis_registry.moc"
