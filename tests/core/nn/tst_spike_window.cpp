// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Windows of any kernel, stride and border, averages as counts, slices of channels, firing rules
// and neurons on sums, against loops that follow the definitions. Weights are small dyadic numbers,
// so every sum is exact in any order.

#include "core/base/random.h"
#include "core/nn/detail/dense_neurons.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <cmath>

using namespace inspike;

namespace {

struct Shape
{
    std::size_t side, inputs, outputs;
    nn::SpikeWindow window;
    std::size_t steps, inputSteps;
    bool pooled;
};

struct Layer
{
    Shape shape;
    std::vector<float> weights, scale, shift;
    nn::SpikeBits spikes; // before averaging

    Layer(const Shape& given, Random& random) : shape(given)
    {
        const auto dyadic = [&](std::size_t count) {
            std::vector<float> values(count);
            for (float& value : values)
                value = static_cast<float>(std::floor(random.uniform() * 64.0) - 24.0) / 32.0F;
            return values;
        };
        const std::size_t taps = shape.window.kernel * shape.window.kernel;
        weights = dyadic(shape.outputs * shape.inputs * taps);
        scale = std::vector<float>(shape.outputs, shape.pooled ? 0.125F : 0.5F);
        shift = dyadic(shape.outputs);
        const std::size_t side = shape.side * (shape.pooled ? 2 : 1);
        spikes = nn::SpikeBits(shape.inputSteps, side * side, shape.inputs);
        for (std::size_t i = 0; i < shape.inputSteps * side * side * shape.inputs; ++i) {
            if (random.uniform() < 0.3)
                spikes.set(i / shape.inputs / side / side, i / shape.inputs % (side * side),
                           i % shape.inputs);
        }
    }
    std::size_t outputSide() const { return shape.window.outputs(shape.side); }

