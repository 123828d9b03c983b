// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/normed_neurons.h"

#include "core/base/error.h"
#include "core/nn/detail/lanes.h"
#include "core/nn/detail/surrogate_slope.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/empty_like.h>
#include <c10/core/GradMode.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace inspike::nn {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr std::int64_t kGrain = 16'384; // values per task
constexpr std::int64_t kChunk = 256;    // neurons whose potentials stay in the first cache

using LooseLanes = float __attribute__((vector_size(32), may_alias, aligned(4)));
using Row = std::array<float, kChunk>;

// Values [steps of the input][B][C][size]; neurons go through `steps`.
struct Shape
{
    std::int64_t inputSteps = 0, steps = 0, batch = 0, channels = 0, size = 0;

    Shape(const at::Tensor& x, std::int64_t stepCount)
        : inputSteps(x.size(0)),
          steps(stepCount),
          batch(x.size(1)),
          channels(x.size(2)),
          size(x.numel() / std::max<std::int64_t>(1, inputSteps * batch * channels))
    {}
    std::int64_t offset(std::int64_t step, std::int64_t sample, std::int64_t channel) const
    {
        return ((step * batch + sample) * channels + channel) * size;
    }
    std::int64_t inputStep(std::int64_t step) const { return inputSteps == 1 ? 0 : step; }
    std::int64_t count() const { return batch * size; } // that share statistics

    template <typename Work>
    void eachChannel(const Work& work) const
    {
        const std::int64_t values = std::max<std::int64_t>(1, steps * count());
        at::parallel_for(0, channels, std::max<std::int64_t>(1, kGrain / values),
                         [&](std::int64_t begin, std::int64_t end) {
                             for (std::int64_t channel = begin; channel < end; ++channel)
                                 work(channel);
                         });
    }
};

INSPIKE_INLINE double total(const LooseLanes& lanes)
{
    double sum = 0.0;
    for (std::size_t l = 0; l < kLanes; ++l)
        sum += static_cast<double>(lanes[l]);
    return sum;
}

INSPIKE_INLINE const LooseLanes& looseAt(const float* values, std::int64_t i)
{
    return *reinterpret_cast<const LooseLanes*>(values + i);
}

// Sum of (value - shift)^power, power 1 or 2, of one plane.
template <int Power>
INSPIKE_INLINE double sumOfPlane(const float* values, std::int64_t size, float shift)
{
    constexpr auto kStep = static_cast<std::int64_t>(kLanes);
    double sum = 0.0;
    for (std::int64_t first = 0; first < size; first += kChunk) {
        const std::int64_t end = std::min(first + kChunk, size);
        LooseLanes lanes = {};
        std::int64_t i = first;
        for (; i + kStep <= end; i += kStep) {
            const LooseLanes x = looseAt(values, i) - shift;
            lanes += Power == 1 ? x : x * x;
        }
        sum += total(lanes);
        for (; i < end; ++i) {
            const double x = static_cast<double>(values[i] - shift);
            sum += Power == 1 ? x : x * x;
        }
    }
    return sum;
}

struct Moments
{
    double sum = 0.0;     // of all values
    double squares = 0.0; // of their differences from the mean
    float mean = 0.0F;
};

INSPIKE_CLONES Moments momentsOf(const float* x, const Shape& shape, std::int64_t step,
                                 std::int64_t channel)
{
    Moments moments;
    for (std::int64_t b = 0; b < shape.batch; ++b)
        moments.sum += sumOfPlane<1>(x + shape.offset(step, b, channel), shape.size, 0.0F);
    moments.mean = static_cast<float>(moments.sum / static_cast<double>(shape.count()));
    for (std::int64_t b = 0; b < shape.batch; ++b)
        moments.squares +=
            sumOfPlane<2>(x + shape.offset(step, b, channel), shape.size, moments.mean);
    return moments;
}

// y = factor * x + offset, per step of the input and channel.
struct Lines
{
    const float* factor; // [steps of the input][C]
    const float* offset;
    std::int64_t channels;

    float factorAt(std::int64_t step, std::int64_t channel) const
    {
        return factor[step * channels + channel];
    }
    float offsetAt(std::int64_t step, std::int64_t channel) const
    {
        return offset[step * channels + channel];
    }
};

// Statistics of a channel, and its lines.
struct Statistics
{
    at::Tensor mean, inverse, factor, offset; // [steps of the input][C]

