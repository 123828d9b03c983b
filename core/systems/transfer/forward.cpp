// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/forward.h"

#include "core/nn/detail/normed_neurons.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/avg_pool2d.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/cumsum.h>
#include <ATen/ops/linear.h>
#include <ATen/ops/mean.h>
#include <ATen/ops/stack.h>
#include <c10/core/GradMode.h>

namespace inspike::transfer {

namespace {

constexpr double kMomentum = 0.1;
constexpr double kEpsilon = 1e-5;

// The layers of one branch in the published order of operations. Tensors are [T, B, ...]; a first
// dimension of 1 stands for the same values at every step.
class Layers
{
public:
    Layers(const Network& network, Branch branch, std::int64_t steps, Potentials& potentials,
           const Pass& pass, JobContext& job)
        : m_network(network),
          m_branch(nameOf(branch)),
          m_steps(steps),
          m_potentials(potentials),
          m_pass(pass),
          m_job(job)
    {}

    BranchOutputs vgg(const at::Tensor& input);
    BranchOutputs resNet(const at::Tensor& input);
    BranchOutputs scnn(const at::Tensor& input);
    void recordMeans(const at::Tensor& logits) const;

private:
    // Applies a layer of single pictures to all steps at once.
    template <typename Layer>
    static at::Tensor merged(const at::Tensor& x, const Layer& layer)
    {
        const at::Tensor made = layer(x.flatten(0, 1));
        std::vector<std::int64_t> shape = made.sizes().vec();
        shape[0] = x.size(0);
        shape.insert(shape.begin() + 1, x.size(1));
        return made.reshape(shape);
    }
    at::Tensor convolution(const std::string& name, const at::Tensor& x, std::int64_t stride,
                           std::int64_t padding) const;
    at::Tensor pooled(const at::Tensor& x) const;
    at::Tensor linear(const std::string& name, const at::Tensor& x) const;
    at::Tensor normed(const std::string& name, const at::Tensor& x) const;
    void countBatches(const std::string& norm) const;
    bool keepsMembrane(const std::string& module, const at::Tensor* membrane) const;
    at::Tensor remembered(const std::string& module, const nn::LeakyPass& made,
                          at::Tensor* membrane) const;
    // Neurons behind a batch norm.
    at::Tensor normedSpikes(const std::string& norm, const std::string& module, const at::Tensor& x,
                            at::Tensor* membrane = nullptr) const;
    // Neurons over all steps; `membrane`, if not null, receives all potentials.
    at::Tensor spikes(const std::string& module, const at::Tensor& current,
                      at::Tensor* membrane = nullptr) const;
    at::Tensor residual(const std::string& name, const at::Tensor& x) const;
    at::Tensor everyStep(const at::Tensor& x) const;
    std::string headName(const std::string& suffix) const;

