// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/nn/checkpoint.h"
#include "core/training/trainer.h"
#include "tests/support/run_tests.h"

#include <QTemporaryDir>

#include <cmath>

using namespace inspike;

namespace {

// A network of one number that a running mean follows: enough to see every part of the loop.
struct Toy
{
    std::vector<float> weight = {0.0F, 4.0F};
    std::vector<float> idle = {1.0F};
    std::vector<float> mean = {0.0F};
    std::vector<std::int64_t> batches = {0};
    std::vector<EpochReport> reports;
    std::vector<std::size_t> checkpoints;

    TrainingPlan plan()
    {
        TrainingPlan plan;
        plan.names = {"weight", "idle"};
        plan.parameters = {weight, idle};
        plan.bufferNames = {"mean"};
        plan.buffers = {mean};
        plan.counterNames = {"batches"};
        plan.counters = {batches};
        plan.step = [this](std::uint64_t update, JobContext& job) {
            ++batches[0];
            mean[0] = 0.9F * mean[0] + 0.1F * weight[0];
            job.checkpoint(); // half-way
            const float target = update % 2 == 0 ? 1.0F : 3.0F;
            const float error = weight[0] - target;
            TrainingStep step;
            step.gradients = {{2.0F * error, 0.1F}, {}};
            step.metrics = {{"loss", error * error}};
            return step;
        };
        plan.epochs = 6;
        plan.updatesPerEpoch = 5;
        plan.weightDecay = {0.01, 0.01};
        plan.learningRate = [](int epoch) {
            return 0.3 / (1 + epoch);
        };
        plan.evaluate = [this](int, JobContext&) {
            return Metrics{{"distance", std::abs(weight[0] - 1.1)}};
        };
        plan.score = [](const Metrics& metrics) {
            return std::vector<double>{-metrics.back().second};
        };
        plan.report = [this](const EpochReport& report) {
            reports.push_back(report);
        };
        plan.epochDone = [this](const TrainingState& state) {
            checkpoints.push_back(state.updates);
        };
        return plan;
    }
};

std::vector<double> valuesOf(const EpochReport& report)
{
    std::vector<double> values;
    for (const auto& [name, value] : report.metrics)
        values.push_back(value);
    return values;
}

} // namespace

