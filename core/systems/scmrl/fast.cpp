// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/fast.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/systems/scmrl/fast_sample.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>

#include <algorithm>

namespace inspike::scmrl {

namespace {

// Pictures [T or 1, B, channels, H, W] as floats in order; a dimension of steps that only repeats
// the same memory counts as one.
class Pictures
{
public:
    Pictures(const at::Tensor& input, const Config& config)
        : m_input(oneStep(input).to(at::kFloat).contiguous()),
          m_steps(static_cast<std::size_t>(m_input.size(0))),
          m_size(static_cast<std::size_t>(m_input.numel()) / m_steps /
                 static_cast<std::size_t>(m_input.size(1)))
    {
        if (m_size != static_cast<std::size_t>(m_input.size(2)) * config.height * config.width)
            throw Error(ErrorKind::BadShape, "the pictures have another size than the network's");
    }
    std::size_t samples() const { return static_cast<std::size_t>(m_input.size(1)); }
    PictureView view(std::size_t sample) const
    {
        PictureView view{{}, static_cast<std::size_t>(m_input.size(2))};
        for (std::size_t step = 0; step < m_steps; ++step)
            view.steps.push_back(m_input.data_ptr<float>() + (step * samples() + sample) * m_size);
        return view;
    }

private:
    static at::Tensor oneStep(const at::Tensor& input)
    {
        return input.size(0) > 1 && input.stride(0) == 0 ? input.narrow(0, 0, 1) : input;
    }

    at::Tensor m_input;
    std::size_t m_steps;
    std::size_t m_size; // of one picture
};

at::Tensor emptyTensor(const std::vector<std::int64_t>& shape)
{
    return at::empty(shape, at::TensorOptions().dtype(at::kFloat));
}

// Copies `parts` rows of a sample into [parts, B, size].
void put(const std::vector<float>& values, std::size_t parts, std::size_t sample,
         const at::Tensor& target)
{
    if (!target.defined())
        return;
    const std::size_t size = values.size() / parts;
    const auto samples = static_cast<std::size_t>(target.size(target.dim() - 2));
    for (std::size_t part = 0; part < parts; ++part)
        std::copy_n(values.data() + part * size, size,
                    target.data_ptr<float>() + (part * samples + sample) * size);
}

Outputs emptyOutputs(const Config& config, std::size_t samples)
{
    const auto count = static_cast<std::int64_t>(samples);
    const auto classes = static_cast<std::int64_t>(config.classes);
    Outputs outputs;
    outputs.logits = emptyTensor({count, classes});
    if (config.modality != Modality::Both || !config.crossAttention)
        return outputs;
    const std::vector<std::int64_t> shape =
        config.fusion == Fusion::Cmci
            ? std::vector<std::int64_t>{count, classes}
            : std::vector<std::int64_t>{static_cast<std::int64_t>(config.steps), count,
                                        static_cast<std::int64_t>(config.embed)};
    outputs.audioResidual = emptyTensor(shape);
    outputs.visualResidual = emptyTensor(shape);
    return outputs;
}

} // namespace

struct FastNetwork::Prepared
{
    FastLayers layers;
};

FastNetwork::FastNetwork(const Network& network)
    : m_prepared(std::make_unique<const Prepared>(Prepared{FastLayers(network)}))
{}
FastNetwork::~FastNetwork() = default;
FastNetwork::FastNetwork(FastNetwork&&) noexcept = default;
FastNetwork& FastNetwork::operator=(FastNetwork&&) noexcept = default;

Outputs FastNetwork::forward(const at::Tensor& audio, const at::Tensor& visual, const Pass& pass,
                             JobContext& job, PartTimes* times) const
{
    const FastLayers& layers = m_prepared->layers;
    const Config& config = layers.config;
    const bool both = config.modality == Modality::Both;
    const Pictures first(config.modality == Modality::Visual ? visual : audio, config);
    const Pictures second(config.modality == Modality::Audio ? audio : visual, config);
    const std::size_t samples = first.samples();
    const auto threads = static_cast<std::size_t>(std::max(1, at::get_num_threads()));
    const int within = static_cast<int>(std::max<std::size_t>(1, threads / samples));
    Outputs outputs = emptyOutputs(config, samples);
    FastRecord record(pass.recorder, config.steps, samples);
    std::vector<PartTimes> parts(times != nullptr ? samples : 0);
    parallelPieces(samples, static_cast<int>(threads), [&](std::size_t sample) {
        SamplePass one(layers, {pass.recorder != nullptr ? &record : nullptr, sample}, pass.seed,
                       within, times != nullptr ? &parts[sample] : nullptr, job);
        const SampleOutputs result = both ? one.twoStreams(first.view(sample), second.view(sample))
                                          : one.oneStream(first.view(sample));
        const std::size_t steps = config.fusion == Fusion::Cmci ? 1 : config.steps;
        put(result.logits, 1, sample, outputs.logits);
        put(result.audioResidual, steps, sample, outputs.audioResidual);
        put(result.visualResidual, steps, sample, outputs.visualResidual);
    });
    for (const PartTimes& part : parts) {
        for (const auto& [name, seconds] : part)
            (*times)[name] += seconds;
    }
    if (pass.recorder != nullptr)
        record.deliver();
    return outputs;
}

} // namespace inspike::scmrl
