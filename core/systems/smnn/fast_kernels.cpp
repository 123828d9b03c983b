// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/fast_kernels.h"

#include <algorithm>
#include <cmath>

namespace inspike::smnn {

using nn::addScaled;
using nn::dotRows;
using nn::kLanes;
using nn::LaneMask;
using nn::LaneRows;
using nn::Lanes;
using nn::lanesAt;

namespace {

constexpr float kThreshold = 1.0F;
constexpr float kSurrogateSlope = 25.0F;

LaneRows transposed(std::span<const float> values, std::size_t rows, std::size_t columns)
{
    LaneRows result(columns, rows);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t c = 0; c < columns; ++c)
            result.row(c)[r] = values[r * columns + c];
    }
    return result;
}

INSPIKE_INLINE Lanes select(LaneMask mask, Lanes yes, Lanes no)
{
    return mask ? yes : no;
}

// drive = Win x + pin (l * (pout^T r)); zero inputs are skipped, which makes spikes cheap.
INSPIKE_INLINE void sumDrive(const FastNetwork& net, const float* x, const float* r, float* drive,
                             float* modes, float* scores)
{
    std::memset(drive, 0, net.stride * sizeof(float));
    for (std::size_t c = 0; c < net.inputs; ++c) {
        if (x[c] != 0.0F)
            addScaled(drive, x[c], net.win.row(c), net.stride);
    }
    for (std::size_t p = 0; p < net.modes; ++p) {
        modes[p] = dotRows(net.pout.row(p), r, net.stride);
        scores[p] = net.l[p] * modes[p];
        addScaled(drive, scores[p], net.pin.row(p), net.stride);
    }
}

enum StateRow : std::size_t {
    Current,
    Membrane,
    Spike,
    Filtered,
    Rise,
    Last,
    Gate,
    Drive,
    StateRows
};

struct StateRowsAt
{
    float *current, *membrane, *spike, *filtered, *rise, *last, *gate, *drive;
};

// One spiking step for all units, in the order of the published equations.
INSPIKE_INLINE void stepUnits(const FastNetwork& net, const StateRowsAt& at, float now)
{
    const Lanes one = Lanes{} + 1.0F;
    const Lanes zero = {};
    for (std::size_t i = 0; i < net.stride; i += kLanes) {
        Lanes& current = lanesAt(at.current, i);
        Lanes& membrane = lanesAt(at.membrane, i);
        Lanes& spike = lanesAt(at.spike, i);
        Lanes& filtered = lanesAt(at.filtered, i);
        Lanes& last = lanesAt(at.last, i);
        current = net.synapse * current + lanesAt(at.drive, i);
        const Lanes gate = select(last + net.refractory < now, one, zero);
        lanesAt(at.gate, i) = gate;
        membrane = gate * (net.membrane * membrane + net.drive * current) * (one - spike);
        if (net.doubleFilter) {
            Lanes& rise = lanesAt(at.rise, i);
            rise = net.rise * rise + net.riseGain * spike;
            filtered = net.decay * filtered + net.filterGain * rise;
        } else {
            filtered = net.decay * filtered + net.filterGain * spike;
        }
        spike = select(membrane - kThreshold > zero, one, zero);
        last = last + (now - last) * spike;
    }
}

} // namespace

FastNetwork::FastNetwork(const Network& network)
    : units(network.weights.units),
      modes(network.weights.modes),
      inputs(network.weights.inputs),
      outputs(network.weights.outputs),
      win(transposed(network.weights.win, units, inputs)),
      pin(transposed(network.weights.pin, units, modes)),
      pout(transposed(network.weights.pout, units, modes)),
      wout(outputs, units),
      l(network.weights.l),
      rate(network.config.neuron == Neuron::Rate),
      doubleFilter(network.config.filter == Filter::Double)
{
    stride = pin.stride();
    for (std::size_t o = 0; o < outputs; ++o)
        std::copy_n(network.weights.wout.data() + o * units, units, wout.row(o));
    const Factors factors = Factors::of(network.config);
    synapse = static_cast<float>(factors.synapse);
    drive = static_cast<float>(1.0 - factors.membrane);
    membrane = static_cast<float>(factors.membrane);
    decay = static_cast<float>(factors.decay);
    rise = static_cast<float>(factors.rise);
    riseGain = static_cast<float>(factors.riseGain);
    filterGain = static_cast<float>(factors.filterGain);
    refractory = static_cast<float>(factors.refractory);
}

SampleScratch::SampleScratch(const FastNetwork& network)
    : rows(StateRows, network.units), modes(network.modes), scores(network.modes)
{}

