// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/model.h"

#include "core/base/error.h"
#include "core/systems/nir/nir_export.h"
#include "core/systems/smnn/fast.h"
#include "core/systems/smnn/layer_graph.h"
#include "core/systems/smnn/model_input.h"
#include "core/systems/smnn/modes.h"
#include "core/systems/smnn/nir_graph.h"
#include "core/systems/smnn/objective.h"
#include "core/systems/smnn/plain.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <new>
#include <utility>

namespace inspike::smnn {

namespace {

constexpr int kMostEncodedPictures = 100'000;

using Axes = std::vector<AxisKind>;

Axes parameterAxes(std::size_t parameter, Task task)
{
    const AxisKind output = task == Task::Mnist ? AxisKind::Class : AxisKind::Channel;
    const std::array<Axes, 5> all = {{{AxisKind::Unit, AxisKind::Channel},
                                      {AxisKind::Unit, AxisKind::Mode},
                                      {AxisKind::Unit, AxisKind::Mode},
                                      {AxisKind::Mode},
                                      {output, AxisKind::Unit}}};
    return all.at(parameter);
}

std::vector<Probe> probesOf(const Network& network)
{
    const Axes units = {AxisKind::Time, AxisKind::Sample, AxisKind::Unit};
    const Axes modes = {AxisKind::Time, AxisKind::Sample, AxisKind::Mode};
    const bool spiking = network.config.neuron == Neuron::Spiking;
    std::vector<Probe> probes;
    if (spiking) {
        probes.push_back({"S", "Spikes", ProbeKind::Spikes, units});
        probes.push_back({"I", "Synaptic current", ProbeKind::Current, units});
    }
    probes.push_back({"U", "Membrane potential", ProbeKind::Membrane, units});
    probes.push_back(
        {"R", spiking ? "Filtered spikes" : "Firing rate", ProbeKind::Embedding, units});
    if (spiking && network.config.filter == Filter::Double)
        probes.push_back({"h", "Rising part of the filter", ProbeKind::Other, units});
    if (spiking)
        probes.push_back({"tlast", "Time of the last spike", ProbeKind::Other, units});
    probes.push_back({"proj_in", "Projection on input modes", ProbeKind::Mode, modes});
    probes.push_back({"proj_out", "Projection on output modes", ProbeKind::Mode, modes});
    if (hasOrthogonalModes(network.weights))
        probes.push_back({"mu", "Orthogonalised mode coordinates", ProbeKind::Mode, modes});
    probes.push_back({"kappa", "Latent variables", ProbeKind::Mode, modes});
    probes.push_back({"mode_tau", "Importance of modes", ProbeKind::Other, {AxisKind::Mode}});
    probes.push_back({"W", "Recurrent matrix", ProbeKind::Other, {AxisKind::Unit, AxisKind::Unit}});
    if (network.config.task == Task::Mnist) {
        probes.push_back(
            {"logits", "Logits", ProbeKind::Embedding, {AxisKind::Sample, AxisKind::Class}});
        probes.push_back({"rm",
                          "Largest filtered spikes",
                          ProbeKind::Embedding,
                          {AxisKind::Sample, AxisKind::Unit}});
    }
    probes.push_back({"loss", "Loss", ProbeKind::Other, {}});
    for (std::size_t p = 0; p < kParameterNames.size(); ++p) {
        const std::string name = kParameterNames[p];
        if (spiking || name != "l") // the rate network keeps its scores fixed
            probes.push_back({"grad_" + name, "Gradient of " + name, ProbeKind::Other,
                              parameterAxes(p, network.config.task)});
    }
    return probes;
}

std::string summaryOf(const Network& network)
{
    const Config& config = network.config;
    std::string text = config.neuron == Neuron::Rate ? "Rate" : "Spiking";
    text += ", N = " + std::to_string(network.weights.units) +
            ", P = " + std::to_string(network.weights.modes);
    if (config.neuron == Neuron::Spiking)
        text += config.filter == Filter::Double ? ", double filter" : ", single filter";
    return text + (config.task == Task::Mnist ? ", MNIST task" : ", context task");
}

ModelInfo infoOf(const Network& network, const Checkpoint& checkpoint,
                 std::vector<std::string> notes)
{
    ModelInfo info;
    info.title = checkpoint.path.stem().string();
    info.format = checkpoint.format;
    info.system = "smnn";
    info.summary = summaryOf(network);
    info.parameterCount = network.weights.count();
    for (std::size_t p = 0; p < kParameterNames.size(); ++p)
        info.parameters.push_back({kParameterNames[p], network.weights.shape(p)});
    const auto inputs = static_cast<std::int64_t>(network.weights.inputs);
    const Axes sequence = {AxisKind::Time, AxisKind::Sample, AxisKind::Channel};
    if (network.config.task == Task::Context) {
        info.inputs.push_back(
            {"x", sequence, {-1, -1, inputs}, "Two stimuli and the one-hot context cue"});
        info.outputs.push_back({"y", "Output", ProbeKind::Other, sequence});
    } else {
        info.inputs.push_back({"spikes",
                               sequence,
                               {-1, -1, inputs},
                               "Encoded pixels; pictures of 28 x 28 are encoded when absent"});
        info.outputs.push_back(
            {"y", "Class probabilities", ProbeKind::Other, {AxisKind::Sample, AxisKind::Class}});
    }
    info.probes = probesOf(network);
    info.stepDuration = static_cast<Time>(std::llround(network.config.dt * kMicrosecondsPerSecond));
    info.config = checkpoint.config.isNull() ? configJson(network) : checkpoint.config;
    info.training = checkpoint.training;
    info.notes = std::move(notes);
    info.graph = layerGraphOf(network, info);
    return info;
}

// Turns the arrays of one run into labelled ones.
class RunBuilder
{
public:
    RunBuilder(const Network& network, const ModelInfo& info, const ModelInput& input,
               const InferenceRequest& request)
        : m_network(network), m_info(info), m_input(input), m_request(request)
    {}

