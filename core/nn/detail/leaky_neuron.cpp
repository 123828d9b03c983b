// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/leaky_neuron.h"

#include "core/nn/detail/lanes.h"
#include "core/nn/detail/surrogate_slope.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <array>

namespace inspike::nn {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kGrain = 16'384; // neurons per task
constexpr std::int64_t kBlock = 256;    // whose potentials stay in the first cache

// One pass over the neurons; any but `current` and `spikes` may be null.
struct Arrays
{
    const float* current = nullptr; // [T][count]
    const float* start = nullptr;   // [count]
    float* spikes = nullptr;
    float* charged = nullptr; // h
    float* membrane = nullptr;
    bool everyMembrane = false;
    std::int64_t steps = 0;
    std::int64_t count = 0;
};

INSPIKE_CLONES void integrate(const Arrays& arrays, float threshold, std::int64_t begin,
                              std::int64_t end)
{
    std::array<float, kBlock> v;
    for (std::int64_t first = begin; first < end; first += kBlock) {
        const std::int64_t width = std::min(kBlock, end - first);
        v.fill(0.0F);
        if (arrays.start != nullptr)
            std::copy_n(arrays.start + first, width, v.begin());
        for (std::int64_t t = 0; t < arrays.steps; ++t) {
            const std::int64_t offset = t * arrays.count + first;
            const float* x = arrays.current + offset;
            float* s = arrays.spikes + offset;
            for (std::int64_t i = 0; i < width; ++i) {
                const float h = v[i] + (x[i] - v[i]) * 0.5F;
                const bool fires = h - threshold > 0.0F;
                s[i] = fires ? 1.0F : 0.0F;
                v[i] = fires ? 0.0F : h;
                if (arrays.charged != nullptr)
                    arrays.charged[offset + i] = h;
            }
            if (arrays.membrane != nullptr && arrays.everyMembrane)
                std::copy_n(v.begin(), width, arrays.membrane + offset);
        }
        if (arrays.membrane != nullptr && !arrays.everyMembrane)
            std::copy_n(v.begin(), width, arrays.membrane + first);
    }
}

void integrateAll(const Arrays& arrays, float threshold)
{
    at::parallel_for(0, arrays.count, kGrain, [&](std::int64_t begin, std::int64_t end) {
        integrate(arrays, threshold, begin, end);
    });
}

// Gradients: of spikes and membrane given, of current and start wanted.
struct Gradients
{
    const float* charged = nullptr;
    const float* spikes = nullptr;   // may be null
    const float* membrane = nullptr; // may be null
    bool everyMembrane = false;
    float* current = nullptr;
    float* start = nullptr; // may be null
    std::int64_t steps = 0;
    std::int64_t count = 0;
};

template <Surrogate Kind>
INSPIKE_CLONES void sendBack(const Gradients& arrays, const LeakyNeuron& neuron, std::int64_t begin,
                             std::int64_t end)
{
    std::array<float, kBlock> carried; // dL/dv_t by what follows
    for (std::int64_t first = begin; first < end; first += kBlock) {
        const std::int64_t width = std::min(kBlock, end - first);
        carried.fill(0.0F);
        if (arrays.membrane != nullptr && !arrays.everyMembrane)
            std::copy_n(arrays.membrane + first, width, carried.begin());
        for (std::int64_t t = arrays.steps - 1; t >= 0; --t) {
            const std::int64_t offset = t * arrays.count + first;
            if (arrays.membrane != nullptr && arrays.everyMembrane) {
                for (std::int64_t i = 0; i < width; ++i)
                    carried[i] += arrays.membrane[offset + i];
            }
            const float* h = arrays.charged + offset;
            float* out = arrays.current + offset;
            for (std::int64_t i = 0; i < width; ++i) {
                const float u = h[i] - neuron.threshold;
                float slope = u > 0.0F ? 0.0F : carried[i];
                if (arrays.spikes != nullptr)
                    slope += arrays.spikes[offset + i] * derivative<Kind>(u, neuron.sharpness);
                out[i] = 0.5F * slope;
                carried[i] = 0.5F * slope;
            }
        }
        if (arrays.start != nullptr)
            std::copy_n(carried.begin(), width, arrays.start + first);
    }
}

void sendAllBack(const Gradients& arrays, const LeakyNeuron& neuron)
{
    at::parallel_for(0, arrays.count, kGrain, [&](std::int64_t begin, std::int64_t end) {
        switch (neuron.surrogate) {
        case Surrogate::Gate:
            return sendBack<Surrogate::Gate>(arrays, neuron, begin, end);
        case Surrogate::QGate:
            return sendBack<Surrogate::QGate>(arrays, neuron, begin, end);
        case Surrogate::Atan:
            return sendBack<Surrogate::Atan>(arrays, neuron, begin, end);
        case Surrogate::BackEi:
            return sendBack<Surrogate::BackEi>(arrays, neuron, begin, end);
        }
    });
}

at::Tensor membraneLike(const at::Tensor& current, bool every)
{
    std::vector<std::int64_t> shape = current.sizes().vec();
    if (!every)
        shape[0] = std::min<std::int64_t>(shape[0], 1);
    return at::empty(shape, current.options());
}

const float* dataOf(const at::Tensor& tensor)
{
    return tensor.defined() ? tensor.data_ptr<float>() : nullptr;
}

LeakyPass pass(const at::Tensor& x, const at::Tensor& start, const LeakyNeuron& neuron, bool every,
               float* charged)
{
    LeakyPass result{at::empty_like(x), membraneLike(x, every)};
    const std::int64_t steps = x.size(0);
    if (steps > 0 && x.numel() > 0)
        integrateAll({x.data_ptr<float>(), dataOf(start), result.spikes.data_ptr<float>(), charged,
                      result.membrane.data_ptr<float>(), every, steps, x.numel() / steps},
                     neuron.threshold);
    return result;
}

struct LeakyFunction : torch::autograd::Function<LeakyFunction>
{
    static variable_list forward(AutogradContext* context, const at::Tensor& current,
                                 const c10::optional<at::Tensor>& given, double threshold,
                                 std::int64_t surrogate, double sharpness, bool every)
    {
        const at::Tensor start = given.value_or(at::Tensor());
        const LeakyNeuron neuron{static_cast<float>(threshold), static_cast<Surrogate>(surrogate),
                                 static_cast<float>(sharpness)};
        const at::Tensor x = current.contiguous();
        const at::Tensor from = start.defined() ? start.contiguous() : start;
        at::Tensor charged = at::empty_like(x);
        LeakyPass made = pass(x, from, neuron, every, charged.data_ptr<float>());
        context->save_for_backward({charged});
        context->saved_data["threshold"] = threshold;
        context->saved_data["surrogate"] = surrogate;
        context->saved_data["sharpness"] = sharpness;
        context->saved_data["every"] = every;
        context->saved_data["started"] = start.defined();
        context->set_materialize_grads(false);
        return {made.spikes, made.membrane};
    }

