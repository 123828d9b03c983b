// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The forward pass (specs: s-cmrl 2 to 4), in the published order of operations. Everything inside
// is offered to a Recorder under the reference's module names:
//   lif/<module>         spikes; steps and samples merged as the reference has them: [T*B, C, H,
//   W],
//                        [T*B, C, N]; trans_lif [T*B, N, C]; CMCI's v_lif [T, B, C, N]
//   lif_in/<module>      what the neuron integrates, same shape
//   attn/block.k.spatial_attn   [T, B, head, query, key], before the scale of 1/4
//   attn/block.k.temporal_attn  [N, B, head, T, T]
//   attn/block.k.attn           the only map of the variants with one
//   stage/<module>       [T, B, C, N]: patch_embeds, block.k.spatial_attn_out (a),
//                        block.k.temporal_attn_out (b), block.k.attn_out (r), block.k.residual
//                        (after alignment), block.k.fused (x'), mlp.k; fused_feature [B, C]
//   evidence/audio, evidence/visual  [T, B, class]: with head.bias they add up to the logits when
//                        averaged over steps (interaction Add and Concat)
//   rate/<module>        mean of lif/<module>

#include "core/base/job.h"
#include "core/nn/detail/run_recorder.h"
#include "core/systems/scmrl/network.h"

namespace inspike::scmrl {

using nn::Recorder;

// What the network says. CMCI has no residuals: the two are the logits of its other heads.
struct Outputs
{
    at::Tensor logits;         // [B, classes]
    at::Tensor audioResidual;  // [T, B, C]; undefined without cross attention
    at::Tensor visualResidual; // [T, B, C]
};

struct Pass
{
    bool training = false;        // batch statistics, which move the running ones; gradients
    std::uint64_t seed = 0;       // of SCA's random table
    Recorder* recorder = nullptr; // may be null
};

// audio [T, B, 1, H, W], visual [T, B, channels, H, W]; a first dimension of 1 stands for the same
// picture at every step. A unimodal network takes only its own and ignores the other. Call within
// nn::guarded and, unless training, c10::InferenceMode.
Outputs forwardPlain(const Network& network, const at::Tensor& audio, const at::Tensor& visual,
                     const Pass& pass, JobContext& job);

} // namespace inspike::scmrl
