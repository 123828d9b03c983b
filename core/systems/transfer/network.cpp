// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/network.h"

#include "core/base/error.h"
#include "core/base/random.h"

#include <ATen/ops/ones.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/zeros.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace inspike::transfer {

namespace {

using nn::ParameterEntry;
using Role = nn::ParameterRole;

constexpr std::string_view kTitle = "the static-to-event network";
constexpr double kThreshold = 0.5;
constexpr double kSharpness = 2.0;
constexpr double kScnnLinearBound = 0.1;
constexpr std::int64_t kSmallKernel = 3;
constexpr std::int64_t kLargeKernel = 5; // of SCNN
constexpr std::size_t kBlocksPerStage = 2;

std::int64_t signedOf(std::size_t value)
{
    return static_cast<std::int64_t>(value);
}

std::string numbered(const char* name, std::size_t number)
{
    return name + std::to_string(number);
}

class Lister
{
public:
    explicit Lister(const Config& config) : m_config(config) {}

    std::vector<ParameterEntry> all()
    {
        if (m_config.transfer) {
            for (std::size_t t = 0; t < m_config.steps; ++t)
                add(numbered("coefficient.", t), {1}, Role::StepWeight);
        }
        if (m_config.arch == Arch::Vgg)
            vgg();
        else if (m_config.arch == Arch::ResNet18)
            resNet();
        else
            scnn();
        return std::move(m_entries);
    }

private:
    void add(const std::string& name, std::vector<std::int64_t> shape, Role role,
             std::int64_t inputs = 0)
    {
        m_entries.push_back({name, std::move(shape), role, true, inputs});
    }

    void convolution(const std::string& name, std::size_t from, std::size_t to, std::int64_t kernel)
    {
        // ResNet starts from fan-out, the others from fan-in.
        const std::size_t fan = m_config.arch == Arch::ResNet18 ? to : from;
        add(name + ".weight", {signedOf(to), signedOf(from), kernel, kernel}, Role::ConvWeight,
            signedOf(fan) * kernel * kernel);
    }

    void batchNorm(const std::string& name, std::size_t width)
    {
        const std::int64_t channels = signedOf(width);
        add(name + ".weight", {channels}, Role::NormWeight);
        add(name + ".bias", {channels}, Role::NormBias);
        add(name + ".running_mean", {channels}, Role::RunningMean);
        add(name + ".running_var", {channels}, Role::RunningVariance);
        add(name + ".num_batches_tracked", {}, Role::BatchesTracked);
    }

    void neurons(const std::string& name)
    {
        add(name + ".threshold", {}, Role::FrozenThreshold);
        add(name + ".act_fun.alpha", {}, Role::FrozenSlope);
    }

    void linear(const std::string& name, std::size_t from, std::size_t to)
    {
        add(name + ".weight", {signedOf(to), signedOf(from)}, Role::LinearWeight, signedOf(from));
        add(name + ".bias", {signedOf(to)}, Role::LinearBias, signedOf(from));
    }

    void heads(const std::string& suffix)
    {
        for (const char* name :
             m_config.transfer ? std::vector{"rgb_fc", "dvs_fc"} : std::vector{"fc"})
            linear(name + suffix, m_config.headInputs(), m_config.classes);
    }

    void vgg()
    {
        std::size_t from = kChannels;
        for (std::size_t i = 0; i < kVggBlocks.size(); ++i) {
            const std::string name = "feature." + std::to_string(kVggBlocks[i].number);
            convolution(name + ".conv", from, m_config.widths[i], kSmallKernel);
            batchNorm(name + ".bn", m_config.widths[i]);
            neurons(name + ".node");
            from = m_config.widths[i];
        }
        heads(".1");
    }

    void resNet()
    {
        std::size_t from = m_config.widths.front();
        convolution("conv1", kChannels, from, kSmallKernel);
        for (std::size_t stage = 0; stage < m_config.widths.size(); ++stage) {
            const std::size_t width = m_config.widths[stage];
            for (std::size_t block = 0; block < kBlocksPerStage; ++block) {
                const std::string name = numbered("layer", stage + 1) + "." + std::to_string(block);
                residual(name, from, width, stage > 0 && block == 0);
                from = width;
            }
        }
        batchNorm("bn1", from);
        heads("");
    }

    void residual(const std::string& name, std::size_t from, std::size_t to, bool strided)
    {
        batchNorm(name + ".bn1", from);
        neurons(name + ".node1");
        convolution(name + ".conv1", from, to, kSmallKernel);
        neurons(name + ".node2");
        batchNorm(name + ".bn2", to);
        convolution(name + ".conv2", to, to, kSmallKernel);
        if (strided || from != to) {
            batchNorm(name + ".downsample.0", from);
            neurons(name + ".downsample.1");
            convolution(name + ".downsample.2", from, to, 1);
        }
    }

    void scnn()
    {
        convolution("feature.0", kChannels, m_config.widths[0], kLargeKernel);
        neurons("feature.1");
        convolution("feature.3", m_config.widths[0], m_config.widths[1], kLargeKernel);
        neurons("feature.4");
        const std::size_t side = (m_config.size - 12) / 4; // after both convolutions and poolings
        linear("fc1", m_config.widths[1] * side * side, m_config.widths[2]);
        neurons("node1");
        linear("fc2", m_config.widths[2], m_config.classes);
    }