    explicit Statistics(const Shape& shape, const at::Tensor& like)
        : mean(at::empty({shape.inputSteps, shape.channels}, like.options())),
          inverse(at::empty_like(mean)),
          factor(at::empty_like(mean)),
          offset(at::empty_like(mean))
    {}
    Lines lines() const
    {
        return {factor.data_ptr<float>(), offset.data_ptr<float>(), mean.size(1)};
    }
};

void takeStatistics(const float* x, const Shape& shape, const BatchNorm& norm, std::int64_t channel,
                    const Statistics& statistics)
{
    const float weight = norm.weight.data_ptr<float>()[channel];
    const float bias = norm.bias.data_ptr<float>()[channel];
    const auto count = static_cast<double>(shape.count());
    const auto momentum = norm.momentum;
    for (std::int64_t step = 0; step < shape.inputSteps; ++step) {
        const Moments moments = momentsOf(x, shape, step, channel);
        const std::int64_t i = step * shape.channels + channel;
        const auto inverse =
            static_cast<float>(1.0 / std::sqrt(moments.squares / count + norm.epsilon));
        statistics.mean.data_ptr<float>()[i] = moments.mean;
        statistics.inverse.data_ptr<float>()[i] = inverse;
        statistics.factor.data_ptr<float>()[i] = inverse * weight;
        statistics.offset.data_ptr<float>()[i] = bias - moments.mean * (inverse * weight);
        if (!norm.runningMean.defined())
            continue;
        float& mean = norm.runningMean.data_ptr<float>()[channel];
        float& variance = norm.runningVariance.data_ptr<float>()[channel];
        const std::int64_t times = shape.inputSteps == 1 ? shape.steps : 1;
        for (std::int64_t n = 0; n < times; ++n) {
            mean = static_cast<float>(momentum * static_cast<double>(moments.mean) +
                                      (1.0 - momentum) * static_cast<double>(mean));
            variance = static_cast<float>(momentum * (moments.squares / (count - 1.0)) +
                                          (1.0 - momentum) * static_cast<double>(variance));
        }
    }
}

struct Forward
{
    const float* x = nullptr;
    const float* start = nullptr; // may be null
    float* spikes = nullptr;
    float* membrane = nullptr;
    bool everyMembrane = false;
};

INSPIKE_CLONES void integrate(const Forward& arrays, const Shape& shape, const Lines& lines,
                              float threshold, std::int64_t channel)
{
    Row v;
    for (std::int64_t b = 0; b < shape.batch; ++b) {
        for (std::int64_t first = 0; first < shape.size; first += kChunk) {
            const std::int64_t width = std::min(kChunk, shape.size - first);
            const std::int64_t neuron = shape.offset(0, b, channel) + first;
            v.fill(0.0F);
            if (arrays.start != nullptr)
                std::copy_n(arrays.start + neuron, width, v.begin());
            for (std::int64_t t = 0; t < shape.steps; ++t) {
                const std::int64_t from = shape.inputStep(t);
                const float* x = arrays.x + shape.offset(from, b, channel) + first;
                float* s = arrays.spikes + shape.offset(t, b, channel) + first;
                const float factor = lines.factorAt(from, channel);
                const float offset = lines.offsetAt(from, channel);
                for (std::int64_t i = 0; i < width; ++i) {
                    const float current = x[i] * factor + offset;
                    const float h = v[i] + (current - v[i]) * 0.5F;
                    const bool fires = h - threshold > 0.0F;
                    s[i] = fires ? 1.0F : 0.0F;
                    v[i] = fires ? 0.0F : h;
                }
                if (arrays.everyMembrane)
                    std::copy_n(v.begin(), width,
                                arrays.membrane + shape.offset(t, b, channel) + first);
            }
            if (!arrays.everyMembrane)
                std::copy_n(v.begin(), width, arrays.membrane + neuron);
        }
    }
}

// Gradients: of spikes and membrane given (may be null), of the input and start wanted.
struct Backward
{
    const float* x = nullptr;
    const float* startValues = nullptr; // may be null
    const float* spikes = nullptr;
    const float* membrane = nullptr;
    bool everyMembrane = false;
    float* input = nullptr;
    float* start = nullptr; // may be null
    const float* mean = nullptr;
    const float* inverse = nullptr; // [steps of the input][C]
};

