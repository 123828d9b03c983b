// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// What NIR networks compute, against numbers worked out by hand and loops that follow the equations
// of one neuron; both ways to run them.

#include "core/base/random.h"
#include "core/systems/nir/nir_file.h"
#include "tests/core/systems/nir_graphs.h"
#include "tests/core/systems/nir_runs.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <cmath>
#include <fstream>
#include <sstream>

using namespace inspike;
using namespace inspike::test;

namespace {

using Floats = std::vector<float>;

// One node of one unit between an input and an output, run both ways, which must agree.
Everything ofNode(const nir::Node& node, const Floats& input,
                  const nir::Simulation& simulation = {},
                  const std::vector<std::int64_t>& shape = {1})
{
    const nir::Network network =
        networkOf(chainOf({portOf("in", "Input", shape), node, portOf("out", "Output", shape)}));
    Everything fast = everythingOf(network, input, 1, {simulation});
    const Everything plain = everythingOf(network, input, 1, {simulation, false});
    const std::string difference = differenceOf(fast, plain);
    if (!difference.empty())
        throw std::runtime_error(node.type + ": " + difference);
    return fast;
}

nir::Node ifOf(const std::string& name, float r, float threshold, float reset = 0.0F)
{
    return nodeOf(
        name, "IF",
        {{"r", scalarOf(r)}, {"v_threshold", scalarOf(threshold)}, {"v_reset", scalarOf(reset)}});
}

bool areClose(const Floats& values, const Floats& wanted, float tolerance)
{
    if (values.size() != wanted.size())
        return false;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (!(std::abs(values[i] - wanted[i]) <= tolerance))
            return false;
    }
    return true;
}

Floats drawn(std::size_t count, std::uint64_t seed, double mean, double spread)
{
    Random random(seed);
    Floats values(count);
    for (float& value : values)
        value = static_cast<float>(mean + spread * random.normal());
    return values;
}

// Columns of numbers separated by commas.
std::vector<Floats> columnsOf(const std::filesystem::path& path, std::size_t count)
{
    std::vector<Floats> columns(count);
    std::ifstream file(path);
    std::string line;
    while (std::getline(file, line)) {
        std::istringstream words(line);
        std::string word;
        for (std::size_t c = 0; c < count && std::getline(words, word, ','); ++c)
            columns[c].push_back(std::stof(word));
    }
    return columns;
}

} // namespace