INSPIKE_CLONES
void forwardSpiking(const FastNetwork& net, const InputView& input, std::size_t sample,
                    SampleScratch& scratch, const SampleSinks& sinks)
{
    scratch.rows.clear();
    const StateRowsAt at = {scratch.rows.row(Current), scratch.rows.row(Membrane),
                            scratch.rows.row(Spike),   scratch.rows.row(Filtered),
                            scratch.rows.row(Rise),    scratch.rows.row(Last),
                            scratch.rows.row(Gate),    scratch.rows.row(Drive)};
    std::fill_n(at.last, net.stride, -1.0F);
    for (std::size_t step = 0; step < input.steps; ++step) {
        sumDrive(net, input.at(step, sample), at.filtered, at.drive, scratch.modes.data(),
                 scratch.scores.data());
        stepUnits(net, at, net.now[step]);
        sinks.modes.put(step, scratch.modes.data());
        sinks.current.put(step, at.current);
        sinks.membrane.put(step, at.membrane);
        sinks.spikes.put(step, at.spike);
        sinks.filtered.put(step, at.filtered);
        sinks.rise.put(step, at.rise);
        sinks.lastSpike.put(step, at.last);
        sinks.gate.put(step, at.gate);
        if (sinks.output.data != nullptr) {
            const float y = dotRows(net.wout.row(0), at.filtered, net.stride);
            sinks.output.put(step, &y);
        }
    }
}

INSPIKE_CLONES
void forwardRate(const FastNetwork& net, const InputView& input, std::size_t sample,
                 SampleScratch& scratch, const SampleSinks& sinks)
{
    scratch.rows.clear();
    float* membrane = scratch.rows.row(Membrane);
    float* filtered = scratch.rows.row(Filtered);
    float* drive = scratch.rows.row(Drive);
    for (std::size_t step = 0; step < input.steps; ++step) {
        sumDrive(net, input.at(step, sample), filtered, drive, scratch.modes.data(),
                 scratch.scores.data());
        for (std::size_t i = 0; i < net.stride; i += kLanes)
            lanesAt(membrane, i) =
                net.membrane * lanesAt(membrane, i) + net.drive * lanesAt(drive, i);
        for (std::size_t i = 0; i < net.units; ++i)
            filtered[i] = std::tanh(membrane[i]);
        sinks.modes.put(step, scratch.modes.data());
        sinks.membrane.put(step, membrane);
        sinks.filtered.put(step, filtered);
        if (sinks.output.data != nullptr) {
            const float y = dotRows(net.wout.row(0), filtered, net.stride);
            sinks.output.put(step, &y);
        }
    }
}

Tape::Tape(const FastNetwork& network, std::size_t steps)
    : membrane(steps, network.units),
      gate(steps, network.units),
      filtered(steps, network.units),
      modes(steps * network.modes),
      output(steps)
{}

SampleSinks Tape::sinks()
{
    SampleSinks sinks;
    const std::size_t stride = membrane.stride();
    const std::size_t modeCount = output.empty() ? 0 : modes.size() / output.size();
    sinks.membrane = {membrane.row(0), stride, stride};
    sinks.gate = {gate.row(0), stride, stride};
    sinks.filtered = {filtered.row(0), stride, stride};
    sinks.modes = {modes.data(), modeCount, modeCount};
    sinks.output = {output.data(), 1, 1};
    return sinks;
}

