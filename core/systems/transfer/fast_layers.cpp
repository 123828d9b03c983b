// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/fast_layers.h"

#include "core/nn/detail/bridge.h"

#include <cmath>
#include <utility>

namespace inspike::transfer {

using nn::ActiveForm;
using nn::SpikeWindow;

namespace {

constexpr float kBatchNormEpsilon = 1e-5F;
constexpr float kPooledScale = 0.25F; // of counts of four
// Sums of sets of weights pay where this many positions of the result share them.
constexpr std::size_t kLeastPositionsForGroups = 100;
constexpr SpikeWindow kSame{3, 1, 1};

std::vector<float> floatsOf(const at::Tensor& tensor)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
    nn::copyToFloats(tensor.detach(), values);
    return values;
}

struct Fold
{
    std::vector<float> scale, shift;
};

class Preparation
{
public:
    explicit Preparation(const Network& network) : m_network(network) {}

    Fold normFold(const std::string& name) const
    {
        Fold fold{floatsOf(m_network.at(name + ".weight")), floatsOf(m_network.at(name + ".bias"))};
        const std::vector<float> mean = floatsOf(m_network.at(name + ".running_mean"));
        const std::vector<float> variance = floatsOf(m_network.at(name + ".running_var"));
        for (std::size_t o = 0; o < fold.scale.size(); ++o) {
            fold.scale[o] *= 1.0F / std::sqrt(variance[o] + kBatchNormEpsilon);
            fold.shift[o] -= mean[o] * fold.scale[o];
        }
        return fold;
    }

    Fold noFold(std::size_t outputs) const
    {
        return {std::vector<float>(outputs, 1.0F), std::vector<float>(outputs)};
    }

    Fold biasFold(const std::string& name) const
    {
        std::vector<float> bias = floatsOf(m_network.at(name + ".bias"));
        return {std::vector<float>(bias.size(), 1.0F), std::move(bias)};
    }

    // For maps of spikes; `positions` of the result of a step.
    static FastForm formFor(std::size_t positions)
    {
        return positions >= kLeastPositionsForGroups ? FastForm{ActiveForm::Groups, true}
                                                     : FastForm{ActiveForm::Spikes, false};
    }

    // Neurons behind `weight`, read as a convolution with that window.
    FastLayer neurons(const std::string& module, const std::string& weight, FastForm form,
                      const SpikeWindow& window, Fold fold, bool ofPooled) const
    {
        return {module, layer(weight, form, window, std::move(fold), ofPooled, module), form};
    }

    FastSums sums(const std::string& name, FastForm form, const SpikeWindow& window, Fold fold,
                  bool ofPooled = false) const
    {
        return {name, layer(name + ".weight", form, window, std::move(fold), ofPooled, {}), form};
    }

    FastNeurons denseNeurons(const std::string& norm, const std::string& module) const
    {
        Fold fold = normFold(norm);
        return {module, {std::move(fold.scale), std::move(fold.shift), ruleOf(module)}};
    }

    FastResidual residual(const std::string& name, std::size_t side) const
    {
        const bool shortcut = m_network.has(name + ".downsample.2.weight");
        const std::size_t stride = shortcut && !name.starts_with("layer1.") ? 2 : 1;
        const std::size_t after = (side + stride - 1) / stride;
        const FastForm form = formFor(after * after);
        const std::size_t width = outputsOf(name + ".conv2.weight");
        FastResidual block{denseNeurons(name + ".bn1", name + ".node1"),
                           neurons(name + ".node2", name + ".conv1.weight", form, {3, stride, 1},
                                   normFold(name + ".bn2"), false),
                           sums(name + ".conv2", form, kSame, noFold(width)),
                           {}};
        if (shortcut)
            block.shortcut = {denseNeurons(name + ".downsample.0", name + ".downsample.1"),
                              sums(name + ".downsample.2", form, {1, stride, 0}, noFold(width))};
        return block;
    }

    std::size_t outputsOf(const std::string& weight) const
    {
        return static_cast<std::size_t>(m_network.at(weight).size(0));
    }

private:
    nn::FiringRule ruleOf(const std::string& module) const
    {
        return nn::FiringRule::above(m_network.neuron(module).threshold);
    }

