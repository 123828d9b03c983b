// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// One training step against the reference numbers, and gradients that are computed in stretches.

#include "core/base/random.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader_registry.h"
#include "core/nn/checkpoint.h"
#include "core/systems/system_registry.h"
#include "core/systems/transfer/learner.h"
#include "core/systems/transfer/training_data.h"
#include "core/training/adam.h"
#include "tests/support/differences.h"
#include "tests/support/run_tests.h"
#include "tests/support/shared_data.h"

using namespace inspike;
using inspike::test::largestOf;
using inspike::test::relativeDifference;

namespace {

// Relative to the largest of a tensor. The reference sums over one step after the other, here all
// steps of a stretch are summed at once: with one step in memory 2e-6 are left.
constexpr double kGradientTolerance = 3e-5;

transfer::LessonBatch batchOf(const std::filesystem::path& path, const transfer::Config& config)
{
    JobContext job = nullJob();
    const auto recording = std::make_shared<const Recording>(readRecording(path, job));
    transfer::TrainingData data(recording, config, {});
    std::vector<std::size_t> positions;
    for (std::size_t i = 0; i < data.count(transfer::Part::Train); ++i)
        positions.push_back(i);
    transfer::Replacement none;
    return data.batch(transfer::Part::Train, positions, 0, none, job);
}

transfer::Config smallConfig(transfer::Arch arch)
{
    transfer::Config config;
    config.arch = arch;
    config.widths = transfer::publishedWidths(arch, arch == transfer::Arch::Scnn ? 4 : 16);
    config.size = arch == transfer::Arch::Scnn ? 28 : 16;
    config.steps = 7;
    config.classes = 4;
    return config;
}

// Pictures and counts of events as bright as a deep network needs to spike to its end.
transfer::LessonBatch madeUp(const transfer::Config& config, std::size_t samples)
{
    Random random(8);
    transfer::LessonBatch batch;
    const std::size_t picture = samples * 2 * config.size * config.size;
    for (std::size_t i = 0; i < config.steps * picture; ++i)
        batch.events.push_back(static_cast<float>(std::max(0.0, 3.0 * random.normal())));
    for (std::size_t i = 0; i < picture; ++i)
        batch.stills.push_back(static_cast<float>(3.0 * random.uniform()));
    for (std::size_t i = 0; i < samples; ++i)
        batch.labels.push_back(static_cast<std::int64_t>(i % config.classes));
    return batch;
}

} // namespace

