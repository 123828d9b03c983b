// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The leaky neuron and back-propagation through its time, against the reference numbers.

#include "core/io/hdf5/hdf5_file.h"
#include "core/nn/detail/bridge.h"
#include "core/nn/detail/leaky_neuron.h"
#include "tests/support/differences.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

using namespace inspike;

namespace {

std::vector<float> floatsOf(const at::Tensor& tensor)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
    nn::copyToFloats(tensor.detach(), values);
    return values;
}

struct Slopes
{
    at::Tensor current, start;
};

// Of the sum of spikes and potentials, each times a number of its own.
Slopes slopesOf(const at::Tensor& current, const at::Tensor& start, const at::Tensor& ofSpikes,
                const at::Tensor& ofMembrane, const nn::LeakyNeuron& neuron, bool every)
{
    const at::Tensor x = current.detach().clone().requires_grad_(true);
    const at::Tensor v = start.detach().clone().requires_grad_(true);
    const nn::LeakyPass pass = nn::leakySpikes(x, v, neuron, every);
    const auto found = torch::autograd::grad({pass.spikes, pass.membrane}, {x, v},
                                             {ofSpikes, ofMembrane}, {}, false, false);
    return {found[0], found[1]};
}

} // namespace

class TstLeakyNeuron : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void spikesAndGradientsEqualTheReference_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("surrogate");
        QTest::newRow("gate") << "lif_gate" << static_cast<int>(nn::Surrogate::Gate);
        QTest::newRow("triangle") << "lif_qgate" << static_cast<int>(nn::Surrogate::QGate);
        QTest::newRow("arc tangent") << "lif_atan" << static_cast<int>(nn::Surrogate::Atan);
        QTest::newRow("box") << "lif_backei" << static_cast<int>(nn::Surrogate::BackEi);
    }
    void spikesAndGradientsEqualTheReference()
    {
        QFETCH(QString, name);
        QFETCH(int, surrogate);
        const std::filesystem::path path =
            test::sharedFile("fixtures/static-to-event-h-losses-neuron.h5");
        INSPIKE_NEED(path, "reference numbers");
        const Hdf5File file = Hdf5File::open(path);
        const std::string group = "/loss/" + name.toStdString() + "/";
        const auto read = [&](const char* what) {
            std::vector<std::int64_t> shape;
            for (const std::size_t size : file.shape(group + what))
                shape.push_back(static_cast<std::int64_t>(size));
            return nn::tensorFromFloats(file.readFloats(group + what), shape);
        };
        nn::LeakyNeuron neuron;
        neuron.surrogate = static_cast<nn::Surrogate>(surrogate);
        const at::Tensor current = read("input").requires_grad_(true);
        const nn::LeakyPass pass = nn::leakySpikes(current, {}, neuron, true);
        QVERIFY(floatsOf(pass.spikes) == file.readFloats(group + "spike"));
        QVERIFY(floatsOf(pass.membrane) == file.readFloats(group + "mem_after_reset"));
        const auto found = torch::autograd::grad({pass.spikes, pass.membrane}, {current},
                                                 {read("grad_out_spike"), read("grad_out_mem")});
        const double difference =
            test::relativeDifference(floatsOf(found[0]), file.readFloats(group + "grad_input"));
        QVERIFY2(difference < 1e-6, qPrintable(QString::number(difference)));
    }

    void thePotentialThatOnlyReachesTheThresholdDoesNotFire()
    {
        // A current of 1 from rest: h = 0.5 exactly.
        const at::Tensor current = at::tensor({1.0F, 0.0F}).view({2, 1});
        const nn::LeakyPass pass = nn::leakySpikes(current, {}, {}, true);
        QVERIFY(floatsOf(pass.spikes) == std::vector<float>({0.0F, 0.0F}));
        QVERIFY(floatsOf(pass.membrane) == std::vector<float>({0.5F, 0.25F}));
        // Boxes have no slope at their edges.
        QCOMPARE(nn::surrogateAt({0.5F, nn::Surrogate::BackEi, 2.0F}, 0.5F), 0.0F);
        QCOMPARE(nn::surrogateAt({0.5F, nn::Surrogate::Gate, 2.0F}, 0.5F), 0.0F);
        QCOMPARE(nn::surrogateAt({0.5F, nn::Surrogate::Gate, 2.0F}, 0.0F), 1.0F);
        QCOMPARE(nn::surrogateAt({0.5F, nn::Surrogate::QGate, 2.0F}, 0.0F), 2.0F);
    }

    void stepsInTwoPartsAreTheStepsInOne()
    {
        at::manual_seed(4);
        const at::Tensor current = at::randn({7, 5, 60});
        const at::Tensor start = at::randn({5, 60}) * 0.2;
        const at::Tensor ofSpikes = at::randn({7, 5, 60});
        const at::Tensor ofMembrane = at::randn({7, 5, 60});
        const nn::LeakyNeuron neuron;
        const Slopes whole = slopesOf(current, start, ofSpikes, ofMembrane, neuron, true);

        const nn::LeakyPass first = nn::leakySpikes(current.narrow(0, 0, 3), start, neuron, false);
        QCOMPARE(first.membrane.size(0), std::int64_t{1});
        const at::Tensor middle = first.membrane[0];
        const Slopes late = slopesOf(current.narrow(0, 3, 4), middle, ofSpikes.narrow(0, 3, 4),
                                     ofMembrane.narrow(0, 3, 4), neuron, true);
        at::Tensor given = ofMembrane.narrow(0, 0, 3).clone();
        given[2] += late.start;
        const Slopes early =
            slopesOf(current.narrow(0, 0, 3), start, ofSpikes.narrow(0, 0, 3), given, neuron, true);
        QVERIFY(at::cat({early.current, late.current}).allclose(whole.current, 1e-6, 1e-7));
        QVERIFY(early.start.allclose(whole.start, 1e-6, 1e-7));
    }
};

INSPIKE_TEST(TstLeakyNeuron, tst_leaky_neuron)
#include "tst_leaky_neuron.moc"
