// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/fast_record.h"

#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/zeros.h>

#include <algorithm>

namespace inspike::scmrl {

namespace {

std::int64_t sizeOf(std::size_t size)
{
    return static_cast<std::int64_t>(size);
}

std::vector<std::int64_t> shapeOf(NeuronLayout layout, const nn::SpikeBits& spikes,
                                  std::size_t columns, std::size_t samples)
{
    const std::int64_t channels = sizeOf(spikes.channels());
    const std::int64_t positions = sizeOf(spikes.positions());
    const std::int64_t both = sizeOf(spikes.steps() * samples);
    switch (layout) {
    case NeuronLayout::Pictures:
        return {both, channels, positions / sizeOf(columns), sizeOf(columns)};
    case NeuronLayout::Tokens:
        return {both, channels, positions};
    case NeuronLayout::Transposed:
        return {both, positions, channels};
    default:
        return {sizeOf(spikes.steps()), sizeOf(samples), channels, positions};
    }
}

} // namespace

bool FastRecord::wants(const std::string& id)
{
    const std::lock_guard lock(m_guard);
    return m_recorder->wants(id);
}

float* FastRecord::values(const std::string& id, const std::vector<std::int64_t>& shape)
{
    const std::lock_guard lock(m_guard);
    at::Tensor& tensor = m_tensors[id];
    if (!tensor.defined())
        tensor = at::zeros(shape, at::TensorOptions().dtype(at::kFloat));
    return tensor.data_ptr<float>();
}

void FastRecord::addSpikes(const std::string& id, double mean)
{
    const std::lock_guard lock(m_guard);
    m_means[id] += mean;
}

void FastRecord::deliver()
{
    for (const auto& [id, tensor] : m_tensors)
        m_recorder->take(id, tensor);
    for (const auto& [id, mean] : m_means)
        m_recorder->take(id, at::scalar_tensor(mean / static_cast<double>(m_samples),
                                               at::TensorOptions().dtype(at::kFloat)));
}

void SampleRecord::neurons(const std::string& module, const nn::SpikeBits& spikes,
                           std::span<const float> currents, NeuronLayout layout,
                           std::size_t columns) const
{
    if (m_record == nullptr)
        return;
    const std::vector<std::int64_t> shape = shapeOf(layout, spikes, columns, m_record->samples());
    const std::size_t channels = spikes.channels();
    const std::size_t positions = spikes.positions();
    const bool transposed = layout == NeuronLayout::Transposed;
    const std::size_t alongPositions = transposed ? channels : 1;
    const std::size_t alongChannels = transposed ? 1 : positions;
    const auto partOf = [&](float* values, std::size_t step) {
        return values + (step * m_record->samples() + m_sample) * channels * positions;
    };
    if (wants("lif/" + module)) {
        float* values = m_record->values("lif/" + module, shape);
        for (std::size_t step = 0; step < spikes.steps(); ++step) {
            for (std::size_t position = 0; position < positions; ++position)
                nn::eachBit(spikes.at(step, position), spikes.words(), [&](std::size_t channel) {
                    partOf(values, step)[position * alongPositions + channel * alongChannels] =
                        1.0F;
                });
        }
    }
    if (!currents.empty()) {
        float* values = m_record->values("lif_in/" + module, shape);
        for (std::size_t step = 0; step < spikes.steps(); ++step) {
            const float* source = currents.data() + step * positions * channels;
            for (std::size_t i = 0; i < positions * channels; ++i)
                partOf(values, step)[i / channels * alongPositions + i % channels * alongChannels] =
                    source[i];
        }
    }
    if (wants("rate/" + module))
        m_record->addSpikes("rate/" + module, nn::meanOf(spikes));
}

void SampleRecord::tokens(const std::string& id, std::span<const float> values,
                          std::size_t channels) const
{
    if (!wants(id))
        return;
    const std::size_t steps = m_record->steps();
    const std::size_t size = values.size() / steps;
    const std::size_t tokens = size / channels;
    float* target = m_record->values(
        id, {sizeOf(steps), sizeOf(m_record->samples()), sizeOf(channels), sizeOf(tokens)});
    for (std::size_t step = 0; step < steps; ++step) {
        float* part = target + (step * m_record->samples() + m_sample) * size;
        for (std::size_t i = 0; i < size; ++i)
            part[i % channels * tokens + i / channels] = values[step * size + i];
    }
}

void SampleRecord::blocks(const std::string& id, std::span<const float> values, std::size_t parts,
                          const std::vector<std::int64_t>& shape) const
{
    if (!wants(id))
        return;
    std::vector<std::int64_t> whole = {sizeOf(parts), sizeOf(m_record->samples())};
    whole.insert(whole.end(), shape.begin(), shape.end());
    float* target = m_record->values(id, whole);
    const std::size_t size = values.size() / parts;
    for (std::size_t part = 0; part < parts; ++part)
        std::copy_n(values.data() + part * size, size,
                    target + (part * m_record->samples() + m_sample) * size);
}

void SampleRecord::row(const std::string& id, std::span<const float> values) const
{
    if (!wants(id))
        return;
    float* target = m_record->values(id, {sizeOf(m_record->samples()), sizeOf(values.size())});
    std::ranges::copy(values, target + m_sample * values.size());
}

} // namespace inspike::scmrl