class TstTrainer : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportsMeansRateAndEvaluation()
    {
        Toy toy;
        const TrainingPlan plan = toy.plan();
        TrainingState state;
        JobContext job = nullJob();
        runTraining(plan, state, job);
        QCOMPARE(toy.reports.size(), std::size_t{6});
        QStringList names;
        for (const auto& [name, value] : toy.reports.front().metrics)
            names << QString::fromStdString(name);
        QCOMPARE(names, QStringList({"loss", "gradient_norm", "learning_rate", "distance"}));
        QCOMPARE(toy.reports[2].metrics[2].second, 0.1);
        QCOMPARE(toy.checkpoints, (std::vector<std::size_t>{5, 10, 15, 20, 25, 30}));
        QCOMPARE(toy.batches[0], std::int64_t{30});
        QCOMPARE(toy.idle[0], 1.0F); // no gradient: neither moved nor decayed
    }

    void keepsTheBestEpochWithItsBuffers()
    {
        Toy toy;
        const TrainingPlan plan = toy.plan();
        TrainingState state;
        JobContext job = nullJob();
        runTraining(plan, state, job);
        double least = HUGE_VAL;
        int epoch = 0;
        for (const EpochReport& report : toy.reports) {
            if (report.metrics.back().second < least) {
                least = report.metrics.back().second;
                epoch = report.epoch;
            }
        }
        QVERIFY(state.best.has_value());
        QCOMPARE(state.best->epoch, epoch);
        QVERIFY(epoch < 6); // else the test shows nothing
        restore(state.best->snapshot, plan);
        QCOMPARE(std::abs(toy.weight[0] - 1.1), least);
        QCOMPARE(toy.batches[0], std::int64_t{5} * epoch);
    }

    void goesOnWithTheSameBitsWhereverItWasStopped_data()
    {
        QTest::addColumn<int>("calls"); // of checkpoint() in steps until the stop
        for (const int calls : {1, 4, 5, 6, 10, 17, 29})
            QTest::addRow("%d", calls) << calls;
    }
    void goesOnWithTheSameBitsWhereverItWasStopped()
    {
        QFETCH(int, calls);
        JobContext job = nullJob();
        Toy straight;
        TrainingState whole;
        runTraining(straight.plan(), whole, job);

        const QTemporaryDir folder;
        const std::filesystem::path path = folder.filePath("t.h5").toStdString();
        std::vector<EpochReport> reports;
        Checkpoint checkpoint;
        {
            Toy toy;
            TrainingPlan plan = toy.plan();
            std::stop_source stop;
            const auto step = plan.step;
            plan.step = [&](std::uint64_t update, JobContext& context) {
                if (static_cast<int>(update) == calls)
                    stop.request_stop(); // felt in the middle of the step
                return step(update, context);
            };
            TrainingState state;
            JobContext stopping(stop.get_token(), {});
            QVERIFY_EXCEPTION_THROWN(runTraining(plan, state, stopping), Error);
            QCOMPARE(state.updates, static_cast<std::uint64_t>(calls));
            QCOMPARE(toy.batches[0], static_cast<std::int64_t>(calls));
            checkpoint.training = Json::object();
            checkpoint.state["weight"] = Tensor::fromFloats({2}, toy.weight);
            checkpoint.state["mean"] = Tensor::fromFloats({1}, toy.mean);
            checkpoint.state["batches"] = Tensor::fromInt64({1}, toy.batches);
            storeTraining(state, plan, checkpoint);
            writeModelFile(path, checkpoint);
            reports = toy.reports;
        }
        const Checkpoint read = readModelFile(path, job);
        Toy toy;
        toy.weight = read.state.at("weight").toFloats();
        toy.mean = read.state.at("mean").toFloats();
        toy.batches[0] = calls;
        const TrainingPlan plan = toy.plan();
        TrainingState state = loadTraining(read, plan);
        runTraining(plan, state, job);
        QVERIFY(toy.weight == straight.weight);
        QVERIFY(toy.mean == straight.mean);
        QCOMPARE(toy.batches, straight.batches);
        reports.insert(reports.end(), toy.reports.begin(), toy.reports.end());
        QCOMPARE(reports.size(), straight.reports.size());
        for (std::size_t i = 0; i < reports.size(); ++i)
            QVERIFY(valuesOf(reports[i]) == valuesOf(straight.reports[i]));
        QCOMPARE(state.best->epoch, whole.best->epoch);
        QVERIFY(state.best->snapshot.parameters == whole.best->snapshot.parameters);
        QVERIFY(state.best->snapshot.counters == whole.best->snapshot.counters);
    }

    void aStopInTheEvaluationLosesNothing()
    {
        JobContext job = nullJob();
        Toy straight;
        TrainingState whole;
        runTraining(straight.plan(), whole, job);
        Toy toy;
        TrainingPlan plan = toy.plan();
        bool refused = false;
        plan.evaluate = [&, evaluate = plan.evaluate](int epoch, JobContext& context) {
            if (toy.batches[0] == 10 && !std::exchange(refused, true))
                throw Error(ErrorKind::Cancelled, "cancelled");
            return evaluate(epoch, context);
        };
        TrainingState state;
        QVERIFY_EXCEPTION_THROWN(runTraining(plan, state, job), Error);
        QCOMPARE(state.epochs, 1);
        runTraining(plan, state, job);
        QVERIFY(toy.weight == straight.weight);
        QCOMPARE(toy.reports.size(), straight.reports.size());
        for (std::size_t i = 0; i < toy.reports.size(); ++i)
            QVERIFY(valuesOf(toy.reports[i]) == valuesOf(straight.reports[i]));
    }

    void updatesWithoutAValueDoNotCountInTheMean()
    {
        JobContext job = nullJob();
        const auto gappy = [](TrainingPlan plan) {
            plan.step = [step = plan.step](std::uint64_t update, JobContext& context) {
                TrainingStep made = step(update, context);
                made.metrics.emplace_back("some", update % 5 < 2 ? NAN : 4.0);
                made.metrics.emplace_back("none", NAN);
                return made;
            };
            return plan;
        };
        Toy toy;
        TrainingPlan plan = gappy(toy.plan());
        TrainingState state;
        runTraining(plan, state, job);
        for (const EpochReport& report : toy.reports) {
            QCOMPARE(metric(report.metrics, "some"), 4.0);
            QVERIFY(std::isnan(metric(report.metrics, "none")));
            QVERIFY(std::isnan(metric(report.metrics, "unheard of")));
        }
        QVERIFY(jsonFrom(state.last)["none"].isNull());

        // Between two updates of an epoch, in a file and back.
        Toy halves;
        TrainingPlan stopped = gappy(halves.plan());
        stopped.step = [step = stopped.step, count = 0](std::uint64_t update,
                                                        JobContext& context) mutable {
            if (update == 13 && count++ == 0)
                throw Error(ErrorKind::Cancelled, "cancelled");
            return step(update, context);
        };
        TrainingState first;
        QVERIFY_EXCEPTION_THROWN(runTraining(stopped, first, job), Error);
        Checkpoint checkpoint;
        checkpoint.training = Json::object();
        storeTraining(first, stopped, checkpoint);
        checkpoint.training = Json::parse(checkpoint.training.dump());
        TrainingState second = loadTraining(checkpoint, stopped);
        runTraining(stopped, second, job);
        QCOMPARE(halves.reports.size(), toy.reports.size());
        for (std::size_t i = 0; i < toy.reports.size(); ++i) {
            QCOMPARE(metric(halves.reports[i].metrics, "loss"),
                     metric(toy.reports[i].metrics, "loss"));
            QCOMPARE(metric(halves.reports[i].metrics, "some"), 4.0);
        }
    }

    void aStateOfAnotherNetworkIsRefused()
    {
        JobContext job = nullJob();
        Toy toy;
        TrainingPlan plan = toy.plan();
        TrainingState state;
        runTraining(plan, state, job);
        Checkpoint checkpoint;
        QVERIFY_EXCEPTION_THROWN(loadTraining(checkpoint, plan), Error);
        checkpoint.training = Json::object();
        checkpoint.state["weight"] = Tensor::fromFloats({2}, toy.weight);
        storeTraining(state, plan, checkpoint);
        std::vector<float> longer(3);
        TrainingPlan other = toy.plan();
        other.parameters[0] = longer;
        QVERIFY_EXCEPTION_THROWN(loadTraining(checkpoint, other), Error);
        dropTraining(checkpoint);
        QCOMPARE(checkpoint.state.size(), std::size_t{1});
        QVERIFY_EXCEPTION_THROWN(loadTraining(checkpoint, plan), Error);
    }
};

INSPIKE_TEST(TstTrainer, tst_trainer)
#include "tst_trainer.moc"
