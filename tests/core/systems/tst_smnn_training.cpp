// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/io/reader_registry.h"
#include "core/systems/smnn/fast.h"
#include "core/systems/smnn/recipe.h"
#include "core/systems/smnn/task.h"
#include "core/systems/system_registry.h"
#include "core/training/adam.h"
#include "tests/support/run_tests.h"

#include <QTemporaryDir>

#include <cmath>

using namespace inspike;

namespace {

const ModelSystem& smnnSystem()
{
    return systemById("smnn");
}

TrainRequest smallTraining(const std::vector<std::string>& settings,
                           const std::filesystem::path& output)
{
    std::vector<std::string> all = {"units=24", "batch=8", "test-trials=8"};
    all.insert(all.end(), settings.begin(), settings.end());
    TrainRequest request;
    request.options = Params::parse(smnn::trainOptions(), all);
    request.epochs = 2;
    request.seed = 5;
    request.output = output;
    return request;
}

std::vector<std::vector<std::byte>> parametersOf(const Checkpoint& checkpoint)
{
    std::vector<std::vector<std::byte>> bytes;
    for (const auto& [name, tensor] : checkpoint.state)
        bytes.push_back(tensor.bytes);
    return bytes;
}

// Bright quadrant = class; enough for a network to learn something quickly.
std::shared_ptr<const Recording> quadrantPictures(std::size_t count)
{
    Frames frames;
    frames.count = count;
    frames.width = frames.height = 28;
    frames.data.resize(count * 784);
    Labels labels;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t quadrant = i % 4;
        labels.values.push_back(static_cast<std::int64_t>(quadrant));
        for (std::size_t y = 0; y < 10; ++y) {
            for (std::size_t x = 0; x < 10; ++x)
                frames.data[i * 784 + (y + 14 * (quadrant / 2)) * 28 + x + 14 * (quadrant % 2)] =
                    200;
        }
    }
    Recording recording;
    recording.streams.push_back({"frames/image", "image", "", "", std::move(frames)});
    recording.streams.push_back({"labels/label", "label", "", "", std::move(labels)});
    return std::make_shared<Recording>(std::move(recording));
}

} // namespace

class TstSmnnTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void adamFollowsItsEquations()
    {
        std::vector<float> value = {1.0F};
        const std::vector<std::span<float>> parameters = {value};
        AdamState state;
        double first = 0.0, second = 0.0, expected = 1.0;
        for (int step = 1; step <= 5; ++step) {
            const float gradient = 0.3F * static_cast<float>(step) - 0.8F;
            adamStep(parameters, std::vector<std::vector<float>>{{gradient}}, {}, state);
            first = 0.9 * first + 0.1 * gradient;
            second = 0.999 * second + 0.001 * gradient * gradient;
            const double m = first / (1.0 - std::pow(0.9, step));
            const double v = second / (1.0 - std::pow(0.999, step));
            expected -= 1e-3 * m / (std::sqrt(v) + 1e-8);
        }
        QVERIFY(std::abs(value[0] - expected) < 1e-6);
    }

    void clippingKeepsTheDirection()
    {
        std::vector<std::vector<float>> gradients = {{3.0F}, {0.0F, 4.0F}};
        QCOMPARE(clipNorm(gradients, 10.0), 5.0);
        QCOMPARE(gradients[0][0], 3.0F);
        QCOMPARE(clipNorm(gradients, 1.0), 5.0);
        QVERIFY(std::abs(gradients[0][0] - 0.6F) < 1e-5F);
        QVERIFY(std::abs(gradients[1][1] - 0.8F) < 1e-5F);
    }

    void aShortTrainingLowersTheLoss()
    {
        std::vector<double> losses;
        TrainRequest request =
            smallTraining({"units=60", "batch=16", "learning-rate=0.004"}, "unused.h5");
        request.epochs = 6;
        request.report = [&losses](const EpochReport& report) {
            QCOMPARE(QString::fromStdString(report.metrics.front().first), QStringLiteral("loss"));
            losses.push_back(report.metrics.front().second);
        };
        JobContext job = nullJob();
        smnnSystem().train(request, job);
        QCOMPARE(losses.size(), std::size_t{6});
        QVERIFY2(losses.back() < 0.5 * losses.front(), qPrintable(QString::number(losses.back())));
    }

    void picturesAreLearnt()
    {
        TrainRequest request =
            smallTraining({"task=mnist", "modes=2", "steps=20", "learning-rate=0.01"}, "unused.h5");
        request.data = {quadrantPictures(80), quadrantPictures(12)};
        request.epochs = 4;
        JobContext job = nullJob();
        const Checkpoint trained = smnnSystem().train(request, job);
        QVERIFY2(trained.training["test"]["correct"].toDouble() > 0.9,
                 trained.training.dump().c_str());
        QCOMPARE(trained.training["test"]["pictures"].toInteger(), std::int64_t{12});
    }

    void rateNetworkKeepsItsScores()
    {
        JobContext job = nullJob();
        const Checkpoint trained =
            smnnSystem().train(smallTraining({"model=rate"}, "unused.h5"), job);
        for (const float score : trained.state.at("l").toFloats())
            QCOMPARE(score, 1.0F / 24.0F);
    }

    void aStoppedTrainingGoesOnWithTheSameBits()
    {
        const QTemporaryDir folder;
        const std::filesystem::path output = folder.filePath("m.h5").toStdString();
        TrainRequest request = smallTraining({}, output);
        JobContext job = nullJob();
        std::vector<double> wanted;
        request.report = [&wanted](const EpochReport& report) {
            wanted.push_back(report.metrics.front().second);
        };
        const Checkpoint straight = smnnSystem().train(request, job);

        std::stop_source stop;
        int updates = 0;
        JobContext stopping(stop.get_token(), {});
        std::vector<double> found;
        // Stop in the second epoch, between its reports, from another thread's point of view.
        request.report = [&](const EpochReport& report) {
            found.push_back(report.metrics.front().second);
            if (++updates == 1)
                stop.request_stop();
        };
        std::string message;
        try {
            smnnSystem().train(request, stopping);
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Cancelled);
            message = error.what();
        }
        const std::filesystem::path resume = output.string() + ".resume.h5";
        QVERIFY2(message.find(resume.string()) != std::string::npos, message.c_str());
        QVERIFY(!std::filesystem::exists(output));
        TrainRequest again;
        again.output = output;
        again.resume = resume;
        again.report = request.report;
        const Checkpoint resumed = smnnSystem().train(again, job);
        QVERIFY(parametersOf(resumed) == parametersOf(straight));
        QVERIFY(found == wanted);
        QCOMPARE(QString::fromStdString(resumed.training.dump()),
                 QString::fromStdString(straight.training.dump()));
        again.options = Params::parse(smnn::trainOptions(), std::vector<std::string>{"units=30"});
        QVERIFY_EXCEPTION_THROWN(smnnSystem().train(again, job), Error);
    }

    void theRecordNamesTheCall()
    {
        JobContext job = nullJob();
        const Checkpoint trained = smnnSystem().train(smallTraining({}, "folder/m.h5"), job);
        QCOMPARE(
            QString::fromStdString(trained.training["command"].toString()),
            QStringLiteral(
                "inspike train smnn --set task=context --set filter=double --set units=24 --set "
                "modes=3 --set batch=8 --set test-trials=8 --epochs 2 --seed 5 -o m.h5"));
        QCOMPARE(trained.training["updates"].toInteger(), std::int64_t{120});
    }

    void theSampleDoesWhatItsRecordSays()
    {
        JobContext job = nullJob();
        const std::filesystem::path folder = INSPIKE_SAMPLES;
        const Checkpoint checkpoint = readModelFile(folder / "smnn-context.model.h5", job);
        std::vector<std::string> notes;
        const smnn::Network network =
            smnn::networkFrom(checkpoint, Params(smnn::openOptions()), notes);
        QVERIFY(notes.empty());
        smnn::ContextTaskParams params;
        params.trials = 500;
        const smnn::ContextTrials trials = smnn::contextTrials(params, 20240624);
        const smnn::Forward run = smnn::runFast(network, trials.input(), {}, 0, job);
        const smnn::ContextScore score = smnn::contextScore(run.outputs.y, trials.target, 500);
        const QString text = QStringLiteral("correct %1, mean squared error %2")
                                 .arg(score.correct)
                                 .arg(score.meanSquaredError);
        QVERIFY2(score.correct >= 0.98, qPrintable(text));
        QVERIFY2(score.meanSquaredError <= 0.03, qPrintable(text));
        const Json& stated = checkpoint.training["test"];
        QVERIFY(std::abs(stated["correct"].toDouble() - score.correct) < 0.02);
        QVERIFY(std::abs(stated["mse"].toDouble() - score.meanSquaredError) < 0.005);
    }

    void theSampleRecordingIsMadeFromItsSeed()
    {
        JobContext job = nullJob();
        const Recording recording = readRecording(
            std::filesystem::path(INSPIKE_SAMPLES) / "smnn-context.recording.h5", job);
        smnn::ContextTaskParams params;
        params.trials = 200;
        const smnn::ContextTrials trials = smnn::contextTrials(params, 7);
        const auto* x = recording.stream<Tensor>("x");
        const auto* target = recording.stream<Tensor>("target");
        QVERIFY(x != nullptr && x->toFloats() == trials.x);
        QVERIFY(target != nullptr && target->toFloats() == trials.target);
    }
};

INSPIKE_TEST(TstSmnnTraining, tst_smnn_training)
#include "tst_smnn_training.moc"
