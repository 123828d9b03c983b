// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/trial_alignment.h"
#include "core/base/error.h"
#include "tests/core/analysis/statistics_reference.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

using namespace inspike;
using namespace inspike::test;

namespace {

NamedStream cues(std::vector<Time> time, std::vector<std::int64_t> values)
{
    return {"labels/cue", "cue", "", "", Labels{std::move(values), {}, std::move(time)}};
}

AlignedSpikes referenceAligned(std::vector<UnitIndex> units)
{
    const SpikePopulation population(trainsOf(referenceTrains()), {0, kReferenceEnd}, false, "a");
    const Json& reference = statisticsReference();
    JobContext job = nullJob();
    return alignedToLabels(
        population,
        cues(numbersOf<Time>(reference["events"]), numbersOf<std::int64_t>(reference["values"])),
        units, {100'000, 205'000, 10'000}, job);
}

QString differenceOf(const AlignedSpikes& aligned, std::int64_t value, const Json& wanted)
{
    const Psth psth = aligned.psth(value);
    const auto mean = numbersOf<double>(wanted["mean"]);
    const auto error = numbersOf<double>(wanted["sem"]);
    if (psth.bins() != mean.size())
        return QStringLiteral("%1 bins").arg(psth.bins());
    for (std::size_t i = 0; i < psth.bins(); ++i) {
        if (!close(psth.mean(i, aligned.units, 1e-6), mean[i], 1e-9) ||
            !close(psth.standardError(i, aligned.units, 1e-6), error[i], 1e-9))
            return QStringLiteral("bin %1").arg(i);
    }
    return {};
}

} // namespace

class TstPsth : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void meanAndStandardErrorEqualNumPy()
    {
        const Json& reference = statisticsReference();
        QCOMPARE(differenceOf(referenceAligned({0}), 3, reference["psth_of_unit_0_value_3"]),
                 QString());
        QCOMPARE(differenceOf(referenceAligned({0, 1}), 7, reference["psth_of_units_0_1_value_7"]),
                 QString());
    }

    void rowsAreTrialsWithTheirLabel()
    {
        const AlignedSpikes aligned = referenceAligned({0});
        QCOMPARE(aligned.trials.size(), std::size_t{6});
        QVERIFY(aligned.values() == (std::vector<std::int64_t>{3, 7}));
        QCOMPARE(aligned.trials[5].event, Time{10'000}); // order of the stream, not of time
        for (const AlignedTrial& trial : aligned.trials) {
            for (const Time offset : trial.offsets)
                QVERIFY(offset >= -100'000 && offset < 200'000);
        }
        QCOMPARE(aligned.psth(std::nullopt).trials(), std::size_t{6});
    }

    void oneTrialHasNoStandardError()
    {
        Psth psth({10, 10, 10});
        QVERIFY(std::isnan(psth.mean(0, 1, 1.0)));
        psth.addTrial(std::vector<Time>{-3, -10, 2, 10, -11});
        QCOMPARE(psth.mean(0, 1, 1.0), 0.2);
        QCOMPARE(psth.mean(1, 1, 1.0), 0.1);
        QVERIFY(std::isnan(psth.standardError(0, 1, 1.0)));
        psth.addTrial({});
        QCOMPARE(psth.standardError(0, 1, 1.0), 0.1); // counts 2 and 0: sd sqrt(2), / sqrt(2)
        QCOMPARE(psth.centre(0), -5.0);
        QCOMPARE(psth.edge(1), 0.0);
    }

    void windowsAreCheckedAndHeldWithin64Bits()
    {
        QVERIFY_EXCEPTION_THROWN(Psth({0, 5, 10}), Error);
        QVERIFY_EXCEPTION_THROWN(Psth({0, 5, 0}), Error);
        QVERIFY_EXCEPTION_THROWN(Psth({0, 2'000'001, 1}), Error);
        constexpr Time kLast = std::numeric_limits<Time>::max();
        const PsthBins bins{10, 20, 10};
        QCOMPARE(bins.windowAt(kLast).end, kLast);
        QCOMPARE(bins.windowAt(std::numeric_limits<Time>::min()).begin,
                 std::numeric_limits<Time>::min());
        constexpr Time kFar = kMaxTime - 10;
        const SpikePopulation population(trainsOf({{kFar, kFar + 4}}), {kFar, kFar + 5}, false,
                                         "a");
        JobContext job = nullJob();
        const auto aligned = alignedToLabels(population, cues({kFar + 1, -kFar}, {0, 0}),
                                             std::vector<UnitIndex>{0}, bins, job);
        QVERIFY(aligned.trials[0].offsets == (std::vector<Time>{-1, 3}));
        QVERIFY(aligned.trials[1].offsets.empty());
    }

    void trialsOfARunAreGroupedByCondition()
    {
        const Run run = makeContextRun();
        JobContext job = nullJob();
        const AlignedSpikes aligned = alignedTrials(
            run, {}, 10'000,
            [](const SpikePopulation& population) { return population.allUnits(); }, job);
        QCOMPARE(aligned.trials.size(), std::size_t{8});
        QCOMPARE(aligned.units, std::size_t{6});
        // Trial b has context b % 2 and chooses + when b % 4 < 2.
        for (std::size_t b = 0; b < 8; ++b)
            QCOMPARE(aligned.trials[b].value,
                     static_cast<std::int64_t>(2 * (b % 2) + (b % 4 < 2 ? 0 : 1)));
        std::size_t spikes = 0;
        for (const AlignedTrial& trial : aligned.trials)
            spikes += trial.offsets.size();
        std::int64_t wanted = 0;
        const Json reference = goldenJson("analysis_reference.json");
        for (const Json& count : reference["spikes_per_unit"].items())
            wanted += count.toInteger();
        QCOMPARE(static_cast<std::int64_t>(spikes), wanted);
    }

    void labelsAreFoundByName()
    {
        Recording recording;
        QVERIFY(!hasTimedLabels(recording));
        QVERIFY_EXCEPTION_THROWN(timedLabels(recording, {}), Error);
        recording.streams.push_back(
            {"labels/class", "class", "", "", Labels{{1, 2}, {}, {}}}); // no times
        QVERIFY(!hasTimedLabels(recording));
        recording.streams.push_back(cues({5}, {1}));
        QCOMPARE(timedLabels(recording, {}).name, std::string("cue"));
        QCOMPARE(timedLabels(recording, "cue").id, std::string("labels/cue"));
        try {
            timedLabels(recording, "class");
            QFAIL("labels without times were taken");
        } catch (const Error& error) {
            QVERIFY(error.message().find("there are cue") != std::string::npos);
        }
    }
};

INSPIKE_TEST(TstPsth, tst_psth)
#include "tst_psth.moc"
