// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The fast path against the plain one on random graphs of every type of node, with branches, loops,
// groups, gaps and borders. All numbers that layers add up are small dyadic ones, so that every sum
// is exact in any order and both must agree in every bit.

#include "core/base/random.h"
#include "tests/core/systems/nir_graphs.h"
#include "tests/core/systems/nir_runs.h"
#include "tests/support/run_tests.h"

#include <cmath>
#include <set>

using namespace inspike;
using namespace inspike::test;

namespace {

using Sizes = std::vector<std::size_t>;

std::size_t productOf(const Sizes& shape)
{
    std::size_t size = 1;
    for (const std::size_t side : shape)
        size *= side;
    return size;
}

// Grows a graph node by node behind its input.
class RandomGraph
{
public:
    RandomGraph(Sizes shape, std::uint64_t seed) : m_random(seed), m_shape(std::move(shape))
    {
        m_file.version = "1.0";
        add(portOf("in", "Input", signedShape()), {});
        m_input = m_shape;
    }

    nir::File grown(std::size_t nodes)
    {
        for (std::size_t i = 0; i < nodes; ++i)
            grow();
        addNeuron();
        add(portOf("out", "Output", signedShape()));
        return m_file;
    }

    const Sizes& input() const { return m_input; }
    const std::set<std::string>& types() const { return m_types; }

private:
    std::vector<std::int64_t> signedShape() const { return {m_shape.begin(), m_shape.end()}; }
    float dyadic(double low, double high)
    {
        return static_cast<float>(std::floor((low + m_random.uniform() * (high - low)) * 32.0)) /
               32.0F;
    }
    Tensor dyadics(Sizes shape, double low, double high)
    {
        std::vector<float> values(productOf(shape));
        for (float& value : values)
            value = dyadic(low, high);
        return numbersOf(std::move(shape), values);
    }
    // One for all, one for each, or one for each channel.
    Tensor ofNeurons(double low, double high)
    {
        const std::uint32_t kind = m_random.below(3);
        Sizes shape = kind == 0 ? Sizes{} : m_shape;
        if (kind == 2 && shape.size() == 3)
            shape[1] = shape[2] = 1;
        return dyadics(shape, low, high);
    }
    // 1/512 s times a power of two, for steps of 1/1024 s.
    Tensor timeConstants()
    {
        return scalarOf(static_cast<float>(1U << m_random.below(3)) / 512.0F);
    }
    std::string nextName() { return "n" + std::to_string(m_file.graph.nodes.size()); }

    void add(nir::Node node, std::vector<std::string> sources)
    {
        m_types.insert(node.type);
        for (const std::string& source : sources)
            m_file.graph.edges.emplace_back(source, node.name);
        m_last = node.name;
        m_file.graph.nodes.push_back(std::move(node));
    }
    void add(nir::Node node) { add(std::move(node), {m_last}); }

    // Nodes whose values have many digits are followed by a threshold before layers add them up.
    void grow()
    {
        if (m_inexact) {
            add(nodeOf(nextName(), "Threshold", {{"threshold", ofNeurons(-0.25, 0.5)}}));
            m_inexact = false;
            m_layers = 0;
            return;
        }
        switch (m_random.below(m_layers > 1 ? 3 : 7)) {
        case 0:
        case 1:
            return addNeuron();
        case 2:
            return addIntegrator();
        case 3:
            return addElementwise();
        case 4:
            return m_shape.size() == 3 ? addPool() : addLayer();
        default:
            return addLayer();
        }
    }

