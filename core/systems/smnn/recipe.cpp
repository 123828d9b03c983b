// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/recipe.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/systems/smnn/fast.h"
#include "core/systems/smnn/model_input.h"
#include "core/systems/smnn/objective.h"
#include "core/systems/smnn/task.h"
#include "core/training/resumable.h"
#include "core/training/sampling.h"
#include "core/training/training_call.h"

#include <algorithm>
#include <array>
#include <utility>

// INSPIKE_VERSION comes from CMake.

namespace inspike::smnn {

namespace {

constexpr std::uint64_t kBatchesPerEpoch = 20; // context task, which has no set of fixed size
constexpr int kContextEpochs = 70;
constexpr int kMnistEpochs = 10;
constexpr std::size_t kPixels = 784;
constexpr std::array<std::string_view, 4> kAlwaysSaid = {"task", "filter", "units", "modes"};
// Members of the family of seeds that belongs to a training.
enum SeedOf : std::uint64_t { WeightsSeed = 1, TrialsSeed, OrderSeed, SpikesSeed, TestSeed };

struct Pictures
{
    std::vector<float> pixels; // [count, 784]
    std::vector<std::int64_t> classes;
    std::size_t count() const { return classes.size(); }
};

struct Training : TrainingCall
{
    int threads = 0;
    Network network;
    Pictures data, test; // MNIST
    // The batch that is in use, since several updates may share one.
    std::uint64_t batch = UINT64_MAX;
    ContextTrials trials;

