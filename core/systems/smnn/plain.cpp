// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/plain.h"

#include "core/nn/detail/bridge.h"
#include "core/nn/detail/guard.h"
#include "core/nn/detail/surrogate.h"

#include <ATen/TensorOperators.h>
#include <ATen/core/Tensor.h>
#include <ATen/ops/full.h>
#include <ATen/ops/stack.h>
#include <ATen/ops/zeros.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>

#include <algorithm>
#include <cmath>
#include <functional>

namespace inspike::smnn {

namespace {

constexpr double kThreshold = 1.0;
constexpr double kSurrogateSlope = 25.0;
// Samples per pass with gradients: every step keeps a dozen tensors.
constexpr std::size_t kSamplesPerPass = 32;

struct Parameters
{
    std::array<at::Tensor, 5> all; // in the order of kParameterNames
    const at::Tensor& win() const { return all[0]; }
    const at::Tensor& wout() const { return all[4]; }
    // W = pin diag(l) pout^T
    at::Tensor recurrent() const { return all[1].matmul(all[3].diag()).matmul(all[2].t()); }
};

struct State
{
    at::Tensor current, membrane, spikes, filtered, rise, lastSpike;
};

using AfterStep = std::function<void(std::size_t step, const State& state)>;

Parameters tensorsOf(const Weights& weights)
{
    Parameters parameters;
    for (std::size_t p = 0; p < parameters.all.size(); ++p) {
        const std::vector<std::size_t> shape = weights.shape(p);
        parameters.all[p] = nn::tensorFromFloats(weights.values(p), {shape.begin(), shape.end()});
    }
    return parameters;
}

// Samples [begin, end) as [steps, samples, channels, 1].
at::Tensor inputTensor(const InputView& input, std::size_t begin, std::size_t end)
{
    const auto steps = static_cast<std::int64_t>(input.steps);
    const auto samples = static_cast<std::int64_t>(input.samples);
    const auto channels = static_cast<std::int64_t>(input.channels);
    return nn::tensorFromFloats(input.x, {steps, samples, channels, 1})
        .slice(1, static_cast<std::int64_t>(begin), static_cast<std::int64_t>(end));
}

void spikingSteps(const Network& network, const Parameters& parameters, const at::Tensor& x,
                  JobContext& job, const AfterStep& afterStep)
{
    const Factors f = Factors::of(network.config);
    const bool twice = network.config.filter == Filter::Double;
    const double dt = network.config.dt;
    const at::Tensor w = parameters.recurrent();
    const std::int64_t units = parameters.win().size(0);
    const at::Tensor zeros = at::zeros({x.size(1), units, 1}, x.options());
    State s = {zeros, zeros, zeros,
               zeros, zeros, at::full({x.size(1), units, 1}, -1.0, x.options())};
    for (std::int64_t i = 0; i < x.size(0); ++i) {
        job.checkpoint();
        const at::Scalar now = dt * static_cast<double>(i);
        s.current = f.synapse * s.current +
                    (parameters.win().matmul(x.select(0, i)) + w.matmul(s.filtered));
        const at::Tensor gate = s.lastSpike.detach().add(f.refractory).lt(now).to(x.scalar_type());
        s.membrane =
            gate * (f.membrane * s.membrane + (1.0 - f.membrane) * s.current) * (1.0 - s.spikes);
        if (twice) {
            s.rise = f.rise * s.rise + f.riseGain * s.spikes;
            s.filtered = f.decay * s.filtered + f.filterGain * s.rise;
        } else {
            s.filtered = f.decay * s.filtered + f.filterGain * s.spikes;
        }
        s.spikes = nn::fastSigmoidSpikes(s.membrane - kThreshold, kSurrogateSlope, job.stopToken());
        s.lastSpike = s.lastSpike + (now - s.lastSpike) * s.spikes.detach();
        afterStep(static_cast<std::size_t>(i), s);
    }
}

void rateSteps(const Network& network, const Parameters& parameters, const at::Tensor& x,
               JobContext& job, const AfterStep& afterStep)
{
    const Factors f = Factors::of(network.config);
    const at::Tensor w = parameters.recurrent();
    State s;
    s.membrane = at::zeros({x.size(1), parameters.win().size(0), 1}, x.options());
    s.filtered = s.membrane.tanh();
    for (std::int64_t i = 0; i < x.size(0); ++i) {
        job.checkpoint();
        const at::Tensor drive = parameters.win().matmul(x.select(0, i)) + w.matmul(s.filtered);
        s.membrane = f.membrane * s.membrane + (1.0 - f.membrane) * drive;
        s.filtered = s.membrane.tanh();
        afterStep(static_cast<std::size_t>(i), s);
    }
}

void allSteps(const Network& network, const Parameters& parameters, const at::Tensor& x,
              JobContext& job, const AfterStep& afterStep)
{
    if (network.config.neuron == Neuron::Rate)
        rateSteps(network, parameters, x, job, afterStep);
    else
        spikingSteps(network, parameters, x, job, afterStep);
}

std::vector<float> valuesOf(const at::Tensor& tensor)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
    nn::copyToFloats(tensor, values);
    return values;
}

// Appends [samples, units] of one step to a sequence, if it is wanted.
void keep(std::vector<float>& sequence, bool wanted, std::size_t steps, std::size_t step,
          const at::Tensor& values)
{
    if (!wanted || !values.defined())
        return;
    const auto size = static_cast<std::size_t>(values.numel());
    sequence.resize(steps * size);
    nn::copyToFloats(values, std::span(sequence).subspan(step * size, size));
}

void keepTraces(Traces& traces, const WantedTraces& wanted, std::size_t steps, std::size_t step,
                const State& state)
{
    keep(traces.current, wanted.current, steps, step, state.current);
    keep(traces.membrane, wanted.membrane, steps, step, state.membrane);
    keep(traces.spikes, wanted.spikes, steps, step, state.spikes);
    keep(traces.filtered, wanted.filtered, steps, step, state.filtered);
    keep(traces.rise, wanted.rise, steps, step, state.rise);
    keep(traces.lastSpike, wanted.lastSpike, steps, step, state.lastSpike);
}

struct ReadOut
{
    at::Tensor y, logits, maximum;
};

ReadOut readOut(const Network& network, const Parameters& parameters,
                const std::vector<at::Tensor>& filtered)
{
    const at::Tensor r = at::stack(filtered);
    if (network.config.task == Task::Context)
        return {parameters.wout().matmul(r), {}, {}};
    ReadOut out;
    out.maximum = std::get<0>(r.max(0));
    out.logits = parameters.wout().matmul(out.maximum);
    out.y = out.logits.softmax(1);
    return out;
}

// d(sum of squared errors) or, for MNIST, the cross entropy's sum; of some samples.
at::Tensor summedLoss(const Network& network, const ReadOut& out, const InputView& input,
                      const Targets& targets, std::size_t begin, std::size_t end)
{
    if (network.config.task == Task::Context) {
        const InputView target = {input.steps, input.samples, 1, targets.sequence};
        return (out.y - inputTensor(target, begin, end)).pow(2.0).sum();
    }
    const at::Tensor labels =
        nn::tensorFromIntegers(std::span(targets.classes).subspan(begin, end - begin));
    const at::Tensor logs = out.y.log_softmax(1).squeeze(2);
    return -logs.gather(1, labels.unsqueeze(1)).sum();
}

void append(std::vector<float>& all, const at::Tensor& part)
{
    if (!part.defined())
        return;
    const std::vector<float> values = valuesOf(part);
    all.insert(all.end(), values.begin(), values.end());
}

// Puts y of samples [begin, end), [steps, end - begin], into [steps, samples].
void place(std::vector<float>& all, const at::Tensor& y, std::size_t samples, std::size_t begin,
           std::size_t end)
{
    const std::vector<float> values = valuesOf(y);
    const std::size_t width = end - begin;
    all.resize(values.size() / width * samples);
    for (std::size_t i = 0; i < values.size(); ++i)
        all[i / width * samples + begin + i % width] = values[i];
}

Gradient differentiated(const Network& network, const InputView& input, const Targets& targets,
                        JobContext& job)
{
    const c10::AutoGradMode enabled(true);
    const Parameters parameters = tensorsOf(network.weights);
    for (const at::Tensor& tensor : parameters.all)
        tensor.set_requires_grad(true);
    Gradient result;
    double sum = 0.0;
    for (std::size_t begin = 0; begin < input.samples; begin += kSamplesPerPass) {
        const std::size_t end = std::min(begin + kSamplesPerPass, input.samples);
        std::vector<at::Tensor> filtered;
        allSteps(network, parameters, inputTensor(input, begin, end), job,
                 [&](std::size_t, const State& state) { filtered.push_back(state.filtered); });
        const ReadOut out = readOut(network, parameters, filtered);
        const at::Tensor loss = summedLoss(network, out, input, targets, begin, end);
        loss.backward();
        sum += loss.item().toDouble();
        if (network.config.task == Task::Context) {
            place(result.outputs.y, out.y.detach(), input.samples, begin, end);
        } else {
            append(result.outputs.y, out.y.detach());
            append(result.outputs.logits, out.logits.detach());
            append(result.outputs.maximum, out.maximum.detach());
        }
    }
    double scale = 1.0 / static_cast<double>(input.samples);
    result.loss = sum * scale;
    if (network.config.task == Task::Context) {
        result.loss = std::sqrt(sum);
        scale = sum > 0.0 ? 0.5 / result.loss : 0.0;
    }
    result.weights = Weights::zerosLike(network.weights);
    for (std::size_t p = 0; p < parameters.all.size(); ++p)
        nn::copyToFloats(parameters.all[p].grad() * scale, result.weights.values(p));
    return result;
}

} // namespace

Forward runPlain(const Network& network, const InputView& input, const WantedTraces& wanted,
                 int threads, JobContext& job)
{
    return nn::guarded([&] {
        nn::useThreads(threads);
        const c10::InferenceMode inference;
        const Parameters parameters = tensorsOf(network.weights);
        Forward forward;
        std::vector<at::Tensor> filtered;
        allSteps(network, parameters, inputTensor(input, 0, input.samples), job,
                 [&](std::size_t step, const State& state) {
                     filtered.push_back(state.filtered);
                     keepTraces(forward.traces, wanted, input.steps, step, state);
                     job.progress(static_cast<double>(step + 1) / static_cast<double>(input.steps));
                 });
        const ReadOut out = readOut(network, parameters, filtered);
        append(forward.outputs.y, out.y);
        append(forward.outputs.logits, out.logits);
        append(forward.outputs.maximum, out.maximum);
        return forward;
    });
}

Gradient gradientPlain(const Network& network, const InputView& input, const Targets& targets,
                       int threads, JobContext& job)
{
    return nn::guarded([&] {
        nn::useThreads(threads);
        return differentiated(network, input, targets, job);
    });
}

} // namespace inspike::smnn