    void addNeuron()
    {
        const Tensor r = ofNeurons(0.5, 1.5), leak = ofNeurons(-0.25, 0.25);
        const Tensor threshold = ofNeurons(0.25, 1.0), reset = ofNeurons(-0.5, 0.25);
        const std::string before = m_last;
        Numbers numbers = {{"r", r}, {"v_threshold", threshold}, {"v_reset", reset}};
        const std::uint32_t kind = m_random.below(3);
        if (kind > 0)
            numbers.emplace_back("v_leak", leak);
        if (kind == 1) {
            numbers.emplace_back("tau", timeConstants());
        } else if (kind == 2) {
            numbers.emplace_back("tau_syn", timeConstants());
            numbers.emplace_back("tau_mem", timeConstants());
            numbers.emplace_back("w_in", ofNeurons(0.5, 2.0));
        }
        const char* types[] = {"IF", "LIF", "CubaLIF"};
        add(nodeOf(nextName(), types[kind], numbers));
        m_inexact = false;
        m_layers = 0;
        addLoop();
        addBranch(before);
    }

    // From the neurons back to themselves, through a layer, a scale or a delay.
    void addLoop()
    {
        const std::string neurons = m_last;
        switch (m_random.below(5)) {
        case 0:
            m_file.graph.edges.emplace_back(neurons, neurons);
            break;
        case 1:
            if (m_shape.size() != 1)
                return;
            add(nodeOf(nextName(), "Affine",
                       {{"weight", dyadics({m_shape[0], m_shape[0]}, -0.5, 0.5)},
                        {"bias", dyadics({m_shape[0]}, -0.25, 0.25)}}));
            m_file.graph.edges.emplace_back(m_last, neurons);
            break;
        case 2:
            add(nodeOf(nextName(), "Scale", {{"scale", ofNeurons(-0.5, 0.5)}}));
            m_file.graph.edges.emplace_back(m_last, neurons);
            add(nodeOf(nextName(), "Delay", {{"delay", scalarOf(2.0F / 1024.0F)}}));
            m_file.graph.edges.emplace_back(m_last, neurons);
            break;
        default:
            return;
        }
        m_last = neurons;
    }

    // What was before the neurons joins what is behind them.
    void addBranch(const std::string& before)
    {
        if (m_random.below(4) != 0 || !m_exactBefore.contains(before))
            return;
        const std::string behind = m_last;
        add(nodeOf(nextName(), "Scale", {{"scale", scalarOf(0.5F)}}), {before});
        const std::string scaled = m_last;
        add(nodeOf(nextName(), "IF", {{"r", scalarOf(1)}, {"v_threshold", scalarOf(0.5F)}}),
            {behind, scaled, behind});
    }

    void addIntegrator()
    {
        const std::uint32_t kind = m_random.below(3);
        Numbers numbers = {{"r", ofNeurons(0.25, 1.0)}};
        if (kind > 0)
            numbers.emplace_back("v_leak", ofNeurons(-0.25, 0.25));
        if (kind == 1) {
            numbers.emplace_back("tau", timeConstants());
        } else if (kind == 2) {
            numbers.emplace_back("tau_syn", timeConstants());
            numbers.emplace_back("tau_mem", timeConstants());
        }
        const char* types[] = {"I", "LI", "CubaLI"};
        add(nodeOf(nextName(), types[kind], numbers));
        m_inexact = true;
    }

    void addElementwise()
    {
        ++m_layers;
        m_exactBefore.insert(m_last);
        if (m_random.below(2) == 0) {
            add(nodeOf(nextName(), "Scale", {{"scale", ofNeurons(-1.0, 1.5)}}));
            return;
        }
        Tensor delays = ofNeurons(0.0, 5.0);
        std::vector<float> seconds = delays.toFloats();
        for (float& delay : seconds)
            delay = std::floor(delay) / 1024.0F;
        add(nodeOf(nextName(), "Delay", {{"delay", numbersOf(delays.shape, seconds)}}));
    }

