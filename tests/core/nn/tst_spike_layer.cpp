// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The spike-driven layers against loops that follow the definitions. Weights and values are small
// dyadic numbers, so every sum is exact and must be equal in any order.

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/nn/detail/spike_attention.h"
#include "core/nn/detail/spike_layer.h"
#include "tests/support/run_tests.h"

using namespace inspike;

namespace {

struct Shape
{
    std::size_t lines, columns, inputs, outputs, kernel, steps, inputSteps;
};

// Multiples of 1/32 between -1 and 1, a `density` of them not zero.
std::vector<float> dyadic(Random& random, std::size_t count, double density)
{
    std::vector<float> values(count);
    for (float& value : values) {
        if (random.uniform() < density)
            value = static_cast<float>(std::floor(random.uniform() * 64.0) - 32.0) / 32.0F;
    }
    return values;
}

nn::SpikeBits randomSpikes(Random& random, std::size_t steps, std::size_t positions,
                           std::size_t channels, double density)
{
    nn::SpikeBits spikes(steps, positions, channels);
    for (std::size_t i = 0; i < steps * positions * channels; ++i) {
        if (random.uniform() < density)
            spikes.set(i / channels / positions, i / channels % positions, i % channels);
    }
    return spikes;
}

std::vector<float> denseOf(const nn::SpikeBits& spikes)
{
    std::vector<float> values;
    for (std::size_t step = 0; step < spikes.steps(); ++step) {
        for (std::size_t position = 0; position < spikes.positions(); ++position) {
            for (std::size_t c = 0; c < spikes.channels(); ++c)
                values.push_back(spikes.test(step, position, c) ? 1.0F : 0.0F);
        }
    }
    return values;
}

struct PlainLayer
{
    Shape shape;
    std::vector<float> weights, scale, shift;

    // scale * (convolution with zeros around) + shift
    float current(const std::vector<float>& input, std::size_t step, std::size_t position,
                  std::size_t output) const
    {
        const auto reach = static_cast<std::ptrdiff_t>(shape.kernel / 2);
        float sum = 0.0F;
        for (std::size_t tap = 0; tap < shape.kernel * shape.kernel; ++tap) {
            const auto line = static_cast<std::ptrdiff_t>(position / shape.columns) - reach +
                              static_cast<std::ptrdiff_t>(tap / shape.kernel);
            const auto column = static_cast<std::ptrdiff_t>(position % shape.columns) - reach +
                                static_cast<std::ptrdiff_t>(tap % shape.kernel);
            if (line < 0 || column < 0 || line >= static_cast<std::ptrdiff_t>(shape.lines) ||
                column >= static_cast<std::ptrdiff_t>(shape.columns))
                continue;
            const std::size_t pixel = (std::min(step, shape.inputSteps - 1) * shape.lines +
                                       static_cast<std::size_t>(line)) *
                                          shape.columns +
                                      static_cast<std::size_t>(column);
            for (std::size_t i = 0; i < shape.inputs; ++i)
                sum += input[pixel * shape.inputs + i] *
                       weights[(output * shape.inputs + i) * shape.kernel * shape.kernel + tap];
        }
        return scale[output] * sum + shift[output];
    }
};

// h = v + (x - v) / 2, a spike at h >= 1, reset to 0.
std::vector<float> plainNeurons(const std::vector<float>& currents, std::size_t steps)
{
    const std::size_t size = currents.size() / steps;
    std::vector<float> potential(size);
    std::vector<float> spikes(currents.size());
    for (std::size_t i = 0; i < currents.size(); ++i) {
        float& v = potential[i % size];
        const float h = v + (currents[i] - v) / 2.0F;
        spikes[i] = h - 1.0F >= 0.0F ? 1.0F : 0.0F;
        v = h * (1.0F - spikes[i]);
    }
    return spikes;
}

// q k^T of one head at one step and token each, from bits.
float product(const nn::SpikeBits& a, const nn::SpikeBits& b, std::size_t stepA, std::size_t tokenA,
              std::size_t stepB, std::size_t tokenB, std::size_t head, std::size_t width)
{
    int count = 0;
    for (std::size_t c = head * width; c < (head + 1) * width; ++c)
        count += a.test(stepA, tokenA, c) && b.test(stepB, tokenB, c) ? 1 : 0;
    return static_cast<float>(count);
}

void addShapes()
{
    QTest::addColumn<std::vector<std::size_t>>("sizes");
    const auto row = [](std::vector<std::size_t> sizes) {
        QString name;
        for (const std::size_t size : sizes)
            name += QString::number(size) + QLatin1Char(' ');
        QTest::newRow(qPrintable(name.trimmed())) << sizes;
    };
    // lines, columns, inputs, outputs, kernel, steps, steps of the input
    row({1, 1, 1, 1, 3, 4, 4});
    row({1, 1, 3, 5, 1, 1, 1});
    row({1, 7, 2, 8, 3, 4, 1});
    row({5, 1, 3, 9, 3, 2, 2});
    row({3, 4, 5, 16, 3, 4, 4});
    row({2, 2, 64, 20, 3, 3, 3});
    row({7, 7, 65, 33, 3, 4, 4});
    row({4, 6, 130, 64, 3, 4, 4});
    row({6, 5, 17, 67, 3, 16, 16});
    row({3, 3, 12, 200, 3, 4, 1});
    row({49, 1, 48, 192, 1, 5, 5});
    row({9, 1, 256, 128, 1, 4, 4});
}

} // namespace