// What up to kChunk neurons of one sample and channel need.
struct Chunk
{
    std::int64_t sample, channel, first, width;
    std::int64_t at(const Shape& shape, std::int64_t step) const
    {
        return shape.offset(step, sample, channel) + first;
    }
};

// The potentials before the reset, all steps.
INSPIKE_CLONES void charge(const Backward& arrays, const Shape& shape, const Lines& lines,
                           float threshold, const Chunk& chunk, std::vector<Row>& charged)
{
    Row v = {};
    if (arrays.startValues != nullptr)
        std::copy_n(arrays.startValues + chunk.at(shape, 0), chunk.width, v.begin());
    for (std::int64_t t = 0; t < shape.steps; ++t) {
        const std::int64_t from = shape.inputStep(t);
        const float* x = arrays.x + chunk.at(shape, from);
        const float factor = lines.factorAt(from, chunk.channel);
        const float offset = lines.offsetAt(from, chunk.channel);
        Row& h = charged[static_cast<std::size_t>(t)];
        for (std::int64_t i = 0; i < chunk.width; ++i) {
            const float current = x[i] * factor + offset;
            h[i] = v[i] + (current - v[i]) * 0.5F;
            v[i] = h[i] - threshold > 0.0F ? 0.0F : h[i];
        }
    }
}

// From the potentials to gradients of what the neurons received, which `currents` adds up for the
// steps of the input.
template <Surrogate Kind>
INSPIKE_CLONES void sendBack(const Backward& arrays, const Shape& shape, const LeakyNeuron& neuron,
                             const Chunk& chunk, const std::vector<Row>& charged)
{
    Row carried = {}; // dL/dv_t by what follows
    Row summed = {};
    if (arrays.membrane != nullptr && !arrays.everyMembrane)
        std::copy_n(arrays.membrane + chunk.at(shape, 0), chunk.width, carried.begin());
    for (std::int64_t t = shape.steps - 1; t >= 0; --t) {
        const std::int64_t offset = chunk.at(shape, t);
        if (arrays.membrane != nullptr && arrays.everyMembrane) {
            for (std::int64_t i = 0; i < chunk.width; ++i)
                carried[i] += arrays.membrane[offset + i];
        }
        const Row& h = charged[static_cast<std::size_t>(t)];
        const bool once = shape.inputSteps == 1;
        float* out = once ? summed.data() : arrays.input + offset;
        for (std::int64_t i = 0; i < chunk.width; ++i) {
            const float u = h[i] - neuron.threshold;
            float slope = u > 0.0F ? 0.0F : carried[i];
            if (arrays.spikes != nullptr)
                slope += arrays.spikes[offset + i] * derivative<Kind>(u, neuron.sharpness);
            carried[i] = 0.5F * slope;
            out[i] = once ? out[i] + carried[i] : carried[i];
        }
    }
    if (shape.inputSteps == 1)
        std::copy_n(summed.begin(), chunk.width, arrays.input + chunk.at(shape, 0));
    if (arrays.start != nullptr)
        std::copy_n(carried.begin(), chunk.width, arrays.start + chunk.at(shape, 0));
}

void sendChunkBack(const Backward& arrays, const Shape& shape, const LeakyNeuron& neuron,
                   const Chunk& chunk, const std::vector<Row>& charged)
{
    switch (neuron.surrogate) {
    case Surrogate::Gate:
        return sendBack<Surrogate::Gate>(arrays, shape, neuron, chunk, charged);
    case Surrogate::QGate:
        return sendBack<Surrogate::QGate>(arrays, shape, neuron, chunk, charged);
    case Surrogate::Atan:
        return sendBack<Surrogate::Atan>(arrays, shape, neuron, chunk, charged);
    case Surrogate::BackEi:
        return sendBack<Surrogate::BackEi>(arrays, shape, neuron, chunk, charged);
    }
}

struct NormSums
{
    double bias = 0.0;   // of the gradients of normalised values times weight
    double weight = 0.0; // of their products with the normalised values
};

