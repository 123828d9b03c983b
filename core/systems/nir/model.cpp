// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/model.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/nn/detail/inference.h"
#include "core/systems/nir/fast.h"
#include "core/systems/nir/model_input.h"
#include "core/systems/nir/recorder.h"

#include <ATen/Parallel.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <map>
#include <set>
#include <utility>

namespace inspike::nir {

namespace {

constexpr double kDefaultStep = 1e-4; // seconds
constexpr double kUntimedStep = 1e-3;
// Larger blocks of memory go back to the system after every batch, and come from it as new pages.
constexpr std::uint64_t kBatchBytes = std::uint64_t{30} << 20U;
constexpr std::size_t kMostPlain = 64; // samples computed together
constexpr std::size_t kMostNamed = 8;

// Steps have a duration where something depends on it.
bool isTimed(const Network& network)
{
    return network.smallestTau > 0.0 ||
           std::ranges::any_of(network.nodes, [](const NetworkNode& node) {
               return std::ranges::any_of(node.delay, [](float delay) { return delay > 0.0F; });
           });
}

std::string shown(double value)
{
    char text[32];
    const auto end = std::to_chars(text, text + sizeof text, value, std::chars_format::general, 6);
    return {text, end.ptr};
}

std::string timesText(const Shape& shape)
{
    std::string text;
    for (const std::int64_t size : shape)
        text += (text.empty() ? "" : " x ") + std::to_string(size);
    return text;
}

std::string summaryOf(const Network& network)
{
    std::map<std::string_view, std::size_t> counts;
    for (const NetworkNode& node : network.nodes)
        ++counts[nodeTypeName(node.type)];
    std::string kinds;
    for (const auto& [kind, count] : counts)
        kinds += (kinds.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(kind);
    const auto shapes = [&](const std::vector<std::size_t>& nodes, bool input) {
        std::string text;
        for (std::size_t i = 0; i < std::min(kMostNamed, nodes.size()); ++i) {
            const NetworkNode& node = network.nodes[nodes[i]];
            text += (text.empty() ? "" : ", ") + timesText(input ? node.input : node.output);
        }
        return text + (nodes.size() > kMostNamed ? ", ..." : "");
    };
    return "NIR graph: " + shapes(network.inputs, true) + " in, " + shapes(network.outputs, false) +
           " out; " + kinds;
}

InputInfo inputInfo(const NetworkNode& node, bool timed)
{
    InputInfo input;
    input.name = node.id;
    input.axes = {timed ? AxisKind::Time : AxisKind::Step, AxisKind::Sample};
    const std::vector<AxisKind> own = axesOf(node.input, false);
    input.axes.insert(input.axes.end(), own.begin(), own.end());
    input.shape = {-1, -1};
    input.shape.insert(input.shape.end(), node.input.begin(), node.input.end());
    input.help = "Events, spikes, signals, pictures or tensors, fitted to this shape step by step";
    return input;
}

ModelInfo infoOf(const File& file, const Network& network, const std::string& title)
{
    const bool timed = isTimed(network);
    ModelInfo info;
    info.title = title;
    info.format = "nir";
    info.system = "nir";
    info.summary = summaryOf(network);
    info.graph = network.layerGraph();
    for (const LayerNode& node : info.graph.nodes) {
        info.parameterCount += node.parameters;
        for (const std::string& name : node.weights) {
            if (const Tensor* tensor = findNumbers(file, name))
                info.parameters.push_back({name, tensor->shape});
        }
    }
    for (const std::size_t node : network.inputs)
        info.inputs.push_back(inputInfo(network.nodes[node], timed));
    info.probes = NodeRecorder::probesOf(network, timed);
    info.outputs = NodeRecorder::outputsOf(network, timed);
    if (timed)
        info.stepDuration = static_cast<Time>(std::llround(kDefaultStep * kMicrosecondsPerSecond));
    info.config = Json::object();
    info.config.set("nir_version", file.version);
    info.config.set("nodes", static_cast<std::int64_t>(network.nodes.size()));
    info.config.set("edges", static_cast<std::int64_t>(network.edges.size()));
    if (network.smallestTau > 0.0)
        info.config.set("smallest_tau_s", network.smallestTau);
    info.notes = network.notes;
    return info;
}

class NirModel : public Model
{
public:
    NirModel(File file, Network network, ModelInfo info)
        : m_file(std::move(file)), m_network(std::move(network)), m_info(std::move(info))
    {}

    const ModelInfo& info() const override { return m_info; }
    ParamSpecs runOptions() const override;
    std::optional<InputWish> inputWish(const Params& options) const override
    {
        return wishOf(m_network.nodes[m_network.inputs.front()], options);
    }
    Run run(const InferenceRequest& request, JobContext& job) const override;
    LabelledArray parameter(std::string_view name) const override;

private:
    InputWish wishOf(const NetworkNode& node, const Params& options) const;
    Run recorded(const InferenceRequest& request, const Params& options, JobContext& job) const;
    std::set<std::size_t> compute(NetworkInput& input, NodeRecorder& recorder,
                                  const Params& options, JobContext& job) const;
    void addNotes(const Params& options, const NetworkInput& input,
                  const std::set<std::size_t>& diverged, Run& run) const;
    // us; 0 where steps have none.
    double stepDuration(const Params& options, const NetworkInput& input) const;
    LayerGraph graphOf(const Run& run) const;

    File m_file;
    Network m_network;
    ModelInfo m_info;
};

ParamSpecs NirModel::runOptions() const
{
    ParamSpecs specs = {
        {"dt",
         "Time step",
         "Of the forward-Euler integration; the file does not say it, most models are made for "
         "0.0001 s. Without effect where no node has a time constant or a delay.",
         kDefaultStep,
         1e-9,
         1e3,
         {},
         "s"},
        {"reset",
         "Reset",
         "value: to the reset value of the file, as the format has it; subtract: the threshold is "
         "taken off, as some models were trained.",
         std::string("value"),
         {},
         {},
         {"value", "subtract"}},
        {"path",
         "Computation",
         "fast: work for active inputs only; plain: in the order of the equations. The same "
         "spikes but for rounding.",
         std::string("fast"),
         {},
         {},
         {"fast", "plain"}}};
    for (ParamSpec& spec : fitOptions())
        specs.push_back(std::move(spec));
    return specs;
}

InputWish NirModel::wishOf(const NetworkNode& node, const Params& options) const
{
    const double dt = options.has("dt") ? options.number("dt") : kDefaultStep;
    InputWish wish;
    wish.name = node.id;
    wish.shape = node.input;
    wish.stepSeconds = isTimed(m_network) ? dt : kUntimedStep;
    return wish;
}

LabelledArray NirModel::parameter(std::string_view name) const
{
    const Tensor* tensor = findNumbers(m_file, name);
    if (tensor == nullptr)
        throw Error(ErrorKind::NotFound, "the model has no parameter '" + std::string(name) + "'");
    std::vector<Axis> axes;
    for (const std::size_t size : tensor->shape) {
        axes.emplace_back().kind = AxisKind::Feature;
        axes.back().size = size;
    }
    return {std::move(axes), tensor->toFloats()};
}

double NirModel::stepDuration(const Params& options, const NetworkInput& input) const
{
    if (isTimed(m_network))
        return options.number("dt") * kMicrosecondsPerSecond;
    return static_cast<double>(input.stepDuration().value_or(0));
}

// Returns nodes whose potentials were no longer finite.
std::set<std::size_t> NirModel::compute(NetworkInput& input, NodeRecorder& recorder,
                                        const Params& options, JobContext& job) const
{
    const Simulation simulation{options.number("dt"), options.text("reset") == "subtract"};
    const bool fast = options.text("path") == "fast";
    const auto threads = static_cast<std::size_t>(std::max(1, at::get_num_threads()));
    std::size_t most = std::max<std::uint64_t>(threads, kBatchBytes / input.bytesPerSample());
    most -= most % threads;
    while (most > 1 && most * input.bytesPerSample() > memoryBudget() / 4)
        most /= 2;
    if (!fast)
        most = std::min(most, kMostPlain);
    std::optional<FastNetwork> network;
    if (fast)
        network.emplace(m_network, simulation, input.steps());
    std::set<std::size_t> diverged;
    const auto share = [&](std::size_t sample) {
        return static_cast<double>(sample) / static_cast<double>(input.samples());
    };
    for (std::size_t first = 0; first < input.samples();) {
        const std::size_t count = std::min(most, input.samples() - first);
        const double middle = share(first) + 0.2 * (share(first + count) - share(first));
        JobContext loading = job.part(share(first), middle);
        const InputBatch batch = input.load(first, count, loading);
        JobContext running = job.part(middle, share(first + count));
        StepCount steps(input.steps() * count, running);
        if (fast)
            diverged.merge(network->run(batch, static_cast<int>(threads), recorder, steps));
        else
            runPlain(m_network, simulation, batch, recorder, steps);
        first += count;
        recorder.settle(first);
    }
    return diverged;
}

void NirModel::addNotes(const Params& options, const NetworkInput& input,
                        const std::set<std::size_t>& diverged, Run& run) const
{
    const double dt = options.number("dt");
    if (m_network.smallestTau > 0.0 && dt > m_network.smallestTau)
        run.notes.push_back("the time step of " + shown(dt) +
                            " s is longer than the smallest time constant, " +
                            shown(m_network.smallestTau) +
                            " s: forward Euler is not stable there; choose a smaller dt");
    const std::optional<Time> given = input.stepDuration();
    const double simulated = dt * kMicrosecondsPerSecond;
    if (isTimed(m_network) && given &&
        std::abs(static_cast<double>(*given) - simulated) > 1e-3 * simulated)
        run.notes.push_back("steps of " + shown(static_cast<double>(*given) * 1e-6) +
                            " s of the recording are taken for steps of dt = " + shown(dt) + " s");
    if (diverged.empty())
        return;
    std::string names;
    std::size_t count = 0;
    for (const std::size_t node : diverged) {
        if (++count <= kMostNamed)
            names += (names.empty() ? "" : ", ") + m_network.nodes[node].id;
    }
    run.notes.push_back("potentials are no longer finite at the end: " + names +
                        (count > kMostNamed ? ", ..." : "") + "; a smaller dt may help");
}

// As far as it was recorded.
LayerGraph NirModel::graphOf(const Run& run) const
{
    LayerGraph graph = m_info.graph;
    for (LayerNode& node : graph.nodes) {
        if (run.find(node.output) == nullptr)
            node.output.clear();
        std::erase_if(node.probes, [&](const std::string& id) { return run.find(id) == nullptr; });
    }
    return graph;
}

Run NirModel::recorded(const InferenceRequest& request, const Params& options,
                       JobContext& job) const
{
    std::vector<InputWish> wishes;
    for (const std::size_t node : m_network.inputs)
        wishes.push_back(wishOf(m_network.nodes[node], options));
    JobContext fitting = job.part(0.0, 0.1);
    NetworkInput input(m_network, request.recording, wishes, options, request.seed, fitting);
    if (input.samples() == 0 || input.steps() == 0)
        throw Error(ErrorKind::BadModel, "the recording has no samples or no steps");
    NodeRecorder recorder(m_network, request.probeGlobs, input.steps(), input.samples());
    JobContext running = job.part(0.1, 1.0);
    const std::set<std::size_t> diverged = compute(input, recorder, options, running);
    Run run;
    const double duration = stepDuration(options, input);
    recorder.finish(run, duration, job);
    const auto whole = static_cast<Time>(std::llround(duration));
    if (whole > 0 && std::abs(duration - static_cast<double>(whole)) < 1e-6 * duration)
        run.stepDuration = whole;
    input.keep(run);
    addNotes(options, input, diverged, run);
    run.graph = graphOf(run);
    run.made.settings = Json::object();
    run.made.settings.set("input", input.choice());
    if (const Json names = input.classNames(); !names.isNull())
        run.made.settings.set("class_names", names);
    return run;
}

Run NirModel::run(const InferenceRequest& request, JobContext& job) const
{
    if (request.recording == nullptr)
        throw Error(ErrorKind::BadModel, "a run needs a recording");
    const Params options = request.options.specs().empty() ? Params(runOptions()) : request.options;
    const bool fast = options.text("path") == "fast";
    return nn::inferred(request.threads, fast, [&] { return recorded(request, options, job); });
}

} // namespace

std::shared_ptr<const Model> makeModel(File file, Network network, const std::string& title)
{
    ModelInfo info = infoOf(file, network, title);
    return std::make_shared<NirModel>(std::move(file), std::move(network), std::move(info));
}

} // namespace inspike::nir
