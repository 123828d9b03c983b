// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Whole trainings of made-up events and pictures.

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/io/reader_registry.h"
#include "core/nn/run_file.h"
#include "core/systems/system_registry.h"
#include "core/systems/transfer/recipe.h"
#include "core/systems/transfer/snapshots.h"
#include "core/systems/transfer/train_options.h"
#include "core/training/classification.h"
#include "tests/support/errors.h"
#include "tests/support/run_tests.h"

#include <QTemporaryDir>

#include <cmath>
#include <numeric>

using namespace inspike;

namespace {

constexpr std::size_t kSide = 16;
constexpr std::size_t kSteps = 3;

NamedStream tensorStream(const std::string& name, Tensor tensor)
{
    return {"tensors/" + name, name, "", "", std::move(tensor)};
}

// Class k lights up the k-th quarter of the picture; the events flicker there.
std::shared_ptr<const Recording> quarters(std::size_t count, std::uint64_t seed,
                                          std::size_t steps = kSteps)
{
    Random random(seed);
    std::vector<float> events, stills;
    std::vector<std::int64_t> labels;
    for (std::size_t i = 0; i < count; ++i) {
        labels.push_back(static_cast<std::int64_t>(i % 4));
        const auto lit = [&](std::size_t p) {
            return p / kSide / (kSide / 2) == i % 4 / 2 && p % kSide / (kSide / 2) == i % 2;
        };
        for (std::size_t p = 0; p < kSide * kSide; ++p)
            stills.push_back((lit(p) ? 1.0F : 0.0F) + 0.1F * static_cast<float>(random.uniform()));
        for (std::size_t p = 0; p < steps * 2 * kSide * kSide; ++p)
            events.push_back(lit(p % (kSide * kSide)) && random.chance(0.5) ? 3.0F : 0.0F);
    }
    Recording recording;
    recording.info.path = "quarters.h5";
    recording.streams.push_back(
        tensorStream("event", Tensor::fromFloats({count, steps, 2, kSide, kSide}, events)));
    recording.streams.push_back(
        tensorStream("static", Tensor::fromFloats({count, 1, 1, kSide, kSide}, stills)));
    recording.streams.push_back(tensorStream("label", Tensor::fromInt64({count}, labels)));
    return std::make_shared<Recording>(std::move(recording));
}

TrainRequest smallTraining(const std::vector<std::string>& settings,
                           const std::filesystem::path& output)
{
    std::vector<std::string> all = {"arch=scnn",       "widths=6,10,24", "size=16",
                                    "steps=3",         "batch=8",        "warm-up=1",
                                    "learning-rate=4", "checkpoint=0",   "framing=count"};
    all.insert(all.end(), settings.begin(), settings.end());
    TrainRequest request;
    request.options = Params::parse(transfer::trainOptions(), all);
    request.data = {quarters(40, 1)};
    request.epochs = 4;
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

// Equal, or both not a number.
bool same(const std::vector<std::vector<double>>& a, const std::vector<std::vector<double>>& b)
{
    return std::ranges::equal(a, b, [](const auto& left, const auto& right) {
        return std::ranges::equal(left, right, [](double x, double y) {
            return x == y || (std::isnan(x) && std::isnan(y));
        });
    });
}

void keep(const EpochReport& report, std::vector<std::vector<double>>& rows)
{
    rows.emplace_back();
    for (const auto& [name, value] : report.metrics)
        rows.back().push_back(value);
}

} // namespace

class TstTransferTraining : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aShortTrainingLearns_data()
    {
        QTest::addColumn<QString>("settings");
        for (const char* settings :
             {"transfer=on", "transfer=off", "tet=off", "coefficients=off tet=off",
              "coefficients=fixed coefficient=0.5", "sliding=off domain-weight=0", "sliding=never",
              "power=1", "sampling=shuffled", "segment=2", "still-share=0.5",
              "validation=0.2 select=validation"})
            QTest::newRow(settings) << QString::fromLatin1(settings);
    }
    void aShortTrainingLearns()
    {
        QFETCH(QString, settings);
        std::vector<std::string> all;
        for (const QString& word : settings.split(QLatin1Char(' ')))
            all.push_back(word.toStdString());
        TrainRequest request = smallTraining(all, "unused.h5");
        request.epochs = 30;
        std::vector<double> losses;
        double accuracy = 0.0;
        request.report = [&](const EpochReport& report) {
            QCOMPARE(QString::fromStdString(report.metrics.front().first), QStringLiteral("loss"));
            losses.push_back(report.metrics.front().second);
            for (const auto& [name, value] : report.metrics)
                accuracy = name == "accuracy" ? value : accuracy;
        };
        JobContext job = nullJob();
        transfer::trainNetwork(request, job);
        QCOMPARE(losses.size(), std::size_t{30});
        QVERIFY2(accuracy > 0.8, qPrintable(QStringLiteral("accuracy %1, loss %2 to %3")
                                                .arg(accuracy)
                                                .arg(losses.front())
                                                .arg(losses.back())));
    }