    static variable_list backward(AutogradContext* context, variable_list given)
    {
        const at::Tensor charged = context->get_saved_variables()[0];
        const LeakyNeuron neuron{static_cast<float>(context->saved_data["threshold"].toDouble()),
                                 static_cast<Surrogate>(context->saved_data["surrogate"].toInt()),
                                 static_cast<float>(context->saved_data["sharpness"].toDouble())};
        const at::Tensor spikes = given[0].defined() ? given[0].contiguous() : given[0];
        const at::Tensor membrane = given[1].defined() ? given[1].contiguous() : given[1];
        at::Tensor current = at::empty_like(charged);
        at::Tensor start;
        if (context->saved_data["started"].toBool())
            start = at::empty_like(charged.select(0, 0));
        const std::int64_t steps = charged.size(0);
        sendAllBack({charged.data_ptr<float>(), dataOf(spikes), dataOf(membrane),
                     context->saved_data["every"].toBool(), current.data_ptr<float>(),
                     start.defined() ? start.data_ptr<float>() : nullptr, steps,
                     charged.numel() / steps},
                    neuron);
        return {current, start, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

} // namespace

float surrogateAt(const LeakyNeuron& neuron, float u)
{
    switch (neuron.surrogate) {
    case Surrogate::Gate:
        return derivative<Surrogate::Gate>(u, neuron.sharpness);
    case Surrogate::QGate:
        return derivative<Surrogate::QGate>(u, neuron.sharpness);
    case Surrogate::Atan:
        return derivative<Surrogate::Atan>(u, neuron.sharpness);
    case Surrogate::BackEi:
        break;
    }
    return derivative<Surrogate::BackEi>(u, neuron.sharpness);
}

LeakyPass leakySpikes(const at::Tensor& current, const at::Tensor& start, const LeakyNeuron& neuron,
                      bool everyMembrane)
{
    const bool learns = current.requires_grad() || (start.defined() && start.requires_grad());
    if (c10::GradMode::is_enabled() && learns && current.numel() > 0) {
        // Autograd takes no undefined tensor for an input.
        const auto given = start.defined() ? c10::optional<at::Tensor>(start) : c10::nullopt;
        const variable_list made =
            LeakyFunction::apply(current, given, static_cast<double>(neuron.threshold),
                                 static_cast<std::int64_t>(neuron.surrogate),
                                 static_cast<double>(neuron.sharpness), everyMembrane);
        return {made[0], made[1]};
    }
    return pass(current.contiguous(), start.defined() ? start.contiguous() : start, neuron,
                everyMembrane, nullptr);
}

} // namespace inspike::nn