INSPIKE_CLONES NormSums sumsOf(const Backward& arrays, const Shape& shape, std::int64_t step,
                               std::int64_t channel)
{
    constexpr auto kStep = static_cast<std::int64_t>(kLanes);
    const float mean = arrays.mean[step * shape.channels + channel];
    NormSums sums;
    for (std::int64_t b = 0; b < shape.batch; ++b) {
        const float* g = arrays.input + shape.offset(step, b, channel);
        const float* x = arrays.x + shape.offset(step, b, channel);
        for (std::int64_t first = 0; first < shape.size; first += kChunk) {
            const std::int64_t end = std::min(first + kChunk, shape.size);
            LooseLanes bias = {};
            LooseLanes weight = {};
            std::int64_t i = first;
            for (; i + kStep <= end; i += kStep) {
                bias += looseAt(g, i);
                weight += looseAt(g, i) * (looseAt(x, i) - mean);
            }
            sums.bias += total(bias);
            sums.weight += total(weight);
            for (; i < end; ++i) {
                sums.bias += static_cast<double>(g[i]);
                sums.weight += static_cast<double>(g[i] * (x[i] - mean));
            }
        }
    }
    sums.weight *= static_cast<double>(arrays.inverse[step * shape.channels + channel]);
    return sums;
}

// Through the batch norm: factor (g - mean g - n mean(g n)), n the normalised value.
INSPIKE_CLONES void throughNorm(const Backward& arrays, const Shape& shape, const Lines& lines,
                                const NormSums& sums, std::int64_t step, std::int64_t channel)
{
    const std::int64_t place = step * shape.channels + channel;
    const auto count = static_cast<double>(shape.count());
    const float factor = lines.factorAt(step, channel);
    const float mean = arrays.mean[place];
    const auto bias = static_cast<float>(sums.bias / count);
    const auto weight =
        static_cast<float>(sums.weight / count * static_cast<double>(arrays.inverse[place]));
    for (std::int64_t b = 0; b < shape.batch; ++b) {
        float* g = arrays.input + shape.offset(step, b, channel);
        const float* x = arrays.x + shape.offset(step, b, channel);
        for (std::int64_t i = 0; i < shape.size; ++i)
            g[i] = factor * (g[i] - bias - (x[i] - mean) * weight);
    }
}

NormSums channelBack(const Backward& arrays, const Shape& shape, const Lines& lines,
                     const LeakyNeuron& neuron, std::int64_t channel)
{
    std::vector<Row> charged(static_cast<std::size_t>(shape.steps));
    for (std::int64_t b = 0; b < shape.batch; ++b) {
        for (std::int64_t first = 0; first < shape.size; first += kChunk) {
            const Chunk chunk{b, channel, first, std::min(kChunk, shape.size - first)};
            charge(arrays, shape, lines, neuron.threshold, chunk, charged);
            sendChunkBack(arrays, shape, neuron, chunk, charged);
        }
    }
    NormSums all;
    for (std::int64_t step = 0; step < shape.inputSteps; ++step) {
        const NormSums sums = sumsOf(arrays, shape, step, channel);
        all.bias += sums.bias;
        all.weight += sums.weight;
        throughNorm(arrays, shape, lines, sums, step, channel);
    }
    return all;
}

const float* dataOf(const at::Tensor& tensor)
{
    return tensor.defined() ? tensor.data_ptr<float>() : nullptr;
}

LeakyPass pass(const at::Tensor& x, std::int64_t steps, const BatchNorm& norm,
               const at::Tensor& start, const LeakyNeuron& neuron, bool every,
               const Statistics& statistics)
{
    const Shape shape(x, steps);
    std::vector<std::int64_t> sizes = x.sizes().vec();
    sizes[0] = steps;
    LeakyPass result;
    result.spikes = at::empty(sizes, x.options());
    sizes[0] = every ? steps : 1;
    result.membrane = at::empty(sizes, x.options());
    const Forward arrays{x.data_ptr<float>(), dataOf(start), result.spikes.data_ptr<float>(),
                         result.membrane.data_ptr<float>(), every};
    shape.eachChannel([&](std::int64_t channel) {
        takeStatistics(arrays.x, shape, norm, channel, statistics);
        integrate(arrays, shape, statistics.lines(), neuron.threshold, channel);
    });
    return result;
}