Q_DECLARE_METATYPE(std::vector<std::size_t>)

class TstSpikeLayer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layersEqualPlainLoops_data() { addShapes(); }
    void layersEqualPlainLoops()
    {
        QFETCH(std::vector<std::size_t>, sizes);
        const Shape s{sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5], sizes[6]};
        Random random(sizes[3] * 7 + sizes[2]);
        PlainLayer plain{s, dyadic(random, s.outputs * s.inputs * s.kernel * s.kernel, 1.0),
                         dyadic(random, s.outputs, 1.0), dyadic(random, s.outputs, 1.0)};
        for (float& scale : plain.scale)
            scale *= 4.0F;
        const nn::SpikeBits once =
            randomSpikes(random, s.inputSteps, s.lines * s.columns, s.inputs, 0.3);
        const nn::SpikeBits again =
            randomSpikes(random, s.inputSteps, s.lines * s.columns, s.inputs, 0.3);
        std::vector<float> twice = denseOf(once);
        const std::vector<float> added = denseOf(again);
        for (std::size_t i = 0; i < twice.size(); ++i)
            twice[i] += added[i];
        const std::vector<float> real = dyadic(random, twice.size(), 0.7);
        const std::vector<std::pair<nn::ActiveMaps, std::vector<float>>> inputs = {
            {nn::activeSpikes(nn::ActiveForm::Groups, {&once}, s.columns), denseOf(once)},
            {nn::activeSpikes(nn::ActiveForm::Spikes, {&once}, s.columns), denseOf(once)},
            {nn::activeSpikes(nn::ActiveForm::Groups, {&once, &again}, s.columns), twice},
            {nn::activeSpikes(nn::ActiveForm::Spikes, {&once, &again}, s.columns), twice},
            {nn::activeValues(twice, s.inputSteps, s.lines, s.columns, s.inputs), twice},
            {nn::activeValues(real, s.inputSteps, s.lines, s.columns, s.inputs), real}};
        for (const auto& [active, dense] : inputs) {
            const nn::SpikeLayer layer(active.form, plain.weights, s.inputs, s.kernel, plain.scale,
                                       plain.shift);
            std::vector<float> wanted;
            for (std::size_t i = 0; i < s.steps * s.lines * s.columns * s.outputs; ++i)
                wanted.push_back(plain.current(dense, i / s.outputs / (s.lines * s.columns),
                                               i / s.outputs % (s.lines * s.columns),
                                               i % s.outputs));
            for (const int threads : {1, 3}) {
                std::vector<float> currents;
                const nn::SpikeBits spikes = layer.run(active, s.steps, threads, &currents);
                QCOMPARE(currents, wanted);
                QCOMPARE(denseOf(spikes), plainNeurons(wanted, s.steps));
                QCOMPARE(denseOf(layer.run(active, s.steps, threads)), denseOf(spikes));
                // Bits beyond the channels must stay zero: whole words are counted and listed.
                QCOMPARE(nn::meanOf(spikes) * static_cast<double>(wanted.size()),
                         static_cast<double>(std::ranges::count(denseOf(spikes), 1.0F)));
            }
        }
    }

    void inputsOfAnotherWidthAreRefused()
    {
        const std::vector<float> weights(6, 1.0F);
        const std::vector<float> fold(2, 1.0F);
        const nn::SpikeLayer layer(nn::ActiveForm::Values, weights, 3, 1, fold, fold);
        QVERIFY_EXCEPTION_THROWN(
            layer.run(nn::activeValues(std::vector<float>(4, 1.0F), 1, 2, 1, 2), 1, 1), Error);
        QVERIFY_EXCEPTION_THROWN(
            layer.run(nn::activeValues(std::vector<float>(6, 1.0F), 2, 1, 1, 3), 4, 1), Error);
        const nn::SpikeBits spikes(1, 2, 3);
        QVERIFY_EXCEPTION_THROWN(
            layer.run(nn::activeSpikes(nn::ActiveForm::Groups, {&spikes}, 1), 1, 1), Error);
    }

    // They have the same rows of weights.
    void spikesGoWhereValuesDo()
    {
        const std::vector<float> weights = {0.5F, 0.75F, 0.25F, -1.0F, 0.5F, 2.0F};
        const std::vector<float> scale(2, 1.0F), shift(2, 0.0F);
        const nn::SpikeLayer layer(nn::ActiveForm::Values, weights, 3, 1, scale, shift);
        nn::SpikeBits spikes(4, 1, 3);
        for (std::size_t step = 0; step < 4; ++step)
            spikes.set(step, 0, step % 3);
        const std::vector<float> dense = denseOf(spikes);
        QCOMPARE(denseOf(layer.run(nn::activeSpikes(nn::ActiveForm::Spikes, {&spikes}, 1), 4, 1)),
                 denseOf(layer.run(nn::activeValues(dense, 4, 1, 1, 3), 4, 1)));
    }

    void aCurrentThatJustReachesTheThresholdFires()
    {
        // 1.5 leaves h = 0.75; the next 1.25 makes exactly 1.
        const std::vector<float> currents = {1.5F, 1.25F, 2.0F, 1.99F};
        const nn::SpikeBits spikes = nn::spikesOf(currents, 1.0F, 4, 1, 1);
        QCOMPARE(denseOf(spikes), (std::vector<float>{0.0F, 1.0F, 1.0F, 0.0F}));
        QCOMPARE(denseOf(nn::spikesOf(currents, 0.5F, 4, 1, 1)), std::vector<float>(4, 0.0F));
    }

    void poolsTakeTheLargestOfNineNeighbours_data() { addShapes(); }
    void poolsTakeTheLargestOfNineNeighbours()
    {
        QFETCH(std::vector<std::size_t>, sizes);
        const std::size_t lines = sizes[0];
        const std::size_t columns = sizes[1];
        Random random(3);
        const nn::SpikeBits spikes =
            randomSpikes(random, sizes[5], lines * columns, sizes[2], 0.15);
        const nn::SpikeBits pooled = nn::maxPooled(spikes, lines, columns);
        const std::size_t pooledColumns = (columns + 1) / 2;
        QCOMPARE(pooled.positions(), (lines + 1) / 2 * pooledColumns);
        for (std::size_t i = 0; i < pooled.steps() * pooled.positions() * pooled.channels(); ++i) {
            const std::size_t channel = i % pooled.channels();
            const std::size_t position = i / pooled.channels() % pooled.positions();
            const std::size_t step = i / pooled.channels() / pooled.positions();
            bool any = false;
            for (std::size_t p = 0; p < lines * columns; ++p) {
                const auto down =
                    static_cast<int>(p / columns) - 2 * static_cast<int>(position / pooledColumns);
                const auto along =
                    static_cast<int>(p % columns) - 2 * static_cast<int>(position % pooledColumns);
                any = any || (std::abs(down) <= 1 && std::abs(along) <= 1 &&
                              spikes.test(step, p, channel));
            }
            QCOMPARE(pooled.test(step, position, channel), any);
        }
    }

    void joinedMapsHoldTheChannelsOfBoth()
    {
        Random random(5);
        const nn::SpikeBits first = randomSpikes(random, 2, 6, 8, 0.5);
        const nn::SpikeBits second = randomSpikes(random, 2, 6, 70, 0.5);
        nn::SpikeBits both(2, 6, 78);
        for (std::size_t i = 0; i < 2 * 6 * 78; ++i) {
            const std::size_t step = i / 78 / 6;
            const std::size_t position = i / 78 % 6;
            const std::size_t c = i % 78;
            if (c < 8 ? first.test(step, position, c) : second.test(step, position, c - 8))
                both.set(step, position, c);
        }
        const nn::ActiveMaps joined =
            nn::joinedSpikes(nn::activeSpikes(nn::ActiveForm::Spikes, {&first}, 3),
                             nn::activeSpikes(nn::ActiveForm::Spikes, {&second}, 3));
        const nn::ActiveMaps whole = nn::activeSpikes(nn::ActiveForm::Spikes, {&both}, 3);
        QCOMPARE(joined.begin, whole.begin);
        QCOMPARE(joined.entries, whole.entries);
        QCOMPARE(joined.channels, whole.channels);
    }

    void attentionCountsCoincidences_data()
    {
        QTest::addColumn<int>("steps");
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("heads");
        QTest::addColumn<int>("width");
        QTest::newRow("one of each") << 1 << 1 << 1 << 1;
        QTest::newRow("width 2") << 4 << 16 << 16 << 2;
        QTest::newRow("width 3 crosses words") << 3 << 5 << 32 << 3;
        QTest::newRow("width 16") << 4 << 9 << 16 << 16;
        QTest::newRow("16 steps") << 16 << 7 << 16 << 4;
        QTest::newRow("width 70 is more than a word") << 2 << 6 << 2 << 70;
    }
    void attentionCountsCoincidences()
    {
        QFETCH(int, steps);
        QFETCH(int, tokens);
        QFETCH(int, heads);
        QFETCH(int, width);
        const auto T = static_cast<std::size_t>(steps);
        const auto N = static_cast<std::size_t>(tokens);
        const auto H = static_cast<std::size_t>(heads);
        const auto d = static_cast<std::size_t>(width);
        const std::size_t C = H * d;
        Random random(11);
        const nn::SpikeBits q = randomSpikes(random, T, N, C, 0.4);
        const nn::SpikeBits k = randomSpikes(random, T, N, C, 0.4);
        const nn::SpikeBits v = randomSpikes(random, T, N, C, 0.4);
        std::vector<float> spatial(T * N * C), spatialMap, temporal(T * N * C), temporalMap;
        for (std::size_t t = 0; t < T; ++t) {
            for (std::size_t h = 0; h < H; ++h) {
                for (std::size_t i = 0; i < N; ++i) {
                    for (std::size_t j = 0; j < N; ++j) {
                        spatialMap.push_back(product(q, k, t, i, t, j, h, d));
                        for (std::size_t c = h * d; c < (h + 1) * d; ++c)
                            spatial[(t * N + i) * C + c] +=
                                spatialMap.back() * (v.test(t, j, c) ? 1.0F : 0.0F);
                    }
                }
            }
        }
        for (std::size_t n = 0; n < N; ++n) {
            for (std::size_t h = 0; h < H; ++h) {
                for (std::size_t t = 0; t < T; ++t) {
                    for (std::size_t s = 0; s < T; ++s) {
                        temporalMap.push_back(product(q, k, t, n, s, n, h, d));
                        for (std::size_t c = 0; c < d; ++c) {
                            const std::size_t flat = (h * T + t) * d + c;
                            temporal[(flat / C * N + n) * C + flat % C] +=
                                temporalMap.back() * (v.test(s, n, h * d + c) ? 1.0F : 0.0F);
                        }
                    }
                }
            }
        }
        std::vector<float> map;
        QCOMPARE(nn::attendTokens(q, k, v, H, &map), spatial);
        QCOMPARE(map, spatialMap);
        QCOMPARE(nn::attendTokens(q, k, v, H), spatial);
        QCOMPARE(nn::attendSteps(q, k, v, H, &map), temporal);
        QCOMPARE(map, temporalMap);
    }
};

INSPIKE_TEST(TstSpikeLayer, tst_spike_layer)
#include "tst_spike_layer.moc"