class TstNirRun : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void neuronsFireAboveTheirThresholdNotAtIt()
    {
        const Everything run = ofNode(ifOf("n", 0.5F, 1.0F), {1, 1, 1, 0, 4, 0});
        QCOMPARE(run.of("n/spikes"), (Floats{0, 0, 1, 0, 1, 0}));
        QCOMPARE(run.of("n/membrane"), (Floats{0.5F, 1, 0, 0, 0, 0}));
        QCOMPARE(run.of("n/count"), Floats{2});
        QCOMPARE(run.of("out/sums"), Floats{2});
    }

    void resetIsToTheValueOrBySubtraction()
    {
        const Floats input = {3, 0, 1, 1};
        const Everything value = ofNode(ifOf("n", 1.0F, 1.0F, -0.5F), input);
        QCOMPARE(value.of("n/membrane"), (Floats{-0.5F, -0.5F, 0.5F, -0.5F}));
        QCOMPARE(value.of("n/spikes"), (Floats{1, 0, 0, 1}));
        const Everything subtract = ofNode(ifOf("n", 1.0F, 1.0F, -0.5F), input, {1e-4, true});
        QCOMPARE(subtract.of("n/membrane"), (Floats{2, 1, 1, 1}));
        QCOMPARE(subtract.of("n/spikes"), (Floats{1, 1, 1, 1}));
    }

    // v' = ((leak - v) + r x) / tau; in doubles.
    void leakyNeuronsFollowTheirEquation()
    {
        const Floats input = drawn(300, 3, 1.2, 1.0);
        const double dt = 2e-4, tau = 0.0025, r = 1.5, leak = 0.2, threshold = 1.0, reset = 0.1;
        const Everything run = ofNode(nodeOf("n", "LIF",
                                             {{"tau", scalarOf(0.0025F)},
                                              {"r", scalarOf(1.5F)},
                                              {"v_leak", scalarOf(0.2F)},
                                              {"v_threshold", scalarOf(1.0F)},
                                              {"v_reset", scalarOf(0.1F)}}),
                                      input, {dt, false});
        Floats membranes, spikes;
        double v = 0.0;
        for (const float x : input) {
            v += dt / tau * ((leak - v) + r * x);
            const bool fires = v > threshold;
            v = fires ? reset : v;
            membranes.push_back(static_cast<float>(v));
            spikes.push_back(fires ? 1.0F : 0.0F);
        }
        QCOMPARE(run.of("n/spikes"), spikes);
        QVERIFY(areClose(run.of("n/membrane"), membranes, 2e-6F));
        QVERIFY(run.of("n/count").front() > 10.0F);
    }

    // The current of a step already drives the potential of the same step.
    void currentsComeBeforePotentials()
    {
        const Floats input = drawn(200, 4, 1.0, 2.0);
        const double dt = 1e-4, tauSyn = 0.001, tauMem = 0.002, r = 2.0, leak = -0.1, weight = 1.5;
        const Numbers numbers = {{"tau_syn", scalarOf(0.001F)}, {"tau_mem", scalarOf(0.002F)},
                                 {"r", scalarOf(2.0F)},         {"v_leak", scalarOf(-0.1F)},
                                 {"w_in", scalarOf(1.5F)},      {"v_threshold", scalarOf(1.0F)}};
        Numbers integrator = numbers;
        integrator.pop_back();
        for (const bool fires : {true, false}) {
            const Everything run = ofNode(
                nodeOf("n", fires ? "CubaLIF" : "CubaLI", fires ? numbers : integrator), input);
            Floats membranes, currents, spikes;
            double v = 0.0, i = 0.0;
            for (const float x : input) {
                i += dt / tauSyn * (-i + weight * x);
                v += dt / tauMem * ((leak - v) + r * i);
                spikes.push_back(v > 1.0 ? 1.0F : 0.0F);
                v = fires && v > 1.0 ? 0.0 : v;
                membranes.push_back(static_cast<float>(v));
                currents.push_back(static_cast<float>(i));
            }
            QVERIFY(areClose(run.of("n/current"), currents, 2e-6F));
            QVERIFY(areClose(run.of("n/membrane"), membranes, 5e-6F));
            if (fires)
                QCOMPARE(run.of("n/spikes"), spikes);
            else
                QCOMPARE(run.of("n/output"), run.of("n/membrane"));
        }
    }

    void integratorsGiveTheirPotential()
    {
        const Everything sum = ofNode(nodeOf("n", "I", {{"r", scalarOf(0.5F)}}), {1, -2, 4});
        QCOMPARE(sum.of("n/output"), (Floats{0.5F, -0.5F, 1.5F}));
        QCOMPARE(sum.of("out/output"), (Floats{0.5F, -0.5F, 1.5F}));
        const Everything leaky =
            ofNode(nodeOf("n", "LI",
                          {{"tau", scalarOf(0.5F)}, {"r", scalarOf(2)}, {"v_leak", scalarOf(1)}}),
                   {1, 0, 0}, {0.25, false});
        QCOMPARE(leaky.of("n/membrane"), (Floats{1.5F, 1.25F, 1.125F}));
    }

    void biasesAreAddedAtEveryStep()
    {
        const nir::Network network = networkOf(
            chainOf({portOf("in", "Input", {1}),
                     nodeOf("fc", "Affine",
                            {{"weight", numbersOf({1, 1}, {2})}, {"bias", numbersOf({1}, {0.5F})}}),
                     ifOf("n", 1.0F, 1.0F), portOf("out", "Output", {1})}));
        for (const bool fast : {true, false}) {
            const Everything run = everythingOf(network, {0, 0, 0, 1}, 1, {{}, fast});
            QCOMPARE(run.of("fc/output"), (Floats{0.5F, 0.5F, 0.5F, 2.5F}));
            QCOMPARE(run.of("n/spikes"), (Floats{0, 0, 1, 1}));
        }
    }

    void delaysAreRoundedToSteps()
    {
        const Floats input = {1, 2, 3, 4, 5, 6};
        const nir::Node node =
            nodeOf("d", "Delay", {{"delay", numbersOf({3}, {0.0F, 0.00026F, 1e9F})}});
        Floats wide, wanted;
        for (const float x : input)
            wide.insert(wide.end(), {x, x, x});
        for (std::size_t t = 0; t < input.size(); ++t)
            wanted.insert(wanted.end(), {input[t], t < 3 ? 0.0F : input[t - 3], 0.0F});
        QCOMPARE(ofNode(node, wide, {1e-4, false}, {3}).of("out/output"), wanted);
    }

    void thresholdsScalesAndSums()
    {
        QCOMPARE(
            ofNode(nodeOf("n", "Threshold", {{"threshold", scalarOf(0.5F)}}), {0.5F, 0.75F, -1})
                .of("n/spikes"),
            (Floats{0, 1, 0}));
        // Two edges from one node count twice.
        const nir::Network network = networkOf(fileOf(
            {portOf("in", "Input", {2}), nodeOf("s", "Scale", {{"scale", numbersOf({2}, {2, -1})}}),
             portOf("out", "Output", {2})},
            {{"in", "s"}, {"in", "s"}, {"s", "out"}, {"in", "out"}}));
        for (const bool fast : {true, false})
            QCOMPARE(everythingOf(network, {1, 2, 0, 3}, 1, {{}, fast}).of("out/output"),
                     (Floats{5, -2, 0, -3}));
    }

    void poolsCountZerosBehindTheBorder()
    {
        const auto pool = [](const std::string& type) {
            return networkOf(chainOf({portOf("in", "Input", {1, 2, 2}),
                                      nodeOf("p", type,
                                             {{"kernel_size", integersOf({2, 2})},
                                              {"stride", integersOf({1, 2})},
                                              {"padding", integersOf({1, 0})}}),
                                      portOf("out", "Output", {1, 3, 1})}));
        };
        for (const bool fast : {true, false}) {
            QCOMPARE(everythingOf(pool("SumPool2d"), {1, 2, 3, 4}, 1, {{}, fast}).of("out/output"),
                     (Floats{3, 10, 7}));
            QCOMPARE(everythingOf(pool("AvgPool2d"), {1, 2, 3, 4}, 1, {{}, fast}).of("out/output"),
                     (Floats{0.75F, 2.5F, 1.75F}));
        }
    }

    // Channels before positions, as in files.
    void flatteningKeepsTheOrderOfElements()
    {
        const nir::Network network = networkOf(chainOf(
            {portOf("in", "Input", {2, 2, 1}),
             nodeOf("t", "Threshold", {{"threshold", scalarOf(0)}}),
             nodeOf("f", "Flatten", {{"start_dim", integerOf(0)}, {"end_dim", integerOf(-1)}}),
             nodeOf("fc", "Linear", {{"weight", numbersOf({1, 4}, {1, 10, 100, 1000})}}),
             portOf("out", "Output", {1})}));
        for (const bool fast : {true, false})
            QCOMPARE(
                everythingOf(network, {1, 0, 1, 1, 0, 1, 0, 0}, 1, {{}, fast}).of("out/output"),
                (Floats{1101, 10}));
    }

    // Spikes come back a step later; the loop's own bias is there from the start.
    void loopsReadTheStepBefore()
    {
        const nir::Network network = networkOf(fileOf(
            {portOf("in", "Input", {1}), ifOf("n", 1.0F, 1.0F),
             nodeOf("back", "Affine",
                    {{"weight", numbersOf({1, 1}, {-2})}, {"bias", numbersOf({1}, {0.25F})}}),
             portOf("out", "Output", {1})},
            {{"in", "n"}, {"n", "back"}, {"back", "n"}, {"n", "out"}}));
        for (const bool fast : {true, false}) {
            const Everything run = everythingOf(network, {2, 0, 0, 2}, 1, {{}, fast});
            QCOMPARE(run.of("back/output"), (Floats{0.25F, -1.75F, 0.25F, 0.25F}));
            QCOMPARE(run.of("n/membrane"), (Floats{0, -1.75F, -1.5F, 0.75F}));
            QCOMPARE(run.of("out/output"), (Floats{1, 0, 0, 0}));
        }
    }

    void publishedTracesAreReproduced()
    {
        const std::filesystem::path file = sharedFile("data/nir/lif_norse.nir");
        const std::filesystem::path table = sharedFile("data/nir/expected/lif_norse.csv");
        INSPIKE_NEED(file, "lif_norse.nir");
        INSPIKE_NEED(table, "lif_norse.csv");
        JobContext job = nullJob();
        const nir::Network network = nir::makeNetwork(nir::readNir(file, job), job);
        const std::vector<Floats> columns = columnsOf(table, 3);
        for (const bool fast : {true, false}) {
            const Everything run = everythingOf(network, columns[0], 1, {{1e-4, false}, fast});
            std::vector<int> times;
            for (std::size_t t = 0; t < run.of("1/spikes").size(); ++t) {
                if (run.of("1/spikes")[t] != 0.0F)
                    times.push_back(static_cast<int>(t));
            }
            QCOMPARE(times, (std::vector<int>{460, 510, 710, 760}));
            QCOMPARE(run.of("1/spikes"), columns[2]);
            QVERIFY(areClose(run.of("1/membrane"), columns[1], 1e-6F));
            float most = 0.0F;
            for (std::size_t t = 0; t < columns[1].size(); ++t)
                most = std::max(most, std::abs(run.of("1/membrane")[t] - columns[1][t]));
            qInfo("largest difference of the membrane: %g", static_cast<double>(most));
        }
    }

    void manyNodesNeitherOverflowNorTakeForever()
    {
        constexpr std::size_t kNodes = 10'000;
        std::vector<nir::Node> nodes = {portOf("in", "Input", {2})};
        for (std::size_t i = 0; i + 2 < kNodes; ++i) {
            const std::string name = "n" + std::to_string(i);
            nodes.push_back(i % 2 == 0 ? linearOf(name, 2, 2, 0.75F) : ifOf(name, 1.0F, 1.0F));
        }
        nodes.push_back(portOf("out", "Output", {2}));
        const nir::File chain = chainOf(nodes);
        nir::File loop = chain; // the last neurons feed the first layer
        loop.graph.edges.emplace_back("n9997", "n0");
        for (const nir::File& file : {chain, loop}) {
            const nir::Network network = networkOf(file);
            QCOMPARE(network.nodes.size(), kNodes);
            const Everything run = everythingOf(network, Floats(2 * 5, 2.0F), 1);
            QCOMPARE(run.of("out/output").size(), std::size_t{10});
        }
    }
};

INSPIKE_TEST(TstNirRun, tst_nir_run)
#include "tst_nir_run.moc"
