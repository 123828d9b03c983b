// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/model.h"

#include "core/base/error.h"
#include "core/nn/detail/bridge.h"
#include "core/nn/detail/inference.h"
#include "core/systems/nir/nir_export.h"
#include "core/systems/transfer/batches.h"
#include "core/systems/transfer/fast.h"
#include "core/systems/transfer/layer_graph.h"
#include "core/systems/transfer/nir_graph.h"
#include "core/systems/transfer/probes.h"

#include <ATen/ops/mean.h>
#include <c10/core/InferenceMode.h>

#include <cmath>
#include <mutex>
#include <optional>
#include <utility>

namespace inspike::transfer {

namespace {

constexpr std::int64_t kBatch = 16;

std::string summaryOf(const Config& config)
{
    return titleOf(config.arch) +
           (config.transfer ? " with a branch for still pictures" : " for events alone") +
           ", T = " + std::to_string(config.steps) + ", " + std::to_string(config.size) + " x " +
           std::to_string(config.size) + " pixels, " + std::to_string(config.classes) + " classes";
}

InputInfo inputInfo(const std::string& name, const Config& config, const std::string& help)
{
    const auto side = static_cast<std::int64_t>(config.size);
    return {
        name,
        {AxisKind::Sample, AxisKind::Step, AxisKind::Channel, AxisKind::Height, AxisKind::Width},
        {-1, -1, static_cast<std::int64_t>(kChannels), side, side},
        help};
}

ModelInfo infoOf(const Network& network, const Checkpoint& checkpoint,
                 std::vector<std::string> notes)
{
    const Config& config = network.config;
    ModelInfo info;
    info.title = checkpoint.path.stem().string();
    info.format = checkpoint.format;
    info.system = "static-to-event";
    info.summary = summaryOf(config);
    info.parameterCount = network.parameterCount();
    for (const auto& [name, tensor] : network.state) {
        const auto sizes = tensor.sizes();
        info.parameters.push_back({name, {sizes.begin(), sizes.end()}});
    }
    info.inputs.push_back(inputInfo("event", config,
                                    "Frames of events, one per time step, made from recordings of "
                                    "an event camera"));
    if (config.transfer)
        info.inputs.push_back(inputInfo("static", config,
                                        "Still picture of the same class, repeated at every step; "
                                        "the events take its place where there is none"));
    info.outputs = outputsOf(config);
    info.probes = probesOf(config);
    info.config = toJson(config);
    info.training = checkpoint.training;
    info.notes = std::move(notes);
    info.graph = layerGraphOf(config, info);
    return info;
}

LabelledArray perStep(const std::vector<float>& values)
{
    Axis axis;
    axis.kind = AxisKind::Step;
    axis.size = values.size();
    return {{axis}, values};
}

class TransferModel : public Model, public nir::Writable
{
public:
    TransferModel(Network network, ModelInfo info)
        : m_network(std::move(network)), m_info(std::move(info))
    {}

    const ModelInfo& info() const override { return m_info; }
    nir::File nirFile(std::vector<std::string>& notes) const override
    {
        return nirFileOf(m_network, notes);
    }
    ParamSpecs runOptions() const override;
    Run run(const InferenceRequest& request, JobContext& job) const override;
    LabelledArray parameter(std::string_view name) const override;

private:
    Run recorded(const InferenceRequest& request, const Params& options, JobContext& job) const;
    BranchOutputs forward(bool fast, Branch branch, const at::Tensor& input, const Pass& pass,
                          JobContext& job) const;
    void runBranch(bool fast, Branch branch, const at::Tensor& input, nn::RunRecorder& recorder,
                   JobContext& job) const;
    void addParameters(Run& run) const;

    Network m_network;
    ModelInfo m_info;
    mutable std::once_flag m_prepare;
    mutable std::optional<FastNetwork> m_fast; // made by the first run that wants it
};

ParamSpecs TransferModel::runOptions() const
{
    return {{"path",
             "Computation",
             "fast: batch norm folded, spike-driven; plain: in the published order of operations. "
             "The same spikes but for rounding.",
             std::string("fast"),
             {},
             {},
             {"fast", "plain"}},
            {"batch", "Batch", "Samples computed together.", kBatch, 1, 4096},
            {"split",
             "Part",
             "Which samples of a list to run.",
             std::string("all"),
             {},
             {},
             {"all", "train", "validation", "test"}},
            {"most-samples", "Samples", "At most so many, from the first on; 0 = all.",
             std::int64_t{0}, 0, 1'000'000'000}};
}

LabelledArray TransferModel::parameter(std::string_view name) const
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

BranchOutputs TransferModel::forward(bool fast, Branch branch, const at::Tensor& input,
                                     const Pass& pass, JobContext& job) const
{
    const auto steps = static_cast<std::int64_t>(m_network.config.steps);
    if (!fast) {
        Potentials potentials;
        return forwardPlain(m_network, branch, input, steps, potentials, pass, job);
    }
    std::call_once(m_prepare, [this] { m_fast.emplace(m_network); });
    return m_fast->forward(branch, input, steps, pass, job);
}

void TransferModel::runBranch(bool fast, Branch branch, const at::Tensor& input,
                              nn::RunRecorder& recorder, JobContext& job) const
{
    Pass pass;
    pass.recorder = &recorder;
    const BranchOutputs outputs = forward(fast, branch, input, pass, job);
    const std::string name = nameOf(branch);
    recorder.take(name + "_logits", outputs.logits);
    recorder.take(name + "_feature", outputs.feature);
    if (branch == Branch::Event)
        recorder.take("prediction", outputs.logits.mean(0));
}

// c_t, by which training weighs the alignment of a step (specs 3.4).
void TransferModel::addParameters(Run& run) const
{
    std::vector<float> coefficients;
    std::vector<float> weights;
    for (std::size_t t = 0; m_network.config.transfer && t < m_network.config.steps; ++t) {
        const auto value = m_network.at("coefficient." + std::to_string(t)).item<float>();
        coefficients.push_back(value);
        weights.push_back(1.0F / (1.0F + std::exp(-value)));
    }
    if (coefficients.empty())
        return;
    run.parameters["coefficient"] = perStep(coefficients);
    run.parameters["time_weight"] = perStep(weights);
}

Run TransferModel::recorded(const InferenceRequest& request, const Params& options,
                            JobContext& job) const
{
    const bool fast = options.text("path") == "fast";
    BatchRequest wanted;
    wanted.split = options.text("split");
    wanted.mostSamples = static_cast<std::size_t>(options.integer("most-samples"));
    wanted.samplesPerBatch = static_cast<std::size_t>(options.integer("batch"));
    wanted.seed = request.seed;
    Batches batches(samplesOf(request.recording, m_network.config), m_network.config, wanted);
    nn::RunRecorder recorder(m_info, request.probeGlobs, batches.samples());
    for (std::size_t b = 0; b < batches.count(); ++b) {
        job.progress(static_cast<double>(b) / static_cast<double>(batches.count()),
                     "running the network");
        const Batch batch = batches.load(b, job);
        recorder.begin(batch.samples);
        if (batch.still.defined())
            runBranch(fast, Branch::Static, batch.still, recorder, job);
        runBranch(fast, Branch::Event, batch.event, recorder, job);
    }
    Run run;
    recorder.finish(run, job);
    batches.keepInputs(run);
    addParameters(run);
    return run;
}

Run TransferModel::run(const InferenceRequest& request, JobContext& job) const
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
    return std::make_shared<TransferModel>(std::move(network), std::move(info));
}

} // namespace inspike::transfer
