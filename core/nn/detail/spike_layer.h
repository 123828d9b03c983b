// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A convolution (borders filled with zeros) or linear map, scale and shift of a folded batch norm,
// and leaky integrate-and-fire neurons, in one pass: for each position the weights of active inputs
// are added up and the neurons go through all steps, so that neither currents nor potentials ever
// reach memory. Or the sums alone, for layers without neurons. Sums have one order on every
// processor and with any number of threads.

#include "core/base/job.h"
#include "core/nn/detail/lanes.h"
#include "core/nn/detail/neuron_bank.h"
#include "core/nn/detail/spike_maps.h"

#include <optional>
#include <span>
#include <vector>

namespace inspike::nn {

// Which inputs an output sees along a side.
struct SpikeWindow
{
    std::size_t kernel = 1;
    std::size_t stride = 1;
    std::size_t padding = 0;
    std::size_t paddingAfter = padding; // behind the last input

    // Positions along a side of so many inputs; 0 for maps smaller than the kernel.
    std::size_t outputs(std::size_t size) const
    {
        const std::size_t padded = size + padding + paddingAfter;
        return padded < kernel ? 0 : (padded - kernel) / stride + 1;
    }
};

// A neuron fires where its charged potential is at least `least`.
struct FiringRule
{
    float least = 1.0F;

    // For neurons that fire above their threshold, not at it.
    static FiringRule above(float threshold);
};

// What a pass keeps besides spikes, [steps][position][output], of those that are not null.
struct SpikeTraces
{
    std::vector<float>* currents = nullptr;  // what the neurons receive
    std::vector<float>* membranes = nullptr; // their potentials after the reset
};

// Prepared weights; immutable.
class SpikeLayer
{
public:
    struct Parts
    {
        ActiveForm form = ActiveForm::Spikes;
        std::span<const float> weights; // [outputs][inputs][kernel][kernel of columns]
        std::size_t inputs = 0;
        SpikeWindow window;
        std::span<const float> scale, shift; // per output: scale * sum + shift
        FiringRule rule = {};
        bool fires = true;   // false: only addSums()
        bool sliced = false; // inputs come in slices of 64 channels, whose weights fit into a cache
        std::optional<SpikeWindow> columns = {}; // of lines, where it is not the same
    };

    SpikeLayer() = default;
    // For inputs in groups, the sums of each set of four weights are made here: fewer additions
    // later for 15/4 of the memory, which pays where many positions share the weights.
    explicit SpikeLayer(const Parts& parts);
    // A kernel of 3x3 or 1x1 that keeps the size, neurons that fire at 1.
    SpikeLayer(ActiveForm form, std::span<const float> weights, std::size_t inputs,
               std::size_t kernel, std::span<const float> scale, std::span<const float> shift)
        : SpikeLayer(Parts{form, weights, inputs, {kernel, 1, kernel / 2}, scale, shift})
    {}
    std::size_t inputs() const { return m_inputs; }
    std::size_t outputs() const { return m_outputs; }
    const SpikeWindow& window() const { return m_window; } // along columns
    const SpikeWindow& columnWindow() const { return m_columns; }

    // Spikes [steps][position][outputs]. Maps of one step stand for the same input at every step,
    // which is summed up once. Layers of values take spikes and the other way round. Throws
    // Error{BadShape} for inputs of another form or width than the layer's, or smaller than its
    // kernel.
    SpikeBits run(const ActiveMaps& input, std::size_t steps, int threads,
                  std::vector<float>* currents = nullptr) const
    {
        return run({&input, 1}, steps, threads, {currents, nullptr});
    }
    // The input is the sum of planes, each of which counts twice as much as the next one; the last
    // counts once. Each is one map, or maps of its slices.
    SpikeBits run(std::span<const ActiveMaps> input, std::size_t steps, int threads,
                  const SpikeTraces& traces) const;
    // Neurons of any kind on the sums, at as many steps as the input has, from `state` on; spikes
    // are empty where they never fire. For layers with neurons that are not sliced; lists of values
    // and of spikes will do both.
    SpikeBits drive(const ActiveMaps& input, const NeuronBank& bank, NeuronState& state,
                    const BankTraces& traces, int threads, const JobContext& job) const;
    // Adds scale * sum + shift to totals [steps of the input][position][outputs].
    void addSums(std::span<const ActiveMaps> input, int threads, std::span<float> totals,
                 const JobContext* job = nullptr) const;

private:
    struct Tile // up to 64 outputs
    {
        std::size_t vectors = 0; // of 8 outputs: 1, 2, 4 or 8
        // Of each slice: a row per [line of the kernel][its column][activeRows].
        std::vector<LaneRows> weights;
        LaneRows fold; // scale, shift
    };
    struct Work;
    struct LineRange;
    template <int Vectors>
    static void finish(const Work& work, std::size_t step, std::size_t position,
                       const Lanes (&current)[Vectors], Lanes (&potential)[Vectors]);
    template <int Vectors, bool Valued>
    static void sumUp(const Work& work, const std::vector<LineRange>& ranges, std::size_t step,
                      Lanes (&sum)[Vectors]);
    template <int Vectors, bool Valued>
    static void runTile(const Work& work);
    template <int Vectors, bool Valued>
    static void driveTile(const Work& work);
    template <int Vectors>
    static void addSlice(const Work& work, const ActiveMaps& input, const float* weights,
                         std::size_t kernelLine, float* sums);
    template <int Vectors>
    static void runBlock(const Work& work, float* sums);
    template <int Vectors>
    static void runSlices(const Work& work);
    template <int Vectors>
    static void runForm(const Work& work);
    static void runLines(const Work& work);
    void runAll(Work work, int threads) const;
    void check(std::span<const ActiveMaps> input) const;
    std::size_t slices() const;
    Tile tileOf(std::span<const float> weights, std::size_t first, std::size_t count) const;
    LaneRows rowsOf(std::span<const float> weights, std::size_t first, std::size_t count,
                    std::size_t firstInput, std::size_t inputCount) const;

    ActiveForm m_form = ActiveForm::Values;
    std::size_t m_inputs = 0;
    std::size_t m_outputs = 0;
    SpikeWindow m_window, m_columns;
    FiringRule m_rule;
    bool m_fires = true;
    bool m_sliced = false;
    std::vector<Tile> m_tiles;
};

// The neurons of S-CMRL on currents [step][position][channel] times `scale`.
SpikeBits spikesOf(std::span<const float> currents, float scale, std::size_t steps,
                   std::size_t positions, std::size_t channels);

} // namespace inspike::nn
