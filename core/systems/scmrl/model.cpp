// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/model.h"

#include "core/base/error.h"
#include "core/nn/detail/inference.h"
#include "core/systems/scmrl/batches.h"
#include "core/systems/scmrl/fast.h"
#include "core/systems/scmrl/layer_graph.h"
#include "core/systems/scmrl/probes.h"

#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <mutex>
#include <optional>
#include <utility>

namespace inspike::scmrl {

namespace {

constexpr std::int64_t kBatch = 16;
constexpr double kLeastSnr = -40.0;
constexpr double kMostSnr = 200.0;

std::string summaryOf(const Config& config)
{
    std::string text = config.modality == Modality::Both
                           ? "Audio-visual, " + nameOf(config.fusion)
                           : (config.modality == Modality::Audio ? "Audio only" : "Visual only");
    if (config.modality == Modality::Both && config.alignment)
        text += " with semantic alignment";
    return text + ", C = " + std::to_string(config.embed) +
           ", T = " + std::to_string(config.steps) + ", " + std::to_string(config.tokens()) +
           " tokens, " + std::to_string(config.classes) + " classes";
}

InputInfo inputInfo(const std::string& name, std::size_t channels, const Config& config,
                    const std::string& help)
{
    return {
        name,
        {AxisKind::Sample, AxisKind::Step, AxisKind::Channel, AxisKind::Height, AxisKind::Width},
        {-1, -1, static_cast<std::int64_t>(channels), static_cast<std::int64_t>(config.height),
         static_cast<std::int64_t>(config.width)},
        help};
}

ModelInfo infoOf(const Network& network, const Checkpoint& checkpoint,
                 std::vector<std::string> notes)
{
    const Config& config = network.config;
    ModelInfo info;
    info.title = checkpoint.path.stem().string();
    info.format = checkpoint.format;
    info.system = "s-cmrl";
    info.summary = summaryOf(config);
    info.parameterCount = network.parameterCount();
    for (const auto& [name, tensor] : network.state) {
        const auto sizes = tensor.sizes();
        info.parameters.push_back({name, {sizes.begin(), sizes.end()}});
    }
    if (config.modality != Modality::Visual)
        info.inputs.push_back(inputInfo("audio", 1, config,
                                        "Log-magnitude picture of a sound, made from pairs of "
                                        "files; repeated when there is one step"));
    if (config.modality != Modality::Audio)
        info.inputs.push_back(inputInfo("visual", config.visualChannels, config,
                                        "Picture or frames of events, made from pairs of files; "
                                        "repeated when there is one step"));
    info.outputs = outputsOf(config);
    info.probes = probesOf(config);
    info.config = toJson(config);
    info.training = checkpoint.training;
    info.notes = std::move(notes);
    info.graph = layerGraphOf(network.config, info);
    return info;
}

// "off" or a number of dB.
std::optional<double> noiseOf(const Params& options, const char* id)
{
    const std::string& text = options.text(id);
    if (text == "off")
        return std::nullopt;
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (end == text.c_str() || *end != '\0' || !(value >= kLeastSnr && value <= kMostSnr))
        throw Error(ErrorKind::BadParameter, std::string(id) + "=" + text +
                                                 ": 'off' or a signal-to-noise ratio in dB from " +
                                                 "-40 to 200");
    return value;
}

LabelledArray features(std::vector<float> values)
{
    Axis axis;
    axis.kind = AxisKind::Feature;
    axis.size = values.size();
    return {{axis}, std::move(values)};
}

class ScmrlModel : public Model
{
public:
    ScmrlModel(Network network, ModelInfo info)
        : m_network(std::move(network)), m_info(std::move(info))
    {}

    const ModelInfo& info() const override { return m_info; }
    ParamSpecs runOptions() const override;
    Run run(const InferenceRequest& request, JobContext& job) const override;
    LabelledArray parameter(std::string_view name) const override;

private:
    Run recorded(const InferenceRequest& request, const Params& options, JobContext& job) const;
    Outputs forward(bool fast, const Batch& batch, const Pass& pass, JobContext& job) const;
    void addParameters(Run& run) const;