class TstTransferLearner : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStepEqualsTheReference_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<int>("segment");
        for (const QString& name :
             {QStringLiteral("f-trainstep-vgg"), QStringLiteral("g-trainstep-resnet")}) {
            for (const int segment : {0, 1, 3})
                QTest::addRow("%s, %d steps in memory", qPrintable(name), segment)
                    << name << segment;
        }
    }
    void aStepEqualsTheReference()
    {
        QFETCH(QString, name);
        QFETCH(int, segment);
        const std::filesystem::path path =
            test::sharedFile("fixtures/static-to-event-" + name.toStdString() + ".h5");
        INSPIKE_NEED(path, "reference numbers");
        JobContext job = nullJob();
        const Hdf5File file = Hdf5File::open(path);
        const Checkpoint checkpoint = readCheckpoint(path, job);
        std::vector<std::string> notes;
        const transfer::Config config =
            transfer::configOf(checkpoint, Params(transfer::openOptions()), notes);
        transfer::Learner learner(checkpoint, config);
        const transfer::Lesson lesson =
            learner.learn(batchOf(path, config), {}, static_cast<std::size_t>(segment), job);

        for (const auto& [found, loss] : {std::pair{lesson.judgement.staticLoss, "static"},
                                          {lesson.judgement.eventLoss, "event"},
                                          {lesson.judgement.domainLoss, "domain"},
                                          {lesson.judgement.total, "total"}}) {
            const double wanted = file.readFloats(std::string("/loss/") + loss).front();
            // The domain loss is what a CKA near 1 leaves of 1.
            const double size = std::string(loss) == "domain" ? 1.0 : wanted;
            QVERIFY2(std::abs(found - wanted) <= 1e-6 * size,
                     qPrintable(QStringLiteral("%1: %2 too large")
                                    .arg(QLatin1String(loss))
                                    .arg(found - wanted)));
        }
        const std::vector<float> cka = file.readFloats("/loss/cka_per_step");
        for (std::size_t t = 0; t < cka.size(); ++t)
            QVERIFY(std::abs(lesson.judgement.cka[t] - cka[t]) <= 1e-6 * cka[t]);
        const auto close = [&](const std::vector<float>& found, const char* output) {
            return relativeDifference(found, file.readFloats(output)) < kGradientTolerance;
        };
        QVERIFY(close(lesson.staticLogits, "/output/static_logits"));
        QVERIFY(close(lesson.eventLogits, "/output/event_logits"));
        compareGradients(file, learner, lesson);
        takeStep(file, checkpoint, learner, lesson);
    }

    void stretchesGiveTheSameGradients_data()
    {
        QTest::addColumn<int>("arch");
        QTest::addColumn<bool>("transfers");
        QTest::newRow("VGG") << static_cast<int>(transfer::Arch::Vgg) << true;
        QTest::newRow("ResNet") << static_cast<int>(transfer::Arch::ResNet18) << true;
        QTest::newRow("SCNN") << static_cast<int>(transfer::Arch::Scnn) << true;
        QTest::newRow("SCNN, events alone") << static_cast<int>(transfer::Arch::Scnn) << false;
    }
    void stretchesGiveTheSameGradients()
    {
        QFETCH(int, arch);
        QFETCH(bool, transfers);
        transfer::Config config = smallConfig(static_cast<transfer::Arch>(arch));
        config.transfer = transfers;
        const transfer::LessonBatch batch = madeUp(config, 8);
        JobContext job = nullJob();
        transfer::Learner whole(config, 11);
        const transfer::Lesson wanted = whole.learn(batch, {}, 0, job);
        QVERIFY(std::isfinite(wanted.judgement.total));
        QCOMPARE(wanted.judgement.cka.size(), transfers ? config.steps : 0U);
        for (const std::size_t segment : {std::size_t{1}, std::size_t{3}, std::size_t{6}}) {
            transfer::Learner parts(config, 11);
            const transfer::Lesson found = parts.learn(batch, {}, segment, job);
            QVERIFY(std::abs(found.judgement.total - wanted.judgement.total) < 1e-6);
            for (std::size_t p = 0; p < wanted.gradients.size(); ++p) {
                const std::string& name = whole.names()[p];
                QCOMPARE(found.gradients[p].empty(), wanted.gradients[p].empty());
                const double difference =
                    relativeDifference(found.gradients[p], wanted.gradients[p]);
                QVERIFY2(difference <= kGradientTolerance,
                         qPrintable(QStringLiteral("%1: %2")
                                        .arg(QString::fromStdString(name))
                                        .arg(difference)));
            }
            // Running statistics move once, however often a step is computed.
            for (const std::string& name : whole.buffers())
                QVERIFY2(std::ranges::equal(parts.values(name), whole.values(name)), name.c_str());
            for (const std::string& name : whole.counters()) {
                QCOMPARE(parts.counter(name).front(), whole.counter(name).front());
                QCOMPARE(parts.counter(name).front(), static_cast<std::int64_t>(2 * config.steps));
            }
        }
    }

    void gradientsOfHeadsAreSlopes()
    {
        // Heads come after all that jumps, so that differences of the loss tell their gradients.
        const transfer::Config config = smallConfig(transfer::Arch::ResNet18);
        const transfer::LessonBatch batch = madeUp(config, 8);
        JobContext job = nullJob();
        transfer::Learner learner(config, 11);
        const transfer::Lesson at = learner.learn(batch, {}, 0, job);
        for (const char* name :
             {"rgb_fc.weight", "dvs_fc.weight", "dvs_fc.bias", "coefficient.2"}) {
            const auto found = std::ranges::find(learner.names(), name);
            QVERIFY(found != learner.names().end());
            const std::vector<float>& gradient =
                at.gradients[static_cast<std::size_t>(found - learner.names().begin())];
            float& value = learner.values(name)[0];
            constexpr float kStep = 0.05F;
            const float before = value;
            value = before + kStep;
            const double above = learner.learn(batch, {}, 0, job).judgement.total;
            value = before - kStep;
            const double below = learner.learn(batch, {}, 0, job).judgement.total;
            value = before;
            const double slope = (above - below) / (2.0 * kStep);
            QVERIFY2(std::abs(slope - gradient[0]) < 1e-4,
                     qPrintable(QStringLiteral("%1, not %2").arg(gradient[0]).arg(slope)));
        }
    }

    void identicalSamplesTeachWithoutCka()
    {
        transfer::Config config = smallConfig(transfer::Arch::Scnn);
        JobContext job = nullJob();
        transfer::LessonBatch one = madeUp(config, 1);
        transfer::Learner learner(config, 2);
        const transfer::Lesson lesson = learner.learn(one, {}, 2, job);
        QVERIFY(std::isfinite(lesson.judgement.total));
        QVERIFY(std::isnan(lesson.judgement.domainLoss));
        for (const double cka : lesson.judgement.cka)
            QVERIFY(std::isnan(cka));
        for (const std::vector<float>& gradient : lesson.gradients)
            QVERIFY(largestOf(gradient) < HUGE_VAL);
    }

