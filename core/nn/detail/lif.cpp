// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/lif.h"

#include "core/nn/detail/lanes.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty_like.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <array>
#include <cmath>

namespace inspike::nn {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr float kThreshold = 1.0F;
constexpr float kSurrogateSlope = 4.0F;
constexpr std::int64_t kGrain = 16'384; // neurons per task
constexpr std::int64_t kBlockOfNeurons = 256;

// What a pass over the neurons leaves behind; either may be null.
struct Targets
{
    float* spikes = nullptr;
    float* charged = nullptr; // h
    float* reset = nullptr;   // v
};

// Neurons [begin, end) of `count`, through all steps; in blocks whose potentials stay in registers
// and the first cache.
INSPIKE_CLONES void integrate(const float* current, const Targets& out, std::int64_t steps,
                              std::int64_t count, std::int64_t begin, std::int64_t end)
{
    std::array<float, kBlockOfNeurons> v;
    for (std::int64_t first = begin; first < end; first += kBlockOfNeurons) {
        const std::int64_t width = std::min(kBlockOfNeurons, end - first);
        v.fill(0.0F);
        for (std::int64_t t = 0; t < steps; ++t) {
            const std::int64_t offset = t * count + first;
            const float* x = current + offset;
            float* s = out.spikes + offset;
            for (std::int64_t i = 0; i < width; ++i) {
                const float h = v[i] + (x[i] - v[i]) * 0.5F;
                const bool fires = h >= kThreshold;
                s[i] = fires ? 1.0F : 0.0F;
                v[i] = fires ? 0.0F : h;
                if (out.charged != nullptr)
                    out.charged[offset + i] = h;
            }
            if (out.reset != nullptr) {
                for (std::int64_t i = 0; i < width; ++i)
                    out.reset[offset + i] = v[i];
            }
        }
    }
}

void integrateAll(const at::Tensor& current, const Targets& out)
{
    const std::int64_t steps = current.size(0);
    if (steps == 0 || current.numel() == 0)
        return;
    const std::int64_t count = current.numel() / steps;
    const float* x = current.data_ptr<float>();
    at::parallel_for(0, count, kGrain, [&](std::int64_t begin, std::int64_t end) {
        integrate(x, out, steps, count, begin, end);
    });
}

struct LifFunction : torch::autograd::Function<LifFunction>
{
    static at::Tensor forward(AutogradContext* context, const at::Tensor& current)
    {
        const at::Tensor x = current.contiguous();
        at::Tensor spikes = at::empty_like(x);
        at::Tensor charged = at::empty_like(x);
        integrateAll(x, {spikes.data_ptr<float>(), charged.data_ptr<float>(), nullptr});
        context->save_for_backward({charged});
        return spikes;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        const at::Tensor charged = context->get_saved_variables()[0];
        const at::Tensor given = gradients[0].contiguous();
        at::Tensor result = charged.sub(kThreshold).mul_(kSurrogateSlope).sigmoid_();
        const float* g = given.data_ptr<float>();
        float* out = result.data_ptr<float>();
        at::parallel_for(0, charged.numel(), kGrain, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t i = begin; i < end; ++i)
                out[i] = 0.5F * kSurrogateSlope * out[i] * (1.0F - out[i]) * g[i];
        });
        return {result};
    }
};

} // namespace

at::Tensor lifSpikes(const at::Tensor& current)
{
    if (c10::GradMode::is_enabled() && current.requires_grad())
        return LifFunction::apply(current);
    const at::Tensor x = current.contiguous();
    at::Tensor spikes = at::empty_like(x);
    integrateAll(x, {spikes.data_ptr<float>(), nullptr, nullptr});
    return spikes;
}

LifTrace lifTrace(const at::Tensor& current)
{
    const at::Tensor x = current.contiguous();
    LifTrace trace{at::empty_like(x), at::empty_like(x)};
    integrateAll(x, {trace.spikes.data_ptr<float>(), nullptr, trace.membrane.data_ptr<float>()});
    return trace;
}

} // namespace inspike::nn
