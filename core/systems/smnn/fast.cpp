// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/fast.h"

#include "core/base/parallel.h"
#include "core/systems/smnn/fast_kernels.h"
#include "core/systems/smnn/objective.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

namespace inspike::smnn {

namespace {

// Samples whose gradients are added up in one buffer. Fixed, so that sums do not depend on threads.
constexpr std::size_t kSamplesPerPiece = 8;

FastNetwork prepared(const Network& network, std::size_t steps)
{
    FastNetwork fast(network);
    fast.now.resize(steps);
    for (std::size_t i = 0; i < steps; ++i)
        fast.now[i] = static_cast<float>(network.config.dt * static_cast<double>(i));
    return fast;
}

void forwardSample(const FastNetwork& network, const InputView& input, std::size_t sample,
                   SampleScratch& scratch, const SampleSinks& sinks)
{
    if (network.rate)
        forwardRate(network, input, sample, scratch, sinks);
    else
        forwardSpiking(network, input, sample, scratch, sinks);
}

// Largest r over time per unit, first step where it is reached.
void findMaximum(const float* filtered, std::size_t steps, std::size_t stride, std::size_t units,
                 float* maximum, std::uint32_t* at)
{
    std::copy_n(filtered, units, maximum);
    if (at != nullptr)
        std::fill_n(at, units, 0U);
    for (std::size_t step = 1; step < steps; ++step) {
        const float* row = filtered + step * stride;
        for (std::size_t i = 0; i < units; ++i) {
            if (row[i] > maximum[i]) {
                maximum[i] = row[i];
                if (at != nullptr)
                    at[i] = static_cast<std::uint32_t>(step);
            }
        }
    }
}

// logits = Wout a, on unpadded rows.
void readOut(const Weights& weights, const float* maximum, float* logits)
{
    for (std::size_t o = 0; o < weights.outputs; ++o) {
        float sum = 0.0F;
        for (std::size_t i = 0; i < weights.units; ++i)
            sum += weights.wout[o * weights.units + i] * maximum[i];
        logits[o] = sum;
    }
}

Outputs emptyOutputs(const Network& network, const InputView& input)
{
    Outputs outputs;
    if (network.config.task == Task::Context) {
        outputs.y.resize(input.steps * input.samples);
    } else {
        outputs.y.resize(input.samples * network.weights.outputs);
        outputs.logits.resize(outputs.y.size());
        outputs.maximum.resize(input.samples * network.weights.units);
    }
    return outputs;
}

Sink sinkInto(std::vector<float>& sequence, const InputView& input, std::size_t sample,
              std::size_t width)
{
    if (sequence.empty())
        return {};
    return {sequence.data() + sample * width, input.samples * width, width};
}

SampleSinks sinksInto(Forward& forward, const Network& network, const InputView& input,
                      std::size_t sample)
{
    Traces& traces = forward.traces;
    const std::size_t units = network.weights.units;
    SampleSinks sinks;
    sinks.current = sinkInto(traces.current, input, sample, units);
    sinks.membrane = sinkInto(traces.membrane, input, sample, units);
    sinks.spikes = sinkInto(traces.spikes, input, sample, units);
    sinks.filtered = sinkInto(traces.filtered, input, sample, units);
    sinks.rise = sinkInto(traces.rise, input, sample, units);
    sinks.lastSpike = sinkInto(traces.lastSpike, input, sample, units);
    if (network.config.task == Task::Context)
        sinks.output = sinkInto(forward.outputs.y, input, sample, 1);
    return sinks;
}

void allocate(Traces& traces, const WantedTraces& wanted, std::size_t size)
{
    traces.current.resize(wanted.current ? size : 0);
    traces.membrane.resize(wanted.membrane ? size : 0);
    traces.spikes.resize(wanted.spikes ? size : 0);
    traces.filtered.resize(wanted.filtered ? size : 0);
    traces.rise.resize(wanted.rise ? size : 0);
    traces.lastSpike.resize(wanted.lastSpike ? size : 0);
}

template <typename Work>
void eachPiece(const InputView& input, int threads, JobContext& job, Work work)
{
    const std::size_t pieces = (input.samples + kSamplesPerPiece - 1) / kSamplesPerPiece;
    parallelPieces(pieces, threads, [&](std::size_t piece) {
        const std::size_t begin = piece * kSamplesPerPiece;
        const std::size_t end = std::min(begin + kSamplesPerPiece, input.samples);
        job.checkpoint();
        work(piece, begin, end);
    });
}

// One sample forward and back; adds to `gradient` the derivative of the squared error (context) or
// of the mean cross entropy (MNIST).
void gradientOfSample(const Network& network, const FastNetwork& fast, const InputView& input,
                      const Targets& targets, std::size_t sample, SampleScratch& scratch,
                      Tape& tape, FastGradient& gradient, Outputs& outputs)
{
    forwardSample(fast, input, sample, scratch, tape.sinks());
    const std::size_t units = fast.units;
    if (network.config.task == Task::Context) {
        tape.outputGradient.resize(input.steps);
        for (std::size_t step = 0; step < input.steps; ++step) {
            const std::size_t at = step * input.samples + sample;
            outputs.y[at] = tape.output[step];
            tape.outputGradient[step] = tape.output[step] - targets.sequence[at];
        }
    } else {
        float* maximum = outputs.maximum.data() + sample * units;
        float* logits = outputs.logits.data() + sample * fast.outputs;
        float* y = outputs.y.data() + sample * fast.outputs;
        tape.maximumAt.resize(units);
        findMaximum(tape.filtered.row(0), input.steps, fast.stride, units, maximum,
                    tape.maximumAt.data());
        readOut(network.weights, maximum, logits);
        softmaxRows({logits, fast.outputs}, fast.outputs, {y, fast.outputs});
        std::vector<float> toLogits(fast.outputs);
        doubleSoftmaxGradient({y, fast.outputs}, targets.classes[sample],
                              1.0 / static_cast<double>(input.samples), toLogits);
        tape.maximumGradient.assign(units, 0.0F);
        for (std::size_t o = 0; o < fast.outputs; ++o) {
            for (std::size_t i = 0; i < units; ++i) {
                gradient.wout.row(o)[i] += toLogits[o] * maximum[i];
                tape.maximumGradient[i] += toLogits[o] * network.weights.wout[o * units + i];
            }
        }
    }
    if (fast.rate)
        backwardRate(fast, input, sample, tape, gradient);
    else
        backwardSpiking(fast, input, sample, tape, gradient);
}

void addTransposed(const nn::LaneRows& rows, std::size_t count, std::size_t units,
                   std::vector<double>& sum)
{
    for (std::size_t c = 0; c < count; ++c) {
        for (std::size_t i = 0; i < units; ++i)
            sum[i * count + c] += rows.row(c)[i];
    }
}

// Adds up the pieces in their order and multiplies by `scale`.
Weights summed(const std::vector<FastGradient>& pieces, const Weights& like, double scale)
{
    std::vector<double> win(like.win.size()), pin(like.pin.size()), pout(like.pout.size()),
        l(like.l.size()), wout(like.wout.size());
    for (const FastGradient& piece : pieces) {
        addTransposed(piece.win, like.inputs, like.units, win);
        addTransposed(piece.pin, like.modes, like.units, pin);
        addTransposed(piece.pout, like.modes, like.units, pout);
        for (std::size_t p = 0; p < like.modes; ++p)
            l[p] += piece.l[p];
        for (std::size_t o = 0; o < like.outputs; ++o) {
            for (std::size_t i = 0; i < like.units; ++i)
                wout[o * like.units + i] += piece.wout.row(o)[i];
        }
    }
    Weights weights = Weights::zerosLike(like);
    const std::array<const std::vector<double>*, 5> sums = {&win, &pin, &pout, &l, &wout};
    for (std::size_t p = 0; p < sums.size(); ++p)
        std::ranges::transform(*sums[p], weights.values(p).begin(),
                               [scale](double value) { return static_cast<float>(scale * value); });
    return weights;
}

} // namespace

Forward runFast(const Network& network, const InputView& input, const WantedTraces& wanted,
                int threads, JobContext& job)
{
    const FastNetwork fast = prepared(network, input.steps);
    const bool mnist = network.config.task == Task::Mnist;
    Forward forward;
    forward.outputs = emptyOutputs(network, input);
    WantedTraces recorded = wanted;
    recorded.filtered = wanted.filtered || mnist;
    allocate(forward.traces, recorded, input.steps * input.samples * fast.units);
    eachPiece(input, threads, job, [&](std::size_t, std::size_t begin, std::size_t end) {
        SampleScratch scratch(fast);
        for (std::size_t sample = begin; sample < end; ++sample) {
            job.checkpoint();
            forwardSample(fast, input, sample, scratch, sinksInto(forward, network, input, sample));
            if (!mnist)
                continue;
            float* maximum = forward.outputs.maximum.data() + sample * fast.units;
            float* logits = forward.outputs.logits.data() + sample * fast.outputs;
            findMaximum(forward.traces.filtered.data() + sample * fast.units, input.steps,
                        input.samples * fast.units, fast.units, maximum, nullptr);
            readOut(network.weights, maximum, logits);
            softmaxRows({logits, fast.outputs}, fast.outputs,
                        {forward.outputs.y.data() + sample * fast.outputs, fast.outputs});
        }
    });
    return forward;
}

Gradient gradientFast(const Network& network, const InputView& input, const Targets& targets,
                      int threads, JobContext& job)
{
    const FastNetwork fast = prepared(network, input.steps);
    Gradient result;
    result.outputs = emptyOutputs(network, input);
    std::vector<FastGradient> pieces((input.samples + kSamplesPerPiece - 1) / kSamplesPerPiece,
                                     FastGradient(fast));
    eachPiece(input, threads, job, [&](std::size_t piece, std::size_t begin, std::size_t end) {
        SampleScratch scratch(fast);
        Tape tape(fast, input.steps);
        for (std::size_t sample = begin; sample < end; ++sample) {
            job.checkpoint();
            gradientOfSample(network, fast, input, targets, sample, scratch, tape, pieces[piece],
                             result.outputs);
        }
    });
    double scale = 1.0;
    if (network.config.task == Task::Context) {
        result.loss = rootSumLoss(result.outputs.y, targets.sequence);
        scale = result.loss > 0.0 ? 1.0 / result.loss : 0.0;
    } else {
        result.loss = doubleSoftmaxLoss(result.outputs.y, fast.outputs, targets.classes);
    }
    result.weights = summed(pieces, network.weights, scale);
    return result;
}

} // namespace inspike::smnn
