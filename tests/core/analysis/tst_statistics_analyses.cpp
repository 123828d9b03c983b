// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/base/error.h"
#include "tests/core/analysis/statistics_reference.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <numeric>

using namespace inspike;
using namespace inspike::test;

namespace {

// In memory, or as a stream on disk with its pyramid.
AnalysisInputs inputsOf(const std::vector<std::vector<Time>>& trains, bool stored)
{
    auto recording = std::make_shared<Recording>();
    AnalysisInputs inputs;
    const auto shared = trainsOf(trains);
    if (stored) {
        const auto source = sourceOf(shared);
        JobContext job = nullJob();
        recording->streams.push_back({"spikes/a", "a", "", "", StoredStream{source}});
        inputs.atlases["spikes/a"] =
            std::make_shared<CountAtlas>(CountPyramid::build(source, {}, job));
    } else {
        recording->streams.push_back({"spikes/a", "a", "", "", *shared});
    }
    recording->streams.push_back({"labels/cue", "cue", "", "",
                                  Labels{numbersOf<std::int64_t>(statisticsReference()["values"]),
                                         {},
                                         numbersOf<Time>(statisticsReference()["events"])}});
    inputs.recording = recording;
    return inputs;
}

AnalysisResult resultOf(const char* id, const AnalysisInputs& inputs,
                        std::vector<std::string> settings = {})
{
    const Analysis& analysis = *findAnalysis(id);
    if (const auto missing = analysis.lacks(inputs))
        throw Error(ErrorKind::NotFound, *missing);
    JobContext job = nullJob();
    return analysis.call(inputs, Params::parse(analysis.params(), settings), job);
}

double summaryOf(const AnalysisResult& result, const std::string& name)
{
    for (const auto& [each, value] : result.summary) {
        if (each == name)
            return value;
    }
    throw Error(ErrorKind::NotFound, name);
}

std::string messageOf(const char* id, const AnalysisInputs& inputs,
                      std::vector<std::string> settings)
{
    try {
        resultOf(id, inputs, std::move(settings));
    } catch (const Error& error) {
        return error.message();
    }
    return {};
}

constexpr const char* kAll[] = {
    "isi",       "cv",   "fano",           "sparsity",      "autocorrelogram", "crosscorrelogram",
    "synchrony", "psth", "spike-distance", "victor-purpura"};

} // namespace

