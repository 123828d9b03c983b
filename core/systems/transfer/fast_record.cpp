// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/fast_record.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/arange.h>
#include <ATen/ops/cumsum.h>
#include <ATen/ops/scalar_tensor.h>
#include <ATen/ops/zeros.h>

namespace inspike::transfer {

bool FastRecord::wants(const std::string& id)
{
    if (m_recorder == nullptr)
        return false;
    const std::lock_guard lock(m_guard);
    return m_recorder->wants(id);
}

float* FastRecord::values(const std::string& id, const std::vector<std::int64_t>& shape)
{
    const std::lock_guard lock(m_guard);
    at::Tensor& tensor = m_tensors[id];
    if (!tensor.defined()) {
        std::vector<std::int64_t> whole = {static_cast<std::int64_t>(m_steps),
                                           static_cast<std::int64_t>(m_samples)};
        whole.insert(whole.end(), shape.begin(), shape.end());
        tensor = at::zeros(whole, at::TensorOptions().dtype(at::kFloat));
    }
    return tensor.data_ptr<float>();
}

void FastRecord::neurons(const std::string& module, const nn::SpikeBits& spikes,
                         std::span<const float> membranes, const std::vector<std::int64_t>& shape,
                         std::size_t sample)
{
    const std::size_t positions = spikes.positions();
    const std::size_t size = positions * spikes.channels();
    const std::string lifId = m_branch + "/lif/" + module;
    if (wants(lifId)) {
        float* target = values(lifId, shape) + sample * size;
        for (std::size_t step = 0; step < m_steps; ++step, target += m_samples * size) {
            for (std::size_t position = 0; position < positions; ++position)
                nn::eachBit(spikes.at(step, position), spikes.words(), [&](std::size_t channel) {
                    target[channel * positions + position] = 1.0F;
                });
        }
    }
    if (wantsMembranes(module)) {
        float* target = values(m_branch + "/mem/" + module, shape) + sample * size;
        for (std::size_t step = 0; step < m_steps; ++step, target += m_samples * size) {
            const float* source = membranes.data() + step * size;
            for (std::size_t i = 0; i < size; ++i)
                target[i % spikes.channels() * positions + i / spikes.channels()] = source[i];
        }
    }
    const std::string rateId = "rate/" + lifId;
    if (wants(rateId)) {
        const std::lock_guard lock(m_guard);
        m_means[rateId] += nn::meanOf(spikes);
    }
}

void FastRecord::logits(const at::Tensor& logits)
{
    const std::string id = m_branch + "/running_mean";
    if (!wants(id))
        return;
    const at::Tensor counts =
        at::arange(1, logits.size(0) + 1, logits.options()).reshape({-1, 1, 1});
    m_tensors[id] = at::cumsum(logits, 0) / counts;
}

void FastRecord::deliver()
{
    for (const auto& [id, tensor] : m_tensors)
        m_recorder->take(id, tensor);
    for (const auto& [id, mean] : m_means)
        m_recorder->take(id, at::scalar_tensor(mean / static_cast<double>(m_samples),
                                               at::TensorOptions().dtype(at::kFloat)));
}

} // namespace inspike::transfer
