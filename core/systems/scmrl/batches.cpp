// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/batches.h"

#include "core/base/error.h"
#include "core/base/random.h"
#include "core/nn/detail/bridge.h"

#include <ATen/ops/zeros_like.h>

#include <algorithm>

namespace inspike::scmrl {

namespace {

Split splitNamed(const std::string& name)
{
    if (name == "train")
        return Split::Train;
    if (name == "validation")
        return Split::Validation;
    return name == "test" ? Split::Test : Split::None;
}

Tensor labelled(Tensor tensor, std::vector<AxisKind> axes)
{
    tensor.axes = std::move(axes);
    return tensor;
}

} // namespace

Batches::Batches(std::unique_ptr<Samples> samples, const Config& config,
                 const BatchRequest& request)
    : m_samples(std::move(samples)), m_config(config), m_request(request)
{
    const Split split = splitNamed(request.split);
    for (std::size_t i = 0; i < m_samples->count(); ++i) {
        if (request.split == "all" || m_samples->split(i) == split)
            m_chosen.push_back(i);
    }
    if (m_chosen.empty())
        throw Error(ErrorKind::BadModel, "the recording has no samples in the part '" +
                                             request.split + "' of " +
                                             std::to_string(m_samples->count()));
    if (request.mostSamples > 0 && request.mostSamples < m_chosen.size())
        m_chosen.resize(request.mostSamples);
}

std::size_t Batches::count() const
{
    return (m_chosen.size() + m_request.samplesPerBatch - 1) / m_request.samplesPerBatch;
}

void Batches::Kept::add(const std::vector<float>& sample, std::size_t sampleSteps, const char* name)
{
    if (sample.empty())
        return;
    if (steps != 0 && steps != sampleSteps)
        throw Error(ErrorKind::BadShape,
                    std::string("some ") + name + " inputs change over time and others do not");
    steps = sampleSteps;
    values.insert(values.end(), sample.begin(), sample.end());
}

void Batches::keep(const Sample& sample)
{
    m_audio.add(sample.audio, sample.audioSteps, "audio");
    m_visual.add(sample.visual, sample.visualSteps, "visual");
    m_labels.push_back(sample.label);
    m_seconds.push_back(static_cast<float>(sample.seconds));
    m_pictures.insert(m_pictures.end(), sample.picture.begin(), sample.picture.end());
}

at::Tensor Batches::tensorOf(const std::vector<Sample>& samples, bool visual) const
{
    const Sample& first = samples.front();
    const auto steps = static_cast<std::int64_t>(visual ? first.visualSteps : first.audioSteps);
    const auto channels = static_cast<std::int64_t>(visual ? m_config.visualChannels : 1);
    std::vector<float> all;
    for (const Sample& sample : samples) {
        const std::vector<float>& values = visual ? sample.visual : sample.audio;
        all.insert(all.end(), values.begin(), values.end());
    }
    return nn::tensorFromFloats(all, {static_cast<std::int64_t>(samples.size()), steps, channels,
                                      static_cast<std::int64_t>(m_config.height),
                                      static_cast<std::int64_t>(m_config.width)})
        .transpose(0, 1)
        .contiguous();
}

void Batches::disturb(at::Tensor& pictures, std::optional<double> snr, std::uint64_t seed) const
{
    if (!snr)
        return;
    // Noise is new at every step, so a still picture moves.
    std::vector<std::int64_t> shape = pictures.sizes().vec();
    shape[0] = static_cast<std::int64_t>(m_config.steps);
    at::Tensor noisy = pictures.expand(shape).clone();
    addNoise({noisy.data_ptr<float>(), static_cast<std::size_t>(noisy.numel())}, *snr, seed);
    pictures = noisy;
}

Batch Batches::load(std::size_t index, JobContext& job)
{
    const std::size_t begin = index * m_request.samplesPerBatch;
    const std::size_t end = std::min(begin + m_request.samplesPerBatch, m_chosen.size());
    std::vector<Sample> samples;
    for (std::size_t i = begin; i < end; ++i) {
        job.checkpoint();
        samples.push_back(m_samples->load(m_chosen[i], Augmentation::None, 0, job));
        keep(samples.back());
    }
    Batch batch;
    batch.samples = samples.size();
    const std::uint64_t seed = mixedSeed(m_request.seed, index);
    if (m_config.modality != Modality::Visual) {
        batch.audio = tensorOf(samples, false);
        if (m_request.ablated == "audio")
            batch.audio = at::zeros_like(batch.audio);
        disturb(batch.audio, m_request.audioSnr, mixedSeed(seed, 0));
    }
    if (m_config.modality != Modality::Audio) {
        batch.visual = tensorOf(samples, true);
        if (m_request.ablated == "visual")
            batch.visual = at::zeros_like(batch.visual);
        disturb(batch.visual, m_request.visualSnr, mixedSeed(seed, 1));
    }
    return batch;
}

void Batches::keepInputs(Run& run) const
{
    const std::size_t samples = m_labels.size();
    const std::vector<AxisKind> axes = {AxisKind::Sample, AxisKind::Step, AxisKind::Channel,
                                        AxisKind::Height, AxisKind::Width};
    const auto pictures = [&](const char* name, const Kept& kept, std::size_t channels) {
        if (!kept.values.empty())
            run.inputs[name] = labelled(
                Tensor::fromFloats({samples, kept.steps, channels, m_config.height, m_config.width},
                                   kept.values),
                axes);
    };
    pictures("audio", m_audio, 1);
    pictures("visual", m_visual, m_config.visualChannels);
    if (std::ranges::any_of(m_labels, [](std::int64_t label) { return label >= 0; }))
        run.inputs["label"] = labelled(Tensor::fromInt64({samples}, m_labels), {AxisKind::Sample});
    if (std::ranges::any_of(m_seconds, [](float seconds) { return seconds > 0.0F; }))
        run.inputs["audio_seconds"] =
            labelled(Tensor::fromFloats({samples}, m_seconds), {AxisKind::Sample});
    constexpr std::size_t kColours = 3;
    const std::size_t size = samples * kColours * m_config.height * m_config.width;
    if (size > 0 && m_pictures.size() == size)
        run.inputs["picture"] = labelled(
            Tensor::fromFloats({samples, kColours, m_config.height, m_config.width}, m_pictures),
            {AxisKind::Sample, AxisKind::Channel, AxisKind::Height, AxisKind::Width});
}

} // namespace inspike::scmrl
