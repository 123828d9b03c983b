// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/systems/transfer/samples_of.h"

#include <algorithm>
#include <cmath>

namespace inspike::transfer {

namespace {

constexpr std::size_t kRank = 5; // sample, step, channel, height, width

std::string wantedShape(const Config& config, const std::string& steps, const std::string& channels)
{
    const std::string size = std::to_string(config.size);
    return "[samples, " + steps + ", " + channels + ", " + size + ", " + size + "]";
}

// One domain: the numbers of all samples.
struct Stack
{
    std::vector<float> values;
    std::size_t samples = 0;
    std::size_t steps = 1;
    std::size_t channels = kChannels;

    // One channel is given to both.
    Pictures of(std::size_t index) const
    {
        const std::size_t each = values.size() / samples;
        const auto begin = values.begin() + static_cast<std::ptrdiff_t>(index * each);
        Pictures pictures;
        pictures.steps = steps;
        const auto plane = static_cast<std::ptrdiff_t>(each / steps / channels);
        for (std::size_t step = 0; step < steps; ++step) {
            for (std::size_t channel = 0; channel < kChannels; ++channel) {
                const std::size_t source = step * channels + std::min(channel, channels - 1);
                const auto from = begin + static_cast<std::ptrdiff_t>(source) * plane;
                pictures.values.insert(pictures.values.end(), from, from + plane);
            }
        }
        return pictures;
    }
};

Stack stackOf(const Tensor& tensor, const std::string& name, const Config& config, bool isStatic)
{
    const std::vector<std::size_t>& shape = tensor.shape;
    const bool fits = shape.size() == kRank && shape[0] > 0 &&
                      (shape[1] == config.steps || (isStatic && shape[1] == 1)) &&
                      (shape[2] == kChannels || (isStatic && shape[2] == 1)) &&
                      shape[3] == config.size && shape[4] == config.size;
    if (!fits) {
        const std::string steps = std::to_string(config.steps);
        throw Error(ErrorKind::BadShape,
                    "the input '" + name + "' must be " +
                        (isStatic ? wantedShape(config, "1 or " + steps, "1 or 2")
                                  : wantedShape(config, steps, "2")) +
                        ", the recording has " + shapeText(shape));
    }
    Stack stack{tensor.toFloats(), shape[0], shape[1], shape[2]};
    if (!std::ranges::all_of(stack.values, [](float value) { return std::isfinite(value); }))
        throw Error(ErrorKind::BadModel,
                    "the input '" + name + "' holds values that are not finite");
    return stack;
}

// Whole numbers, one per sample; `absent` where there is no such tensor.
std::vector<std::int64_t> wholeNumbers(const Recording& recording, const std::string& name,
                                       std::size_t samples, std::int64_t absent)
{
    const auto* tensor = recording.stream<Tensor>(name);
    if (tensor == nullptr)
        return std::vector<std::int64_t>(samples, absent);
    std::vector<std::int64_t> numbers;
    for (const double value : tensor->toDoubles()) {
        if (!std::isfinite(value) || value != std::floor(value) || std::abs(value) > 0x1p53)
            throw Error(ErrorKind::BadModel,
                        "the input '" + name + "' holds values that are no whole numbers");
        numbers.push_back(static_cast<std::int64_t>(value));
    }
    if (numbers.size() != samples)
        throw Error(ErrorKind::BadShape, "the input '" + name + "' has " +
                                             std::to_string(numbers.size()) + " values for " +
                                             std::to_string(samples) + " samples");
    return numbers;
}

std::vector<std::int64_t> labelsOf(const Recording& recording, std::size_t samples,
                                   const Config& config)
{
    std::vector<std::int64_t> labels = wholeNumbers(recording, "label", samples, -1);
    if (recording.stream<Tensor>("label") == nullptr) {
        if (const auto* stream = recording.first<Labels>();
            stream != nullptr && stream->values.size() == samples)
            labels = stream->values;
    }
    for (const std::int64_t label : labels) {
        if (label < -1 || label >= static_cast<std::int64_t>(config.classes))
            throw Error(ErrorKind::BadModel,
                        "a sample has class " + std::to_string(label) + ", the network has " +
                            std::to_string(config.classes) + " classes, from 0");
    }
    return labels;
}

class TensorSamples : public Samples
{
public:
    TensorSamples(const Recording& recording, const Config& config)
        : m_events(stackOf(*recording.stream<Tensor>("event"), "event", config, false)),
          m_labels(labelsOf(recording, m_events.samples, config)),
          m_classes(config.classNames)
    {
        if (const auto* still = recording.stream<Tensor>("static")) {
            m_stills = stackOf(*still, "static", config, true);
            if (m_stills.samples != m_events.samples)
                throw Error(ErrorKind::BadShape,
                            std::to_string(m_events.samples) + " event samples do not pair with " +
                                std::to_string(m_stills.samples) + " pictures");
        }
        const auto ids = wholeNumbers(recording, "id", m_events.samples, -1);
        std::vector<std::int64_t> sorted = ids;
        std::ranges::sort(sorted);
        m_ids =
            std::ranges::adjacent_find(sorted) == sorted.end() ? ids : std::vector<std::int64_t>{};
    }

    std::size_t count() const override { return m_events.samples; }
    Pictures events(std::size_t index, Augmentation, std::uint64_t, JobContext&) const override
    {
        return m_events.of(index);
    }
    std::int64_t label(std::size_t index) const override { return m_labels.at(index); }
    Split split(std::size_t) const override { return Split::None; }
    std::string nameOf(std::size_t index) const override
    {
        return m_ids.empty() ? "sample " + std::to_string(index) : std::to_string(m_ids.at(index));
    }

    std::size_t stillCount() const override { return m_stills.samples; }
    Pictures still(std::size_t index, JobContext&) const override { return m_stills.of(index); }
    std::int64_t stillLabel(std::size_t index) const override { return m_labels.at(index); }
    Split stillSplit(std::size_t) const override { return Split::None; }
    std::string stillName(std::size_t index) const override { return nameOf(index); }
    std::optional<std::size_t> partnerOf(std::size_t index) const override
    {
        return m_stills.samples > 0 ? std::optional(index) : std::nullopt;
    }

    std::vector<std::string> classNames() const override { return m_classes; }

private:
    Stack m_events, m_stills;
    std::vector<std::int64_t> m_labels, m_ids;
    std::vector<std::string> m_classes;
};

} // namespace

std::unique_ptr<Samples> tensorSamples(std::shared_ptr<const Recording> recording,
                                       const Config& config)
{
    if (recording->stream<Tensor>("event") == nullptr)
        return nullptr;
    return std::make_unique<TensorSamples>(*recording, config);
}

} // namespace inspike::transfer
