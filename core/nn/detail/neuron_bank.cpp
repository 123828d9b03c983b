// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/neuron_bank.h"

#include "core/base/error.h"
#include "core/nn/detail/neuron_steps.h"

#include <array>
#include <limits>
#include <string>

namespace inspike::nn {

namespace {

// So many rows of 64 channels, in the order of lanes, stay in the nearest cache.
constexpr std::size_t kStepsAtOnce = 32;

using Received = std::array<LaneBlock, kStepsAtOnce * kTileOutputs / kBlock>;

bool areAlike(std::span<const float> values, std::size_t positions, std::size_t channels)
{
    if (values.size() < 2 || positions < 2)
        return true;
    return std::equal(values.begin() + static_cast<std::ptrdiff_t>(channels), values.end(),
                      values.begin());
}

struct DensePass
{
    std::span<const float> received;
    std::size_t steps;
    std::size_t stepStride;
    std::size_t width;
    std::size_t offset; // of the position and tile at step 0
};

template <int Vectors>
INSPIKE_INLINE void runDense(const DensePass& dense, const BankPass& pass, BankPass::Target target)
{
    Received rows = {};
    float* row = rows.front().lane;
    for (std::size_t first = 0; first < dense.steps; first += kStepsAtOnce) {
        const std::size_t count = std::min(kStepsAtOnce, dense.steps - first);
        for (std::size_t step = 0; step < count; ++step) {
            const float* source =
                dense.received.data() + dense.offset + (first + step) * dense.stepStride;
            for (std::size_t o = 0; o < dense.width; ++o)
                row[step * strideOf(Vectors) + laneOf(o, Vectors)] = source[o];
        }
        pass.run<Vectors>(row, count, target);
        target.advance(count);
    }
}

INSPIKE_CLONES void runPosition(std::size_t vectors, const DensePass& dense, const BankPass& pass,
                                const BankPass::Target& target)
{
    switch (vectors) {
    case 1:
        return runDense<1>(dense, pass, target);
    case 2:
        return runDense<2>(dense, pass, target);
    case 4:
        return runDense<4>(dense, pass, target);
    default:
        return runDense<8>(dense, pass, target);
    }
}

} // namespace

NeuronBank::NeuronBank(const Parts& parts)
    : m_model(parts.model),
      m_fires(parts.fires),
      m_subtracts(parts.subtracts),
      m_positions(parts.positions),
      m_channels(parts.channels)
{
    const std::array all = {parts.gain,  parts.rate,         parts.leak,       parts.threshold,
                            parts.reset, parts.synapticRate, parts.inputWeight};
    for (const std::span<const float> values : all) {
        if (values.size() > 1 && values.size() != m_positions * m_channels)
            throw Error(ErrorKind::BadShape, std::to_string(values.size()) + " parameters for " +
                                                 std::to_string(m_positions * m_channels) +
                                                 " neurons");
        m_alike = m_alike && areAlike(values, m_positions, m_channels);
    }
    for (std::size_t first = 0; first < m_channels; first += kTileOutputs) {
        const std::size_t count = std::min(kTileOutputs, m_channels - first);
        Tile tile;
        tile.vectors = vectorsFor(count);
        tile.parameters =
            LaneRows((m_alike ? 1 : m_positions) * BankPass::Count, tile.vectors * kLanes);
        // Lanes without a neuron never fire: their potentials stay 0.
        for (std::size_t row = 0; row < (m_alike ? 1 : m_positions) * BankPass::Count; ++row) {
            const std::span<const float> values = all[row % BankPass::Count];
            const std::size_t position = row / BankPass::Count;
            for (std::size_t o = 0; o < count && !values.empty(); ++o)
                tile.parameters.row(row)[laneOf(o, tile.vectors)] =
                    values.size() == 1 ? values.front() : values[position * m_channels + first + o];
        }
        m_tiles.push_back(std::move(tile));
    }
}

SpikeBits NeuronBank::run(std::span<const float> received, std::size_t steps, NeuronState& state,
                          const BankTraces& traces) const
{
    const std::size_t size = m_positions * m_channels;
    if (received.size() != steps * size)
        throw Error(ErrorKind::BadShape, std::to_string(received.size()) + " sums for " +
                                             std::to_string(steps) + " steps of " +
                                             std::to_string(size) + " neurons");
    SpikeBits spikes = m_fires ? SpikeBits(steps, m_positions, m_channels) : SpikeBits();
    const auto roomIn = [&](std::vector<float>* trace, std::size_t offset) -> float* {
        if (trace == nullptr)
            return nullptr;
        trace->resize(steps * size);
        return trace->data() + offset;
    };
    for (std::size_t tile = 0; tile < m_tiles.size(); ++tile) {
        const std::size_t first = tile * kTileOutputs;
        const std::size_t width = std::min(kTileOutputs, m_channels - first);
        for (std::size_t position = 0; position < m_positions; ++position) {
            const std::size_t offset = position * m_channels + first;
            runPosition(m_tiles[tile].vectors, {received, steps, size, width, offset},
                        BankPass(*this, state, tile, position),
                        {m_fires && steps > 0 ? spikes.at(0, position) + tile : nullptr,
                         m_positions * spikes.words(), roomIn(traces.received, offset),
                         roomIn(traces.membranes, offset), roomIn(traces.currents, offset), size,
                         width});
        }
    }
    return spikes;
}

NeuronState::NeuronState(const NeuronBank& bank)
{
    for (const NeuronBank::Tile& tile : bank.m_tiles)
        m_tiles.emplace_back(2 * bank.m_positions, tile.vectors * kLanes);
}

void NeuronState::clear()
{
    for (LaneRows& tile : m_tiles)
        tile.clear();
}

bool NeuronState::isFinite() const
{
    return std::ranges::all_of(m_tiles, [](const LaneRows& tile) {
        float sum = 0.0F;
        for (std::size_t i = 0; i < tile.size(); ++i)
            sum += tile.row(0)[i] * 0.0F;
        return sum == 0.0F;
    });
}

} // namespace inspike::nn
