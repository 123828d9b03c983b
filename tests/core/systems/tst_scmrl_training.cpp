// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// One training step against the reference numbers, and whole trainings of made-up pictures.

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "core/systems/scmrl/learner.h"
#include "core/systems/scmrl/recipe.h"
#include "core/systems/system_registry.h"
#include "core/training/adam.h"
#include "core/training/classification.h"
#include "tests/support/differences.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

#include <QTemporaryDir>

#include <cmath>
#include <set>

using namespace inspike;
using inspike::test::largestDifference;
using inspike::test::largestOf;
using inspike::test::relativeDifference;

namespace {

constexpr double kStepRate = 6.25e-4; // of the reference step

// Batch norm takes away what a bias before it adds: its true gradient is 0, and what is computed is
// rounding, which Adam's first step blows up to as much as the learning rate.
bool vanishes(const std::string& name)
{
    return name.ends_with("_conv.bias");
}

scmrl::LessonBatch batchOf(const Hdf5File& file)
{
    scmrl::LessonBatch batch;
    batch.audio = file.readFloats("/input/audio"); // [B, 1, C, H, W]
    batch.visual = file.readFloats("/input/visual");
    batch.labels = file.readIntegers("/input/label");
    return batch;
}

// Class k lights up the k-th quarter of the picture; the sound says the same, with noise.
std::shared_ptr<const Recording> quarters(std::size_t count, std::uint64_t seed,
                                          std::size_t side = 8)
{
    Random random(seed);
    std::vector<float> audio, visual;
    std::vector<std::int64_t> labels;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t quarter = i % 4;
        labels.push_back(static_cast<std::int64_t>(quarter));
        for (std::vector<float>* values : {&audio, &visual}) {
            for (std::size_t p = 0; p < side * side; ++p) {
                const bool lit =
                    p / side / (side / 2) == quarter / 2 && p % side / (side / 2) == quarter % 2;
                values->push_back((lit ? 2.0F : 0.0F) + 0.3F * static_cast<float>(random.normal()));
            }
        }
    }
    Recording recording;
    recording.info.path = "quarters.h5";
    const std::vector<std::size_t> shape = {count, 1, 1, side, side};
    recording.streams.push_back(
        {"tensors/audio", "audio", "", "", Tensor::fromFloats(shape, audio)});
    recording.streams.push_back(
        {"tensors/visual", "visual", "", "", Tensor::fromFloats(shape, visual)});
    recording.streams.push_back(
        {"tensors/label", "label", "", "", Tensor::fromInt64({count}, labels)});
    return std::make_shared<Recording>(std::move(recording));
}

TrainRequest smallTraining(const std::vector<std::string>& settings,
                           const std::filesystem::path& output)
{
    std::vector<std::string> all = {
        "size=8",    "embed=16",        "steps=2",      "visual-channels=1", "batch=8",
        "warm-up=1", "learning-rate=1", "checkpoint=0", "augmentation=none"};
    all.insert(all.end(), settings.begin(), settings.end());
    TrainRequest request;
    request.options = Params::parse(scmrl::trainOptions(), all);
    request.data = {quarters(40, 1), quarters(16, 2)};
    request.epochs = 3;
    request.seed = 5;
    request.threads = 1;
    request.output = output;
    return request;
}

std::map<std::string, std::vector<std::byte>> stateOf(const Checkpoint& checkpoint)
{
    std::map<std::string, std::vector<std::byte>> bytes;
    for (const auto& [name, tensor] : checkpoint.state)
        bytes[name] = tensor.bytes;
    return bytes;
}

