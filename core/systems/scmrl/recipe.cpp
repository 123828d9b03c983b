// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/recipe.h"

#include "core/base/blas_threads.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/nn/detail/guard.h"
#include "core/systems/scmrl/train_options.h"
#include "core/training/classification.h"
#include "core/training/classifier_recipe.h"
#include "core/training/resumable.h"
#include "core/training/sampling.h"
#include "core/training/schedule.h"
#include "core/training/trainer.h"
#include "core/training/training_call.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace inspike::scmrl {

namespace {

constexpr int kEpochs = 100;
constexpr double kRateBatch = 1024.0;  // for which the learning rate is given
constexpr double kReadingShare = 0.02; // of the progress
constexpr std::array<std::string_view, 6> kAlwaysSaid = {"fusion", "modality", "alignment",
                                                         "size",   "embed",    "steps"};
// Members of the family of seeds that belongs to a training.
enum SeedOf : std::uint64_t { WeightsSeed = 1, OrderSeed, TableSeed, NoiseSeed };

struct Training : TrainingCall
{
    Config config;
    std::unique_ptr<TrainingData> data;
    std::unique_ptr<Learner> learner;

    std::size_t batchSize() const { return static_cast<std::size_t>(options.integer("batch")); }
    std::uint64_t updatesPerEpoch() const { return data->count(Part::Train) / batchSize(); }
    PartSizes parts() const
    {
        return {data->count(Part::Train), data->count(Part::Validation), data->count(Part::Test)};
    }
};

void prepare(const TrainRequest& request, const Checkpoint* resumed, Training& training)
{
    if (request.data.empty())
        throw Error(ErrorKind::BadParameter,
                    "this training needs --data: a list of pairs (audio,visual,label[,split])");
    training.options = request.options.specs().empty() ? Params(trainOptions()) : request.options;
    training.seed = request.seed;
    training.epochs = request.epochs > 0 ? request.epochs : kEpochs;
    if (resumed != nullptr)
        static_cast<TrainingCall&>(training) = resumedCall(*resumed, request, trainOptions());
    training.config = configFrom(training.options, classesOf(request.data));
    training.data = std::make_unique<TrainingData>(
        request.data, training.config,
        dataChoiceFrom(training.options, training.config.visualChannels, training.seed));
    // Before any sample is read.
    checkParts(training.parts(), training.batchSize(), selectionFrom(training.options));
    for (const std::string& note : training.data->notes())
        logMessage(LogLevel::Warning, note);
    training.learner =
        resumed != nullptr
            ? std::make_unique<Learner>(*resumed, training.config)
            : std::make_unique<Learner>(training.config, mixedSeed(training.seed, WeightsSeed),
                                        training.options.number("alignment-gain"),
                                        training.options.number("alignment-bias"));
}

TrainingStep stepOf(Training& training, std::uint64_t update, JobContext& job)
{
    const std::uint64_t epoch = update / training.updatesPerEpoch();
    const std::uint64_t within = update % training.updatesPerEpoch();
    // The last samples of an order that do not fill a batch are left out.
    const std::vector<std::size_t> order = shuffled(
        training.data->count(Part::Train), mixedSeed(mixedSeed(training.seed, OrderSeed), epoch));
    const std::span<const std::size_t> positions =
        std::span(order).subspan(within * training.batchSize(), training.batchSize());
    LessonBatch batch = training.data->batch(Part::Train, positions, epoch, job);
    if (const std::optional<TrainingNoise> noise = noiseFrom(training.options))
        disturb(batch, noise->modality, noise->snrDb, training.config.steps,
                mixedSeed(mixedSeed(training.seed, NoiseSeed), update));
    const Objective objective = {training.options.number("smoothing"),
                                 training.options.number("temperature")};
    Lesson lesson = training.learner->learn(
        batch, objective, mixedSeed(mixedSeed(training.seed, TableSeed), update), job);
    Metrics metrics = {{"loss", lesson.loss}, {"loss_ce", lesson.crossEntropy}};
    if (training.config.alignment)
        metrics.emplace_back("loss_alignment", lesson.alignment);
    metrics.emplace_back("accuracy", lesson.accuracy);
    return {std::move(lesson.gradients), std::move(metrics)};
}

struct Measured
{
    double loss = 0.0; // plain cross entropy
    double accuracy = 0.0;
};

Measured measured(const Training& training, Part part, JobContext& job)
{
    const std::size_t count = training.data->count(part);
    std::vector<std::size_t> positions(count);
    std::iota(positions.begin(), positions.end(), std::size_t{0});
    Measured sum;
    for (std::size_t begin = 0; begin < count; begin += training.batchSize()) {
        const std::size_t size = std::min(training.batchSize(), count - begin);
        const LessonBatch batch =
            training.data->batch(part, std::span(positions).subspan(begin, size), 0, job);
        const std::vector<float> logits = training.learner->logits(
            batch, mixedSeed(mixedSeed(training.seed, TableSeed), begin), job);
        sum.loss += crossEntropy(logits, batch.labels, 0.0).loss * static_cast<double>(size);
        sum.accuracy += shareCorrect(logits, batch.labels) * static_cast<double>(size);
    }
    const auto all = static_cast<double>(std::max<std::size_t>(1, count));
    return {sum.loss / all, sum.accuracy / all};
}

Metrics evaluated(const Training& training, JobContext& job)
{
    Metrics metrics;
    const auto add = [&](Part part, const std::string& name) {
        const Measured found = measured(training, part, job);
        metrics.emplace_back(name + "_loss", found.loss);
        metrics.emplace_back(name + "_accuracy", found.accuracy);
    };
    if (training.data->count(Part::Validation) > 0)
        add(Part::Validation, "validation");
    if (selectionFrom(training.options) == Selection::Test)
        add(Part::Test, "test");
    return metrics;
}

Checkpoint checkpointOf(const Training& training, const TrainRequest& request)
{
    Json data = dataRecord(request, training.options, training.parts());
    addNotes(training.data->notes(), data);
    Checkpoint checkpoint =
        checkpointFor("s-cmrl", training, request, kAlwaysSaid, std::move(data));
    training.learner->store(checkpoint);
    return checkpoint;
}

TrainingPlan planOf(Training& training, const TrainRequest& request)
{
    TrainingPlan plan;
    describeNetwork(*training.learner, training.options.number("weight-decay"), plan);
    plan.step = [&training](std::uint64_t update, JobContext& job) {
        return stepOf(training, update, job);
    };
    plan.epochs = training.epochs;
    plan.updatesPerEpoch = training.updatesPerEpoch();
    CosineSchedule schedule;
    schedule.rate = training.options.number("learning-rate") *
                    static_cast<double>(training.batchSize()) / kRateBatch;
    schedule.warmUpEpochs = static_cast<int>(training.options.integer("warm-up"));
    schedule.epochs = training.epochs;
    plan.learningRate = [schedule](int epoch) {
        return learningRateOf(schedule, epoch);
    };
    plan.evaluate = [&training](int, JobContext& job) {
        return evaluated(training, job);
    };
    selectBy(selectionFrom(training.options), plan);
    plan.report = request.report;
    return plan;
}

// The network of the selected epoch and what it can do.
Checkpoint finished(const Training& training, const TrainRequest& request, const TrainingPlan& plan,
                    const TrainingState& state, JobContext& job)
{
    if (state.best)
        restore(state.best->snapshot, plan);
    Checkpoint checkpoint = checkpointOf(training, request);
    Json& record = checkpoint.training;
    recordEpochs(state, training.options, record);
    if (const std::size_t samples = training.data->count(Part::Test); samples > 0) {
        const Measured found = measured(training, Part::Test, job);
        Json test = Json::object();
        test.set("samples", static_cast<std::uint64_t>(samples));
        test.set("accuracy", found.accuracy);
        test.set("loss", found.loss);
        record.set("test", std::move(test));
    }
    return checkpoint;
}

} // namespace

Checkpoint trainNetwork(const TrainRequest& request, JobContext& job)
{
    std::optional<Checkpoint> resumed;
    if (request.resume)
        resumed = readModelFile(*request.resume, job);
    Training training;
    nn::useThreads(request.threads);
    const OneBlasThread oneBlasThread;
    prepare(request, resumed ? &*resumed : nullptr, training);
    JobContext reading = job.part(0.0, kReadingShare);
    training.data->prepare(reading);
    TrainingPlan plan = planOf(training, request);
    TrainingState state;
    if (resumed)
        state = loadTraining(*resumed, plan);
    const int every = static_cast<int>(training.options.integer("checkpoint"));
    JobContext learning = job.part(kReadingShare, 1.0);
    runResumable(
        plan, state, request, every, [&] { return checkpointOf(training, request); }, learning);
    return finished(training, request, plan, state, job);
}

} // namespace inspike::scmrl