    const Config& m_config;
    std::vector<ParameterEntry> m_entries;
};

at::Tensor uniform(const ParameterEntry& entry, Random& random, double bound)
{
    return nn::drawnTensor(entry.shape, [&] { return bound * (2.0 * random.uniform() - 1.0); });
}

at::Tensor initialValue(const ParameterEntry& entry, Arch arch, std::uint64_t seed)
{
    const auto options = at::TensorOptions().dtype(at::kFloat);
    Random random(seed);
    const double bound = 1.0 / std::sqrt(std::max(1.0, static_cast<double>(entry.inputs)));
    switch (entry.role) {
    case Role::ConvWeight:
        if (arch == Arch::Vgg) // as PyTorch's layers: uniform, of fan-in
            return uniform(entry, random, bound);
        // He et al. 2015, normal: gain sqrt(2)
        return nn::drawnTensor(entry.shape,
                               [&] { return std::sqrt(2.0) * bound * random.normal(); });
    case Role::LinearWeight:
        return uniform(entry, random, arch == Arch::Scnn ? kScnnLinearBound : bound);
    case Role::LinearBias:
        return uniform(entry, random, bound);
    case Role::NormWeight:
    case Role::RunningVariance:
    case Role::StepWeight:
        return at::ones(entry.shape, options);
    case Role::BatchesTracked:
        return at::zeros(entry.shape, at::TensorOptions().dtype(at::kLong));
    case Role::FrozenThreshold:
        return at::scalar_tensor(kThreshold, options);
    case Role::FrozenSlope:
        return at::scalar_tensor(kSharpness, options);
    default:
        return at::zeros(entry.shape, options);
    }
}

std::vector<SpikingLayer> vggLayers(const Config& config)
{
    std::vector<SpikingLayer> layers;
    std::size_t side = config.size;
    for (std::size_t i = 0; i < kVggBlocks.size(); ++i) {
        layers.push_back({"feature." + std::to_string(kVggBlocks[i].number) + ".node",
                          {config.widths[i], side, side}});
        if (kVggBlocks[i].pools)
            side /= 2;
    }
    return layers;
}

std::vector<SpikingLayer> resNetLayers(const Config& config)
{
    std::vector<SpikingLayer> layers;
    std::size_t from = config.widths.front();
    std::size_t side = config.size;
    for (std::size_t stage = 0; stage < config.widths.size(); ++stage) {
        const std::size_t width = config.widths[stage];
        for (std::size_t block = 0; block < kBlocksPerStage; ++block) {
            const std::string name = numbered("layer", stage + 1) + "." + std::to_string(block);
            const bool strided = stage > 0 && block == 0;
            const std::size_t after = strided ? (side + 1) / 2 : side;
            layers.push_back({name + ".node1", {from, side, side}});
            layers.push_back({name + ".node2", {width, after, after}});
            if (strided || from != width)
                layers.push_back({name + ".downsample.1", {from, side, side}});
            from = width;
            side = after;
        }
    }
    return layers;
}

} // namespace

const at::Tensor& Network::at(std::string_view name) const
{
    return nn::parameterOf(state, name, kTitle);
}

std::vector<std::string> Network::trainable() const
{
    return nn::trainedNames(parametersOf(config), state);
}

std::uint64_t Network::parameterCount() const
{
    return nn::elementsOf(state, trainable());
}

nn::LeakyNeuron Network::neuron(const std::string& module) const
{
    nn::LeakyNeuron neuron;
    neuron.surrogate = config.arch == Arch::Scnn ? nn::Surrogate::BackEi : nn::Surrogate::QGate;
    if (has(module + ".threshold"))
        neuron.threshold = at(module + ".threshold").item<float>();
    if (has(module + ".act_fun.alpha"))
        neuron.sharpness = at(module + ".act_fun.alpha").item<float>();
    return neuron;
}

std::vector<nn::ParameterEntry> parametersOf(const Config& config)
{
    return Lister(config).all();
}

std::vector<SpikingLayer> spikingLayers(const Config& config)
{
    if (config.arch == Arch::Vgg)
        return vggLayers(config);
    if (config.arch == Arch::ResNet18)
        return resNetLayers(config);
    const std::size_t first = config.size - 4;
    const std::size_t second = first / 2 - 4;
    return {{"feature.1", {config.widths[0], first, first}},
            {"feature.4", {config.widths[1], second, second}},
            {"node1", {config.widths[2]}}};
}

std::vector<std::size_t> featureShape(const Config& config)
{
    if (config.arch == Arch::Vgg)
        return vggLayers(config).back().shape;
    return {config.widths.back()};
}

Network networkFrom(const Checkpoint& checkpoint, Config config)
{
    check(config);
    Network network;
    network.config = std::move(config);
    network.state =
        nn::stateFrom(parametersOf(network.config), nn::namedTensors(checkpoint), kTitle);
    return network;
}

Network initialNetwork(const Config& config, std::uint64_t seed)
{
    check(config);
    Network network;
    network.config = config;
    std::uint64_t index = 0;
    for (const ParameterEntry& entry : parametersOf(config))
        network.state[entry.name] = initialValue(entry, config.arch, mixedSeed(seed, index++));
    return network;
}

void store(const Network& network, Checkpoint& checkpoint)
{
    checkpoint.config = toJson(network.config);
    nn::storeState(network.state, checkpoint);
}

} // namespace inspike::transfer
