// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/fast_sample.h"

#include <algorithm>
#include <utility>

namespace inspike::transfer {

using nn::SpikeBits;

namespace {

std::vector<nn::ActiveMaps> listsOf(const FastForm& form, const SpikeBits& spikes,
                                    std::size_t columns)
{
    if (!form.sliced)
        return {nn::activeSpikes(form.form, {&spikes}, columns)};
    std::vector<nn::ActiveMaps> lists;
    nn::addSlices(form.form, spikes, columns, lists);
    return lists;
}

// The averages of 2x2 neighbours, as counts.
std::vector<nn::ActiveMaps> pooledLists(const FastForm& form, const SpikeBits& spikes,
                                        std::size_t side)
{
    std::vector<nn::ActiveMaps> lists;
    for (const SpikeBits& plane : nn::pooledCounts(spikes, side, side)) {
        for (nn::ActiveMaps& list : listsOf(form, plane, side / 2))
            lists.push_back(std::move(list));
    }
    return lists;
}

// [step][position][channel] to [step][channel][position]
std::vector<float> channelsFirst(const std::vector<float>& values, std::size_t steps,
                                 std::size_t channels)
{
    std::vector<float> turned(values.size());
    const std::size_t size = values.size() / steps;
    const std::size_t positions = size / channels;
    for (std::size_t step = 0; step < steps; ++step) {
        for (std::size_t i = 0; i < size; ++i)
            turned[step * size + i % channels * positions + i / channels] = values[step * size + i];
    }
    return turned;
}

} // namespace

void SamplePass::lap(const std::string& part)
{
    if (m_times == nullptr)
        return;
    const auto now = std::chrono::steady_clock::now();
    (*m_times)[part] += std::chrono::duration<double>(now - m_last).count();
    m_last = now;
}

// Pixel by pixel, as the first layer reads them.
SamplePass::Lists SamplePass::pictures(const SampleView& view) const
{
    const std::size_t pixels = m_side * m_side;
    std::vector<float> values(view.pictures.size() * pixels * kChannels);
    float* target = values.data();
    for (const float* picture : view.pictures) {
        for (std::size_t i = 0; i < pixels; ++i) {
            for (std::size_t channel = 0; channel < kChannels; ++channel)
                *target++ = picture[channel * pixels + i];
        }
    }
    return {nn::activeValues(values, view.pictures.size(), m_side, m_side, kChannels)};
}

void SamplePass::remember(const std::string& module, const SpikeBits& spikes,
                          std::span<const float> membranes)
{
    const auto channels = static_cast<std::int64_t>(spikes.channels());
    const auto side = static_cast<std::int64_t>(m_side);
    const bool flat = m_layers.config.arch == Arch::Scnn && module == "node1";
    m_record.neurons(module, spikes, membranes,
                     flat ? std::vector{channels} : std::vector{channels, side, side}, m_sample);
}

SpikeBits SamplePass::neurons(const FastLayer& layer, const Lists& input,
                              std::vector<float>* membranes)
{
    m_job.checkpoint();
    std::vector<float> own;
    if (membranes == nullptr && m_record.wantsMembranes(layer.module))
        membranes = &own;
    SpikeBits spikes = layer.weights.run(input, m_steps, m_threads, {nullptr, membranes});
    m_side = layer.weights.window().outputs(m_side);
    remember(layer.module, spikes,
             membranes != nullptr ? std::span<const float>(*membranes) : std::span<const float>());
    lap(layer.module);
    return spikes;
}

SpikeBits SamplePass::neurons(const FastNeurons& layer, std::span<const float> values)
{
    m_job.checkpoint();
    std::vector<float> membranes;
    const bool wanted = m_record.wantsMembranes(layer.module);
    SpikeBits spikes =
        layer.neurons.run(values, m_steps, m_side * m_side, wanted ? &membranes : nullptr);
    remember(layer.module, spikes, membranes);
    lap("neurons on sums");
    return spikes;
}

void SamplePass::addSums(const FastSums& sums, const Lists& input, std::span<float> totals)
{
    m_job.checkpoint();
    sums.weights.addSums(input, m_threads, totals);
    lap(sums.name);
}

// VGG and SCNN: layers of neurons one after another.
SampleOutputs SamplePass::layered(const SampleView& view)
{
    Lists lists = pictures(view);
    lap("pictures to lists");
    const FastSums& head = m_layers.heads[view.head];
    SampleOutputs outputs;
    for (std::size_t i = 0; i < m_layers.layers.size(); ++i) {
        const FastLayer& layer = m_layers.layers[i];
        const bool last = i + 1 == m_layers.layers.size();
        const FastForm& form = last ? head.form : m_layers.layers[i + 1].form;
        const SpikeBits spikes = neurons(layer, lists, last ? &outputs.feature : nullptr);
        if (layer.pooled) {
            lists = pooledLists(form, spikes, m_side);
            m_side /= 2;
        } else {
            lists = listsOf(form, spikes, m_side);
        }
        lap("lists of active inputs");
    }
    outputs.feature =
        channelsFirst(outputs.feature, m_steps, m_layers.layers.back().weights.outputs());
    outputs.logits.resize(m_steps * m_layers.config.classes);
    addSums(head, lists, outputs.logits);
    return outputs;
}

std::vector<float> SamplePass::block(const FastResidual& block, std::vector<float> x)
{
    const std::size_t side = m_side;
    const SpikeBits inner = neurons(block.neurons, x);
    const SpikeBits fired = neurons(block.first, listsOf(block.first.form, inner, side), nullptr);
    const std::size_t after = m_side;
    std::vector<float> sums(m_steps * after * after * block.second.weights.outputs());
    if (block.shortcut) {
        m_side = side;
        const SpikeBits spikes = neurons(block.shortcut->neurons, x);
        m_side = after;
        addSums(block.shortcut->sums, listsOf(block.shortcut->sums.form, spikes, side), sums);
    } else {
        for (std::size_t i = 0; i < sums.size(); i += x.size())
            std::ranges::copy(x, sums.begin() + static_cast<std::ptrdiff_t>(i));
    }
    addSums(block.second, listsOf(block.second.form, fired, after), sums);
    return sums;
}

SampleOutputs SamplePass::residual(const SampleView& view)
{
    const FastSums& start = *m_layers.start;
    std::vector<float> x(view.pictures.size() * m_side * m_side * start.weights.outputs());
    addSums(start, pictures(view), x);
    for (const FastResidual& residual : m_layers.residuals)
        x = block(residual, std::move(x));
    const std::size_t channels = m_layers.scale.size();
    const std::size_t positions = m_side * m_side;
    SampleOutputs outputs;
    std::vector<double> sums(channels);
    for (std::size_t step = 0; step < m_steps; ++step) {
        std::ranges::fill(sums, 0.0);
        const float* row = x.data() + step * positions * channels;
        for (std::size_t position = 0; position < positions; ++position, row += channels) {
            for (std::size_t c = 0; c < channels; ++c)
                sums[c] += row[c];
        }
        for (std::size_t c = 0; c < channels; ++c)
            outputs.feature.push_back(
                m_layers.scale[c] * static_cast<float>(sums[c] / static_cast<double>(positions)) +
                m_layers.shift[c]);
    }
    lap("mean over positions");
    return outputs;
}

SampleOutputs SamplePass::run(const SampleView& view)
{
    m_sample = view.index;
    m_side = m_layers.config.size;
    m_last = std::chrono::steady_clock::now();
    return m_layers.config.arch == Arch::ResNet18 ? residual(view) : layered(view);
}

} // namespace inspike::transfer
