// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/layers.h"

#include "core/base/random.h"
#include "core/nn/detail/bridge.h"
#include "core/nn/detail/lif.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/batch_norm.h>
#include <ATen/ops/cat.h>
#include <ATen/ops/conv1d.h>
#include <ATen/ops/conv2d.h>
#include <ATen/ops/linear.h>
#include <c10/core/GradMode.h>

namespace inspike::scmrl {

namespace {

constexpr double kBatchNormMomentum = 0.1;
constexpr double kBatchNormEpsilon = 1e-5;
constexpr auto kHeadCount = static_cast<std::int64_t>(kHeads);

// [T, B, C, N] as [T*B, C, N].
at::Tensor merged(const at::Tensor& x)
{
    return x.reshape({x.size(0) * x.size(1), x.size(2), x.size(3)});
}

std::vector<std::int64_t> mergedShape(const at::Tensor& x)
{
    std::vector<std::int64_t> shape = {x.size(0) * x.size(1)};
    for (std::int64_t d = 2; d < x.dim(); ++d)
        shape.push_back(x.size(d));
    return shape;
}

// The running variance moved by that of `count` values; that of `repeats` times as many is a little
// smaller, because it is divided by one less than their number.
void countRepeats(std::int64_t count, std::int64_t repeats, const at::Tensor& before,
                  const at::Tensor& after)
{
    const auto once = static_cast<double>(count);
    const double all = once * static_cast<double>(repeats);
    const double factor = (all / (all - 1.0)) / (once / (once - 1.0));
    const float* old = before.data_ptr<float>();
    float* now = after.data_ptr<float>();
    for (std::int64_t i = 0; i < after.numel(); ++i) {
        const double kept = (1.0 - kBatchNormMomentum) * old[i];
        now[i] = static_cast<float>(kept + (now[i] - kept) * factor);
    }
}

} // namespace

std::vector<float> relativePositions(const Config& config, std::uint64_t seed)
{
    const std::size_t rows = config.tokenRows();
    const std::size_t columns = config.tokenColumns();
    const std::size_t tokens = config.tokens();
    Random random(seed);
    std::vector<float> table((2 * rows - 1) * (2 * columns - 1));
    for (float& value : table)
        value = static_cast<float>(random.normal());
    std::vector<float> positions(tokens * tokens);
    for (std::size_t i = 0; i < tokens; ++i) {
        for (std::size_t j = 0; j < tokens; ++j) {
            const std::size_t down = i / columns + rows - 1 - j / columns;
            const std::size_t along = i % columns + columns - 1 - j % columns;
            positions[i * tokens + j] = table[down * (2 * columns - 1) + along];
        }
    }
    return positions;
}

std::string mapId(const std::string& attention)
{
    constexpr std::string_view kOuter = ".attn.";
    std::string id = "attn/" + attention;
    if (const std::size_t at = id.find(kOuter); at != std::string::npos)
        id.replace(at, kOuter.size(), ".");
    return id;
}

void Layers::record(const std::string& id, const at::Tensor& values) const
{
    m_job.checkpoint();
    if (wants(id))
        m_pass.recorder->take(id, values);
}

at::Tensor Layers::lif(const std::string& module, const at::Tensor& current,
                       const std::vector<std::int64_t>& shape) const
{
    if (wants("lif_in/" + module))
        record("lif_in/" + module, current.reshape(shape));
    const at::Tensor spikes = nn::lifSpikes(current);
    record("lif/" + module, spikes.reshape(shape));
    if (wants("rate/" + module))
        record("rate/" + module, spikes.mean());
    return spikes;
}

at::Tensor Layers::batchNorm(const std::string& name, const at::Tensor& x,
                             std::int64_t repeats) const
{
    const at::Tensor& variance = m_network.at(name + ".running_var");
    const at::Tensor before = m_pass.training && repeats > 1 ? variance.clone() : at::Tensor();
    if (m_pass.training) {
        const c10::NoGradGuard none;
        if (m_network.has(name + ".num_batches_tracked"))
            m_network.at(name + ".num_batches_tracked").add_(1);
    }
    const at::Tensor y =
        at::batch_norm(x, m_network.at(name + ".weight"), m_network.at(name + ".bias"),
                       m_network.at(name + ".running_mean"), variance, m_pass.training,
                       kBatchNormMomentum, kBatchNormEpsilon, true);
    if (before.defined())
        countRepeats(x.numel() / x.size(1), repeats, before, variance);
    return y;
}

at::Tensor Layers::convolution(const std::string& front, const std::string& name,
                               const std::string& number, const at::Tensor& x, std::int64_t steps,
                               std::int64_t samples) const
{
    const std::string prefix = front + "." + name;
    const bool repeated = x.size(0) == samples;
    const at::Tensor current = batchNorm(
        prefix + "_bn" + number,
        at::conv2d(x, m_network.at(prefix + "_conv" + number + ".weight"), {}, {1, 1}, {1, 1}),
        repeated ? steps : 1);
    std::vector<std::int64_t> shape = current.sizes().vec();
    const std::vector<std::int64_t> perStep = {steps, samples, shape[1], shape[2], shape[3]};
    shape[0] = steps * samples;
    const at::Tensor spikes =
        lif(prefix + "_lif" + number,
            repeated ? current.unsqueeze(0).expand(perStep) : current.reshape(perStep), shape);
    return spikes.reshape(shape);
}

at::Tensor Layers::pointwise(const std::string& name, const std::string& part,
                             const at::Tensor& x) const
{
    const std::string prefix = name + "." + part;
    const std::string bias = prefix + "_conv.bias";
    at::Tensor y = at::conv1d(merged(x), m_network.at(prefix + "_conv.weight"),
                              m_network.has(bias) ? m_network.at(bias) : at::Tensor());
    y = batchNorm(prefix + "_bn", y);
    const std::vector<std::int64_t> shape = y.sizes().vec();
    return lif(prefix + "_lif", y.reshape({x.size(0), x.size(1), shape[1], shape[2]}), shape);
}

at::Tensor Layers::projected(const std::string& name, const at::Tensor& attended) const
{
    const at::Tensor spikes = lif(name + ".attn_lif", attended, mergedShape(attended));
    return pointwise(name, "proj", spikes);
}

at::Tensor Layers::mapOf(const std::string& name, const at::Tensor& q, const at::Tensor& k) const
{
    at::Tensor map = q.matmul(k.transpose(3, 4));
    record(mapId(name), map);
    return map;
}

at::Tensor Layers::attended(const std::string& name, const at::Tensor& q, const at::Tensor& k,
                            const at::Tensor& v) const
{
    const bool narrow = q.size(4) < q.size(3);
    if (m_pass.training && narrow && !wants(mapId(name)))
        return q.matmul(k.transpose(3, 4).matmul(v));
    return mapOf(name, q, k).matmul(v);
}

at::Tensor Layers::spatialAttention(const std::string& name, const at::Tensor& x,
                                    const at::Tensor& y, bool relative) const
{
    const std::vector<std::int64_t> shape = x.sizes().vec();
    const auto perHead = [&](const at::Tensor& spikes) { // [T, B, h, N, d]
        return spikes.transpose(2, 3)
            .reshape({shape[0], shape[1], spikes.size(3), kHeadCount, shape[2] / kHeadCount})
            .permute({0, 1, 3, 2, 4})
            .contiguous();
    };
    const at::Tensor q = perHead(pointwise(name, "q", x));
    const at::Tensor k = perHead(pointwise(name, "k", y));
    const at::Tensor v = perHead(pointwise(name, "v", y));
    const at::Tensor mixed = (relative ? relativeAttention(name, mapOf(name, q, k)).matmul(v)
                                       : attended(name, q, k, v)) *
                             kAttentionScale;
    // Heads go back beside their channels.
    return projected(name, mixed.transpose(3, 4).reshape(shape).contiguous());
}

at::Tensor Layers::relativeAttention(const std::string& name, const at::Tensor& map) const
{
    const std::vector<float> table = relativePositions(m_config, m_pass.seed);
    const auto tokens = static_cast<std::int64_t>(m_config.tokens());
    const at::Tensor position = nn::tensorFromFloats(table, {tokens, tokens});
    return lif(name + ".map_lif", map + position, map.sizes().vec());
}

at::Tensor Layers::temporalAttention(const std::string& name, const at::Tensor& x,
                                     const at::Tensor& y) const
{
    const std::int64_t steps = x.size(0);
    const std::int64_t samples = x.size(1);
    const std::int64_t channels = x.size(2);
    const std::int64_t tokens = x.size(3);
    const auto perHead = [&](const at::Tensor& spikes) { // [N, B, h, T, d]
        return spikes.permute({3, 1, 0, 2})
            .reshape({tokens, samples, steps, kHeadCount, channels / kHeadCount})
            .permute({0, 1, 3, 2, 4})
            .contiguous();
    };
    const at::Tensor q = perHead(pointwise(name, "q", x));
    const at::Tensor k = perHead(pointwise(name, "k", y));
    const at::Tensor v = perHead(pointwise(name, "v", y));
    // The reference reads the block head x step x channel as step x channel without moving the head
    // axis, so a step of the result holds parts of all steps (spec 3.2); weights depend on it.
    const at::Tensor mixed = (attended(name, q, k, v) * kAttentionScale)
                                 .contiguous()
                                 .view({tokens, samples, steps, channels})
                                 .permute({2, 1, 3, 0})
                                 .contiguous();
    return projected(name, mixed);
}

at::Tensor Layers::aligned(const std::string& block, const at::Tensor& residual) const
{
    const at::Tensor tokens = residual.transpose(2, 3); // [T, B, N, C]
    const at::Tensor current = linear(block + ".trans_linear", tokens);
    const at::Tensor spikes = lif(block + ".trans_lif", current, mergedShape(current));
    return spikes.transpose(2, 3).contiguous();
}

at::Tensor Layers::weighted(const std::string& name, const at::Tensor& x, const at::Tensor& y) const
{
    const at::Tensor means = at::cat({x.mean(3), y.mean(3)}, 2);
    const at::Tensor weight = linear(name + ".fc2", linear(name + ".fc1", means)); // [T, B, 1]
    return x * weight.unsqueeze(3);
}

at::Tensor Layers::mixed(const std::string& name, const at::Tensor& x, const at::Tensor& y) const
{
    const at::Tensor current =
        (linear(name + ".fc1", x.transpose(2, 3)) + linear(name + ".fc2", y.transpose(2, 3)))
            .transpose(2, 3)
            .contiguous();
    const at::Tensor m = lif(name + ".v_lif", current, current.sizes().vec());
    return m + mlp(name + ".mlp.mlp", m);
}

at::Tensor Layers::mlp(const std::string& name, const at::Tensor& x) const
{
    return pointwise(name, "fc2", pointwise(name, "fc1", x));
}

at::Tensor Layers::linear(const std::string& name, const at::Tensor& x) const
{
    return at::linear(x, m_network.at(name + ".weight"), m_network.at(name + ".bias"));
}

} // namespace inspike::scmrl