    // Without a module: no neurons.
    nn::SpikeLayer layer(const std::string& weight, FastForm form, const SpikeWindow& window,
                         Fold fold, bool ofPooled, const std::string& module) const
    {
        const std::vector<float> weights = floatsOf(m_network.at(weight));
        if (ofPooled) {
            for (float& scale : fold.scale)
                scale *= kPooledScale;
        }
        const std::size_t outputs = fold.scale.size();
        return nn::SpikeLayer(
            {form.form, weights, weights.size() / outputs / (window.kernel * window.kernel), window,
             fold.scale, fold.shift, module.empty() ? nn::FiringRule{} : ruleOf(module),
             !module.empty(), form.sliced});
    }

    const Network& m_network;
};

void prepareVgg(const Network& network, FastLayers& fast)
{
    const Preparation prepare(network);
    std::size_t side = network.config.size;
    bool ofPooled = false;
    for (const auto& [block, pools] : kVggBlocks) {
        const std::string name = "feature." + std::to_string(block);
        fast.layers.push_back(
            prepare.neurons(name + ".node", name + ".conv.weight",
                            block == 0 ? FastForm{} : Preparation::formFor(side * side), kSame,
                            prepare.normFold(name + ".bn"), ofPooled));
        fast.layers.back().pooled = pools;
        ofPooled = pools;
        side = pools ? side / 2 : side;
    }
    for (const char* name :
         network.config.transfer ? std::vector{"rgb_fc.1", "dvs_fc.1"} : std::vector{"fc.1"})
        fast.heads.push_back(prepare.sums(name, {ActiveForm::Spikes, false}, {side, 1, 0},
                                          prepare.biasFold(name), true));
}

void prepareResNet(const Network& network, FastLayers& fast)
{
    const Preparation prepare(network);
    fast.start =
        prepare.sums("conv1", FastForm{}, kSame, prepare.noFold(prepare.outputsOf("conv1.weight")));
    std::size_t side = network.config.size;
    for (std::size_t stage = 1; stage <= network.config.widths.size(); ++stage) {
        for (const char* block : {".0", ".1"}) {
            fast.residuals.push_back(
                prepare.residual("layer" + std::to_string(stage) + block, side));
            side = fast.residuals.back().first.weights.window().outputs(side);
        }
    }
    Fold fold = prepare.normFold("bn1");
    fast.scale = std::move(fold.scale);
    fast.shift = std::move(fold.shift);
    for (const char* name :
         network.config.transfer ? std::vector{"rgb_fc", "dvs_fc"} : std::vector{"fc"}) {
        fast.headWeights.push_back(network.at(std::string(name) + ".weight").detach());
        fast.headBiases.push_back(network.at(std::string(name) + ".bias").detach());
    }
}

void prepareScnn(const Network& network, FastLayers& fast)
{
    const Preparation prepare(network);
    const SpikeWindow window{5, 1, 0};
    const Config& config = network.config;
    const std::size_t first = window.outputs(config.size);
    const std::size_t second = window.outputs(first / 2);
    fast.layers.push_back(prepare.neurons("feature.1", "feature.0.weight", FastForm{}, window,
                                          prepare.noFold(config.widths[0]), false));
    fast.layers.push_back(prepare.neurons("feature.4", "feature.3.weight",
                                          Preparation::formFor(second * second), window,
                                          prepare.noFold(config.widths[1]), true));
    for (FastLayer& layer : fast.layers)
        layer.pooled = true;
    fast.layers.push_back(prepare.neurons("node1", "fc1.weight", {ActiveForm::Spikes, false},
                                          {second / 2, 1, 0}, prepare.biasFold("fc1"), true));
    fast.heads.push_back(
        prepare.sums("fc2", {ActiveForm::Spikes, false}, SpikeWindow{}, prepare.biasFold("fc2")));
}

} // namespace

FastLayers::FastLayers(const Network& network) : config(network.config)
{
    if (config.arch == Arch::Vgg)
        prepareVgg(network, *this);
    else if (config.arch == Arch::ResNet18)
        prepareResNet(network, *this);
    else
        prepareScnn(network, *this);
}

} // namespace inspike::transfer
