// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/systems/scmrl/samples_of.h"

#include <algorithm>
#include <cmath>

namespace inspike::scmrl {

namespace {

constexpr std::size_t kRank = 5; // sample, step, channel, height, width

// One modality: the numbers of all samples.
struct Pictures
{
    std::vector<float> values;
    std::size_t samples = 0;
    std::size_t steps = 1;

    std::vector<float> of(std::size_t index) const
    {
        const std::size_t each = values.size() / samples;
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(index * each);
        return {begin, begin + static_cast<std::ptrdiff_t>(each)};
    }
};

Pictures picturesOf(const Tensor& tensor, const std::string& name, std::size_t channels,
                    const Config& config)
{
    const std::vector<std::size_t>& shape = tensor.shape;
    const bool fits = shape.size() == kRank && shape[0] > 0 &&
                      (shape[1] == 1 || shape[1] == config.steps) && shape[2] == channels &&
                      shape[3] == config.height && shape[4] == config.width;
    if (!fits)
        throw Error(ErrorKind::BadShape,
                    "the input '" + name + "' must be [samples, 1 or " +
                        std::to_string(config.steps) + ", " + std::to_string(channels) + ", " +
                        std::to_string(config.height) + ", " + std::to_string(config.width) +
                        "], the recording has " + shapeText(shape));
    Pictures pictures{tensor.toFloats(), shape[0], shape[1]};
    if (!std::ranges::all_of(pictures.values, [](float value) { return std::isfinite(value); }))
        throw Error(ErrorKind::BadModel,
                    "the input '" + name + "' holds values that are not finite");
    return pictures;
}

std::vector<std::int64_t> labelsOf(const Recording& recording, std::size_t samples)
{
    std::vector<std::int64_t> labels;
    if (const auto* tensor = recording.stream<Tensor>("label")) {
        for (const double value : tensor->toDoubles())
            labels.push_back(std::isfinite(value) ? static_cast<std::int64_t>(value) : -1);
    } else if (const auto* stream = recording.first<Labels>()) {
        labels = stream->values;
    }
    labels.resize(samples, -1);
    return labels;
}

class TensorSamples : public Samples
{
public:
    TensorSamples(const Recording& recording, const Config& config) : m_classes(config.classNames)
    {
        if (const auto* audio = recording.stream<Tensor>("audio");
            audio != nullptr && config.modality != Modality::Visual)
            m_audio = picturesOf(*audio, "audio", 1, config);
        if (const auto* visual = recording.stream<Tensor>("visual");
            visual != nullptr && config.modality != Modality::Audio)
            m_visual = picturesOf(*visual, "visual", config.visualChannels, config);
        if (m_audio.samples != m_visual.samples && config.modality == Modality::Both)
            throw Error(ErrorKind::BadShape, std::to_string(m_audio.samples) +
                                                 " sounds do not pair with " +
                                                 std::to_string(m_visual.samples) + " pictures");
        m_labels = labelsOf(recording, count());
    }

    std::size_t count() const override { return std::max(m_audio.samples, m_visual.samples); }

    Sample load(std::size_t index, Augmentation, std::uint64_t, JobContext&) const override
    {
        Sample sample;
        sample.label = m_labels[index];
        if (m_audio.samples > 0) {
            sample.audio = m_audio.of(index);
            sample.audioSteps = m_audio.steps;
        }
        if (m_visual.samples > 0) {
            sample.visual = m_visual.of(index);
            sample.visualSteps = m_visual.steps;
        }
        return sample;
    }

    std::int64_t label(std::size_t index) const override { return m_labels[index]; }
    Split split(std::size_t) const override { return Split::None; }
    std::vector<std::string> classNames() const override { return m_classes; }
    std::string nameOf(std::size_t index) const override
    {
        return "sample " + std::to_string(index);
    }

private:
    Pictures m_audio, m_visual;
    std::vector<std::int64_t> m_labels;
    std::vector<std::string> m_classes;
};

} // namespace

std::unique_ptr<Samples> tensorSamples(std::shared_ptr<const Recording> recording,
                                       const Config& config)
{
    const bool audio =
        config.modality == Modality::Visual || recording->stream<Tensor>("audio") != nullptr;
    const bool visual =
        config.modality == Modality::Audio || recording->stream<Tensor>("visual") != nullptr;
    if (!audio || !visual)
        return nullptr;
    return std::make_unique<TensorSamples>(*recording, config);
}

} // namespace inspike::scmrl