    void addPool()
    {
        const std::int64_t ky = m_shape[1] > 1 ? 1 + m_random.below(2) : 1;
        const std::int64_t kx = m_shape[2] > 1 ? 1 + m_random.below(2) : 1;
        const bool average = m_random.below(2) == 0;
        const std::int64_t py = m_random.below(static_cast<std::uint32_t>(ky / 2 + 1));
        add(nodeOf(nextName(), average ? "AvgPool2d" : "SumPool2d",
                   {{"kernel_size", integersOf({ky, kx})},
                    {"stride", integersOf({1 + m_random.below(2), 1 + m_random.below(2)})},
                    {"padding", integersOf({py, 0})}}));
        const nir::Node& pool = m_file.graph.nodes.back();
        const std::vector<double> stride = pool.numbers.at("stride").toDoubles();
        m_shape[1] =
            (m_shape[1] + 2 * static_cast<std::size_t>(py) - static_cast<std::size_t>(ky)) /
                static_cast<std::size_t>(stride[0]) +
            1;
        m_shape[2] =
            (m_shape[2] - static_cast<std::size_t>(kx)) / static_cast<std::size_t>(stride[1]) + 1;
    }

    void addLayer()
    {
        ++m_layers;
        m_exactBefore.insert(m_last);
        if (m_shape.size() == 1)
            return addLinear();
        if (m_random.below(5) == 0) {
            add(nodeOf(nextName(), "Flatten",
                       {{"start_dim", integerOf(0)}, {"end_dim", integerOf(-1)}}));
            m_shape = {productOf(m_shape)};
            return;
        }
        if (m_shape.size() == 2)
            addConv1d();
        else
            addConv2d();
    }

    void addLinear()
    {
        const std::size_t outputs = m_random.below(4) == 0 ? 70 : 1 + m_random.below(12);
        const bool biased = m_random.below(2) == 0;
        Numbers numbers = {{"weight", dyadics({outputs, m_shape[0]}, -0.5, 0.75)}};
        if (biased)
            numbers.emplace_back("bias", dyadics({outputs}, -0.25, 0.5));
        add(nodeOf(nextName(), biased ? "Affine" : "Linear", numbers));
        m_shape = {outputs};
    }

    void addConv1d()
    {
        const std::size_t kernel = 1 + m_random.below(3);
        const std::size_t outputs = 1 + m_random.below(9);
        const std::int64_t stride = 1 + m_random.below(2), dilation = 1 + m_random.below(2);
        const std::size_t reach = (kernel - 1) * static_cast<std::size_t>(dilation) + 1;
        const auto padding = static_cast<std::int64_t>(reach / 2);
        add(nodeOf(nextName(), "Conv1d",
                   {{"weight", dyadics({outputs, m_shape[0], kernel}, -0.5, 0.75)},
                    {"bias", dyadics({outputs}, -0.25, 0.25)},
                    {"input_shape", integerOf(static_cast<std::int64_t>(m_shape[1]))},
                    {"stride", integerOf(stride)},
                    {"padding", integerOf(padding)},
                    {"dilation", integerOf(dilation)},
                    {"groups", integerOf(1)}}));
        m_shape = {outputs, (m_shape[1] + 2 * static_cast<std::size_t>(padding) - reach) /
                                    static_cast<std::size_t>(stride) +
                                1};
    }

    void addConv2d()
    {
        const std::size_t groups = m_shape[0] % 2 == 0 ? 1 + m_random.below(2) : 1;
        const std::size_t outputs = groups * (1 + m_random.below(5));
        const std::size_t ky = 1 + m_random.below(3), kx = 1 + m_random.below(3);
        Numbers numbers = {{"weight", dyadics({outputs, m_shape[0] / groups, ky, kx}, -0.5, 0.75)},
                           {"bias", dyadics({outputs}, -0.25, 0.25)},
                           {"groups", integerOf(static_cast<std::int64_t>(groups))}};
        if (m_random.below(3) == 0) {
            nir::Node node = nodeOf(nextName(), "Conv2d", numbers);
            node.numbers["stride"] = integersOf({1, 1});
            node.numbers["dilation"] = integersOf({1, 2});
            node.texts["padding"] = "same"; // uneven for kernels of two
            add(std::move(node));
            m_shape[0] = outputs;
            return;
        }
        const std::size_t sy = 1 + m_random.below(2), sx = 1 + m_random.below(3);
        const std::size_t py = m_random.below(2), px = m_random.below(3);
        if (m_shape[1] + 2 * py < ky || m_shape[2] + 2 * px < kx)
            return addPool();
        numbers.emplace_back(
            "stride", integersOf({static_cast<std::int64_t>(sy), static_cast<std::int64_t>(sx)}));
        numbers.emplace_back(
            "padding", integersOf({static_cast<std::int64_t>(py), static_cast<std::int64_t>(px)}));
        numbers.emplace_back("dilation", integersOf({1, 1}));
        add(nodeOf(nextName(), "Conv2d", numbers));
        m_shape = {outputs, (m_shape[1] + 2 * py - ky) / sy + 1,
                   (m_shape[2] + 2 * px - kx) / sx + 1};
    }