    bool mnist() const { return network.config.task == Task::Mnist; }
    std::size_t batchSize() const
    {
        const auto given = static_cast<std::size_t>(options.integer("batch"));
        const std::size_t size = given > 0 ? given : (mnist() ? 256 : 100);
        return mnist() ? std::min(size, data.count()) : size;
    }
    std::uint64_t updatesPerBatch() const
    {
        const auto given = static_cast<std::uint64_t>(options.integer("updates-per-batch"));
        return given > 0 ? given : (mnist() ? 1 : 3);
    }
    std::uint64_t batchesPerEpoch() const
    {
        return mnist() ? data.count() / batchSize() : kBatchesPerEpoch;
    }
};

Config configOf(const Params& options)
{
    Config config;
    config.task = options.text("task") == "mnist" ? Task::Mnist : Task::Context;
    config.neuron = options.text("model") == "rate" ? Neuron::Rate : Neuron::Spiking;
    config.filter = options.text("filter") == "single" ? Filter::Single : Filter::Double;
    const std::string& gain = options.text("gain");
    config.gain =
        (gain == "auto" ? options.text("task") : gain) == "mnist" ? Gain::Mnist : Gain::Context;
    config.steps = config.task == Task::Mnist ? static_cast<std::size_t>(options.integer("steps"))
                                              : kContextSteps;
    return config;
}

// First recording with pictures and labels trains, a second one tests. Pictures and labels may also
// come as separate recordings, in the same order.
std::array<Pictures, 2> picturesFrom(const TrainRequest& request)
{
    std::array<Pictures, 2> sets;
    std::size_t pictures = 0;
    std::size_t labels = 0;
    for (const auto& recording : request.data) {
        std::vector<float> pixels = picturesOf(*recording);
        const auto* stream = recording->first<Labels>();
        const std::size_t count = stream != nullptr ? stream->values.size() : 0;
        std::vector<std::int64_t> classes =
            classesOf(*recording, count > 0 ? count : pixels.size() / kPixels);
        if (!pixels.empty() && pictures < sets.size())
            sets.at(pictures++).pixels = std::move(pixels);
        if (!classes.empty() && labels < sets.size())
            sets.at(labels++).classes = std::move(classes);
    }
    if (pictures == 0 || labels == 0)
        throw Error(ErrorKind::BadParameter,
                    "the MNIST task needs --data with pictures of 28 x 28 and their labels");
    for (const Pictures& set : sets) {
        if (set.pixels.size() != set.count() * kPixels)
            throw Error(ErrorKind::BadShape, std::to_string(set.pixels.size() / kPixels) +
                                                 " pictures do not fit " +
                                                 std::to_string(set.count()) + " labels");
    }
    return sets;
}

std::vector<std::vector<float>> gradientsOf(const Weights& weights)
{
    std::vector<std::vector<float>> gradients;
    for (std::size_t p = 0; p < kParameterNames.size(); ++p) {
        const std::span<const float> values = weights.values(p);
        gradients.emplace_back(values.begin(), values.end());
    }
    return gradients;
}

TrainingStep contextStep(Training& training, std::uint64_t update, JobContext& job)
{
    const std::uint64_t batch = update / training.updatesPerBatch();
    if (batch != training.batch) {
        ContextTaskParams params;
        params.trials = training.batchSize();
        params.switchProbability = training.options.number("switch-probability");
        training.trials = contextTrials(params, mixedSeed(training.seed, TrialsSeed),
                                        batch * training.batchSize());
        training.batch = batch;
    }
    const ContextTrials& trials = training.trials;
    const Gradient gradient =
        gradientFast(training.network, trials.input(), {trials.target, {}}, training.threads, job);
    const ContextScore score = contextScore(gradient.outputs.y, trials.target, trials.trials());
    return {gradientsOf(gradient.weights),
            {{"loss", gradient.loss}, {"mse", score.meanSquaredError}, {"correct", score.correct}}};
}

double shareCorrect(std::span<const float> y, std::span<const std::int64_t> classes)
{
    const std::size_t width = outputsOf(Task::Mnist);
    std::size_t correct = 0;
    for (std::size_t i = 0; i < classes.size(); ++i) {
        const std::span<const float> row = y.subspan(i * width, width);
        correct += std::ranges::max_element(row) - row.begin() == classes[i] ? 1 : 0;
    }
    return classes.empty() ? 0.0
                           : static_cast<double>(correct) / static_cast<double>(classes.size());
}

TrainingStep mnistStep(Training& training, std::uint64_t update, JobContext& job)
{
    const std::size_t size = training.batchSize();
    const std::uint64_t batch = update / training.updatesPerBatch();
    const std::uint64_t epoch = batch / training.batchesPerEpoch();
    const std::vector<std::size_t> order =
        shuffled(training.data.count(), mixedSeed(mixedSeed(training.seed, OrderSeed), epoch));
    std::vector<float> pixels;
    Targets targets;
    for (std::size_t i = 0; i < size; ++i) {
        const std::size_t picture = order[batch % training.batchesPerEpoch() * size + i];
        const auto begin =
            training.data.pixels.begin() + static_cast<std::ptrdiff_t>(picture * kPixels);
        pixels.insert(pixels.end(), begin, begin + kPixels);
        targets.classes.push_back(training.data.classes[picture]);
    }
    const std::size_t steps = training.network.config.steps;
    const std::vector<float> spikes = encodedPictures(
        pixels, kPixels, steps, mixedSeed(training.seed, SpikesSeed), batch * size, job);
    const Gradient gradient = gradientFast(training.network, {steps, size, kPixels, spikes},
                                           targets, training.threads, job);
    return {
        gradientsOf(gradient.weights),
        {{"loss", gradient.loss}, {"correct", shareCorrect(gradient.outputs.y, targets.classes)}}};
}

Json contextTest(const Training& training, JobContext& job)
{
    ContextTaskParams params;
    params.trials = static_cast<std::size_t>(training.options.integer("test-trials"));
    params.switchProbability = training.options.number("switch-probability");
    const std::uint64_t seed = mixedSeed(training.seed, TestSeed);
    const ContextTrials trials = contextTrials(params, seed);
    const Forward forward = runFast(training.network, trials.input(), {}, training.threads, job);
    const ContextScore score = contextScore(forward.outputs.y, trials.target, trials.trials());
    Json json = Json::object();
    json.set("trials", static_cast<std::int64_t>(params.trials));
    json.set("correct", score.correct);
    json.set("mse", score.meanSquaredError);
    return json;
}

// On the second set if there is one, else on the first, in parts that fit into memory.
Json mnistTest(const Training& training, JobContext& job)
{
    constexpr std::size_t kPart = 256;
    const bool fresh = training.test.count() > 0;
    const Pictures& set = fresh ? training.test : training.data;
    const std::size_t steps = training.network.config.steps;
    const std::uint64_t seed = mixedSeed(training.seed, TestSeed);
    std::vector<float> y;
    for (std::size_t begin = 0; begin < set.count(); begin += kPart) {
        const std::size_t size = std::min(kPart, set.count() - begin);
        const std::span<const float> pixels =
            std::span(set.pixels).subspan(begin * kPixels, size * kPixels);
        const std::vector<float> spikes = encodedPictures(pixels, kPixels, steps, seed, begin, job);
        const Forward forward =
            runFast(training.network, {steps, size, kPixels, spikes}, {}, training.threads, job);
        y.insert(y.end(), forward.outputs.y.begin(), forward.outputs.y.end());
    }
    Json json = Json::object();
    json.set("set", fresh ? "second data set" : "training data");
    json.set("pictures", static_cast<std::int64_t>(set.count()));
    json.set("correct", shareCorrect(y, set.classes));
    json.set("loss", doubleSoftmaxLoss(y, outputsOf(Task::Mnist), set.classes));
    return json;
}

Checkpoint checkpointOf(const Training& training, const TrainRequest& request)
{
    Checkpoint checkpoint;
    checkpoint.path = request.output;
    checkpoint.format = "inspike-model";
    checkpoint.system = "smnn";
    checkpoint.config = configJson(training.network);
    storeWeights(training.network.weights, "", checkpoint);
    Json& record = checkpoint.training;
    record = Json::object();
    record.set("program", "inspike");
    record.set("version", INSPIKE_VERSION);
    record.set("command", commandOf(training, request, "smnn", kAlwaysSaid));
    record.set("seed", training.seed);
    record.set("epochs", training.epochs);
    record.set("options", training.options.toJson());
    return checkpoint;
}

TrainingPlan planOf(Training& training, const TrainRequest& request)
{
    TrainingPlan plan;
    // The rate network keeps its scores.
    for (std::size_t p = 0; p < kParameterNames.size(); ++p) {
        plan.names.emplace_back(kParameterNames[p]);
        plan.parameters.push_back(training.network.weights.values(p));
    }
    plan.step = [&training](std::uint64_t update, JobContext& job) {
        TrainingStep step = training.mnist() ? mnistStep(training, update, job)
                                             : contextStep(training, update, job);
        if (training.network.config.neuron == Neuron::Rate)
            std::ranges::fill(step.gradients[3], 0.0F);
        return step;
    };
    plan.epochs = training.epochs;
    plan.updatesPerEpoch = training.batchesPerEpoch() * training.updatesPerBatch();
    plan.adam.learningRate = training.options.number("learning-rate");
    plan.gradientLimit = training.options.number("gradient-limit");
    plan.report = request.report;
    return plan;
}

void prepare(const TrainRequest& request, const Checkpoint* resumed, Training& training)
{
    training.options = request.options.specs().empty() ? Params(trainOptions()) : request.options;
    training.seed = request.seed;
    training.threads = request.threads;
    if (resumed != nullptr)
        static_cast<TrainingCall&>(training) = resumedCall(*resumed, request, trainOptions());
    training.network.config = configOf(training.options);
    if (training.mnist()) {
        std::array<Pictures, 2> sets = picturesFrom(request);
        training.data = std::move(sets[0]);
        training.test = std::move(sets[1]);
    } else if (!request.data.empty()) {
        throw Error(ErrorKind::BadParameter,
                    "the context task makes its own trials; leave --data out");
    }
    if (resumed == nullptr)
        training.epochs = request.epochs > 0 ? request.epochs
                                             : (training.mnist() ? kMnistEpochs : kContextEpochs);
    training.network.weights =
        resumed != nullptr
            ? loadWeights(*resumed, "")
            : Weights::initial(training.network.config,
                               static_cast<std::size_t>(training.options.integer("units")),
                               static_cast<std::size_t>(training.options.integer("modes")),
                               mixedSeed(training.seed, WeightsSeed));
}

} // namespace

ParamSpecs trainOptions()
{
    return {{"task",
             "Task",
             "Contextual integration, made from the seed, or MNIST, from --data.",
             std::string("context"),
             {},
             {},
             {"context", "mnist"}},
            {"model",
             "Neurons",
             "Spiking neurons or the rate network.",
             std::string("spiking"),
             {},
             {},
             {"spiking", "rate"}},
            {"filter", "Synaptic filter", "", std::string("double"), {}, {}, {"single", "double"}},
            {"gain",
             "Gain of the double filter",
             "auto = as published for the task.",
             std::string("auto"),
             {},
             {},
             {"auto", "context", "mnist"}},
            {"units", "Units", "Neurons of the recurrent layer.", std::int64_t{100}, 1, 10'000},
            {"modes", "Modes", "Rank of the recurrent matrix.", std::int64_t{3}, 1, 1'000},
            {"batch", "Batch", "Trials or pictures per update; 0 = 100 trials or 256 pictures.",
             std::int64_t{0}, 0, 10'000},
            {"updates-per-batch", "Updates per batch", "0 = 3 for trials, 1 for pictures.",
             std::int64_t{0}, 0, 100},
            {"learning-rate", "Learning rate", "Of Adam, constant.", 1e-3, 1e-8, 1.0},
            {"gradient-limit", "Gradient limit", "Largest norm of the gradient; 0 = none.", 20.0,
             0.0, 1e9},
            {"switch-probability", "Switch probability",
             "How often the cue flips late in a trial of the context task.", 0.0, 0.0, 1.0},
            {"steps", "Encoding steps", "Time steps of a picture.", std::int64_t{50}, 1, 10'000},
            {"test-trials", "Test trials", "Fresh trials that measure the trained network.",
             std::int64_t{500}, 1, 100'000}};
}

Checkpoint trainNetwork(const TrainRequest& request, JobContext& job)
{
    std::optional<Checkpoint> resumed;
    if (request.resume)
        resumed = readModelFile(*request.resume, job);
    Training training;
    prepare(request, resumed ? &*resumed : nullptr, training);
    TrainingPlan plan = planOf(training, request);
    TrainingState state;
    if (resumed)
        state = loadTraining(*resumed, plan);
    runResumable(
        plan, state, request, 0, [&] { return checkpointOf(training, request); }, job);
    Checkpoint checkpoint = checkpointOf(training, request);
    checkpoint.training.set("updates", state.updates);
    checkpoint.training.set("last_epoch", jsonFrom(state.last));
    checkpoint.training.set("test", training.mnist() ? mnistTest(training, job)
                                                     : contextTest(training, job));
    return checkpoint;
}

} // namespace inspike::smnn
