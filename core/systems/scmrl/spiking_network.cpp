// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/spiking_network.h"

#include "core/base/random.h"
#include "core/systems/scmrl/forward.h"

#include <ATen/ops/empty.h>

namespace inspike::scmrl {

namespace {

constexpr std::size_t kSamples = 2;
constexpr float kMomentum = 0.1F; // of the batch norms' running statistics
constexpr float kGain = 1.3F;     // of batch norms; 1 fires too little
constexpr float kAttentionShift = 1.2F;
// Linear layers start with small weights, and what they add up is small, too.
constexpr float kLinearGain = 60.0F;
constexpr float kLinearShift = 0.8F;

at::Tensor noise(const std::vector<std::size_t>& shape, Random& random)
{
    const at::Tensor tensor =
        at::empty(std::vector<std::int64_t>(shape.begin(), shape.end()), at::kFloat);
    float* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        values[i] = static_cast<float>(random.normal());
    return tensor;
}

void change(const at::Tensor& tensor, float factor, float shift)
{
    float* values = tensor.data_ptr<float>();
    for (std::int64_t i = 0; i < tensor.numel(); ++i)
        values[i] = values[i] * factor + shift;
}

// Batch norms and the linear layers in front of neurons.
void liven(Network& network)
{
    for (const auto& [name, tensor] : network.state) {
        const bool linear = name.starts_with("block.") &&
                            network.config.fusion != Fusion::WeightAttention &&
                            (name.find("trans_linear") != std::string::npos ||
                             name.find(".attn.fc") != std::string::npos);
        const bool norm = name.find("_bn") != std::string::npos;
        const bool attention = name.find(".attn.") != std::string::npos;
        if (name.ends_with(".weight") && (linear || norm))
            change(tensor, linear ? kLinearGain : kGain, 0.0F);
        if (name.ends_with(".bias") && (linear || (norm && attention)))
            change(tensor, 1.0F, linear ? kLinearShift : kAttentionShift);
    }
}

// The statistics of the only batch, of which the running ones took a tenth.
void undoMomentum(const at::Tensor& running, float start)
{
    float* values = running.data_ptr<float>();
    for (std::int64_t i = 0; i < running.numel(); ++i)
        values[i] = (values[i] - (1.0F - kMomentum) * start) / kMomentum;
}

} // namespace

NoisePictures noisePictures(const Config& config, std::size_t samples, bool repeated,
                            std::uint64_t seed)
{
    Random random(seed);
    const std::size_t steps = repeated ? 1 : config.steps;
    const at::Tensor audio = noise({steps, samples, 1, config.height, config.width}, random);
    return {audio,
            noise({steps, samples, config.visualChannels, config.height, config.width}, random)};
}

Network spikingNetwork(const Config& config, std::uint64_t seed)
{
    Network network = initialNetwork(config, seed);
    liven(network);
    const NoisePictures pictures = noisePictures(config, kSamples, true, seed + 1);
    Pass pass;
    pass.training = true;
    pass.seed = seed;
    JobContext job = nullJob();
    forwardPlain(network, pictures.audio, pictures.visual, pass, job);
    for (const auto& [name, tensor] : network.state) {
        if (name.ends_with(".running_mean"))
            undoMomentum(tensor, 0.0F);
        if (name.ends_with(".running_var"))
            undoMomentum(tensor, 1.0F);
    }
    return network;
}

} // namespace inspike::scmrl