struct NormedFunction : torch::autograd::Function<NormedFunction>
{
    static variable_list forward(AutogradContext* context, const at::Tensor& input,
                                 const at::Tensor& weight, const at::Tensor& bias,
                                 const c10::optional<at::Tensor>& given, std::int64_t steps,
                                 const BatchNorm& norm, const LeakyNeuron& neuron, bool every)
    {
        const at::Tensor x = input.contiguous();
        const at::Tensor from = given.has_value() ? given->contiguous() : at::Tensor();
        const Statistics statistics(Shape(x, steps), x);
        const BatchNorm plain{weight.contiguous(),  bias.contiguous(), norm.runningMean,
                              norm.runningVariance, norm.momentum,     norm.epsilon};
        LeakyPass made = pass(x, steps, plain, from, neuron, every, statistics);
        context->save_for_backward(
            {x, from, statistics.mean, statistics.inverse, statistics.factor, statistics.offset});
        context->saved_data["steps"] = steps;
        context->saved_data["threshold"] = static_cast<double>(neuron.threshold);
        context->saved_data["surrogate"] = static_cast<std::int64_t>(neuron.surrogate);
        context->saved_data["sharpness"] = static_cast<double>(neuron.sharpness);
        context->saved_data["every"] = every;
        context->set_materialize_grads(false);
        return {made.spikes, made.membrane};
    }

    static variable_list backward(AutogradContext* context, variable_list given)
    {
        const variable_list saved = context->get_saved_variables();
        const at::Tensor& x = saved[0];
        const LeakyNeuron neuron{static_cast<float>(context->saved_data["threshold"].toDouble()),
                                 static_cast<Surrogate>(context->saved_data["surrogate"].toInt()),
                                 static_cast<float>(context->saved_data["sharpness"].toDouble())};
        const at::Tensor spikes = given[0].defined() ? given[0].contiguous() : given[0];
        const at::Tensor membrane = given[1].defined() ? given[1].contiguous() : given[1];
        const at::Tensor input = at::empty_like(x);
        const at::Tensor start = saved[1].defined() ? at::empty_like(saved[1]) : at::Tensor();
        const Shape shape(x, context->saved_data["steps"].toInt());
        const at::Tensor weight = at::empty({shape.channels}, x.options());
        const at::Tensor bias = at::empty_like(weight);
        const Backward arrays{x.data_ptr<float>(),
                              dataOf(saved[1]),
                              dataOf(spikes),
                              dataOf(membrane),
                              context->saved_data["every"].toBool(),
                              input.data_ptr<float>(),
                              start.defined() ? start.data_ptr<float>() : nullptr,
                              saved[2].data_ptr<float>(),
                              saved[3].data_ptr<float>()};
        const Lines lines{saved[4].data_ptr<float>(), saved[5].data_ptr<float>(), shape.channels};
        shape.eachChannel([&](std::int64_t channel) {
            const NormSums sums = channelBack(arrays, shape, lines, neuron, channel);
            weight.data_ptr<float>()[channel] = static_cast<float>(sums.weight);
            bias.data_ptr<float>()[channel] = static_cast<float>(sums.bias);
        });
        return {input, weight, bias, start, at::Tensor(), at::Tensor(), at::Tensor(), at::Tensor()};
    }
};

} // namespace

LeakyPass normedSpikes(const at::Tensor& x, std::int64_t steps, const BatchNorm& norm,
                       const at::Tensor& start, const LeakyNeuron& neuron, bool everyMembrane)
{
    if (x.dim() < 3 || x.numel() == 0 || steps < 1 || (x.size(0) != 1 && x.size(0) != steps) ||
        norm.weight.numel() != x.size(2))
        throw Error(ErrorKind::BadShape, "a batch norm of " + std::to_string(norm.weight.numel()) +
                                             " channels and " + std::to_string(steps) +
                                             " steps does not fit its input");
    const bool learns = x.requires_grad() || norm.weight.requires_grad() ||
                        norm.bias.requires_grad() || (start.defined() && start.requires_grad());
    if (c10::GradMode::is_enabled() && learns) {
        // Autograd takes no undefined tensor for an input.
        const auto given = start.defined() ? c10::optional<at::Tensor>(start) : c10::nullopt;
        const variable_list made = NormedFunction::apply(x, norm.weight, norm.bias, given, steps,
                                                         norm, neuron, everyMembrane);
        return {made[0], made[1]};
    }
    const at::Tensor values = x.contiguous();
    const BatchNorm plain{norm.weight.contiguous(), norm.bias.contiguous(), norm.runningMean,
                          norm.runningVariance,     norm.momentum,          norm.epsilon};
    return pass(values, steps, plain, start.defined() ? start.contiguous() : start, neuron,
                everyMembrane, Statistics(Shape(values, steps), values));
}

} // namespace inspike::nn