    void everyNamedQuantityIsReported()
    {
        TrainRequest request = smallTraining({}, "unused.h5");
        std::vector<EpochReport> reports;
        request.report = [&](const EpochReport& report) {
            reports.push_back(report);
        };
        JobContext job = nullJob();
        transfer::trainNetwork(request, job);
        std::map<std::string, double> last;
        for (const auto& [name, value] : reports.back().metrics)
            last[name] = value;
        for (const char* name :
             {"loss", "static", "event", "domain", "cka_0", "cka_1", "cka_2", "c_0", "c_1", "c_2",
              "p_replace", "replaced", "accuracy", "static_accuracy", "learning_rate"})
            QVERIFY2(last.contains(name) && std::isfinite(last[name]), name);
        QVERIFY(std::abs(last["loss"] - last["static"] - last["event"] - 0.5 * last["domain"]) <
                1e-9);
        // Five updates in each of four epochs: (15 + b)^3 / 20^3.
        double wanted = 0.0;
        for (int update = 15; update < 20; ++update)
            wanted += std::pow(update / 20.0, 3.0) / 5.0;
        QVERIFY(std::abs(last["p_replace"] - wanted) < 1e-12);
        QVERIFY(last["replaced"] > 0.3 && last["replaced"] <= 1.0);
    }

    void aBatchOfOneHasNoCkaAndLearns()
    {
        TrainRequest request = smallTraining({"batch=1"}, "unused.h5");
        request.epochs = 1;
        std::map<std::string, double> metrics;
        request.report = [&](const EpochReport& report) {
            metrics.insert(report.metrics.begin(), report.metrics.end());
        };
        JobContext job = nullJob();
        transfer::trainNetwork(request, job);
        QVERIFY(std::isnan(metrics["cka_0"]) && std::isnan(metrics["domain"]));
        QVERIFY(std::isfinite(metrics["loss"]));
    }

    void aStoppedTrainingGoesOnWithTheSameBits_data()
    {
        QTest::addColumn<int>("epoch");
        QTest::addColumn<QString>("setting");
        QTest::newRow("first epoch, batches of one") << 1 << "batch=1";
        QTest::newRow("third epoch") << 3 << "batch=8";
        QTest::newRow("VGG") << 2 << "arch=vgg";
    }
    void aStoppedTrainingGoesOnWithTheSameBits()
    {
        QFETCH(int, epoch);
        QFETCH(QString, setting);
        const QTemporaryDir folder;
        const std::filesystem::path output = folder.filePath("m.h5").toStdString();
        std::vector<std::string> settings = {setting.toStdString(), "augmentation=crop",
                                             "validation=0.2", "select=validation", "evaluate=2"};
        if (setting == QLatin1String("arch=vgg"))
            settings.insert(settings.end(), {"widths=", "narrow=32"});
        TrainRequest request = smallTraining(settings, output);
        JobContext job = nullJob();
        std::vector<std::vector<double>> wanted;
        request.report = [&](const EpochReport& report) {
            keep(report, wanted);
        };
        const Checkpoint straight = transfer::trainNetwork(request, job);
        std::stop_source stop;
        JobContext stopping(stop.get_token(), {});
        std::vector<std::vector<double>> found;
        request.report = [&](const EpochReport& report) {
            keep(report, found);
            if (report.epoch == epoch)
                stop.request_stop();
        };
        INSPIKE_FAILS(transfer::trainNetwork(request, stopping), ErrorKind::Cancelled,
                      "m.h5.resume.h5");
        TrainRequest again;
        again.data = request.data;
        again.threads = 1;
        again.output = output;
        again.resume = output.string() + ".resume.h5";
        again.report = [&](const EpochReport& report) {
            keep(report, found);
        };
        const Checkpoint resumed = transfer::trainNetwork(again, job);
        QVERIFY(stateOf(resumed) == stateOf(straight));
        QVERIFY(same(found, wanted));
        QCOMPARE(QString::fromStdString(resumed.training.dump()),
                 QString::fromStdString(straight.training.dump()));
    }

    void snapshotsAreRunsOfTheSamePairs()
    {
        const QTemporaryDir folder;
        const std::filesystem::path output = folder.filePath("m.h5").toStdString();
        TrainRequest request = smallTraining({"snapshots=2", "snapshot-pairs=6"}, output);
        JobContext job = nullJob();
        transfer::trainNetwork(request, job);
        std::vector<std::string> ids;
        for (const int epoch : {2, 4}) {
            const std::filesystem::path path = transfer::snapshotPath(output, epoch);
            QVERIFY2(std::filesystem::exists(path), path.c_str());
            const Run run = readRun(path, job);
            QCOMPARE(run.made.settings["epoch"].toInteger(), std::int64_t{epoch});
            QVERIFY(std::isfinite(run.made.settings["metrics"]["cka_0"].toDouble(NAN)));
            QCOMPARE(QString::fromStdString(run.made.settings["config"]["arch"].toString()),
                     QStringLiteral("scnn"));
            for (const char* part :
                 {"event_feature", "static_feature", "event/mem/node1", "static/mem/node1"}) {
                const Activation* found = run.find(part);
                QVERIFY2(found != nullptr, part);
                QCOMPARE(found->axes()[1].size, std::size_t{6});
            }
            QVERIFY(run.inputs.contains("label") && !run.inputs.contains("event"));
            QCOMPARE(run.sampleIds.size(), std::size_t{6});
            QVERIFY(ids.empty() || ids == run.sampleIds);
            ids = run.sampleIds;
        }
        QVERIFY(!std::filesystem::exists(transfer::snapshotPath(output, 1)));
    }

