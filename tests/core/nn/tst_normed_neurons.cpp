// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Batch norm and neurons in one pass against LibTorch's batch norm, step by step, and the neurons
// behind it.

#include "core/nn/detail/normed_neurons.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

using namespace inspike;

namespace {

struct Case
{
    const char* name;
    std::vector<std::int64_t> shape; // [T or 1, B, C, ...]
    std::int64_t steps;
    bool started, every;
    nn::Surrogate surrogate;
};

const std::vector<Case>& cases()
{
    using nn::Surrogate;
    static const std::vector<Case> all = {
        {"pictures", {3, 2, 5, 7, 6}, 3, false, true, Surrogate::QGate},
        {"goes on", {2, 3, 4, 5, 5}, 2, true, false, Surrogate::QGate},
        {"the same at every step", {1, 2, 3, 6, 6}, 4, true, true, Surrogate::Atan},
        {"larger than a chunk", {2, 1, 2, 20, 17}, 2, false, false, Surrogate::BackEi},
        {"one step, one channel", {1, 4, 1, 3}, 1, false, true, Surrogate::Gate},
        {"vectors", {4, 6, 9}, 4, false, true, Surrogate::QGate},
    };
    return all;
}

struct Values
{
    at::Tensor x, weight, bias, start, mean, variance;
};

Values valuesOf(const Case& c)
{
    at::manual_seed(11);
    const std::int64_t channels = c.shape[2];
    Values v;
    v.x = (at::randn(c.shape) * 2.0 + 0.7).requires_grad_(true);
    v.weight = (at::rand({channels}) + 0.7).requires_grad_(true);
    v.bias = (at::rand({channels}) * 0.5).requires_grad_(true);
    if (c.started)
        v.start = (at::randn(c.shape).select(0, 0) * 0.2).detach().requires_grad_(true);
    v.mean = at::randn({channels});
    v.variance = at::rand({channels}) + 0.5;
    return v;
}

nn::LeakyPass plainPass(const Case& c, const Values& v, const nn::LeakyNeuron& neuron)
{
    std::vector<std::int64_t> shape = c.shape;
    shape[0] = c.steps;
    std::vector<at::Tensor> steps;
    for (const at::Tensor& step : v.x.expand(shape).unbind(0))
        steps.push_back(
            at::batch_norm(step, v.weight, v.bias, v.mean, v.variance, true, 0.1, 1e-5, false));
    return nn::leakySpikes(at::stack(steps), v.start, neuron, c.every);
}

double largest(const at::Tensor& tensor)
{
    return tensor.abs().max().item<double>();
}

} // namespace

class TstNormedNeurons : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spikesStatisticsAndGradientsEqualStepByStep_data()
    {
        QTest::addColumn<int>("index");
        int index = 0;
        for (const Case& c : cases())
            QTest::newRow(c.name) << index++;
    }
    void spikesStatisticsAndGradientsEqualStepByStep()
    {
        QFETCH(int, index);
        const Case& c = cases()[static_cast<std::size_t>(index)];
        const Values plain = valuesOf(c);
        const Values fused = valuesOf(c);
        nn::LeakyNeuron neuron;
        neuron.surrogate = c.surrogate;
        const nn::LeakyPass wanted = plainPass(c, plain, neuron);
        const nn::LeakyPass found = nn::normedSpikes(
            fused.x, c.steps, {fused.weight, fused.bias, fused.mean, fused.variance}, fused.start,
            neuron, c.every);
        QVERIFY(wanted.spikes.sum().item<float>() > 0.0F);
        QVERIFY(at::equal(found.spikes, wanted.spikes));
        QVERIFY(found.membrane.sizes() == wanted.membrane.sizes());
        QVERIFY(largest(found.membrane - wanted.membrane) < 2e-6);
        QVERIFY(largest(fused.mean - plain.mean) < 1e-6);
        QVERIFY(largest(fused.variance - plain.variance) < 1e-6);
        const at::Tensor ofSpikes = at::randn(wanted.spikes.sizes());
        const at::Tensor ofMembrane = at::randn(wanted.membrane.sizes());
        const auto slopes = [&](const nn::LeakyPass& pass, const Values& v) {
            torch::autograd::variable_list inputs = {v.x, v.weight, v.bias};
            if (v.start.defined())
                inputs.push_back(v.start);
            return torch::autograd::grad({pass.spikes, pass.membrane}, inputs,
                                         {ofSpikes, ofMembrane});
        };
        const auto theirs = slopes(wanted, plain);
        const auto ours = slopes(found, fused);
        for (std::size_t i = 0; i < theirs.size(); ++i) {
            QVERIFY(largest(theirs[i]) > 0.0);
            QVERIFY2(largest(ours[i] - theirs[i]) <= 1e-5 * largest(theirs[i]),
                     qPrintable(QStringLiteral("input %1").arg(i)));
        }
    }

    void withoutRunningStatisticsOrGradientsNothingElseChanges()
    {
        const Values v = valuesOf(cases()[0]);
        const at::Tensor x = v.x.detach();
        const nn::BatchNorm bare{v.weight.detach(), v.bias.detach(), {}, {}};
        const nn::LeakyPass found = nn::normedSpikes(x, 3, bare, {}, {}, false);
        const nn::LeakyPass with =
            nn::normedSpikes(v.x, 3, {v.weight, v.bias, v.mean, v.variance}, {}, {}, false);
        QVERIFY(!found.spikes.requires_grad());
        QVERIFY(with.spikes.requires_grad());
        QVERIFY(at::equal(found.spikes, with.spikes));
        QVERIFY(at::equal(found.membrane, with.membrane));
    }

    void gradientsOfOneResultAloneAreThose()
    {
        const Case& c = cases()[0];
        const Values a = valuesOf(c), b = valuesOf(c);
        const auto pass = [&](const Values& v) {
            return nn::normedSpikes(v.x, c.steps, {v.weight, v.bias, {}, {}}, {}, {}, true);
        };
        const nn::LeakyPass first = pass(a), second = pass(b);
        first.spikes.mul(3.0).sum().backward();
        (second.spikes.mul(3.0).sum() + 0.0 * second.membrane.sum()).backward();
        QVERIFY(at::equal(a.x.grad(), b.x.grad()));
        QVERIFY(at::equal(a.weight.grad(), b.weight.grad()));
    }

    void whatDoesNotFitIsRefused()
    {
        const at::Tensor ones = at::ones({4});
        const nn::BatchNorm norm{ones, ones, {}, {}};
        INSPIKE_FAILS(nn::normedSpikes(at::zeros({3, 2, 4, 5}), 2, norm, {}, {}, false),
                      ErrorKind::BadShape, "2 steps");
        INSPIKE_FAILS(nn::normedSpikes(at::zeros({2, 2, 3, 5}), 2, norm, {}, {}, false),
                      ErrorKind::BadShape, "4 channels");
        INSPIKE_FAILS(nn::normedSpikes(at::zeros({2, 0, 4, 5}), 2, norm, {}, {}, false),
                      ErrorKind::BadShape, "does not fit");
    }
};

INSPIKE_TEST(TstNormedNeurons, tst_normed_neurons)
#include "tst_normed_neurons.moc"