private:
    // Every tensor that the reference has a gradient for, and no other.
    static void compareGradients(const Hdf5File& file, const transfer::Learner& learner,
                                 const transfer::Lesson& lesson)
    {
        double worst = 0.0;
        std::string worstName;
        for (std::size_t p = 0; p < learner.names().size(); ++p) {
            const std::string& name = learner.names()[p];
            QCOMPARE(!lesson.gradients[p].empty(), file.hasDataset("/grad/" + name));
            if (lesson.gradients[p].empty())
                continue;
            const double difference =
                relativeDifference(lesson.gradients[p], file.readFloats("/grad/" + name));
            if (difference > worst) {
                worst = difference;
                worstName = name;
            }
        }
        qInfo("largest relative difference of a gradient: %g (%s)", worst, worstName.c_str());
        QVERIFY(worst < kGradientTolerance);
    }

    static void takeStep(const Hdf5File& file, const Checkpoint& before, transfer::Learner& learner,
                         const transfer::Lesson& lesson)
    {
        const Json optimiser = Json::parse(file.textAttribute("/", "optimiser").value_or("{}"));
        AdamParams adam;
        adam.learningRate = optimiser["lr"].toDouble();
        std::vector<std::span<float>> parameters;
        std::vector<double> decay;
        for (const std::string& name : learner.names()) {
            parameters.push_back(learner.values(name));
            decay.push_back(learner.dimensions(name) >= 2 ? optimiser["weight_decay"].toDouble()
                                                          : 0.0);
        }
        AdamState state;
        adamStep(parameters, lesson.gradients, adam, state, decay);
        Checkpoint after;
        learner.store(after);
        const auto steps = static_cast<float>(2 * learner.config().steps);
        for (const auto& [name, tensor] : after.state) {
            const std::vector<float> values = tensor.toFloats();
            const std::vector<float> start = before.state.at(name).toFloats();
            if (name.ends_with(".num_batches_tracked"))
                QCOMPARE(values.front(), start.front() + steps);
            else if (!file.hasDataset("/after_step/" + name))
                QVERIFY2(values == start, name.c_str());
            else
                compareEntries(file, name, values, adam.learningRate);
        }
    }

    // Adam's first step divides a gradient by itself, so what is allowed for the gradient counts
    // relative to each of its entries.
    static void compareEntries(const Hdf5File& file, const std::string& name,
                               const std::vector<float>& values, double rate)
    {
        const std::vector<float> wanted = file.readFloats("/after_step/" + name);
        const std::vector<float> gradient = file.hasDataset("/grad/" + name)
                                                ? file.readFloats("/grad/" + name)
                                                : std::vector<float>(values.size());
        QCOMPARE(values.size(), wanted.size());
        const double error = kGradientTolerance * largestOf(gradient);
        for (std::size_t i = 0; i < values.size(); ++i) {
            const double size = std::abs(static_cast<double>(gradient[i]));
            const double step = size > 0.0 ? rate * std::min(2.0, error / size) : 0.0;
            const double difference = std::abs(static_cast<double>(values[i]) - wanted[i]);
            QVERIFY2(difference <= 1e-6 * largestOf(wanted) + step, name.c_str());
        }
    }
};

INSPIKE_TEST(TstTransferLearner, tst_transfer_learner)
#include "tst_transfer_learner.moc"