    Random m_random;
    Sizes m_shape, m_input;
    nir::File m_file;
    std::string m_last;
    std::set<std::string> m_types, m_exactBefore;
    bool m_inexact = false;
    int m_layers = 0; // since the last neurons
};

// Counts, mostly 0, some of them negative.
std::vector<float> madeInput(std::size_t count, std::uint64_t seed)
{
    Random random(seed);
    std::vector<float> values(count);
    for (float& value : values) {
        if (random.chance(0.3))
            value = static_cast<float>(random.below(4)) - 0.5F;
    }
    return values;
}

} // namespace

class TstNirFast : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyTypeOfNodeAgrees_data()
    {
        QTest::addColumn<std::vector<std::size_t>>("shape");
        QTest::newRow("vector") << Sizes{7};
        QTest::newRow("many") << Sizes{130};
        QTest::newRow("line") << Sizes{3, 11};
        QTest::newRow("picture") << Sizes{2, 7, 9};
        QTest::newRow("channels") << Sizes{66, 3, 4};
    }

    void everyTypeOfNodeAgrees()
    {
        QFETCH(std::vector<std::size_t>, shape);
        constexpr std::size_t kSteps = 21, kSamples = 3;
        std::set<std::string> types;
        std::size_t loops = 0;
        double spikes = 0.0;
        for (std::uint64_t seed = 0; seed < 16; ++seed) {
            RandomGraph graph(shape, mixedSeed(17, seed));
            const nir::Network network = networkOf(graph.grown(4 + seed % 7));
            types.insert(graph.types().begin(), graph.types().end());
            loops += recurrentOf(network).size();
            const std::vector<float> input =
                madeInput(kSteps * kSamples * productOf(shape), mixedSeed(3, seed));
            const nir::Simulation simulation{1.0 / 1024.0, seed % 3 == 0};
            const Everything plain = everythingOf(network, input, kSamples, {simulation, false});
            const Everything fast = everythingOf(network, input, kSamples, {simulation});
            const std::string difference = differenceOf(fast, plain);
            QVERIFY2(difference.empty(),
                     ("seed " + std::to_string(seed) + ": " + difference).c_str());
            // In pieces of time, on several threads.
            const Everything pieces =
                everythingOf(network, input, kSamples, {simulation, true, 1 + seed % 5, 4});
            QCOMPARE(QString::fromStdString(differenceOf(pieces, fast)), QString());
            for (const auto& [id, values] : plain.all()) {
                for (std::size_t i = 0; id.ends_with("/count") && i < values.size(); ++i)
                    spikes += static_cast<double>(values[i]);
            }
        }
        QVERIFY(spikes > 1000.0);
        QVERIFY(loops > 5);
        const std::size_t most = shape.size() == 1 ? 13 : shape.size() == 2 ? 15 : 17;
        QVERIFY2(types.size() >= most, std::to_string(types.size()).c_str());
    }

    // Threads for one sample's layers.
    void threadsShareASample()
    {
        RandomGraph graph({2, 16, 16}, 5);
        const nir::Network network = networkOf(graph.grown(8));
        const std::vector<float> input = madeInput(40 * 512, 9);
        const Everything one = everythingOf(network, input, 1, {});
        const Everything four = everythingOf(network, input, 1, {{}, true, 0, 4});
        QCOMPARE(QString::fromStdString(differenceOf(one, four)), QString());
    }
};

INSPIKE_TEST(TstNirFast, tst_nir_fast)
#include "tst_nir_fast.moc"
