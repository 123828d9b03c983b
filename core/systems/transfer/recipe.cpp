// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/recipe.h"

#include "core/base/blas_threads.h"
#include "core/base/error.h"
#include "core/base/log.h"
#include "core/base/random.h"
#include "core/nn/detail/guard.h"
#include "core/systems/transfer/snapshots.h"
#include "core/systems/transfer/train_options.h"
#include "core/training/classification.h"
#include "core/training/classifier_recipe.h"
#include "core/training/resumable.h"
#include "core/training/sampling.h"
#include "core/training/schedule.h"
#include "core/training/training_call.h"

#include <algorithm>
#include <array>
#include <functional>
#include <limits>
#include <numeric>

namespace inspike::transfer {

namespace {

constexpr int kEpochs = 300;
constexpr double kRateBatch = 1024.0;  // for which the learning rate is given
constexpr double kReadingShare = 0.02; // of the progress
constexpr std::array<std::string_view, 7> kAlwaysSaid = {
    "arch", "transfer", "size", "steps", "batch", "learning-rate", "event-share"};
// Members of the family of seeds that belongs to a training.
enum SeedOf : std::uint64_t { WeightsSeed = 1, OrderSeed, BatchSeed, PartnerSeed };

struct Training : TrainingCall
{
    Config config;
    std::unique_ptr<TrainingData> data;
    std::unique_ptr<Learner> learner;