    float inputAt(std::size_t step, std::size_t line, std::size_t column, std::size_t channel) const
    {
        if (!shape.pooled)
            return spikes.test(step, line * shape.side + column, channel) ? 1.0F : 0.0F;
        float count = 0.0F;
        for (const std::size_t y : {2 * line, 2 * line + 1}) {
            for (const std::size_t x : {2 * column, 2 * column + 1})
                count += spikes.test(step, y * 2 * shape.side + x, channel) ? 1.0F : 0.0F;
        }
        return count;
    }
    float currentAt(std::size_t step, std::size_t position, std::size_t output) const
    {
        const nn::SpikeWindow& w = shape.window;
        float sum = 0.0F;
        for (std::size_t tap = 0; tap < w.kernel * w.kernel; ++tap) {
            const std::size_t line = position / outputSide() * w.stride + tap / w.kernel;
            const std::size_t column = position % outputSide() * w.stride + tap % w.kernel;
            if (line < w.padding || column < w.padding || line - w.padding >= shape.side ||
                column - w.padding >= shape.side)
                continue;
            for (std::size_t i = 0; i < shape.inputs; ++i)
                sum += weights[(output * shape.inputs + i) * w.kernel * w.kernel + tap] *
                       inputAt(std::min(step, shape.inputSteps - 1), line - w.padding,
                               column - w.padding, i);
        }
        return sum * scale[output] + shift[output];
    }
    std::vector<float> currents(std::size_t steps) const
    {
        std::vector<float> values;
        for (std::size_t i = 0; i < steps * outputSide() * outputSide() * shape.outputs; ++i) {
            const std::size_t row = i / shape.outputs;
            const std::size_t positions = outputSide() * outputSide();
            values.push_back(currentAt(row / positions, row % positions, i % shape.outputs));
        }
        return values;
    }
    std::vector<nn::ActiveMaps> lists(nn::ActiveForm form, bool sliced) const
    {
        std::vector<nn::SpikeBits> planes;
        if (shape.pooled) {
            const auto counts = nn::pooledCounts(spikes, 2 * shape.side, 2 * shape.side);
            planes.assign(counts.begin(), counts.end());
        } else {
            planes.push_back(spikes);
        }
        std::vector<nn::ActiveMaps> made;
        for (const nn::SpikeBits& plane : planes) {
            if (sliced)
                nn::addSlices(form, plane, shape.side, made);
            else
                made.push_back(nn::activeSpikes(form, {&plane}, shape.side));
        }
        return made;
    }
    nn::SpikeLayer prepared(nn::ActiveForm form, bool sliced, nn::FiringRule rule, bool fires) const
    {
        return nn::SpikeLayer(nn::SpikeLayer::Parts{form, weights, shape.inputs, shape.window,
                                                    scale, shift, rule, fires, sliced});
    }
};

struct Fired
{
    std::vector<float> spikes, membranes;
};

// Neurons that fire above, or at and above, their threshold.
Fired neuronsOn(const std::vector<float>& currents, std::size_t steps, float threshold, bool strict)
{
    Fired fired;
    const std::size_t size = currents.size() / steps;
    std::vector<float> v(size);
    for (std::size_t i = 0; i < currents.size(); ++i) {
        const float h = v[i % size] + (currents[i] - v[i % size]) * 0.5F;
        const bool fires = strict ? h > threshold : h >= threshold;
        v[i % size] = fires ? 0.0F : h;
        fired.spikes.push_back(fires ? 1.0F : 0.0F);
        fired.membranes.push_back(v[i % size]);
    }
    return fired;
}

std::vector<float> denseOf(const nn::SpikeBits& spikes)
{
    std::vector<float> values;
    for (std::size_t i = 0; i < spikes.steps() * spikes.positions() * spikes.channels(); ++i) {
        const std::size_t row = i / spikes.channels();
        values.push_back(
            spikes.test(row / spikes.positions(), row % spikes.positions(), i % spikes.channels())
                ? 1.0F
                : 0.0F);
    }
    return values;
}

const std::vector<Shape>& shapes()
{
    static const std::vector<Shape> all = {
        {6, 5, 7, {3, 1, 1}, 3, 3, false},   {7, 70, 9, {3, 2, 1}, 2, 2, false},
        {6, 9, 65, {1, 2, 0}, 2, 2, false},  {9, 3, 4, {5, 1, 0}, 3, 1, false},
        {3, 130, 12, {3, 1, 0}, 2, 2, true}, {6, 67, 70, {3, 1, 1}, 2, 2, true},
        {5, 15, 40, {5, 1, 0}, 4, 4, true},  {1, 64, 8, {1, 1, 0}, 5, 1, true},
        {40, 65, 3, {3, 1, 1}, 2, 2, false}, // more sums than a block has
    };
    return all;
}

} // namespace

class TstSpikeWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void layersEqualPlainLoops_data()
    {
        QTest::addColumn<int>("index");
        for (std::size_t i = 0; i < shapes().size(); ++i)
            QTest::addRow("%d", static_cast<int>(i)) << static_cast<int>(i);
    }
    void layersEqualPlainLoops()
    {
        QFETCH(int, index);
        Random random(static_cast<std::uint64_t>(index) + 1);
        const Layer layer(shapes()[static_cast<std::size_t>(index)], random);
        const std::size_t steps = layer.shape.steps;
        const Fired wanted = neuronsOn(layer.currents(steps), steps, 0.5F, true);
        const std::vector<float> sums = layer.currents(layer.shape.inputSteps);
        for (const nn::ActiveForm form : {nn::ActiveForm::Spikes, nn::ActiveForm::Groups}) {
            for (const bool sliced : {false, true}) {
                const std::vector<nn::ActiveMaps> lists = layer.lists(form, sliced);
                const nn::FiringRule rule = nn::FiringRule::above(0.5F);
                for (const int threads : {1, 3}) {
                    std::vector<float> membranes;
                    const nn::SpikeBits found =
                        layer.prepared(form, sliced, rule, true)
                            .run(lists, steps, threads, {nullptr, &membranes});
                    QCOMPARE(denseOf(found), wanted.spikes);
                    QCOMPARE(membranes, wanted.membranes);
                    std::vector<float> totals(sums.size(), 1.0F);
                    layer.prepared(form, sliced, rule, false).addSums(lists, threads, totals);
                    for (std::size_t i = 0; i < sums.size(); ++i)
                        QCOMPARE(totals[i], sums[i] + 1.0F);
                }
            }
        }
    }

    void aRuleFiresAboveItsThresholdOrAtIt()
    {
        const std::vector<float> currents = {1.0F}; // charges to 1/2
        const auto fires = [&](nn::FiringRule rule) {
            const nn::DenseNeurons neurons{{1.0F}, {0.0F}, rule};
            return neurons.run(currents, 1, 1, nullptr).test(0, 0, 0);
        };
        QVERIFY(fires({0.5F}));
        QVERIFY(!fires(nn::FiringRule::above(0.5F)));
        QVERIFY(fires(nn::FiringRule::above(std::nextafter(0.5F, 0.0F))));
    }

    void neuronsOnSumsEqualPlainLoops()
    {
        Random random(7);
        for (const std::size_t channels : {1, 8, 63, 64, 70, 130}) {
            std::vector<float> values(4 * 6 * channels);
            for (float& value : values)
                value = static_cast<float>(std::floor(random.uniform() * 64.0) - 20.0) / 16.0F;
            const nn::DenseNeurons neurons{std::vector<float>(channels, 0.5F),
                                           std::vector<float>(channels, 0.25F),
                                           nn::FiringRule::above(0.5F)};
            std::vector<float> currents = values;
            for (float& current : currents)
                current = 0.5F * current + 0.25F;
            const Fired wanted = neuronsOn(currents, 4, 0.5F, true);
            std::vector<float> membranes;
            QCOMPARE(denseOf(neurons.run(values, 4, 6, &membranes)), wanted.spikes);
            QCOMPARE(membranes, wanted.membranes);
            // One step stands for every step.
            values.resize(6 * channels);
            std::vector<float> each;
            for (int step = 0; step < 4; ++step)
                each.insert(each.end(), values.begin(), values.end());
            QCOMPARE(denseOf(neurons.run(values, 4, 6, nullptr)),
                     denseOf(neurons.run(each, 4, 6, nullptr)));
        }
    }

    void whatDoesNotFitIsRefused()
    {
        Random random(3);
        const Layer layer({4, 5, 6, {3, 1, 0}, 2, 2, false}, random);
        const auto lists = layer.lists(nn::ActiveForm::Spikes, false);
        const nn::SpikeLayer neurons =
            layer.prepared(nn::ActiveForm::Spikes, false, nn::FiringRule{}, true);
        const nn::SpikeLayer sums =
            layer.prepared(nn::ActiveForm::Spikes, false, nn::FiringRule{}, false);
        std::vector<float> totals(7);
        INSPIKE_FAILS(neurons.run(lists, 3, 1, {}), ErrorKind::BadShape, "2 steps instead of 3");
        INSPIKE_FAILS(sums.run(lists, 2, 1, {}), ErrorKind::BadShape, "neurons");
        INSPIKE_FAILS(sums.addSums(lists, 1, totals), ErrorKind::BadShape, "7 numbers");
        INSPIKE_FAILS(neurons.run(layer.lists(nn::ActiveForm::Groups, false), 2, 1, {}),
                      ErrorKind::BadShape, "another form");
        const Layer small({2, 5, 6, {3, 1, 0}, 2, 2, false}, random);
        INSPIKE_FAILS(neurons.run(small.lists(nn::ActiveForm::Spikes, false), 2, 1, {}),
                      ErrorKind::BadShape, "smaller than its kernel");
        const nn::DenseNeurons dense{{1.0F}, {0.0F}, {}};
        INSPIKE_FAILS(dense.run(totals, 2, 3, nullptr), ErrorKind::BadShape, "7 sums");
    }
};

INSPIKE_TEST(TstSpikeWindow, tst_spike_window)
#include "tst_spike_window.moc"
