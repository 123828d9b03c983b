// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/residual_energy.h"
#include "core/base/error.h"
#include "tests/support/make_av_run.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <limits>

using namespace inspike;
using namespace inspike::test;

namespace {

// One step and sample, as many channels as values, one token.
Activation features(const std::string& id, std::vector<float> values)
{
    const std::size_t channels = values.size();
    return probeOf(id, ProbeKind::Other,
                   {{axisOf(AxisKind::Step, 1), axisOf(AxisKind::Sample, 1),
                     axisOf(AxisKind::Channel, channels), axisOf(AxisKind::Token, 1)},
                    std::move(values)});
}

Run tinyRun(std::vector<float> x, std::vector<float> r, std::vector<float> fused)
{
    Run run;
    const auto add = [&](const char* id, std::vector<float> values) {
        if (!values.empty())
            run.probes.emplace(id, features(id, std::move(values)));
    };
    add("stage/audio_patch_embed", std::move(x));
    add("stage/block.0.residual", std::move(r));
    add("stage/block.0.fused", std::move(fused));
    run.made.settings = Json::object();
    Json config = Json::object();
    config.set("alpha", 1.5);
    run.made.settings.set("config", std::move(config));
    return run;
}

ResidualEnergy audioOf(const Run& run)
{
    JobContext job = nullJob();
    return residualEnergies(run, job)[0].value();
}

} // namespace

class TstResidualEnergy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void energyIsTheWeightedRatioOfNorms()
    {
        // |x| = 5, |r| = sqrt(2), alpha = 1.5
        const ResidualEnergy energy = audioOf(tinyRun({3, 4, 0, 0}, {1, 0, 1, 0}, {}));
        QCOMPARE(energy.energy.at(0), 1.5 * std::sqrt(2.0) / 5.0);
        QCOMPARE(energy.rate.at(0), 0.5);
        QVERIFY(energy.spikes);
        QVERIFY(!energy.change);
    }

    void changeOfTheFeaturesIsTheSameNumber()
    {
        Run run = tinyRun({3, 4, 0, 0}, {1, 0, 1, 0}, {4.5F, 4, 1.5F, 0});
        const double weighted = audioOf(run).energy.at(0);
        run.made.settings = Json::object(); // alpha unknown
        const ResidualEnergy change = audioOf(run);
        QVERIFY(change.change);
        QVERIFY(std::abs(change.energy.at(0) - weighted) < 1e-12);
        // A fusion that replaces the features has no use for alpha.
        Json config = Json::object();
        config.set("alpha", 99.0);
        config.set("attn_method", "WeightAttention");
        run.made.settings.set("config", std::move(config));
        QVERIFY(std::abs(audioOf(run).energy.at(0) - weighted) < 1e-12);
    }

    void realResidualsAreNoRates()
    {
        const ResidualEnergy energy = audioOf(tinyRun({1, 0}, {0.5F, 0.25F}, {}));
        QVERIFY(!energy.spikes);
        QCOMPARE(energy.rate.at(0), 0.375);
    }

    void nothingToCompareWithIsUndefined()
    {
        QVERIFY(std::isnan(audioOf(tinyRun({0, 0}, {1, 1}, {})).energy.at(0)));
        const float nan = std::numeric_limits<float>::quiet_NaN();
        QVERIFY(std::isnan(audioOf(tinyRun({1, nan}, {1, 1}, {})).energy.at(0)));
        QVERIFY(std::isnan(audioOf(tinyRun({0, 0}, {1, 1}, {})).meanOfSample(0)));
    }

    void everyStepAndSampleHasItsOwn()
    {
        const AvRunSize size{3, 5, 3};
        JobContext job = nullJob();
        const auto energies = residualEnergies(makeAvRun(size), job);
        for (const auto& energy : energies) {
            QCOMPARE(energy->energy.size(), std::size_t{15});
            QCOMPARE(energy->rate.size(), std::size_t{15});
            for (const double value : energy->energy)
                QVERIFY(value > 0.0 && value < 3.0);
        }
        const double mean =
            (energies[1]->energy[2] + energies[1]->energy[5 + 2] + energies[1]->energy[10 + 2]) /
            3.0;
        QVERIFY(std::abs(energies[1]->meanOfSample(2) - mean) < 1e-12);
    }

    void axesInAnotherOrderGiveTheSame()
    {
        Run run = makeAvRun();
        run.made.settings = Json::object(); // the differences need matching axes
        JobContext job = nullJob();
        const auto before = residualEnergies(run, job);
        const std::array order{AxisKind::Sample, AxisKind::Step, AxisKind::Token,
                               AxisKind::Channel};
        Activation& fused = run.probes.at("stage/block.1.fused");
        fused.values = fused.dense().permuted(order);
        QCOMPARE(residualEnergies(run, job)[1]->energy, before[1]->energy);
    }

    void spreadLeavesOutWhatIsUndefined()
    {
        const double nan = std::numeric_limits<double>::quiet_NaN();
        const MeanAndSpread found = meanAndSpread({9, 1, nan, 3, 9}, 1, 3);
        QCOMPARE(found.mean, 2.0);
        QCOMPARE(found.spread, std::sqrt(2.0));
        QCOMPARE(found.n, std::size_t{2});
        QCOMPARE(meanAndSpread({4}, 0, 1).spread, 0.0);
        QVERIFY(std::isnan(meanAndSpread({nan}, 0, 1).mean));
    }

    void networksWithoutResidualSaySo()
    {
        Run run = makeAvRun();
        for (const char* id : {"stage/block.0.residual", "stage/block.0.fused",
                               "stage/block.1.residual", "stage/block.1.fused"})
            run.probes.erase(id);
        QVERIFY(lacksResidual(run).has_value());
        JobContext job = nullJob();
        QVERIFY_EXCEPTION_THROWN(residualEnergies(run, job), Error);
        QVERIFY(lacksResidual(Run{}).has_value());
    }

    void damagedShapesAreRefused()
    {
        Run run = makeAvRun();
        run.probes.at("stage/block.0.residual") =
            makeAvRun({4, 6, 3, 4}).probes.at("stage/block.0.residual");
        JobContext job = nullJob();
        QVERIFY_EXCEPTION_THROWN(residualEnergies(run, job), Error);
    }
};

INSPIKE_TEST(TstResidualEnergy, tst_residual_energy)
#include "tst_residual_energy.moc"
