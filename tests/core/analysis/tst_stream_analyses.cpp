// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/residual_energy.h"
#include "core/base/error.h"
#include "tests/support/make_av_run.h"
#include "tests/support/run_tests.h"

#include <cmath>

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

double summaryOf(const AnalysisResult& result, const std::string& name)
{
    for (const auto& [key, value] : result.summary) {
        if (key == name)
            return value;
    }
    throw Error(ErrorKind::NotFound, name);
}

} // namespace

class TstStreamAnalyses : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void evidenceOfASampleAddsUp()
    {
        const AvRunSize size;
        const AnalysisResult result = resultOf("evidence", makeAvRun(), {"trial=2"});
        QCOMPARE(result.rows.size(), size.classes * size.steps);
        for (const std::vector<double>& row : result.rows) {
            const auto k = static_cast<std::size_t>(row[0]);
            const auto t = static_cast<std::size_t>(row[1]);
            QCOMPARE(row[2], double(avEvidence(size, 0, t, 2, k)));
            QCOMPARE(row[5], row[2] + row[3] + row[4]);
        }
        QCOMPARE(summaryOf(result, "most likely class"), 1.0);
        QCOMPARE(summaryOf(result, "logit"), summaryOf(result, "audio") +
                                                 summaryOf(result, "visual") +
                                                 summaryOf(result, "bias"));
        QCOMPARE(summaryOf(result, "largest |logit - sum|"), 0.0);
    }

    void residualEnergyHasARowPerStep()
    {
        const AnalysisResult result = resultOf("residual-energy", makeAvRun());
        QCOMPARE(result.rows.size(), std::size_t{4});
        JobContext job = nullJob();
        const auto energies = residualEnergies(makeAvRun(), job);
        QCOMPARE(result.rows[2][4], meanAndSpread(energies[1]->energy, 2 * 6, 6).mean);
        Run audio = makeAvRun();
        audio.probes.erase("stage/visual_patch_embed");
        QVERIFY(std::isnan(resultOf("residual-energy", audio).rows[0][4]));
    }

    void alignmentOfClassesIsTheMeanOfTheirPairs()
    {
        const AnalysisResult result = resultOf("alignment-matrix", makeAvRun({4, 7, 3}));
        QCOMPARE(result.rows.size(), std::size_t{9});
        double pairs = 0.0;
        double within = 0.0;
        double withinPairs = 0.0;
        for (const std::vector<double>& row : result.rows) {
            pairs += row[2];
            if (row[0] == row[1]) {
                within += row[2] * row[3];
                withinPairs += row[2];
            }
        }
        QCOMPARE(pairs, 49.0);
        QVERIFY(std::abs(within / withinPairs - summaryOf(result, "mean within classes")) < 1e-4);
        // The made run has features of its classes: a sound finds its class.
        QCOMPARE(summaryOf(result, "most similar picture is of the class"), 1.0);
    }
};

INSPIKE_TEST(TstStreamAnalyses, tst_stream_analyses)
#include "tst_stream_analyses.moc"
