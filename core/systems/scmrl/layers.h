// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The layers of S-CMRL in the published order of operations (specs: s-cmrl 2 to 4). Tensors are
// [T, B, C, N] unless said otherwise. Names are the reference's modules, as in the state dict.

#include "core/systems/scmrl/forward.h"

namespace inspike::scmrl {

// SCA's table of relative positions, drawn anew for every pass, as what it adds to a map [N, N].
// The neurons behind it go over the steps; their features are heads x N x N (spec 4).
std::vector<float> relativePositions(const Config& config, std::uint64_t seed);

// "attn/block.0.spatial_attn" for the module "block.0.attn.spatial_attn", "attn/block.0.attn" for
// "block.0.attn".
std::string mapId(const std::string& attention);

class Layers
{
public:
    Layers(const Network& network, const Pass& pass, JobContext& job)
        : m_network(network), m_config(network.config), m_pass(pass), m_job(job)
    {}

    bool wants(const std::string& id) const
    {
        return m_pass.recorder != nullptr && m_pass.recorder->wants(id);
    }
    void record(const std::string& id, const at::Tensor& values) const;

    // front.NAME_conv3x3, batch norm, neurons; x [T*B, C, H, W], or [B, C, H, W] for pictures that
    // repeat at every step.
    at::Tensor convolution(const std::string& front, const std::string& name,
                           const std::string& number, const at::Tensor& x, std::int64_t steps,
                           std::int64_t samples) const;
    // x asks, y answers; `relative` adds SCA's random table of relative positions.
    at::Tensor spatialAttention(const std::string& name, const at::Tensor& x, const at::Tensor& y,
                                bool relative) const;
    at::Tensor temporalAttention(const std::string& name, const at::Tensor& x,
                                 const at::Tensor& y) const;
    // Semantic alignment of a residual: linear over channels per token, neurons over steps.
    at::Tensor aligned(const std::string& block, const at::Tensor& residual) const;
    at::Tensor weighted(const std::string& name, const at::Tensor& x, const at::Tensor& y) const;
    at::Tensor mixed(const std::string& name, const at::Tensor& x, const at::Tensor& y) const;
    at::Tensor mlp(const std::string& name, const at::Tensor& x) const;    // without the skip
    at::Tensor linear(const std::string& name, const at::Tensor& x) const; // last dimension

private:
    // Neurons of `module` over current [T, ...]; what is recorded gets `shape`.
    at::Tensor lif(const std::string& module, const at::Tensor& current,
                   const std::vector<std::int64_t>& shape) const;
    // `repeats`: how often x stands for itself in the statistics.
    at::Tensor batchNorm(const std::string& name, const at::Tensor& x,
                         std::int64_t repeats = 1) const;
    at::Tensor mapOf(const std::string& name, const at::Tensor& q, const at::Tensor& k) const;
    // (q k^T) v of 0/1 values per head, in the order that takes fewer operations: the sums are
    // whole numbers, so both orders give the same.
    at::Tensor attended(const std::string& name, const at::Tensor& q, const at::Tensor& k,
                        const at::Tensor& v) const;
    // 1 x 1 convolution of [T, B, C, N], batch norm, neurons.
    at::Tensor pointwise(const std::string& name, const std::string& part,
                         const at::Tensor& x) const;
    at::Tensor projected(const std::string& name, const at::Tensor& attended) const;
    at::Tensor relativeAttention(const std::string& name, const at::Tensor& map) const;

    const Network& m_network;
    const Config& m_config;
    const Pass& m_pass;
    JobContext& m_job;
};

} // namespace inspike::scmrl