std::string messageOf(const TrainRequest& request)
{
    JobContext job = nullJob();
    try {
        scmrl::trainNetwork(request, job);
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

} // namespace

class TstScmrlTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStepEqualsTheReference_data()
    {
        QTest::addColumn<bool>("watched");
        QTest::newRow("with every neuron watched") << true;
        QTest::newRow("as it trains") << false; // attention in another order
    }
    void aStepEqualsTheReference()
    {
        QFETCH(bool, watched);
        const std::filesystem::path path = test::sharedFile("fixtures/s-cmrl-f-trainstep.h5");
        INSPIKE_NEED(path, "reference numbers");
        JobContext job = nullJob();
        const Hdf5File file = Hdf5File::open(path);
        const Checkpoint checkpoint = readCheckpoint(path, job);
        scmrl::Learner learner(checkpoint, scmrl::configFromJson(checkpoint.config));

        std::size_t spikes = 0;
        std::size_t differing = 0;
        std::set<std::string> seen;
        const auto watcher = [&](std::string_view id, std::span<const float> values) {
            const std::string name = "/probe/" + std::string(id);
            if (!id.starts_with("lif/") || !file.hasDataset(name))
                return;
            seen.insert(std::string(id));
            const std::vector<float> wanted = file.readFloats(name);
            QCOMPARE(values.size(), wanted.size());
            for (std::size_t i = 0; i < wanted.size(); ++i) {
                spikes += wanted[i] != 0.0F ? 1 : 0;
                differing += values[i] != wanted[i] ? 1 : 0;
            }
        };
        const scmrl::Lesson lesson =
            learner.learn(batchOf(file), {}, 0, job,
                          watched ? scmrl::Learner::Watcher(watcher) : scmrl::Learner::Watcher());
        QCOMPARE(seen.size(), std::size_t{watched ? 36U : 0U});
        QVERIFY(!watched || spikes > 100'000);
        QCOMPARE(differing, std::size_t{0});
        const auto near = [&](double found, const char* name) {
            const double wanted = file.readFloats(std::string("/loss/") + name).front();
            return std::abs(found - wanted) <= 1e-6 * wanted;
        };
        QVERIFY(near(lesson.crossEntropy, "ce_label_smoothing_0.1"));
        QVERIFY(near(lesson.alignment, "contrastive_T0.07"));
        QVERIFY(near(lesson.loss, "total"));

        // Every tensor that the reference has a gradient for, and no other.
        const std::vector<std::string> live = file.children("/grad");
        double worst = 0.0;
        std::string worstName;
        std::vector<std::span<float>> parameters;
        std::vector<double> decay;
        for (std::size_t p = 0; p < learner.names().size(); ++p) {
            const std::string& name = learner.names()[p];
            parameters.push_back(learner.values(name));
            decay.push_back(learner.dimensions(name) >= 2 ? 1e-4 : 0.0);
            QCOMPARE(!lesson.gradients[p].empty(), file.hasDataset("/grad/" + name));
            if (lesson.gradients[p].empty())
                continue;
            const std::vector<float> wanted = file.readFloats("/grad/" + name);
            if (vanishes(name)) {
                QVERIFY2(largestOf(lesson.gradients[p]) < 1e-7 && largestOf(wanted) < 1e-7,
                         name.c_str());
                continue;
            }
            const double difference = relativeDifference(lesson.gradients[p], wanted);
            if (difference > worst) {
                worst = difference;
                worstName = name;
            }
        }
        QVERIFY2(
            worst < 1e-5,
            qPrintable(QStringLiteral("%1: %2").arg(QString::fromStdString(worstName)).arg(worst)));
        qInfo("largest relative difference of a gradient: %g (%s)", worst, worstName.c_str());

        AdamParams adam;
        adam.learningRate = kStepRate;
        AdamState state;
        adamStep(parameters, lesson.gradients, adam, state, decay);
        compareAfterStep(file, checkpoint, learner);
    }

    void aShortTrainingLearns_data()
    {
        QTest::addColumn<QString>("settings");
        QTest::addColumn<int>("epochs");
        for (const char* settings :
             {"fusion=SpatialTemporal", "fusion=SpatialTemporal alignment=false", "fusion=Spatial",
              "fusion=Temporal", "fusion=WeightAttention", "fusion=none", "modality=audio",
              "modality=visual", "interaction=Concat", "noise=audio noise-snr=20"})
            QTest::newRow(settings) << settings << 12;
        QTest::newRow("SCA") << "fusion=SCA embed=32 size=16" << 40; // few tokens never fire
        QTest::newRow("CMCI") << "fusion=CMCI" << 40;
    }
    void aShortTrainingLearns()
    {
        QFETCH(QString, settings);
        QFETCH(int, epochs);
        std::vector<std::string> all;
        for (const QString& word : settings.split(QLatin1Char(' ')))
            all.push_back(word.toStdString());
        TrainRequest request = smallTraining(all, "unused.h5");
        const auto side = static_cast<std::size_t>(request.options.integer("size"));
        request.data = {quarters(40, 1, side), quarters(16, 2, side)};
        request.epochs = epochs;
        std::vector<double> losses;
        request.report = [&losses](const EpochReport& report) {
            QCOMPARE(QString::fromStdString(report.metrics.front().first), QStringLiteral("loss"));
            losses.push_back(report.metrics.front().second);
        };
        JobContext job = nullJob();
        const Checkpoint trained = scmrl::trainNetwork(request, job);
        QCOMPARE(losses.size(), static_cast<std::size_t>(epochs));
        const double accuracy = trained.training["test"]["accuracy"].toDouble();
        // A random table spoils some of what SCA knows.
        QVERIFY2(accuracy > (settings.contains(QLatin1String("SCA")) ? 0.6 : 0.9),
                 qPrintable(QStringLiteral("accuracy %1, loss %2 to %3")
                                .arg(accuracy)
                                .arg(losses.front())
                                .arg(losses.back())));
        QCOMPARE(trained.training["test"]["samples"].toInteger(), std::int64_t{16});
        QCOMPARE(trained.training["data"]["validation"].toInteger(), std::int64_t{4});
    }

    void aStoppedTrainingGoesOnWithTheSameBits_data()
    {
        QTest::addColumn<int>("epoch");
        QTest::addColumn<QString>("draws");
        QTest::newRow("first epoch") << 1 << "draws=3";
        QTest::newRow("third epoch, new draws") << 3 << "draws=0";
    }
    void aStoppedTrainingGoesOnWithTheSameBits()
    {
        QFETCH(int, epoch);
        QFETCH(QString, draws);
        const QTemporaryDir folder;
        const std::filesystem::path output = folder.filePath("m.h5").toStdString();
        TrainRequest request =
            smallTraining({"augmentation=shift", "noise=visual", draws.toStdString()}, output);
        request.epochs = 5;
        JobContext job = nullJob();
        std::vector<double> wanted;
        const auto keep = [](const EpochReport& report, std::vector<double>& values) {
            for (const auto& [name, value] : report.metrics)
                values.push_back(value);
        };
        request.report = [&](const EpochReport& report) {
            keep(report, wanted);
        };
        const Checkpoint straight = scmrl::trainNetwork(request, job);

        std::stop_source stop;
        JobContext stopping(stop.get_token(), {});
        std::vector<double> found;
        request.report = [&](const EpochReport& report) {
            keep(report, found);
            if (report.epoch == epoch)
                stop.request_stop();
        };
        std::string message;
        try {
            scmrl::trainNetwork(request, stopping);
        } catch (const Error& error) {
            QVERIFY(error.kind() == ErrorKind::Cancelled);
            message = error.what();
        }
        const std::filesystem::path resume = output.string() + ".resume.h5";
        QVERIFY2(message.find(resume.string()) != std::string::npos, message.c_str());
        TrainRequest again;
        again.data = request.data;
        again.threads = 1;
        again.output = output;
        again.resume = resume;
        again.report = [&](const EpochReport& report) {
            keep(report, found);
        };
        const Checkpoint resumed = scmrl::trainNetwork(again, job);
        QVERIFY(stateOf(resumed) == stateOf(straight));
        QVERIFY(found == wanted);
        QCOMPARE(QString::fromStdString(resumed.training.dump()),
                 QString::fromStdString(straight.training.dump()));
        again.options = Params::parse(scmrl::trainOptions(), std::vector<std::string>{"embed=32"});
        QVERIFY(messageOf(again).find("embed") != std::string::npos);
    }

    void eachEpochLeavesACheckpoint()
    {
        const QTemporaryDir folder;
        const std::filesystem::path output = folder.filePath("m.h5").toStdString();
        TrainRequest request = smallTraining({"checkpoint=1"}, output);
        JobContext job = nullJob();
        const Checkpoint straight = scmrl::trainNetwork(request, job);
        // The last checkpoint goes on to nothing and selects the same epoch.
        TrainRequest again;
        again.data = request.data;
        again.threads = 1;
        again.output = output;
        again.resume = output.string() + ".resume.h5";
        QVERIFY(stateOf(scmrl::trainNetwork(again, job)) == stateOf(straight));
    }

    void theSelectedEpochIsTheBestOfItsPart()
    {
        JobContext job = nullJob();
        for (const char* part : {"validation", "test", "last"}) {
            std::vector<double> accuracies;
            TrainRequest request =
                smallTraining({std::string("select=") + part, "validation=0.3"}, "unused.h5");
            request.epochs = 6;
            request.report = [&](const EpochReport& report) {
                for (const auto& [name, value] : report.metrics) {
                    if (name == std::string(part) + "_accuracy")
                        accuracies.push_back(value);
                }
            };
            const Checkpoint trained = scmrl::trainNetwork(request, job);
            const auto epoch =
                static_cast<std::size_t>(trained.training["selected_epoch"].toInteger());
            if (std::string(part) == "last") {
                QCOMPARE(epoch, std::size_t{6});
                continue;
            }
            QCOMPARE(accuracies.size(), std::size_t{6});
            QCOMPARE(accuracies[epoch - 1], *std::ranges::max_element(accuracies));
            if (std::string(part) == "test")
                QCOMPARE(trained.training["test"]["accuracy"].toDouble(), accuracies[epoch - 1]);
        }
    }

    void theRecordNamesTheCallAndTheData()
    {
        JobContext job = nullJob();
        TrainRequest request = smallTraining({"data-note=made up, CC0"}, "folder/m.h5");
        request.data.pop_back();
        const Checkpoint trained = scmrl::trainNetwork(request, job);
        const Json& record = trained.training;
        QCOMPARE(
            QString::fromStdString(record["command"].toString()),
            QStringLiteral(
                "inspike train s-cmrl --data quarters.h5 --set fusion=SpatialTemporal --set "
                "modality=both --set alignment=true --set embed=16 --set size=8 --set steps=2 "
                "--set visual-channels=1 --set batch=8 --set learning-rate=1.0 --set warm-up=1 "
                "--set augmentation=none --set checkpoint=0 --set \"data-note=made up, CC0\" "
                "--epochs 3 --seed 5 -o m.h5"));
        QCOMPARE(QString::fromStdString(record["data"]["note"].toString()),
                 QStringLiteral("made up, CC0"));
        QVERIFY(record["test"].isNull());
    }

    void badRequestsAreRefusedWithOneLine()
    {
        TrainRequest request = smallTraining({}, "unused.h5");
        request.data.clear();
        QVERIFY(messageOf(request).find("needs --data") != std::string::npos);
        QVERIFY(messageOf(smallTraining({"embed=40"}, "unused.h5")).find("16") !=
                std::string::npos);
        QVERIFY(messageOf(smallTraining({"batch=37"}, "unused.h5"))
                    .find("36 training samples do not fill a batch of 37") != std::string::npos);
        QVERIFY(messageOf(smallTraining({"validation=0"}, "unused.h5")).find("select=last") !=
                std::string::npos);
        QVERIFY(messageOf(smallTraining({"size=10"}, "unused.h5")) != "");
        request = smallTraining({"select=test"}, "unused.h5");
        request.data.pop_back();
        QVERIFY(messageOf(request).find("no test part") != std::string::npos);
    }

    void classesThatOnlyOnePartHasAreNoted()
    {
        TrainRequest request = smallTraining({}, "unused.h5");
        request.data = {quarters(40, 1), quarters(3, 2)}; // no class 3 in the test part
        JobContext job = nullJob();
        const Checkpoint trained = scmrl::trainNetwork(request, job);
        QCOMPARE(QString::fromStdString(trained.training["data"]["notes"].dump()),
                 QStringLiteral("[\"classes in training but not in test: 3\"]"));
    }

    void theSampleKnowsMostOfItsPairs()
    {
        JobContext job = nullJob();
        const std::filesystem::path folder = INSPIKE_SAMPLES;
        const std::shared_ptr<const Model> model =
            openModel(folder / "scmrl-digits.model.h5", "", {}, job);
        const std::string note = model->info().training["data"]["note"].toString();
        QVERIFY(note.find("CC BY-SA 4.0") != std::string::npos);
        QVERIFY(note.find("CC BY-SA 3.0") != std::string::npos);
        InferenceRequest request;
        request.recording = std::make_shared<const Recording>(
            readRecording(folder / "scmrl-digits" / "pairs.csv", job));
        const Run run = model->run(request, job);
        const LabelledArray logits = run.outputs.at("logits").dense();
        const std::vector<double> labels = run.inputs.at("label").toDoubles();
        QCOMPARE(labels.size(), std::size_t{20});
        const std::vector<std::int64_t> classes(labels.begin(), labels.end());
        // Made-up voices and fonts; people's are what it has learnt from.
        const double share = shareCorrect(logits.values(), classes);
        QVERIFY2(share >= 0.6, qPrintable(QString::number(share)));
    }

private:
    static void compareAfterStep(const Hdf5File& file, const Checkpoint& before,
                                 const scmrl::Learner& learner)
    {
        Checkpoint after;
        learner.store(after);
        double worst = 0.0;
        std::size_t beyond = 0;
        std::size_t entries = 0;
        for (const auto& [name, tensor] : after.state) {
            const std::string wanted = "/after_step/" + name;
            const std::vector<float> values = tensor.toFloats();
            if (name.ends_with(".num_batches_tracked")) {
                QCOMPARE(values.front(), before.state.at(name).toFloats().front() + 1.0F);
                continue;
            }
            if (!file.hasDataset(wanted)) { // no gradient, no statistics: as before
                QVERIFY2(values == before.state.at(name).toFloats(), name.c_str());
                continue;
            }
            if (vanishes(name)) {
                QVERIFY2(largestDifference(values, file.readFloats(wanted)) < 2.0 * kStepRate,
                         name.c_str());
                continue;
            }
            // Adam's first step divides a gradient by itself, so what is allowed for the gradient
            // counts relative to each of its entries.
            const std::vector<float> reference = file.readFloats(wanted);
            const std::vector<float> gradient = file.hasDataset("/grad/" + name)
                                                    ? file.readFloats("/grad/" + name)
                                                    : std::vector<float>(values.size());
            const double largest = largestOf(reference);
            const double error = 1e-5 * largestOf(gradient);
            for (std::size_t i = 0; i < values.size(); ++i) {
                const double size = std::abs(static_cast<double>(gradient[i]));
                const double step = size > 0.0 ? kStepRate * std::min(2.0, error / size) : 0.0;
                const double difference = std::abs(static_cast<double>(values[i]) - reference[i]);
                QVERIFY2(difference <= 1e-6 * largest + step, name.c_str());
                worst = std::max(worst, difference / largest);
                beyond += difference > 1e-5 * largest ? 1 : 0;
                ++entries;
            }
        }
        qInfo("after the step: largest relative difference %g, %zu of %zu entries beyond 1e-5",
              worst, beyond, entries);
    }
};

INSPIKE_TEST(TstScmrlTraining, tst_scmrl_training)
#include "tst_scmrl_training.moc"