namespace {

enum WorkRow : std::size_t {
    CurrentCarry,  // d loss / d I of the step after
    MembraneCarry, // d loss / d U of this step through the step after
    FilteredCarry, // d loss / d r
    RiseCarry,     // d loss / d h
    SpikeCarry,    // d loss / d s of this step
    WorkRows
};

// Adds what the read-out contributes to d loss / d r of a step, and the gradient of Wout.
INSPIKE_INLINE void addReadOut(const FastNetwork& net, const Tape& tape, std::size_t step,
                               float* filteredCarry, FastGradient& gradient)
{
    if (!tape.outputGradient.empty()) {
        const float dy = tape.outputGradient[step];
        if (dy != 0.0F) {
            addScaled(gradient.wout.row(0), dy, tape.filtered.row(step), net.stride);
            addScaled(filteredCarry, dy, net.wout.row(0), net.stride);
        }
        return;
    }
    for (std::size_t i = 0; i < net.units; ++i) {
        if (tape.maximumAt[i] == step)
            filteredCarry[i] += tape.maximumGradient[i];
    }
}

// From d loss / d (drive of a step) to the parameters that make the drive and to the r of the step
// before, which it adds to `filteredCarry`.
INSPIKE_INLINE void backThroughDrive(const FastNetwork& net, const float* x, const float* modes,
                                     const float* filteredBefore, const float* driveGradient,
                                     float* filteredCarry, FastGradient& gradient)
{
    for (std::size_t c = 0; c < net.inputs; ++c) {
        if (x[c] != 0.0F)
            addScaled(gradient.win.row(c), x[c], driveGradient, net.stride);
    }
    for (std::size_t p = 0; p < net.modes; ++p) {
        const float toScore = dotRows(net.pin.row(p), driveGradient, net.stride);
        addScaled(gradient.pin.row(p), net.l[p] * modes[p], driveGradient, net.stride);
        gradient.l[p] += toScore * modes[p];
        const float toMode = toScore * net.l[p];
        if (filteredBefore != nullptr)
            addScaled(gradient.pout.row(p), toMode, filteredBefore, net.stride);
        addScaled(filteredCarry, toMode, net.pout.row(p), net.stride);
    }
}

// d loss / d s of a step is known: on to U and I of the step and s of the step before. While the
// gate is shut U is 0, and after a spike it always is, so U stands for the gated sum in the reset.
INSPIKE_INLINE void backThroughUnits(const FastNetwork& net, const float* membraneRow,
                                     const float* gateRow, float* work, std::size_t stride)
{
    const Lanes zero = {};
    for (std::size_t i = 0; i < stride; i += kLanes) {
        const Lanes membrane = lanesAt(membraneRow, i);
        const Lanes gate = lanesAt(gateRow, i);
        Lanes& currentCarry = lanesAt(work + CurrentCarry * stride, i);
        Lanes& membraneCarry = lanesAt(work + MembraneCarry * stride, i);
        Lanes& filteredCarry = lanesAt(work + FilteredCarry * stride, i);
        Lanes& riseCarry = lanesAt(work + RiseCarry * stride, i);
        Lanes& spikeCarry = lanesAt(work + SpikeCarry * stride, i);
        const Lanes over = membrane - kThreshold;
        const Lanes distance = kSurrogateSlope * select(over < zero, -over, over) + 1.0F;
        const Lanes toMembrane = spikeCarry / (distance * distance) + membraneCarry;
        currentCarry = net.synapse * currentCarry + net.drive * gate * toMembrane;
        membraneCarry = net.membrane * gate * toMembrane;
        spikeCarry = -membrane * toMembrane;
        if (net.doubleFilter) {
            riseCarry = net.rise * riseCarry + net.filterGain * filteredCarry;
            spikeCarry += net.riseGain * riseCarry;
        } else {
            spikeCarry += net.filterGain * filteredCarry;
        }
        filteredCarry = net.decay * filteredCarry;
    }
}

} // namespace

FastGradient::FastGradient(const FastNetwork& network)
    : win(network.inputs, network.units),
      pin(network.modes, network.units),
      pout(network.modes, network.units),
      wout(network.outputs, network.units),
      l(network.modes),
      work(WorkRows, network.units)
{}

INSPIKE_CLONES
void backwardSpiking(const FastNetwork& net, const InputView& input, std::size_t sample,
                     const Tape& tape, FastGradient& gradient)
{
    gradient.work.clear();
    float* filteredCarry = gradient.work.row(FilteredCarry);
    const float* currentCarry = gradient.work.row(CurrentCarry);
    for (std::size_t step = input.steps; step-- > 0;) {
        addReadOut(net, tape, step, filteredCarry, gradient);
        backThroughUnits(net, tape.membrane.row(step), tape.gate.row(step), gradient.work.row(0),
                         net.stride);
        const float* before = step > 0 ? tape.filtered.row(step - 1) : nullptr;
        backThroughDrive(net, input.at(step, sample), tape.modes.data() + step * net.modes, before,
                         currentCarry, filteredCarry, gradient);
    }
}

INSPIKE_CLONES
void backwardRate(const FastNetwork& net, const InputView& input, std::size_t sample,
                  const Tape& tape, FastGradient& gradient)
{
    gradient.work.clear();
    float* filteredCarry = gradient.work.row(FilteredCarry);
    float* membraneCarry = gradient.work.row(MembraneCarry);
    float* driveGradient = gradient.work.row(CurrentCarry);
    const Lanes one = Lanes{} + 1.0F;
    for (std::size_t step = input.steps; step-- > 0;) {
        addReadOut(net, tape, step, filteredCarry, gradient);
        for (std::size_t i = 0; i < net.stride; i += kLanes) {
            const Lanes rate = lanesAt(tape.filtered.row(step), i);
            const Lanes toMembrane =
                lanesAt(filteredCarry, i) * (one - rate * rate) + lanesAt(membraneCarry, i);
            lanesAt(driveGradient, i) = net.drive * toMembrane;
            lanesAt(membraneCarry, i) = net.membrane * toMembrane;
            lanesAt(filteredCarry, i) = Lanes{};
        }
        const float* before = step > 0 ? tape.filtered.row(step - 1) : nullptr;
        backThroughDrive(net, input.at(step, sample), tape.modes.data() + step * net.modes, before,
                         driveGradient, filteredCarry, gradient);
    }
}

} // namespace inspike::smnn