    bool wants(std::string_view id) const
    {
        return m_info.probe(id) != nullptr && probeWanted(m_request.probeGlobs, id);
    }

    // Records the probe unless its numbers are absent.
    void probe(const std::string& id, std::vector<float> values)
    {
        if (!wants(id) || values.empty())
            return;
        const Probe& about = *m_info.probe(id);
        LabelledArray array(axes(about), std::move(values));
        if (about.kind == ProbeKind::Spikes)
            m_run.probes[id] = {about, SparseSpikes::fromDense(array)};
        else
            m_run.probes[id] = {about, std::move(array)};
    }

    void output(const std::string& id, std::vector<float> values)
    {
        const Probe& about = *m_info.probe(id);
        m_run.outputs[id] = {about, LabelledArray(axes(about), std::move(values))};
    }

    Run& run() { return m_run; }

    std::vector<Axis> axes(const Probe& probe) const
    {
        std::vector<Axis> result;
        for (const AxisKind kind : probe.axes)
            result.push_back(axis(kind, probe.id));
        return result;
    }

private:
    Axis axis(AxisKind kind, const std::string& id) const
    {
        Axis axis;
        axis.kind = kind;
        const Weights& weights = m_network.weights;
        switch (kind) {
        case AxisKind::Time:
            axis.size = m_input.steps;
            axis.spacing = m_network.config.dt * kMicrosecondsPerSecond;
            break;
        case AxisKind::Sample:
            axis.size = m_input.samples;
            break;
        case AxisKind::Unit:
            axis.size = weights.units;
            break;
        case AxisKind::Mode:
            axis.size = weights.modes;
            break;
        case AxisKind::Class:
            axis.size = weights.outputs;
            break;
        default:
            axis.size = id == "grad_Win" ? weights.inputs : weights.outputs;
        }
        return axis;
    }