    Network m_network;
    ModelInfo m_info;
    mutable std::once_flag m_prepare;
    mutable std::optional<FastNetwork> m_fast; // made by the first run that wants it
};

ParamSpecs ScmrlModel::runOptions() const
{
    ParamSpecs specs = {
        {"path",
         "Computation",
         "fast: batch norm folded, spike-driven; plain: in the published order of operations. The "
         "same spikes but for rounding.",
         std::string("fast"),
         {},
         {},
         {"fast", "plain"}},
        {"batch", "Batch", "Samples computed together.", kBatch, 1, 4096},
        {"split",
         "Part",
         "Which pairs of a list to run.",
         std::string("all"),
         {},
         {},
         {"all", "train", "validation", "test"}},
        {"most-samples", "Samples", "At most so many, from the first on; 0 = all.", std::int64_t{0},
         0, 1'000'000'000}};
    if (m_network.config.modality == Modality::Both)
        specs.push_back({"ablate",
                         "Without",
                         "Replaces one input by zeros.",
                         std::string("none"),
                         {},
                         {},
                         {"none", "audio", "visual"}});
    if (m_network.config.modality != Modality::Visual)
        specs.push_back({"noise-audio", "Noise on audio",
                         "Gaussian noise at this signal-to-noise ratio in dB, or off.",
                         std::string("off")});
    if (m_network.config.modality != Modality::Audio)
        specs.push_back({"noise-visual", "Noise on visual",
                         "Gaussian noise at this signal-to-noise ratio in dB, or off.",
                         std::string("off")});
    return specs;
}

LabelledArray ScmrlModel::parameter(std::string_view name) const
{
    const auto found = m_network.state.find(name);
    if (found == m_network.state.end())
        throw Error(ErrorKind::NotFound, "the model has no parameter '" + std::string(name) + "'");
    const at::Tensor tensor = found->second.to(at::kFloat).contiguous();
    std::vector<Axis> axes;
    for (const std::int64_t size : tensor.sizes()) {
        axes.emplace_back().kind = AxisKind::Feature;
        axes.back().size = static_cast<std::size_t>(size);
    }
    const float* values = tensor.data_ptr<float>();
    return {std::move(axes), {values, values + tensor.numel()}};
}

Outputs ScmrlModel::forward(bool fast, const Batch& batch, const Pass& pass, JobContext& job) const
{
    if (!fast)
        return forwardPlain(m_network, batch.audio, batch.visual, pass, job);
    std::call_once(m_prepare, [this] { m_fast.emplace(m_network); });
    return m_fast->forward(batch.audio, batch.visual, pass, job);
}

void ScmrlModel::addParameters(Run& run) const
{
    const Config& config = m_network.config;
    run.parameters["token_grid"] = features(
        {static_cast<float>(config.tokenRows()), static_cast<float>(config.tokenColumns())});
    if (m_network.has("head.bias"))
        run.parameters["head.bias"] = parameter("head.bias");
}

Run ScmrlModel::recorded(const InferenceRequest& request, const Params& options,
                         JobContext& job) const
{
    BatchRequest wanted;
    wanted.split = options.text("split");
    wanted.mostSamples = static_cast<std::size_t>(options.integer("most-samples"));
    wanted.samplesPerBatch = static_cast<std::size_t>(options.integer("batch"));
    wanted.seed = request.seed;
    if (options.has("ablate"))
        wanted.ablated = options.text("ablate");
    if (options.has("noise-audio"))
        wanted.audioSnr = noiseOf(options, "noise-audio");
    if (options.has("noise-visual"))
        wanted.visualSnr = noiseOf(options, "noise-visual");
    Batches batches(samplesOf(request.recording, m_network.config), m_network.config, wanted);
    nn::RunRecorder recorder(m_info, request.probeGlobs, batches.samples());
    const bool fast = options.text("path") == "fast";
    for (std::size_t b = 0; b < batches.count(); ++b) {
        job.progress(static_cast<double>(b) / static_cast<double>(batches.count()),
                     "running the network");
        const Batch batch = batches.load(b, job);
        recorder.begin(batch.samples);
        const Pass pass{false, request.seed, &recorder};
        const Outputs outputs = forward(fast, batch, pass, job);
        recorder.take("logits", outputs.logits);
        if (outputs.audioResidual.defined())
            recorder.take("audio_residual", outputs.audioResidual);
        if (outputs.visualResidual.defined())
            recorder.take("visual_residual", outputs.visualResidual);
    }
    Run run;
    recorder.finish(run, job);
    batches.keepInputs(run);
    addParameters(run);
    return run;
}

Run ScmrlModel::run(const InferenceRequest& request, JobContext& job) const
{
    if (request.recording == nullptr)
        throw Error(ErrorKind::BadModel, "a run needs a recording");
    const Params options = request.options.specs().empty() ? Params(runOptions()) : request.options;
    const bool fast = options.text("path") == "fast";
    return nn::inferred(request.threads, fast, [&] { return recorded(request, options, job); });
}

} // namespace

std::shared_ptr<const Model> makeModel(Network network, const Checkpoint& checkpoint,
                                       std::vector<std::string> notes)
{
    ModelInfo info = infoOf(network, checkpoint, std::move(notes));
    return std::make_shared<ScmrlModel>(std::move(network), std::move(info));
}

} // namespace inspike::scmrl