    const Network& m_network;
    std::string m_branch;
    std::int64_t m_steps;
    Potentials& m_potentials;
    const Pass& m_pass;
    JobContext& m_job;
};

at::Tensor Layers::everyStep(const at::Tensor& x) const
{
    if (x.size(0) == m_steps)
        return x;
    std::vector<std::int64_t> shape = x.sizes().vec();
    shape[0] = m_steps;
    return x.expand(shape);
}

at::Tensor Layers::convolution(const std::string& name, const at::Tensor& x, std::int64_t stride,
                               std::int64_t padding) const
{
    m_job.checkpoint();
    return merged(x, [&](const at::Tensor& pictures) {
        return at::conv2d(pictures, m_network.at(name + ".weight"), {}, stride, padding);
    });
}

at::Tensor Layers::pooled(const at::Tensor& x) const
{
    return merged(x, [](const at::Tensor& pictures) { return at::avg_pool2d(pictures, 2); });
}

at::Tensor Layers::linear(const std::string& name, const at::Tensor& x) const
{
    return at::linear(x, m_network.at(name + ".weight"), m_network.at(name + ".bias"));
}

void Layers::countBatches(const std::string& norm) const
{
    const std::string counter = norm + ".num_batches_tracked";
    if (m_pass.moves && m_network.has(counter))
        m_network.at(counter).add_(m_steps);
}

at::Tensor Layers::normed(const std::string& name, const at::Tensor& x) const
{
    const at::Tensor& weight = m_network.at(name + ".weight");
    const at::Tensor& bias = m_network.at(name + ".bias");
    const at::Tensor& mean = m_network.at(name + ".running_mean");
    const at::Tensor& variance = m_network.at(name + ".running_var");
    if (!m_pass.training) {
        return merged(x, [&](const at::Tensor& pictures) {
            return at::batch_norm(pictures, weight, bias, mean, variance, false, kMomentum,
                                  kEpsilon, false);
        });
    }
    std::vector<at::Tensor> steps;
    for (const at::Tensor& step : everyStep(x).unbind(0))
        steps.push_back(at::batch_norm(step, weight, bias, m_pass.moves ? mean : at::Tensor(),
                                       m_pass.moves ? variance : at::Tensor(), true, kMomentum,
                                       kEpsilon, false));
    countBatches(name);
    return at::stack(steps);
}

bool Layers::keepsMembrane(const std::string& module, const at::Tensor* membrane) const
{
    return membrane != nullptr ||
           (m_pass.recorder != nullptr && m_pass.recorder->wants(m_branch + "/mem/" + module));
}

at::Tensor Layers::remembered(const std::string& module, const nn::LeakyPass& made,
                              at::Tensor* membrane) const
{
    m_job.checkpoint();
    Recorder* recorder = m_pass.recorder;
    const std::string lifId = m_branch + "/lif/" + module;
    const std::string rateId = "rate/" + lifId;
    const std::string membraneId = m_branch + "/mem/" + module;
    m_potentials[module] = made.membrane.select(0, -1);
    if (membrane != nullptr)
        *membrane = made.membrane;
    if (recorder != nullptr && recorder->wants(membraneId))
        recorder->take(membraneId, made.membrane);
    if (recorder != nullptr && recorder->wants(lifId))
        recorder->take(lifId, made.spikes);
    if (recorder != nullptr && recorder->wants(rateId))
        recorder->take(rateId, made.spikes.mean());
    return made.spikes;
}

at::Tensor Layers::spikes(const std::string& module, const at::Tensor& current,
                          at::Tensor* membrane) const
{
    return remembered(module,
                      nn::leakySpikes(everyStep(current), m_potentials[module],
                                      m_network.neuron(module), keepsMembrane(module, membrane)),
                      membrane);
}

at::Tensor Layers::normedSpikes(const std::string& norm, const std::string& module,
                                const at::Tensor& x, at::Tensor* membrane) const
{
    if (!m_pass.training || !m_pass.fused)
        return spikes(module, normed(norm, x), membrane);
    countBatches(norm);
    const nn::BatchNorm batchNorm{m_network.at(norm + ".weight"),
                                  m_network.at(norm + ".bias"),
                                  m_pass.moves ? m_network.at(norm + ".running_mean")
                                               : at::Tensor(),
                                  m_pass.moves ? m_network.at(norm + ".running_var") : at::Tensor(),
                                  kMomentum,
                                  kEpsilon};
    return remembered(module,
                      nn::normedSpikes(x, m_steps, batchNorm, m_potentials[module],
                                       m_network.neuron(module), keepsMembrane(module, membrane)),
                      membrane);
}

std::string Layers::headName(const std::string& suffix) const
{
    if (!m_network.config.transfer)
        return "fc" + suffix;
    return (m_branch == nameOf(Branch::Static) ? "rgb_fc" : "dvs_fc") + suffix;
}

BranchOutputs Layers::vgg(const at::Tensor& input)
{
    at::Tensor x = input;
    BranchOutputs outputs;
    for (const auto& [block, pools] : kVggBlocks) {
        const std::string name = "feature." + std::to_string(block);
        x = normedSpikes(name + ".bn", name + ".node", convolution(name + ".conv", x, 1, 1),
                         block == 10 ? &outputs.feature : nullptr);
        if (pools)
            x = pooled(x);
    }
    outputs.logits = linear(headName(".1"), x.flatten(2));
    return outputs;
}

at::Tensor Layers::residual(const std::string& name, const at::Tensor& x) const
{
    const bool shortcut = m_network.has(name + ".downsample.2.weight");
    // Only the first block of a stage has another size than what it gets; stage 1 keeps it.
    const std::int64_t stride = shortcut && !name.starts_with("layer1.") ? 2 : 1;
    at::Tensor y = normedSpikes(name + ".bn1", name + ".node1", x);
    y = convolution(name + ".conv1", y, stride, 1);
    y = normedSpikes(name + ".bn2", name + ".node2", y);
    y = convolution(name + ".conv2", y, 1, 1);
    if (!shortcut)
        return y + x;
    const at::Tensor z = normedSpikes(name + ".downsample.0", name + ".downsample.1", x);
    return y + convolution(name + ".downsample.2", z, stride, 0);
}

BranchOutputs Layers::resNet(const at::Tensor& input)
{
    at::Tensor x = convolution("conv1", input, 1, 1);
    for (std::size_t stage = 1; stage <= m_network.config.widths.size(); ++stage) {
        for (const char* block : {".0", ".1"})
            x = residual("layer" + std::to_string(stage) + block, x);
    }
    BranchOutputs outputs;
    outputs.feature = normed("bn1", x).mean({3, 4});
    outputs.logits = linear(headName(""), outputs.feature);
    return outputs;
}

BranchOutputs Layers::scnn(const at::Tensor& input)
{
    at::Tensor x = pooled(spikes("feature.1", convolution("feature.0", input, 1, 0)));
    x = pooled(spikes("feature.4", convolution("feature.3", x, 1, 0)));
    BranchOutputs outputs;
    x = spikes("node1", linear("fc1", x.flatten(2)), &outputs.feature);
    outputs.logits = linear("fc2", x); // shared by both branches
    return outputs;
}

void Layers::recordMeans(const at::Tensor& logits) const
{
    const std::string id = m_branch + "/running_mean";
    if (m_pass.recorder == nullptr || !m_pass.recorder->wants(id))
        return;
    const at::Tensor counts =
        at::arange(1, logits.size(0) + 1, logits.options()).reshape({-1, 1, 1});
    m_pass.recorder->take(id, at::cumsum(logits, 0) / counts);
}

} // namespace

std::string nameOf(Branch branch)
{
    return branch == Branch::Static ? "static" : "event";
}

BranchOutputs forwardPlain(const Network& network, Branch branch, const at::Tensor& x,
                           std::int64_t steps, Potentials& potentials, const Pass& pass,
                           JobContext& job)
{
    Layers layers(network, branch, steps, potentials, pass, job);
    BranchOutputs outputs;
    switch (network.config.arch) {
    case Arch::Vgg:
        outputs = layers.vgg(x);
        break;
    case Arch::ResNet18:
        outputs = layers.resNet(x);
        break;
    case Arch::Scnn:
        outputs = layers.scnn(x);
        break;
    }
    layers.recordMeans(outputs.logits);
    return outputs;
}

} // namespace inspike::transfer