    const Network& m_network;
    const ModelInfo& m_info;
    const ModelInput& m_input;
    const InferenceRequest& m_request;
    Run m_run;
};

void addModeProbes(const Network& network, const std::vector<float>& r, RunBuilder& builder,
                   JobContext& job)
{
    const Weights& weights = network.weights;
    const auto onto = [&](const std::vector<float>& basis) {
        return projected(r, weights.units, basis, weights.modes, job);
    };
    if (builder.wants("proj_in"))
        builder.probe("proj_in", onto(weights.pin));
    if (builder.wants("mu"))
        builder.probe("mu", onto(orthogonalModes(weights)));
    if (builder.wants("proj_out") || builder.wants("kappa")) {
        const std::vector<float> out = onto(weights.pout);
        std::vector<float> kappa = out;
        for (std::size_t i = 0; i < kappa.size(); ++i)
            kappa[i] *= weights.l[i % weights.modes];
        builder.probe("proj_out", out);
        builder.probe("kappa", std::move(kappa));
    }
}

double lossOf(const Outputs& outputs, const Targets& targets, std::size_t classes)
{
    return targets.classes.empty() ? rootSumLoss(outputs.y, targets.sequence)
                                   : doubleSoftmaxLoss(outputs.y, classes, targets.classes);
}

class SmnnModel : public Model, public nir::Writable
{
public:
    SmnnModel(Network network, ModelInfo info)
        : m_network(std::move(network)), m_info(std::move(info))
    {}

    const ModelInfo& info() const override { return m_info; }
    nir::File nirFile(std::vector<std::string>& notes) const override
    {
        return nirFileOf(m_network, notes);
    }

