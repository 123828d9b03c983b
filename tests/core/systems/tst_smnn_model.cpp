// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/systems/smnn/fast.h"
#include "core/systems/smnn/model.h"
#include "core/systems/smnn/modes.h"
#include "core/systems/smnn/plain.h"
#include "core/systems/smnn/task.h"
#include "core/systems/system_registry.h"
#include "tests/support/run_tests.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <thread>

using namespace inspike;
using namespace inspike::smnn;

namespace {

Network someNetwork(Neuron neuron, Filter filter, Gain gain, std::size_t units, std::size_t modes,
                    std::uint64_t seed)
{
    Network network;
    network.config.neuron = neuron;
    network.config.filter = filter;
    network.config.gain = gain;
    network.weights = Weights::initial(network.config, units, modes, seed);
    return network;
}

Checkpoint checkpointOf(const Network& network)
{
    Checkpoint checkpoint;
    checkpoint.format = "inspike-model";
    checkpoint.config = configJson(network);
    storeWeights(network.weights, "", checkpoint);
    return checkpoint;
}

std::shared_ptr<const Model> opened(const Checkpoint& checkpoint,
                                    const std::vector<std::string>& settings = {})
{
    JobContext job = nullJob();
    return systemById("smnn").open(checkpoint, Params::parse(openOptions(), settings), job);
}

InferenceRequest requestFor(std::size_t trials, const std::shared_ptr<const Model>& model,
                            const char* path)
{
    ContextTaskParams params;
    params.trials = trials;
    InferenceRequest request;
    request.recording = std::make_shared<Recording>(contextTaskRecording(params, 4));
    request.options = Params(model->runOptions());
    request.options.set("path", std::string(path));
    return request;
}

// Kind and text of what opening or running throws; "accepted" if it does not.
template <typename Call>
QString refusal(Call call, ErrorKind kind)
{
    try {
        call();
    } catch (const Error& error) {
        return error.kind() == kind
                   ? QString::fromUtf8(error.what())
                   : QStringLiteral("wrong kind: ") + QString::fromUtf8(error.what());
    }
    return QStringLiteral("accepted");
}

double largestDifference(std::span<const float> a, std::span<const float> b)
{
    double largest = a.size() == b.size() ? 0.0 : HUGE_VAL;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i)
        largest = std::max(largest, std::abs(static_cast<double>(a[i]) - b[i]));
    return largest;
}

double largest(std::span<const float> values)
{
    double most = 0.0;
    for (const float value : values)
        most = std::max(most, std::abs(static_cast<double>(value)));
    return most;
}

} // namespace

