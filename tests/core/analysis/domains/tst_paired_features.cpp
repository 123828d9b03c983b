// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/paired_features.h"
#include "core/analysis/sample_classes.h"
#include "core/base/memory.h"
#include "tests/support/errors.h"
#include "tests/support/make_av_run.h"
#include "tests/support/make_run.h"
#include "tests/support/make_transfer_run.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <limits>
#include <stop_token>

using namespace inspike;
using namespace inspike::test;

namespace {

using SharedRun = std::shared_ptr<const Run>;

PairedFeatures paired(std::vector<SharedRun> runs, const PairingParams& params = {})
{
    return pairFeatures(runs, params);
}

std::vector<std::string> idsOf(const std::vector<FeatureLayer>& layers)
{
    std::vector<std::string> ids;
    for (const FeatureLayer& layer : layers)
        ids.push_back(layer.id);
    return ids;
}

// A probe of two steps, two samples, three channels and two places; the number is
// 100 t + 10 b + 2 c + place.
Run plainRun(bool placesFirst = false)
{
    std::vector<float> values;
    for (int t = 0; t < 2; ++t) {
        for (int b = 0; b < 2; ++b) {
            for (int k = 0; k < 6; ++k) {
                const int channel = placesFirst ? k % 3 : k / 2;
                const int place = placesFirst ? k / 3 : k % 2;
                values.push_back(static_cast<float>(100 * t + 10 * b + 2 * channel + place));
            }
        }
    }
    Run run;
    const auto shape = placesFirst ? axesOf({{AxisKind::Step, 2},
                                             {AxisKind::Sample, 2},
                                             {AxisKind::Token, 2},
                                             {AxisKind::Channel, 3}})
                                   : axesOf({{AxisKind::Step, 2},
                                             {AxisKind::Sample, 2},
                                             {AxisKind::Channel, 3},
                                             {AxisKind::Height, 1},
                                             {AxisKind::Width, 2}});
    run.probes.emplace("x", probeOf("x", ProbeKind::Other, {shape, values}));
    return run;
}

std::vector<float> featuresOfPlain(const Run& run, const FeatureChoice& choice)
{
    JobContext job = nullJob();
    const PairedFeatures both = paired({std::make_shared<const Run>(run)});
    return featuresOf(both.a, 0, choice, job).values;
}

SharedRun withIds(const SharedRun& run, const std::function<void(std::vector<std::string>&)>& edit)
{
    std::vector<std::string> ids = run->sampleIds;
    edit(ids);
    return renamed(*run, ids);
}

TransferRunSize sized(std::size_t samples)
{
    TransferRunSize size;
    size.samples = samples;
    return size;
}

SharedRun nameless(const SharedRun& run)
{
    return renamed(*run, {});
}

} // namespace