    std::size_t batchSize() const { return static_cast<std::size_t>(options.integer("batch")); }
    std::uint64_t updatesPerEpoch() const { return data->count(Part::Train) / batchSize(); }
    std::uint64_t seedOf(SeedOf member) const { return mixedSeed(seed, member); }
    PartSizes parts() const
    {
        return {data->count(Part::Train), data->count(Part::Validation), data->count(Part::Test)};
    }
};

// Refuses what cannot be trained before any sample is read.
void checkSizes(const Training& training)
{
    checkParts(training.parts(), training.batchSize(), selectionFrom(training.options));
    if (training.config.transfer && training.batchSize() == 1)
        logMessage(LogLevel::Warning, "with batches of one sample the two domains cannot be "
                                      "aligned: CKA is undefined");
}

void prepare(const TrainRequest& request, const Checkpoint* resumed, Training& training)
{
    if (request.data.empty())
        throw Error(ErrorKind::BadParameter,
                    "this training needs --data: a list of recordings of events and one of still "
                    "pictures");
    training.options = request.options.specs().empty() ? Params(trainOptions()) : request.options;
    training.seed = request.seed;
    training.epochs = request.epochs > 0 ? request.epochs : kEpochs;
    if (resumed != nullptr)
        static_cast<TrainingCall&>(training) = resumedCall(*resumed, request, trainOptions());
    training.config = configFrom(training.options);
    const std::shared_ptr<const Recording> data = joined(request.data);
    training.config.classNames = classesOf(data, training.config);
    training.config.classes = training.config.classNames.size();
    check(training.config);
    training.data = std::make_unique<TrainingData>(
        data, training.config,
        dataChoiceFrom(training.options, training.config.arch, training.seed));
    checkSizes(training);
    for (const std::string& note : training.data->notes())
        logMessage(LogLevel::Warning, note);
    training.learner = resumed != nullptr ? std::make_unique<Learner>(*resumed, training.config)
                                          : std::make_unique<Learner>(training.config,
                                                                      training.seedOf(WeightsSeed));
}

std::vector<std::size_t> orderOf(const Training& training, std::uint64_t epoch)
{
    const std::uint64_t seed = mixedSeed(training.seedOf(OrderSeed), epoch);
    const std::size_t count = training.data->count(Part::Train);
    return training.options.text("sampling") == "shuffled"
               ? shuffled(count, seed)
               : balancedDraws(training.data->labels(Part::Train), count, seed);
}

Metrics metricsOf(const Lesson& lesson, const Config& config, const Replacement& replacement,
                  std::size_t samples)
{
    const Judgement& judgement = lesson.judgement;
    Metrics metrics = {{"loss", judgement.total}};
    if (!config.transfer) {
        metrics.emplace_back("event", judgement.eventLoss);
        metrics.emplace_back("accuracy", lesson.eventAccuracy);
        return metrics;
    }
    metrics.emplace_back("static", judgement.staticLoss);
    metrics.emplace_back("event", judgement.eventLoss);
    metrics.emplace_back("domain", judgement.domainLoss);
    for (std::size_t t = 0; t < config.steps; ++t)
        metrics.emplace_back("cka_" + std::to_string(t), judgement.cka[t]);
    for (std::size_t t = 0; t < config.steps; ++t)
        metrics.emplace_back("c_" + std::to_string(t), judgement.weights[t]);
    metrics.emplace_back("p_replace", replacement.probability);
    metrics.emplace_back("replaced",
                         static_cast<double>(replacement.replaced) / static_cast<double>(samples));
    metrics.emplace_back("accuracy", lesson.eventAccuracy);
    metrics.emplace_back("static_accuracy", lesson.staticAccuracy);
    return metrics;
}

TrainingStep stepOf(Training& training, std::uint64_t update, JobContext& job)
{
    const std::uint64_t epoch = update / training.updatesPerEpoch();
    const std::uint64_t within = update % training.updatesPerEpoch();
    // The last samples of an order that do not fill a batch are left out.
    const std::vector<std::size_t> order = orderOf(training, epoch);
    const std::span<const std::size_t> positions =
        std::span(order).subspan(within * training.batchSize(), training.batchSize());
    Replacement replacement;
    replacement.probability =
        replacementAt(slidingFrom(training.options), training.options.number("power"), update,
                      training.updatesPerEpoch(), training.epochs);
    const LessonBatch batch = training.data->batch(
        Part::Train, positions, mixedSeed(training.seedOf(BatchSeed), update), replacement, job);
    Lesson lesson =
        training.learner->learn(batch, objectiveFrom(training.options),
                                static_cast<std::size_t>(training.options.integer("segment")), job);
    Metrics metrics = metricsOf(lesson, training.config, replacement, positions.size());
    return {std::move(lesson.gradients), std::move(metrics)};
}

struct Measured
{
    double loss = 0.0; // plain cross entropy of the events
    double accuracy = 0.0;
    double staticAccuracy = 0.0;
};

Measured measured(const Training& training, Part part, JobContext& job)
{
    const std::size_t count = training.data->count(part);
    std::vector<std::size_t> positions(count);
    std::iota(positions.begin(), positions.end(), std::size_t{0});
    Measured sum;
    for (std::size_t begin = 0; begin < count; begin += training.batchSize()) {
        const std::size_t size = std::min(training.batchSize(), count - begin);
        Replacement none;
        const LessonBatch batch =
            training.data->batch(part, std::span(positions).subspan(begin, size),
                                 mixedSeed(training.seedOf(PartnerSeed), begin), none, job);
        const Answers answers = training.learner->answers(batch, job);
        const auto weight = static_cast<double>(size) / static_cast<double>(count);
        sum.loss += weight * crossEntropy(answers.events, batch.labels, 0.0).loss;
        sum.accuracy += weight * shareCorrect(answers.events, batch.labels);
        if (!answers.stills.empty())
            sum.staticAccuracy += weight * shareCorrect(answers.stills, batch.labels);
    }
    return sum;
}

Metrics evaluated(const Training& training, int epoch, JobContext& job)
{
    const bool due = epoch % training.options.integer("evaluate") == 0 || epoch == training.epochs;
    Metrics metrics;
    for (const auto& [part, name] :
         {std::pair{Part::Validation, std::string("validation")}, {Part::Test, "test"}}) {
        if (training.data->count(part) == 0)
            continue;
        constexpr double kNone = std::numeric_limits<double>::quiet_NaN();
        const Measured found = due ? measured(training, part, job) : Measured{kNone, kNone, kNone};
        metrics.emplace_back(name + "_loss", found.loss);
        metrics.emplace_back(name + "_accuracy", found.accuracy);
        if (training.config.transfer)
            metrics.emplace_back(name + "_static_accuracy", found.staticAccuracy);
    }
    return metrics;
}

Checkpoint checkpointOf(const Training& training, const TrainRequest& request)
{
    Json data = dataRecord(request, training.options, training.parts());
    if (training.config.transfer)
        data.set("pictures", static_cast<std::uint64_t>(training.data->stillCount(Part::Train)));
    addNotes(training.data->notes(), data);
    Checkpoint checkpoint =
        checkpointFor("static-to-event", training, request, kAlwaysSaid, std::move(data));
    training.learner->store(checkpoint);
    return checkpoint;
}

std::function<double(int)> learningRateOver(const Training& training)
{
    const Params& options = training.options;
    const double rate =
        options.number("learning-rate") * static_cast<double>(training.batchSize()) / kRateBatch;
    const auto warmUp = static_cast<int>(options.integer("warm-up"));
    if (options.text("decay") == "step") {
        StepSchedule steps;
        steps.rate = rate;
        steps.warmUpEpochs = warmUp;
        steps.everyEpochs = static_cast<int>(options.integer("decay-epochs"));
        return [steps](int epoch) {
            return learningRateOf(steps, epoch);
        };
    }
    CosineSchedule cosine;
    cosine.rate = rate;
    cosine.warmUpEpochs = warmUp;
    cosine.epochs = training.epochs;
    return [cosine](int epoch) {
        return learningRateOf(cosine, epoch);
    };
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
    plan.learningRate = learningRateOver(training);
    plan.evaluate = [&training](int epoch, JobContext& job) {
        return evaluated(training, epoch, job);
    };
    selectBy(selectionFrom(training.options), plan);
    plan.report = request.report;
    return plan;
}

// A run of the same test (else training) pairs every so many epochs.
void addSnapshots(const Training& training, const TrainRequest& request, TrainingPlan& plan,
                  JobContext& job)
{
    const auto every = static_cast<int>(training.options.integer("snapshots"));
    if (every <= 0)
        return;
    const Part part = training.data->count(Part::Test) > 0 ? Part::Test : Part::Train;
    const SnapshotPairs pairs = snapshotPairs(
        *training.data, part, static_cast<std::size_t>(training.options.integer("snapshot-pairs")),
        training.config, training.seedOf(PartnerSeed), job);
    plan.epochDone = [&training, &request, &job, every, pairs](const TrainingState& now) {
        if (now.epochs % every == 0 || now.epochs == training.epochs)
            writeSnapshot(checkpointOf(training, request), training.config, pairs, now.epochs,
                          now.last, job);
    };
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
        if (training.config.transfer)
            test.set("static_accuracy", found.staticAccuracy);
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
    addSnapshots(training, request, plan, job);
    TrainingState state;
    if (resumed)
        state = loadTraining(*resumed, plan);
    const auto every = static_cast<int>(training.options.integer("checkpoint"));
    JobContext learning = job.part(kReadingShare, 1.0);
    runResumable(
        plan, state, request, every, [&] { return checkpointOf(training, request); }, learning);
    return finished(training, request, plan, state, job);
}

} // namespace inspike::transfer