class TstSmnnModel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void fastPathFollowsThePlainOne_data()
    {
        QTest::addColumn<int>("neuron");
        QTest::addColumn<int>("filter");
        QTest::addColumn<int>("gain");
        QTest::addColumn<int>("units");
        QTest::addColumn<int>("modes");
        QTest::newRow("double, context") << 0 << 1 << 0 << 100 << 3;
        QTest::newRow("double, mnist") << 0 << 1 << 1 << 37 << 5;
        QTest::newRow("single") << 0 << 0 << 0 << 64 << 2;
        QTest::newRow("full rank") << 0 << 1 << 0 << 30 << 30;
        QTest::newRow("one unit") << 0 << 1 << 0 << 1 << 1;
        QTest::newRow("rate") << 1 << 1 << 0 << 40 << 4;
    }
    void fastPathFollowsThePlainOne()
    {
        QFETCH(int, neuron);
        QFETCH(int, filter);
        QFETCH(int, gain);
        QFETCH(int, units);
        QFETCH(int, modes);
        const Network network =
            someNetwork(Neuron(neuron), Filter(filter), Gain(gain), static_cast<std::size_t>(units),
                        static_cast<std::size_t>(modes), 21);
        ContextTaskParams params;
        params.trials = 5;
        const ContextTrials trials = contextTrials(params, 9);
        const Targets targets{trials.target, {}};
        JobContext job = nullJob();
        const WantedTraces all{true, true, true, true, true, true};
        const Forward plain = runPlain(network, trials.input(), all, 0, job);
        const Forward fast = runFast(network, trials.input(), all, 2, job);
        if (network.config.neuron == Neuron::Spiking) {
            QVERIFY(std::ranges::count(plain.traces.spikes, 1.0F) > 0);
            QVERIFY(plain.traces.spikes == fast.traces.spikes);
            QVERIFY(plain.traces.lastSpike == fast.traces.lastSpike);
            QVERIFY(largestDifference(plain.traces.current, fast.traces.current) < 1e-4);
        }
        QVERIFY(largestDifference(plain.traces.membrane, fast.traces.membrane) < 1e-4);
        QVERIFY(largestDifference(plain.outputs.y, fast.outputs.y) < 1e-4);

        const Gradient a = gradientPlain(network, trials.input(), targets, 0, job);
        const Gradient b = gradientFast(network, trials.input(), targets, 2, job);
        QVERIFY(std::abs(a.loss - b.loss) < 1e-4 * a.loss);
        for (std::size_t p = 0; p < kParameterNames.size(); ++p) {
            const double distance = largestDifference(a.weights.values(p), b.weights.values(p));
            const double scale = largest(a.weights.values(p));
            QVERIFY2(distance <= 1e-4 * scale, kParameterNames[p]);
        }
    }

    void resultsDoNotDependOnThreadsOrBatch()
    {
        const Network network =
            someNetwork(Neuron::Spiking, Filter::Double, Gain::Context, 50, 3, 2);
        ContextTaskParams params;
        params.trials = 21;
        const ContextTrials trials = contextTrials(params, 9);
        JobContext job = nullJob();
        const Targets targets{trials.target, {}};
        const Gradient one = gradientFast(network, trials.input(), targets, 1, job);
        const Gradient three = gradientFast(network, trials.input(), targets, 3, job);
        QVERIFY(one.weights.pin == three.weights.pin);
        QVERIFY(one.weights.win == three.weights.win);
        QVERIFY(one.outputs.y == three.outputs.y);
        params.trials = 1;
        const ContextTrials single = contextTrials(params, 9);
        const Forward alone = runFast(network, single.input(), {}, 1, job);
        for (std::size_t step = 0; step < kContextSteps; ++step)
            QCOMPARE(alone.outputs.y[step], one.outputs.y[step * 21]);
    }

    void runHoldsInputsParametersAndStep()
    {
        const auto model = opened(
            checkpointOf(someNetwork(Neuron::Spiking, Filter::Double, Gain::Context, 30, 2, 1)));
        InferenceRequest request = requestFor(3, model, "fast");
        request.probeGlobs = {"S", "m*"};
        JobContext job = nullJob();
        const Run run = model->run(request, job);
        QCOMPARE(run.probes.size(), std::size_t{3}); // S, mu, mode_tau
        QVERIFY(std::holds_alternative<SparseSpikes>(run.probes.at("S").values));
        QCOMPARE(QString::fromStdString(axisNames(run.probes.at("mu").axes())),
                 QStringLiteral("time,sample,mode"));
        for (const char* name : {"x", "target", "context", "offset"})
            QVERIFY2(run.inputs.contains(name), name);
        for (const char* name : kParameterNames)
            QVERIFY2(run.parameters.contains(name), name);
        QCOMPARE(*run.stepDuration, Time{2000});
        QCOMPARE(run.outputs.at("y").dense().shape(), (std::vector<std::size_t>{500, 3, 1}));
        QCOMPARE(run.probes.at("S").axes()[0].spacing, 2000.0);
    }

    void orthogonalModesAreOrthonormalAndSpanTheModes()
    {
        const Network network =
            someNetwork(Neuron::Spiking, Filter::Double, Gain::Context, 30, 3, 6);
        const std::vector<float> basis = orthogonalModes(network.weights);
        for (std::size_t a = 0; a < 3; ++a) {
            for (std::size_t b = 0; b < 3; ++b) {
                double dot = 0.0;
                for (std::size_t i = 0; i < 30; ++i)
                    dot += double(basis[i * 3 + a]) * basis[i * 3 + b];
                QVERIFY(std::abs(dot - (a == b ? 1.0 : 0.0)) < 1e-5);
            }
            double input = 0.0;
            for (std::size_t i = 0; i < 30; ++i)
                input += double(basis[i * 3 + a]) * network.weights.win[i * 4];
            QVERIFY(std::abs(input) < 1e-5);
        }
    }

    void shapesThatDoNotFitAreNamed_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("message");
        QTest::newRow("pin") << "pin"
                             << "pin [7, 2] does not fit Win [30, 4]";
        QTest::newRow("pout") << "pout"
                              << "pout [7, 2] does not fit pin [30, 2]";
        QTest::newRow("Wout") << "Wout"
                              << "Wout [7, 2] does not fit Win [30, 4]";
        QTest::newRow("l") << "l"
                           << "l [7, 2] must have one dimension";
    }
    void shapesThatDoNotFitAreNamed()
    {
        QFETCH(QString, name);
        QFETCH(QString, message);
        Checkpoint checkpoint =
            checkpointOf(someNetwork(Neuron::Spiking, Filter::Double, Gain::Context, 30, 2, 1));
        checkpoint.state[name.toStdString()] =
            Tensor::fromFloats({7, 2}, std::vector<float>(14, 1.0F));
        const QString found = refusal([&] { opened(checkpoint); }, ErrorKind::BadShape);
        QVERIFY2(found.contains(message), qPrintable(found));
    }

    void damagedParametersAreRefused()
    {
        Checkpoint checkpoint =
            checkpointOf(someNetwork(Neuron::Spiking, Filter::Double, Gain::Context, 30, 2, 1));
        Checkpoint broken = checkpoint;
        std::vector<float> values(60, 0.5F);
        values[7] = std::numeric_limits<float>::quiet_NaN();
        broken.state["pin"] = Tensor::fromFloats({30, 2}, values);
        QVERIFY(refusal([&] { opened(broken); }, ErrorKind::BadModel).contains("'pin'"));
        broken = checkpoint;
        broken.state.erase("pout");
        QVERIFY(refusal([&] { opened(broken); }, ErrorKind::BadModel).contains("'pout'"));
    }

    void missingSettingsAreAssumedAndSaid()
    {
        Checkpoint checkpoint =
            checkpointOf(someNetwork(Neuron::Spiking, Filter::Double, Gain::Context, 30, 2, 1));
        checkpoint.config = Json();
        checkpoint.state["vthr"] = Tensor::fromFloats({1}, {1.0F});
        checkpoint.state["l"].shape = {2, 1};
        const auto model = opened(checkpoint);
        QString notes;
        for (const std::string& note : model->info().notes)
            notes += QString::fromStdString(note) + QLatin1Char('\n');
        for (const char* part : {"filter=single", "model=rate", "'vthr'", "column"})
            QVERIFY2(notes.contains(QLatin1String(part)), qPrintable(notes));
        QVERIFY(model->info().summary.find("double filter") != std::string::npos);
        const auto single = opened(checkpoint, {"filter=single"});
        QVERIFY(single->info().summary.find("single filter") != std::string::npos);
        QVERIFY(single->info().probe("h") == nullptr);
    }

    void recordingWithoutTheInputSaysWhatItHas()
    {
        const auto model = opened(
            checkpointOf(someNetwork(Neuron::Spiking, Filter::Double, Gain::Context, 30, 2, 1)));
        JobContext job = nullJob();
        Recording recording;
        recording.streams.push_back(
            {"tensors/z", "z", "", "", Tensor::fromFloats({2, 3}, std::vector<float>(6))});
        InferenceRequest request;
        request.recording = std::make_shared<Recording>(recording);
        QString found = refusal([&] { model->run(request, job); }, ErrorKind::BadModel);
        QVERIFY2(found.contains("'x'") && found.contains("tensors/z [2, 3]"), qPrintable(found));
        recording.streams[0].name = "x";
        request.recording = std::make_shared<Recording>(recording);
        found = refusal([&] { model->run(request, job); }, ErrorKind::BadShape);
        QVERIFY2(found.contains("[steps, samples, 4]"), qPrintable(found));
    }

    void aRunStopsWithinATenthOfASecond_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("trials");
        QTest::newRow("plain") << "plain" << 200;
        QTest::newRow("fast") << "fast" << 1000;
    }
    void aRunStopsWithinATenthOfASecond()
    {
        QFETCH(QString, path);
        QFETCH(int, trials);
        const auto model = opened(
            checkpointOf(someNetwork(Neuron::Spiking, Filter::Double, Gain::Context, 100, 3, 1)));
        const std::string name = path.toStdString();
        InferenceRequest request =
            requestFor(static_cast<std::size_t>(trials), model, name.c_str());
        request.probeGlobs = {"grad_*"};
        // Stopped in the middle of the forward and of the backward pass.
        for (const int delayMs : {20, 400}) {
            std::stop_source stop;
            JobContext job(stop.get_token(), {});
            std::chrono::steady_clock::time_point asked;
            std::jthread canceller([&] {
                std::this_thread::sleep_for(std::chrono::milliseconds(delayMs));
                asked = std::chrono::steady_clock::now();
                stop.request_stop();
            });
            const QString found = refusal([&] { model->run(request, job); }, ErrorKind::Cancelled);
            const auto now = std::chrono::steady_clock::now();
            canceller.join();
            if (found == QLatin1String("accepted"))
                continue; // a fast machine was done before
            const auto ms =
                std::chrono::duration_cast<std::chrono::milliseconds>(now - asked).count();
            QVERIFY2(ms < 100, qPrintable(QString::number(ms) + QLatin1Char(' ') + found));
        }
    }
};

INSPIKE_TEST(TstSmnnModel, tst_smnn_model)
#include "tst_smnn_model.moc"