class TstStatisticsAnalyses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streamsOnDiskGiveTheSameTables()
    {
        const AnalysisInputs memory = inputsOf(referenceTrains(), false);
        const AnalysisInputs disk = inputsOf(referenceTrains(), true);
        for (const char* id : kAll) {
            const AnalysisResult one = resultOf(id, memory);
            const AnalysisResult other = resultOf(id, disk);
            QVERIFY2(!one.rows.empty() || std::string(id) == "synchrony", id);
            QCOMPARE(one.toJson().dump(), other.toJson().dump());
        }
        // Without an atlas the stream is arranged on the way.
        AnalysisInputs bare = disk;
        bare.atlases.clear();
        QCOMPARE(resultOf("cv", bare).toCsv(), resultOf("cv", memory).toCsv());
    }

    void tablesHoldTheReference()
    {
        const AnalysisInputs inputs = inputsOf(referenceTrains(), false);
        const Json& reference = statisticsReference();
        const AnalysisResult cv = resultOf("cv", inputs);
        for (std::size_t unit = 0; unit < cv.rows.size(); ++unit) {
            const Json& wanted = reference["irregularity"].items()[unit];
            QVERIFY(close(cv.rows[unit][3], wanted["mean"].toDouble() / 1000.0));
            QVERIFY(close(cv.rows[unit][4], wanted["cv"].toDouble()));
            QVERIFY(close(cv.rows[unit][6], wanted["lv"].toDouble()));
        }
        const AnalysisResult isi = resultOf("isi", inputs, {"unit=2", "bin-ms=1", "longest-ms=60"});
        const Json& histogram = reference["isi_1ms_60_bins"].items()[2];
        QCOMPARE(isi.rows.size(), std::size_t{60});
        for (std::size_t i = 0; i < 60; ++i)
            QCOMPARE(isi.rows[i][2], histogram["counts"].items()[i].toDouble());
        QCOMPARE(summaryOf(isi, "longer intervals"), histogram["longer"].toDouble());
        QVERIFY(
            close(summaryOf(isi, "CV2"), reference["irregularity"].items()[2]["cv2"].toDouble()));
        const auto cross = resultOf("crosscorrelogram", inputs,
                                    {"unit=0", "other=3", "bin-ms=0.333", "lag-ms=8.325"});
        const auto lags = numbersOf<double>(reference["cross_of_units_0_and_3"]);
        QCOMPARE(cross.rows.size(), lags.size());
        for (std::size_t i = 0; i < lags.size(); ++i)
            QCOMPARE(cross.rows[i][1], lags[i]);
        const auto distance = resultOf("victor-purpura", inputs, {"cost=50"});
        QVERIFY(close(distance.rows[0][2], reference["victor_purpura_q_50"].items()[0].toDouble(),
                      1e-9));
    }

    void pooledUnitsAreTheSumOfTheUnits()
    {
        const AnalysisInputs inputs = inputsOf(referenceTrains(), false);
        const AnalysisResult pooled = resultOf("isi", inputs);
        std::vector<double> sum(pooled.rows.size(), 0.0);
        for (int unit = 0; unit < 5; ++unit) {
            const AnalysisResult one = resultOf("isi", inputs, {"unit=" + std::to_string(unit)});
            for (std::size_t i = 0; i < sum.size(); ++i)
                sum[i] += one.rows[i][2];
        }
        for (std::size_t i = 0; i < sum.size(); ++i)
            QCOMPARE(pooled.rows[i][2], sum[i]);
    }

    void stretchOfTimeIsRespected()
    {
        const AnalysisInputs inputs = inputsOf(referenceTrains(), false);
        const auto trains = referenceTrains();
        const auto within = [&](Time from, Time to) {
            double count = 0.0;
            for (const Time time : trains[1])
                count += time >= from && time < to ? 1.0 : 0.0;
            return count;
        };
        QCOMPARE(
            summaryOf(resultOf("isi", inputs, {"unit=1", "from-ms=500", "to-ms=900"}), "spikes"),
            within(500'000, 900'000));
        QCOMPARE(summaryOf(resultOf("isi", inputs, {"unit=1", "from-ms=500"}), "spikes"),
                 within(500'000, kReferenceEnd));
        QCOMPARE(
            summaryOf(resultOf("isi", inputs, {"unit=1", "from-ms=9000", "to-ms=9900"}), "spikes"),
            0.0);
    }

    void unknownUnitsStreamsAndLabelsAreRefused()
    {
        const AnalysisInputs inputs = inputsOf(referenceTrains(), false);
        QCOMPARE(messageOf("isi", inputs, {"unit=5"}),
                 std::string("unit: '5' is not between 0 and 4"));
        QCOMPARE(messageOf("crosscorrelogram", inputs, {"other=7"}),
                 std::string("other: '7' is not between 0 and 4"));
        QVERIFY(!messageOf("cv", inputs, {"units=1,9"}).empty());
        QVERIFY(!messageOf("cv", inputs, {"stream=b"}).empty());
        QVERIFY(!messageOf("psth", inputs, {"label=b"}).empty());
        QVERIFY(!messageOf("isi", inputs, {"bin-ms=0.001", "longest-ms=1e9"}).empty());
        QVERIFY(!messageOf("spike-distance", inputs, {"units=1"}).empty());
        QVERIFY(findAnalysis("isi")->lacks(AnalysisInputs{}).has_value());
    }

    void runsPoolTheirTrials()
    {
        AnalysisInputs inputs;
        inputs.run = std::make_shared<Run>(makeContextRun());
        // Every 11th step spikes: regular intervals of 22 ms in every trial.
        const AnalysisResult cv = resultOf("cv", inputs);
        QCOMPARE(cv.rows.size(), std::size_t{6});
        QCOMPARE(cv.rows[0][3], 22.0);
        QCOMPARE(summaryOf(cv, "mean CV"), 0.0);
        const AnalysisResult one = resultOf("fano", inputs, {"window-ms=20", "trial=0"});
        const AnalysisResult all = resultOf("fano", inputs, {"window-ms=20"});
        QCOMPARE(one.rows[0][1], 4.0);
        QCOMPARE(all.rows[0][1], 32.0);
        for (const char* id : kAll)
            resultOf(id, inputs);
    }

    void manyTrialsCorrelateAsOneLongOne()
    {
        AnalysisInputs inputs;
        inputs.run = std::make_shared<Run>(makeContextRun());
        const AnalysisResult result = resultOf("synchrony", inputs, {"bin-ms=2"});
        QCOMPARE(summaryOf(result, "windows"), 8.0 * 40.0);
        QCOMPARE(result.rows.size(), std::size_t{15});
        double sum = 0.0;
        for (const auto& row : result.rows)
            sum += row[2];
        QVERIFY(close(summaryOf(result, "mean pairwise correlation"), sum / 15.0, 1e-9));
    }

    void silentAndOddTrainsAreUndefinedNotZero()
    {
        constexpr Time kFar = Time{1} << 61U;
        for (const bool stored : {false, true}) {
            const AnalysisInputs inputs = inputsOf(
                {{}, {kFar}, std::vector<Time>(9, kFar), {kFar - 5, kFar, kFar + 5}}, stored);
            const AnalysisResult cv = resultOf("cv", inputs);
            for (std::size_t unit = 0; unit < 3; ++unit)
                QVERIFY(std::isnan(cv.rows[unit][4]) && std::isnan(cv.rows[unit][6]));
            QCOMPARE(cv.rows[3][4], 0.0);
            QVERIFY(std::isnan(resultOf("fano", inputs).rows[0][4]));
            for (const char* id : kAll)
                resultOf(id, inputs);
        }
    }

    void recordingWithoutSpikesIsAnswered()
    {
        const AnalysisInputs inputs = inputsOf({{}, {}}, false);
        for (const char* id : kAll)
            resultOf(id, inputs);
        QVERIFY(std::isnan(summaryOf(resultOf("isi", inputs), "CV")));
        QVERIFY(!messageOf("isi", inputsOf({}, false), {"unit=0"}).empty());
    }
};

INSPIKE_TEST(TstStatisticsAnalyses, tst_statistics_analyses)
#include "tst_statistics_analyses.moc"