    ParamSpecs runOptions() const override
    {
        ParamSpecs specs = {{"path",
                             "Computation",
                             "fast: through the modes; plain: dense, in the published order of "
                             "operations. The same spikes but for rounding.",
                             std::string("fast"),
                             {},
                             {},
                             {"fast", "plain"}}};
        if (m_network.config.task == Task::Mnist) {
            specs.push_back({"steps", "Encoding steps", "Time steps of encoded pictures.",
                             static_cast<std::int64_t>(m_network.config.steps), 1, 10'000});
            specs.push_back({"pictures", "Pictures", "At most so many pictures are encoded.",
                             std::int64_t{500}, 1, kMostEncodedPictures});
        }
        return specs;
    }

    LabelledArray parameter(std::string_view name) const override
    {
        const auto found = std::ranges::find(kParameterNames, name);
        if (found == kParameterNames.end())
            throw Error(ErrorKind::NotFound, "the model has no parameter '" + std::string(name) +
                                                 "'; it has Win, pin, pout, l, Wout");
        const auto p = static_cast<std::size_t>(found - kParameterNames.begin());
        const Axes kinds = parameterAxes(p, m_network.config.task);
        const std::vector<std::size_t> shape = m_network.weights.shape(p);
        std::vector<Axis> axes;
        for (std::size_t a = 0; a < kinds.size(); ++a) {
            axes.emplace_back().kind = kinds[a];
            axes.back().size = shape[a];
        }
        const std::span<const float> values = m_network.weights.values(p);
        return {std::move(axes), {values.begin(), values.end()}};
    }

    Run run(const InferenceRequest& request, JobContext& job) const override
    {
        try {
            return recorded(request, job);
        } catch (const std::bad_alloc&) {
            throw Error(ErrorKind::OutOfMemory,
                        "not enough memory for the probes of this run; ask for fewer");
        }
    }

private:
    Run recorded(const InferenceRequest& request, JobContext& job) const;
    EncodingParams encodingOf(const Params& options, std::uint64_t seed) const
    {
        EncodingParams encoding{m_network.config.steps, 0, seed};
        if (m_network.config.task == Task::Mnist) {
            encoding.steps = static_cast<std::size_t>(options.integer("steps"));
            encoding.samples = static_cast<std::size_t>(options.integer("pictures"));
        }
        return encoding;
    }
    void addLossProbes(const InferenceRequest& request, const ModelInput& input,
                       const Outputs& outputs, bool fast, RunBuilder& builder,
                       JobContext& job) const;

    Network m_network;
    ModelInfo m_info;
};

void SmnnModel::addLossProbes(const InferenceRequest& request, const ModelInput& input,
                              const Outputs& outputs, bool fast, RunBuilder& builder,
                              JobContext& job) const
{
    if (input.targets.empty())
        return;
    if (builder.wants("loss"))
        builder.probe("loss", {static_cast<float>(
                                  lossOf(outputs, input.targets, m_network.weights.outputs))});
    const auto wanted = [&builder](const char* name) {
        return builder.wants(std::string("grad_") + name);
    };
    if (std::ranges::none_of(kParameterNames, wanted))
        return;
    const auto differentiate = fast ? gradientFast : gradientPlain;
    const Gradient gradient =
        differentiate(m_network, input.view(), input.targets, request.threads, job);
    for (std::size_t p = 0; p < kParameterNames.size(); ++p) {
        const std::span<const float> values = gradient.weights.values(p);
        builder.probe(std::string("grad_") + kParameterNames[p], {values.begin(), values.end()});
    }
}

Run SmnnModel::recorded(const InferenceRequest& request, JobContext& job) const
{
    if (request.recording == nullptr)
        throw Error(ErrorKind::BadModel, "a run needs a recording");
    const Params options = request.options.specs().empty() ? Params(runOptions()) : request.options;
    const bool fast = options.text("path") == "fast";
    const ModelInput input =
        inputFrom(*request.recording, m_network.config, encodingOf(options, request.seed), job);
    RunBuilder builder(m_network, m_info, input, request);
    const bool modes = builder.wants("proj_in") || builder.wants("proj_out") ||
                       builder.wants("mu") || builder.wants("kappa");
    WantedTraces wanted{builder.wants("I"),          builder.wants("U"), builder.wants("S"),
                        builder.wants("R") || modes, builder.wants("h"), builder.wants("tlast")};
    JobContext forwardJob = job.part(0.0, 0.5);
    Forward forward =
        (fast ? runFast : runPlain)(m_network, input.view(), wanted, request.threads, forwardJob);
    if (builder.wants("mode_tau"))
        builder.probe("mode_tau", modeImportance(m_network.weights));
    if (builder.wants("W"))
        builder.probe("W", recurrentMatrix(m_network.weights));
    if (modes)
        addModeProbes(m_network, forward.traces.filtered, builder, job);
    JobContext lossJob = job.part(0.5, 1.0);
    addLossProbes(request, input, forward.outputs, fast, builder, lossJob);
    builder.probe("I", std::move(forward.traces.current));
    builder.probe("U", std::move(forward.traces.membrane));
    builder.probe("S", std::move(forward.traces.spikes));
    builder.probe("R", std::move(forward.traces.filtered));
    builder.probe("h", std::move(forward.traces.rise));
    builder.probe("tlast", std::move(forward.traces.lastSpike));
    builder.probe("logits", std::move(forward.outputs.logits));
    builder.probe("rm", std::move(forward.outputs.maximum));
    builder.output("y", std::move(forward.outputs.y));
    Run& run = builder.run();
    run.inputs = input.kept;
    for (const char* name : kParameterNames)
        run.parameters[name] = parameter(name);
    run.stepDuration = m_info.stepDuration;
    run.made.system = "smnn";
    run.made.seed = request.seed;
    run.made.settings = Json::object();
    run.made.settings.set("model", configJson(m_network));
    run.made.settings.set("run", options.toJson());
    job.progress(1.0);
    return std::move(run);
}

} // namespace

std::shared_ptr<const Model> makeModel(Network network, const Checkpoint& checkpoint,
                                       std::vector<std::string> notes)
{
    ModelInfo info = infoOf(network, checkpoint, std::move(notes));
    return std::make_shared<SmnnModel>(std::move(network), std::move(info));
}

} // namespace inspike::smnn