    void theShareOfEventsIsOfEveryClassAndFollowsTheSeed()
    {
        const transfer::Config config = [] {
            transfer::Config made;
            made.arch = transfer::Arch::Scnn;
            made.widths = {4, 6, 12};
            made.size = kSide;
            made.steps = kSteps;
            made.classes = 4;
            made.classNames = {"0", "1", "2", "3"};
            return made;
        }();
        const auto chosen = [&](std::uint64_t seed) {
            transfer::DataChoice choice;
            choice.eventShare = 0.2;
            choice.seed = seed;
            transfer::TrainingData data(quarters(40, 1), config, choice);
            const std::vector<std::int64_t> labels = data.labels(transfer::Part::Train);
            for (std::int64_t label = 0; label < 4; ++label)
                if (std::ranges::count(labels, label) != 2)
                    throw Error(ErrorKind::Internal, "not the same share of every class");
            std::vector<std::size_t> all(labels.size());
            std::iota(all.begin(), all.end(), std::size_t{0});
            return data.names(transfer::Part::Train, all);
        };
        QVERIFY(chosen(1) == chosen(1));
        QVERIFY(chosen(1) != chosen(2));
    }

    void slidingFollowsItsChoice()
    {
        using transfer::Sliding;
        QCOMPARE(transfer::replacementAt(Sliding::Never, 3.0, 999, 10, 100), 0.0);
        QCOMPARE(transfer::replacementAt(Sliding::Sudden, 3.0, 509, 10, 100), 0.0);
        QCOMPARE(transfer::replacementAt(Sliding::Sudden, 3.0, 510, 10, 100), 1.0);
        QVERIFY(std::abs(transfer::replacementAt(Sliding::Smooth, 3.0, 500, 10, 100) - 0.125) <
                1e-12);
        QCOMPARE(transfer::replacementAt(Sliding::Smooth, 3.0, 0, 10, 100), 0.0);
    }

    void theSampleKnowsMostOfItsPairs()
    {
        JobContext job = nullJob();
        const std::filesystem::path folder = INSPIKE_SAMPLES;
        const std::shared_ptr<const Model> model =
            openModel(folder / "transfer-digits.model.h5", "", {}, job);
        const std::string note = model->info().training["data"]["note"].toString();
        QVERIFY(note.find("CC BY-SA 4.0") != std::string::npos);
        QVERIFY(note.find("CC BY-SA 3.0") != std::string::npos);
        InferenceRequest request;
        request.recording = std::make_shared<const Recording>(
            readRecording(folder / "transfer-digits" / "synthetic-digits.csv", job));
        request.probeGlobs = {"event/running_mean"};
        const Run run = model->run(request, job);
        const std::vector<double> labels = run.inputs.at("label").toDoubles();
        QCOMPARE(labels.size(), std::size_t{40});
        const std::vector<std::int64_t> classes(labels.begin(), labels.end());
        const LabelledArray logits = run.outputs.at("prediction").dense();
        QVERIFY(std::abs(shareCorrect(logits.values(), classes) - 0.95) < 0.03);
        for (const char* name : {"epoch-0005", "epoch-0010", "epoch-0016"}) {
            const Run epoch = readRun(
                folder / "transfer-digits.model.h5.epochs" / (std::string(name) + ".run.h5"), job);
            QVERIFY(epoch.find("event_feature") != nullptr && epoch.sampleIds.size() == 20);
        }
    }

    void dataThatCannotBeLearntIsRefused()
    {
        JobContext job = nullJob();
        const auto refuse = [&](const std::vector<std::string>& settings, const char* part) {
            INSPIKE_FAILS(transfer::trainNetwork(smallTraining(settings, "unused.h5"), job),
                          ErrorKind::BadParameter, part);
        };
        refuse({"batch=64"}, "do not fill a batch");
        refuse({"select=test"}, "no test part");
        refuse({"select=validation"}, "no validation part");
        refuse({"widths=4,x"}, "widths must be numbers");
        TrainRequest request = smallTraining({}, "unused.h5");
        auto events = std::make_shared<Recording>(*request.data.front());
        events->streams.erase(events->streams.begin() + 1);
        request.data = {events};
        INSPIKE_FAILS(transfer::trainNetwork(request, job), ErrorKind::BadParameter,
                      "no still pictures");
        request.data.clear();
        INSPIKE_FAILS(transfer::trainNetwork(request, job), ErrorKind::BadParameter, "--data");
        request.data = {quarters(8, 1, 2)};
        INSPIKE_FAILS(transfer::trainNetwork(request, job), ErrorKind::BadShape, "event");
    }
};

INSPIKE_TEST(TstTransferTraining, tst_transfer_training)
#include "tst_transfer_training.moc"
