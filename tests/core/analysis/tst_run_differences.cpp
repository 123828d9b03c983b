// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/analysis_registry.h"
#include "core/analysis/run_differences.h"
#include "core/analysis/run_layers.h"
#include "core/analysis/sample_classes.h"
#include "core/base/error.h"
#include "tests/support/make_av_run.h"
#include "tests/support/make_compared_run.h"
#include "tests/support/make_run.h"
#include "tests/support/run_tests.h"

#include <array>
#include <cmath>
#include <stdexcept>

using namespace inspike;
using namespace inspike::test;

namespace {

using Runs = std::vector<std::shared_ptr<const Run>>;

std::shared_ptr<const Run> shared(Run run)
{
    return std::make_shared<const Run>(std::move(run));
}

RunDifferences compared(const Runs& runs, const MatchParams& params = {})
{
    JobContext job = nullJob();
    return differencesOf(matchRuns(runs, params), job);
}

AnalysisResult analysed(const Runs& runs, const std::vector<std::string>& settings = {})
{
    const Analysis& analysis = *findAnalysis("compare");
    AnalysisInputs inputs;
    inputs.run = runs.front();
    inputs.runs = runs;
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

template <typename Action>
Error errorOf(const Action& action)
{
    try {
        action();
    } catch (const Error& error) {
        return error;
    }
    throw std::runtime_error("nothing was refused");
}

std::string notesOf(const RunMatch& match)
{
    std::string all;
    for (const std::string& note : match.notes)
        all += note + "\n";
    return all;
}

class TstRunDifferences : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aRunAgainstItselfIsAllZero()
    {
        for (const auto& run : {makeComparedRun(), shared(makeContextRun()), shared(makeAvRun())}) {
            const RunDifferences all = compared({run, run});
            QVERIFY(!all.layers.empty());
            QVERIFY(!all.firstStep);
            for (const LayerDifference& layer : all.layers) {
                QCOMPARE(layer.notFinite, 0U);
                if (layer.spikes) {
                    QVERIFY(layer.spikes->a > 0);
                    QCOMPARE(layer.spikes->onlyA(), 0U);
                    QCOMPARE(layer.spikes->onlyB(), 0U);
                    QCOMPARE(layer.spikes->differing(), 0.0);
                    QCOMPARE(layer.rateDifference(), 0.0);
                }
                QVERIFY(std::isnan(layer.membrane) || layer.membrane == 0.0);
                QVERIFY(std::isnan(layer.value) || layer.value == 0.0);
            }
            QVERIFY(all.answer.differs.empty());
        }
    }

    void spikesAreCountedAsByHand()
    {
        ComparedLayers other;
        other.spike = [](std::size_t t, std::size_t b, std::size_t n) {
            return (t + 2 * b + 3 * n) % 5 < 2 ? !(t == 3 && n == 0) : t == 5 && b == 1;
        };
        std::uint64_t a = 0, b = 0, both = 0;
        std::size_t first = 99;
        for (std::size_t t = 0; t < 6; ++t) {
            for (std::size_t s = 0; s < 4; ++s) {
                for (std::size_t n = 0; n < 3; ++n) {
                    const bool one = ComparedLayers::usualSpike(t, s, n);
                    const bool two = other.spike(t, s, n);
                    a += one ? 1 : 0;
                    b += two ? 1 : 0;
                    both += one && two ? 1 : 0;
                    if (one != two)
                        first = std::min(first, t);
                }
            }
        }
        const RunDifferences all = compared({makeComparedRun(), makeComparedRun(other)});
        const LayerDifference& layer = all.layers[0];
        QCOMPARE(layer.spikes->a, a);
        QCOMPARE(layer.spikes->b, b);
        QCOMPARE(layer.spikes->both, both);
        QVERIFY(layer.spikes->onlyA() > 0 && layer.spikes->onlyB() > 0);
        QCOMPARE(layer.spikes->differing(), 1.0 - double(both) / double(a + b - both));
        QCOMPARE(layer.rateA, double(a) / (3.0 * 4.0 * 6.0));
        QCOMPARE(layer.rateDifference(), (double(b) - double(a)) / (3.0 * 4.0 * 6.0));
        QCOMPARE(*layer.firstStep, first);
        QCOMPARE(all.rateUnit(), std::string("1/step"));
        QCOMPARE(layer.membrane, 0.0);
    }

    void samplesAreJoinedByNameInAnyOrder()
    {
        ComparedLayers moved;
        const std::array<std::size_t, 4> from{2, 0, 3, 1};
        moved.ids = {"c", "a", "d", "b"};
        moved.spike = [&](std::size_t t, std::size_t b, std::size_t n) {
            return ComparedLayers::usualSpike(t, from[b], n);
        };
        moved.membrane = [&](std::size_t t, std::size_t b, std::size_t n) {
            return ComparedLayers::usualMembrane(t, from[b], n);
        };
        moved.prediction = [&](std::size_t b, std::size_t k) {
            return ComparedLayers::usualPrediction(from[b], k);
        };
        const Runs runs{makeComparedRun(), makeComparedRun(moved)};
        const RunDifferences all = compared(runs);
        QCOMPARE(all.spikes.both, all.spikes.a);
        QCOMPARE(all.spikes.b, all.spikes.a);
        QCOMPARE(all.layers[0].membrane, 0.0);
        QVERIFY(all.answer.differs.empty());
        QCOMPARE(all.answer.compared, 4U);
        QVERIFY(!all.firstStep);

        MatchParams byPlace;
        byPlace.join = MatchParams::Join::Place;
        QVERIFY(compared(runs, byPlace).spikes.onlyA() > 0);
    }

    void otherAxesOrdersGiveTheSame()
    {
        Run turned = comparedRun();
        for (const char* id : {"fc1/spikes", "fc2/spikes"}) {
            const auto order = std::array{AxisKind::Sample, AxisKind::Unit, AxisKind::Step};
            turned.probes.at(id) = spikesOf(id, turned.probes.at(id).dense().permuted(order));
        }
        const auto order = std::array{AxisKind::Unit, AxisKind::Step, AxisKind::Sample};
        turned.probes.at("fc1/membrane").values =
            turned.probes.at("fc1/membrane").dense().permuted(order);
        const RunDifferences all = compared({makeComparedRun(), shared(std::move(turned))});
        QCOMPARE(all.spikes.both, all.spikes.a);
        QCOMPARE(all.spikes.both, all.spikes.b);
        QCOMPARE(all.layers[0].membrane, 0.0);
    }

    void runsOfOtherLengthsShareTheirBeginning()
    {
        ComparedLayers longer;
        longer.steps = 9;
        const Runs runs{makeComparedRun(), makeComparedRun(longer)};
        const RunDifferences all = compared(runs);
        QCOMPARE(all.layers[0].steps, 6U);
        QCOMPARE(all.spikes.both, all.spikes.b);
        QCOMPARE(all.spikes.a, all.spikes.b);
        QCOMPARE(all.layers[0].rateDifference(), 0.0);
        QVERIFY(all.notes.front().find("6 and 9 steps") != std::string::npos);
    }

    void samplesThatCannotBeJoinedAreNamed()
    {
        ComparedLayers other;
        other.ids = {"a", "b", "c", "x"};
        const auto a = makeComparedRun();
        const Error apart = errorOf([&] { compared({a, makeComparedRun(other)}); });
        QCOMPARE(apart.kind(), ErrorKind::BadFormat);
        QVERIFY2(apart.message().find("'d'") != std::string::npos, apart.message().c_str());
        QVERIFY2(apart.message().find("'x'") != std::string::npos, apart.message().c_str());

        ComparedLayers fewer;
        fewer.samples = 3;
        const Error counts = errorOf([&] { compared({a, makeComparedRun(fewer)}); });
        QVERIFY2(counts.message().find("'d'") != std::string::npos, counts.message().c_str());

        fewer.ids.clear();
        const Error unnamed = errorOf([&] { compared({a, makeComparedRun(fewer)}); });
        QVERIFY2(unnamed.message().find("has 4, the second 3") != std::string::npos,
                 unnamed.message().c_str());

        ComparedLayers twice;
        twice.ids = {"a", "b", "b", "d"};
        const Error repeated = errorOf([&] { compared({a, makeComparedRun(twice)}); });
        QVERIFY2(repeated.message().find("'b' twice") != std::string::npos,
                 repeated.message().c_str());
    }

    void otherRecordingsAreJoinedByPlaceAndThatIsSaid()
    {
        ComparedLayers other;
        other.ids = {"p", "q", "r", "s"};
        const RunMatch match = matchRuns(Runs{makeComparedRun(), makeComparedRun(other)}, {});
        QCOMPARE(match.samples(), 4U);
        QVERIFY(notesOf(match).find("by place; no name is in both ('a', ... and 'p', ...)") !=
                std::string::npos);
    }

    void layersOfOtherNamesAreMatchedByOrderKindAndShape()
    {
        ComparedLayers other;
        other.layers = {{"conv", 7}, {"dense1", 3}, {"dense2", 2}};
        const RunMatch match = matchRuns(Runs{makeComparedRun(), makeComparedRun(other)}, {});
        QCOMPARE(match.layers[0].name(), std::string("fc1 | dense1"));
        QCOMPARE(match.layers[1].name(), std::string("fc2 | dense2"));
        QCOMPARE(match.unmatched[1], std::vector<std::string>{"conv"});
        QVERIFY(notesOf(match).find("'fc1' with 'dense1'") != std::string::npos);
        QVERIFY(match.layerNamed("dense1/spikes") == 0U);

        other.layers = {{"fc1", 5}};
        const Runs runs{makeComparedRun(), makeComparedRun(other)};
        const RunMatch resized = matchRuns(runs, {});
        QVERIFY(!resized.layers[0].sameUnits);
        const RunDifferences all = compared(runs);
        QVERIFY(!all.layers[0].spikes);
        QVERIFY(all.layers[0].rateA > 0 && all.layers[0].rateB > 0);
    }

    void runsWithoutACommonLayerAreRefused()
    {
        Run other;
        other.probes.emplace(
            "kappa", probeOf("kappa", ProbeKind::Membrane,
                             LabelledArray(axesOf({{AxisKind::Step, 2}, {AxisKind::Unit, 9}}),
                                           std::vector<float>(18))));
        const Error error = errorOf([&] {
            matchRuns(Runs{makeComparedRun(), shared(std::move(other))}, {});
        });
        QCOMPARE(error.kind(), ErrorKind::NotFound);
        QVERIFY2(error.message().find("'fc1'") != std::string::npos, error.message().c_str());
        QVERIFY2(error.message().find("'kappa'") != std::string::npos, error.message().c_str());
        const Error empty = errorOf([&] { matchRuns(Runs{makeComparedRun(), shared(Run())}, {}); });
        QVERIFY2(empty.message().find("nothing") != std::string::npos, empty.message().c_str());
    }

    void ofThreeRunsTwoHaveToBeNamed()
    {
        ComparedLayers silent;
        silent.spike = [](std::size_t, std::size_t, std::size_t) {
            return false;
        };
        const Runs runs{makeComparedRun(), makeComparedRun(silent), makeComparedRun()};
        const Error error = errorOf([&] { matchRuns(runs, {}); });
        QCOMPARE(error.kind(), ErrorKind::BadParameter);
        QVERIFY2(error.message().find("runs=1,3") != std::string::npos, error.message().c_str());
        MatchParams chosen;
        chosen.runs = "1,3";
        QCOMPARE(compared(runs, chosen).spikes.differing(), 0.0);
        chosen.runs = "1,2";
        QCOMPARE(compared(runs, chosen).spikes.differing(), 1.0);
        for (const char* wrong : {"0,1", "1,4", "1", "1,2,3", "a,b", "1,,2"}) {
            chosen.runs = wrong;
            QCOMPARE(errorOf([&] { matchRuns(runs, chosen); }).kind(), ErrorKind::BadParameter);
        }
        QVERIFY(lacksComparison(Runs{runs[0]})->find("second run") != std::string::npos);
        QVERIFY(lacksComparison(Runs{}).has_value());
    }

    void valuesThatAreNotFiniteAreSaid()
    {
        ComparedLayers other;
        other.membrane = [](std::size_t t, std::size_t b, std::size_t n) {
            return t == 2 && b == 1 && n == 0 ? std::nanf("")
                                              : ComparedLayers::usualMembrane(t, b, n) + 0.5F;
        };
        const auto broken = makeComparedRun(other);
        const RunDifferences all = compared({makeComparedRun(), broken});
        QCOMPARE(all.layers[0].notFinite, 1U);
        QCOMPARE(all.layers[0].membrane, 0.5);
        QCOMPARE(*all.layers[0].firstStep, 0U);
        QCOMPARE(compared({broken, broken}).layers[0].notFinite, 0U);
        QVERIFY(!compared({broken, broken}).firstStep);
        const AnalysisResult result = analysed({makeComparedRun(), broken});
        QVERIFY2(result.note.find("Not finite in one run only: 1 values of 'fc1'") !=
                     std::string::npos,
                 result.note.c_str());
    }

    void spikesBeyondTheirAxesAreRefused()
    {
        Run broken = comparedRun();
        std::get<SparseSpikes>(broken.probes.at("fc1/spikes").values).index.push_back(10'000);
        const Error error = errorOf([&] {
            compared({makeComparedRun(), shared(std::move(broken))});
        });
        QCOMPARE(error.kind(), ErrorKind::BadShape);
        QVERIFY(error.message().find("fc1/spikes") != std::string::npos);
    }

    void predictionsThatDifferAreNamed()
    {
        ComparedLayers other;
        other.prediction = [](std::size_t b, std::size_t k) {
            return b == 2 ? (k == 0 ? 0.0F : 5.5F) : ComparedLayers::usualPrediction(b, k);
        };
        const AnalysisResult result = analysed({makeComparedRun(), makeComparedRun(other)});
        QCOMPARE(summaryOf(result, "predictions that differ"), 1.0);
        QCOMPARE(summaryOf(result, "predictions compared"), 4.0);
        QCOMPARE(summaryOf(result, "largest logit difference"), 4.5);
        QCOMPARE(result.lists.front().second, std::vector<std::string>{"c"});
        QVERIFY(result.note.find("'c'") != std::string::npos);
        QCOMPARE(result.toJson()["lists"]["samples whose prediction differs"].items().size(), 1U);
        QVERIFY(std::isnan(summaryOf(result, "first step that differs")));
    }

    void ckaIsOneOfEqualLayersAndAbsentOfFewSamples()
    {
        const auto run = makeComparedRun();
        const AnalysisResult same = analysed({run, run});
        const std::size_t last = same.columns.size() - 1;
        QCOMPARE(same.columns[last], std::string("CKA"));
        QVERIFY(std::abs(same.rows[0][last] - 1.0) < 1e-3);
        ComparedLayers two;
        two.samples = 2;
        const auto few = makeComparedRun(two);
        const AnalysisResult none = analysed({few, few});
        QVERIFY(std::isnan(none.rows[0][last]));
        QVERIFY2(none.note.find("needs 3 samples or more, not 2") != std::string::npos,
                 none.note.c_str());
    }

    void titlesTellTheRunsApart()
    {
        Run a = comparedRun();
        Run b = comparedRun();
        QCOMPARE(matchRuns(Runs{shared(a), shared(b)}, {}).titles[0], std::string("A"));
        a.made.settings = Json::parse(R"({"run": {"path": "plain"}})");
        b.made.settings = Json::parse(R"({"run": {"path": "fast"}})");
        QCOMPARE(matchRuns(Runs{shared(a), shared(b)}, {}).titles[1], std::string("path=fast"));
        a.made.modelFile = "/data/one.nir";
        b.made.modelFile = "/data/two.nir";
        QCOMPARE(matchRuns(Runs{shared(a), shared(b)}, {}).titles[0], std::string("one.nir"));
    }

    void layersComeFromTheGraphWhereThereIsOne()
    {
        Run run = makeContextRun();
        const std::vector<RunLayer> named = layersOf(run);
        QCOMPARE(named.front().spikes, std::string("S"));
        QCOMPARE(named.front().membrane, std::string("U"));
        LayerNode node;
        node.id = "recurrent";
        node.probes = {"R", "S", "U", "I"};
        run.graph.nodes = {node};
        const std::vector<RunLayer> known = layersOf(run);
        QCOMPARE(known.front().name, std::string("recurrent"));
        QCOMPARE(known.front().spikes, std::string("S"));
        QCOMPARE(known.front().node, std::optional<std::size_t>(0));
        // A run of before there were graphs is of the same layers.
        const RunMatch match = matchRuns(Runs{shared(run), shared(makeContextRun())}, {});
        QCOMPARE(match.layers.front().spikes.b, std::string("S"));
    }
};

} // namespace

INSPIKE_TEST(TstRunDifferences, tst_run_differences)
#include "tst_run_differences.moc"