class TstPairedFeatures : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layersComeInTheOrderOfTheNetwork()
    {
        Run run;
        const LabelledArray values(axesOf({{AxisKind::Sample, 1}, {AxisKind::Unit, 2}}), {0, 0});
        for (const char* id : {"lif/feature.10", "lif/feature.9", "lif/feature.1", "lif/fc"})
            run.probes.emplace(id, probeOf(id, ProbeKind::Other, values));
        run.outputs.emplace("a", probeOf("a", ProbeKind::Other, values));
        QCOMPARE(idsOf(featureLayers(run)),
                 (std::vector<std::string>{"lif/fc", "lif/feature.1", "lif/feature.9",
                                           "lif/feature.10", "a"}));
    }

    void whatHasNoSamplesOrIsAttentionIsNoLayer()
    {
        Run run;
        run.probes.emplace(
            "rate", probeOf("rate", ProbeKind::Other, {axesOf({{AxisKind::Step, 2}}), {0, 0}}));
        run.probes.emplace(
            "map", probeOf("map", ProbeKind::Attention,
                           {axesOf({{AxisKind::Sample, 1}, {AxisKind::Token, 2}}), {0, 0}}));
        run.probes.emplace(
            "query", probeOf("query", ProbeKind::Other,
                             {axesOf({{AxisKind::Sample, 1}, {AxisKind::Query, 2}}), {0, 0}}));
        QVERIFY(featureLayers(run).empty());
        const std::vector<SharedRun> runs = {std::make_shared<const Run>(run)};
        QVERIFY(lacksPairs(runs).has_value());
        QVERIFY(lacksPairs({}).has_value());
        INSPIKE_FAILS(paired(runs), ErrorKind::NotFound, "run");
    }

    void branchesOfARunAreTwoDomains()
    {
        const SharedRun run = makeTransferRun();
        const PairedFeatures both = paired({run});
        QVERIFY(both.pairing == Pairing::Branches);
        QCOMPARE(both.a.title, std::string("static"));
        QCOMPARE(both.b.title, std::string("event"));
        // Spikes and the feature; the potentials say what the spikes say.
        QCOMPARE(idsOf(both.a.layers),
                 (std::vector<std::string>{"static/lif/feature.0", "static/lif/feature.1",
                                           "static/lif/feature.2", "static_feature"}));
        QCOMPARE(both.counterparts.size(), std::size_t{4});
        QCOMPARE(both.a.layers[3].name, std::string("feature"));
        QCOMPARE(both.b.layers[both.counterparts[3].second].id, std::string("event_feature"));
        QCOMPARE(both.label.size(), std::size_t{24});
        QCOMPARE(both.label[4], std::int64_t{1});
        QCOMPARE(both.ids[4], std::string("4.bin+still-4"));
        QVERIFY(!lacksCounterparts(std::vector<SharedRun>{run}));
    }

    void layersCanBeChosen()
    {
        PairingParams params;
        params.layers = "mem/*, lif/feature.1";
        const PairedFeatures both = paired({makeTransferRun()}, params);
        QCOMPARE(idsOf(both.b.layers),
                 (std::vector<std::string>{"event/lif/feature.1", "event/mem/feature.2"}));
        params.layers = "lif/*,nothing";
        INSPIKE_FAILS(paired({makeTransferRun()}, params), ErrorKind::BadParameter, "'nothing'");
    }

    void layersOfOneRunAreComparedAmongThemselves()
    {
        const auto run = std::make_shared<const Run>(makeContextRun());
        const PairedFeatures both = paired({run});
        QVERIFY(both.pairing == Pairing::Layers);
        QCOMPARE(idsOf(both.a.layers), (std::vector<std::string>{"I", "R", "S", "U", "y"}));
        QVERIFY(both.counterparts.empty());
        QVERIFY(lacksCounterparts(std::vector<SharedRun>{run}).has_value());
        const auto fusion = std::make_shared<const Run>(makeAvRun());
        QVERIFY(paired({fusion}).a.layers.size() > 5);
    }

    void twoRunsAreComparedById()
    {
        const SharedRun run = makeTransferRun();
        const PairedFeatures both = paired({run, run});
        QVERIFY(both.pairing == Pairing::Runs);
        QCOMPARE(both.a.layers.size(), std::size_t{9}); // both branches and the prediction
        QCOMPARE(both.counterparts.size(), std::size_t{9});
        QVERIFY(both.note.find("by name") != std::string::npos);
        PairingParams params;
        params.pairing = Pairing::Branches;
        QVERIFY(paired({run}, params).pairing == Pairing::Branches);
        params.pairing = Pairing::Runs;
        INSPIKE_FAILS(paired({run}, params), ErrorKind::NotFound, "second run");
        INSPIKE_FAILS(paired({run, run, run}), ErrorKind::BadParameter, "not 3");
    }

    void stepsAreAveragedSetSideBySideOrChosen()
    {
        FeatureChoice choice;
        const std::vector<float> mean = {50, 51, 52, 53, 54, 55, 60, 61, 62, 63, 64, 65};
        QCOMPARE(featuresOfPlain(plainRun(), choice), mean);
        choice.steps = StepUse::All;
        const std::vector<float> all = {0,  1,  2,  3,  4,  5,  100, 101, 102, 103, 104, 105,
                                        10, 11, 12, 13, 14, 15, 110, 111, 112, 113, 114, 115};
        QCOMPARE(featuresOfPlain(plainRun(), choice), all);
        choice.steps = StepUse::One;
        choice.step = 1;
        const std::vector<float> second = {100, 101, 102, 103, 104, 105,
                                           110, 111, 112, 113, 114, 115};
        QCOMPARE(featuresOfPlain(plainRun(), choice), second);
        choice.step = 2;
        INSPIKE_FAILS(featuresOfPlain(plainRun(), choice), ErrorKind::BadShape, "step 2");
    }

    void placesCanBeAveraged()
    {
        FeatureChoice choice;
        choice.steps = StepUse::One;
        choice.meanOverPlaces = true;
        const std::vector<float> wanted = {0.5, 2.5, 4.5, 10.5, 12.5, 14.5};
        QCOMPARE(featuresOfPlain(plainRun(), choice), wanted);
        QCOMPARE(featuresOfPlain(plainRun(true), choice), wanted);
        choice.steps = StepUse::All;
        QCOMPARE(featuresOfPlain(plainRun(), choice).size(), std::size_t{12});
    }

    void sparseSpikesAreReadAsTheDenseOnes()
    {
        const SharedRun run = makeTransferRun();
        const PairedFeatures both = paired({run});
        JobContext job = nullJob();
        FeatureChoice choice;
        for (const StepUse use : {StepUse::Mean, StepUse::All, StepUse::One}) {
            choice.steps = use;
            choice.step = 2;
            const std::vector<float> sparse = featuresOf(both.b, 0, choice, job).values;
            Run other = *run;
            const Activation& spikes = run->probes.at("event/lif/feature.0");
            other.probes.at("event/lif/feature.0") =
                probeOf("event/lif/feature.0", ProbeKind::Spikes, spikes.dense());
            const PairedFeatures dense = paired({std::make_shared<const Run>(other)});
            QCOMPARE(featuresOf(dense.b, 0, choice, job).values, sparse);
            QVERIFY(std::any_of(sparse.begin(), sparse.end(), [](float v) { return v > 0.0F; }));
        }
    }

    void axesInAnotherOrderAreReordered()
    {
        Run run = plainRun();
        const LabelledArray array = run.probes.at("x").dense();
        const std::array order = {AxisKind::Sample, AxisKind::Channel, AxisKind::Height,
                                  AxisKind::Width, AxisKind::Step};
        Run other;
        other.probes.emplace("x", probeOf("x", ProbeKind::Other, array.permuted(order)));
        QCOMPARE(featuresOfPlain(other, {}), featuresOfPlain(run, {}));
    }

    void whatHasNoStepsIsTheSameAtEach()
    {
        Run run;
        run.outputs.emplace(
            "y", probeOf("y", ProbeKind::Other,
                         {axesOf({{AxisKind::Sample, 2}, {AxisKind::Class, 2}}), {1, 2, 3, 4}}));
        FeatureChoice choice;
        choice.steps = StepUse::One;
        choice.step = 7;
        QCOMPARE(featuresOfPlain(run, choice), (std::vector<float>{1, 2, 3, 4}));
    }

    void otherNamesAreRefusedAndNamed()
    {
        const SharedRun run = makeTransferRun();
        const SharedRun other =
            withIds(run, [](auto& ids) { ids[5] = "stranger", ids[6] = "another"; });
        INSPIKE_FAILS(paired({run, other}), ErrorKind::BadFormat, "only in the first: 2");
        INSPIKE_FAILS(paired({run, other}), ErrorKind::BadFormat, "'5.bin+still-5'");
        INSPIKE_FAILS(paired({run, other}), ErrorKind::BadFormat, "'stranger'");
        PairingParams params;
        params.join = JoinRule::ById;
        INSPIKE_FAILS(paired({run, other}, params), ErrorKind::BadFormat, "'another'");
    }

    void anotherOrderIsRefusedOrJoinedByName()
    {
        const SharedRun run = makeTransferRun();
        // The same samples the other way round: spikes are those of another run, names are turned.
        const SharedRun turned =
            withIds(run, [](auto& ids) { std::reverse(ids.begin(), ids.end()); });
        INSPIKE_FAILS(paired({run, turned}), ErrorKind::BadFormat, "24 of 24");
        INSPIKE_FAILS(paired({run, turned}), ErrorKind::BadFormat, "'0.bin+still-0'");
        INSPIKE_FAILS(paired({run, turned}), ErrorKind::BadFormat, "by-id");
        PairingParams params;
        params.join = JoinRule::ById;
        const PairedFeatures both = paired({run, turned}, params);
        QCOMPARE(both.b.order.front(), std::size_t{23});
        JobContext job = nullJob();
        const Points a = featuresOf(both.a, 0, {}, job);
        const Points b = featuresOf(both.b, 0, {}, job);
        for (std::size_t i = 0; i < 24; ++i)
            QVERIFY(std::ranges::equal(a.view().row(i), b.view().row(23 - i)));
    }

    void anotherNumberOfNamedSamplesIsNeverCut()
    {
        const SharedRun run = makeTransferRun();
        INSPIKE_FAILS(paired({run, makeTransferRun(sized(20))}), ErrorKind::BadFormat,
                      "only in the first: 4");
    }

    void repeatedNamesAreRefused()
    {
        const SharedRun run = makeTransferRun();
        const SharedRun twice = withIds(run, [](auto& ids) { ids[1] = ids[0]; });
        INSPIKE_FAILS(paired({run, twice}), ErrorKind::BadFormat, "more than once");
        INSPIKE_FAILS(paired({twice, twice}), ErrorKind::BadFormat, "'0.bin+still-0'");
        // Within a run there is nothing to join.
        QCOMPARE(paired({twice}).samples, std::size_t{24});
    }

    void asManyNamesAsSamplesAreNeeded()
    {
        const SharedRun run = makeTransferRun();
        const SharedRun fewer = withIds(run, [](auto& ids) { ids.pop_back(); });
        INSPIKE_FAILS(paired({run, fewer}), ErrorKind::BadFormat, "names 23");
    }

    void withoutNamesCountsAndLabelsDecide()
    {
        const SharedRun run = makeTransferRun();
        const PairedFeatures both = paired({nameless(run), nameless(run)});
        QVERIFY(both.ids.empty());
        QVERIFY(both.note.find("by position") != std::string::npos);
        QVERIFY(paired({run, nameless(run)}).note.find("only one") != std::string::npos);
        INSPIKE_FAILS(paired({nameless(run), nameless(makeTransferRun(sized(20)))}),
                      ErrorKind::BadFormat, "one run has 24, the other 20");
        Run other = *nameless(run);
        std::vector<std::int64_t> labels(24, 0);
        other.inputs.at("label") = Tensor::fromInt64({24}, labels);
        INSPIKE_FAILS(paired({nameless(run), std::make_shared<const Run>(other)}),
                      ErrorKind::BadFormat, "16 samples of 24");
        INSPIKE_FAILS(paired({nameless(run), std::make_shared<const Run>(other)}),
                      ErrorKind::BadFormat, "1: 1 and 0");
    }

    void otherRecordingsAreSaidSo()
    {
        Run one = *nameless(makeTransferRun());
        Run other = one;
        one.made.recordingSha256 = "aa";
        other.made.recordingSha256 = "bb";
        other.made.recordingFile = "other.h5";
        const PairedFeatures both =
            paired({std::make_shared<const Run>(one), std::make_shared<const Run>(other)});
        QVERIFY(both.note.find("different recordings") != std::string::npos);
        QVERIFY(both.note.find("other.h5") != std::string::npos);
    }

    void valuesThatAreNotFiniteNameTheLayer()
    {
        Run run = *makeTransferRun();
        const LabelledArray feature = run.outputs.at("event_feature").dense();
        std::vector<float> values(feature.values().begin(), feature.values().end());
        values[16 * 7] = std::numeric_limits<float>::quiet_NaN();
        run.outputs.at("event_feature") =
            probeOf("event_feature", ProbeKind::Membrane, {feature.axes(), values});
        const PairedFeatures both = paired({std::make_shared<const Run>(run)});
        JobContext job = nullJob();
        const std::size_t layer = *both.b.find("feature");
        INSPIKE_FAILS(featuresOf(both.b, layer, {}, job), ErrorKind::BadFormat, "event_feature");
        INSPIKE_FAILS(featuresOf(both.b, layer, {}, job), ErrorKind::BadFormat, "'7.bin+still-7'");
        FeatureChoice last;
        last.steps = StepUse::One;
        last.step = 3;
        QCOMPARE(featuresOf(both.b, layer, last, job).count, std::size_t{24});
    }

    void otherNumbersOfSamplesInARunAreRefused()
    {
        Run run = *makeTransferRun();
        run.probes.emplace(
            "event/lif/odd",
            probeOf("event/lif/odd", ProbeKind::Other,
                    {axesOf({{AxisKind::Sample, 3}, {AxisKind::Unit, 1}}), {0, 0, 0}}));
        INSPIKE_FAILS(paired({std::make_shared<const Run>(run)}), ErrorKind::BadFormat,
                      "event/lif/odd");
    }

    void readingCanBeCancelled()
    {
        std::stop_source stop;
        stop.request_stop();
        JobContext job(stop.get_token(), nullptr);
        Run run;
        run.outputs.emplace("y",
                            probeOf("y", ProbeKind::Other,
                                    {axesOf({{AxisKind::Sample, 3}, {AxisKind::Unit, 1'000'000}}),
                                     std::vector<float>(3'000'000)}));
        const PairedFeatures both = paired({std::make_shared<const Run>(run)});
        INSPIKE_FAILS(featuresOf(both.a, 0, {}, job), ErrorKind::Cancelled, "");
    }
};

INSPIKE_TEST(TstPairedFeatures, tst_paired_features)
#include "tst_paired_features.moc"
