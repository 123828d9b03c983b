// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/spike_layer.h"

#include "core/base/error.h"
#include "core/base/parallel.h"

#include <algorithm>

namespace inspike::nn {

namespace {

constexpr float kThreshold = 1.0F;
constexpr float kInput = 0.5F; // 1 / time constant
constexpr std::size_t kTileOutputs = SpikeBits::kWordBits;
constexpr std::size_t kPiecesPerThread = 4;

using Bytes = std::uint8_t __attribute__((vector_size(8)));

// Groups of lanes for so many outputs.
std::size_t groupsFor(std::size_t outputs)
{
    return std::bit_ceil((outputs + kLanes - 1) / kLanes);
}

// Lane l of group g is output g + l * groups, see wordOf().
std::size_t columnOf(std::size_t output, std::size_t groups)
{
    return output % groups * kLanes + output / groups;
}

// Bit g of lane l becomes bit g + l * Groups.
template <int Groups>
INSPIKE_INLINE std::uint64_t wordOf(LaneMask bits)
{
    const Bytes bytes = __builtin_convertvector(bits, Bytes);
    std::uint64_t word = 0;
    std::memcpy(&word, &bytes, sizeof word);
    if constexpr (Groups <= 4)
        word = (word | word >> (8 - Groups)) & (0x0001000100010001U * ((1U << (2 * Groups)) - 1));
    if constexpr (Groups <= 4)
        word = (word | word >> (16 - 2 * Groups)) &
               (0x0000000100000001U * ((1ULL << (4 * Groups)) - 1));
    if constexpr (Groups <= 4)
        word = (word | word >> (32 - 4 * Groups)) & ((1ULL << (8 * Groups)) - 1);
    return word;
}

// sum += the weight rows of the entries [begin, end), each `Groups` groups wide.
template <int Groups, bool Valued>
INSPIKE_INLINE void addRows(Lanes (&sum)[Groups], const float* weights, std::ptrdiff_t shift,
                            const SparseMaps& input, std::size_t begin, std::size_t end)
{
    constexpr std::ptrdiff_t kStride = Groups == 1 ? kBlock : Groups * kLanes;
    const std::uint32_t* entries = input.entries.data();
    for (std::size_t i = begin; i < end; ++i) {
        const float* row = weights + (static_cast<std::ptrdiff_t>(entries[i]) + shift) * kStride;
        for (int g = 0; g < Groups; ++g) {
            if constexpr (Valued)
                sum[g] += input.values[i] * lanesAt(row, g * kLanes);
            else
                sum[g] += lanesAt(row, g * kLanes);
        }
    }
}

// One step of the neurons; the bits of those that spike.
template <int Groups>
INSPIKE_INLINE LaneMask stepNeurons(Lanes (&potential)[Groups], const Lanes (&current)[Groups])
{
    LaneMask bits = {};
    for (int g = 0; g < Groups; ++g) {
        const Lanes h = potential[g] + (current[g] - potential[g]) * kInput;
        const LaneMask spikes = h >= kThreshold;
        potential[g] = spikes ? Lanes{} : h;
        bits |= spikes & (1 << g);
    }
    return bits;
}

} // namespace

// What all positions of one tile share.
struct SpikeLayer::Work
{
    const SparseMaps* input;
    const Tile* tile;
    std::size_t tileIndex;
    std::size_t kernel;
    std::size_t steps;
    std::size_t lineBegin, lineEnd;
    SpikeBits* spikes;
    float* currents; // of the tile's first output; may be null
    std::size_t outputs;
    std::size_t tileOutputs;

    template <int Groups>
    void keep(std::size_t step, std::size_t position, const Lanes (&current)[Groups]) const
    {
        float* target = currents + (step * spikes->positions() + position) * outputs;
        for (std::size_t o = 0; o < tileOutputs; ++o)
            target[o] = current[o % Groups][o / Groups];
    }
};

SpikeLayer::SpikeLayer(std::span<const float> weights, std::size_t inputs, std::size_t kernel,
                       std::span<const float> scale, std::span<const float> shift)
    : m_inputs(inputs), m_outputs(scale.size()), m_kernel(kernel)
{
    const std::size_t taps = kernel * kernel;
    for (std::size_t begin = 0; begin < m_outputs; begin += kTileOutputs) {
        const std::size_t count = std::min(kTileOutputs, m_outputs - begin);
        Tile tile;
        tile.lanes = groupsFor(count);
        tile.weights = LaneRows(taps * inputs, tile.lanes * kLanes);
        tile.fold = LaneRows(2, tile.lanes * kLanes);
        for (std::size_t o = 0; o < count; ++o) {
            const std::size_t column = columnOf(o, tile.lanes);
            tile.fold.row(0)[column] = scale[begin + o];
            tile.fold.row(1)[column] = shift[begin + o];
            for (std::size_t i = 0; i < inputs; ++i) {
                const float* source = weights.data() + ((begin + o) * inputs + i) * taps;
                for (std::size_t tap = 0; tap < taps; ++tap)
                    tile.weights.row(tap * inputs + i)[column] = source[tap];
            }
        }
        m_tiles.push_back(std::move(tile));
    }
}

template <int Groups, bool Valued>
INSPIKE_INLINE void SpikeLayer::runTile(const Work& work)
{
    const SparseMaps& input = *work.input;
    const float* weights = work.tile->weights.row(0);
    const std::size_t reach = work.kernel / 2;
    const auto channels = static_cast<std::ptrdiff_t>(input.channels);
    Lanes scale[Groups];
    Lanes shift[Groups];
    for (int g = 0; g < Groups; ++g) {
        scale[g] = lanesAt(work.tile->fold.row(0), g * kLanes);
        shift[g] = lanesAt(work.tile->fold.row(1), g * kLanes);
    }
    for (std::size_t line = work.lineBegin; line < work.lineEnd; ++line) {
        const std::size_t firstLine = line - std::min(line, reach);
        const std::size_t endLine = std::min(line + reach + 1, input.lines);
        for (std::size_t column = 0; column < input.columns; ++column) {
            const std::size_t position = line * input.columns + column;
            const std::size_t left = column - std::min(column, reach);
            const std::size_t right = std::min(column + reach + 1, input.columns);
            const std::ptrdiff_t corner =
                (static_cast<std::ptrdiff_t>(reach) - static_cast<std::ptrdiff_t>(column)) *
                channels;
            Lanes potential[Groups] = {};
            Lanes current[Groups] = {};
            for (std::size_t step = 0; step < work.steps; ++step) {
                if (step < input.steps) {
                    Lanes sum[Groups] = {};
                    for (std::size_t from = firstLine; from < endLine; ++from) {
                        const std::size_t row = (step * input.lines + from) * input.columns;
                        const auto tapLine =
                            static_cast<std::ptrdiff_t>((from + reach - line) * work.kernel);
                        addRows<Groups, Valued>(sum, weights, corner + tapLine * channels, input,
                                                input.begin[row + left], input.begin[row + right]);
                    }
                    for (int g = 0; g < Groups; ++g)
                        current[g] = scale[g] * sum[g] + shift[g];
                }
                if (work.currents != nullptr)
                    work.keep(step, position, current);
                work.spikes->at(step, position)[work.tileIndex] =
                    wordOf<Groups>(stepNeurons(potential, current));
            }
        }
    }
}

INSPIKE_CLONES
void SpikeLayer::runLines(const Work& work)
{
    const bool valued = !work.input->values.empty();
    switch (work.tile->lanes) {
    case 1:
        return valued ? runTile<1, true>(work) : runTile<1, false>(work);
    case 2:
        return valued ? runTile<2, true>(work) : runTile<2, false>(work);
    case 4:
        return valued ? runTile<4, true>(work) : runTile<4, false>(work);
    default:
        return valued ? runTile<8, true>(work) : runTile<8, false>(work);
    }
}

SpikeBits SpikeLayer::run(const SparseMaps& input, std::size_t steps, int threads,
                          std::vector<float>* currents) const
{
    if (input.channels != m_inputs || (input.steps != steps && input.steps != 1))
        throw Error(ErrorKind::BadShape,
                    "the input of a layer has " + std::to_string(input.channels) +
                        " channels instead of " + std::to_string(m_inputs) + ", or other steps");
    const std::size_t positions = input.lines * input.columns;
    SpikeBits spikes(steps, positions, m_outputs);
    if (currents != nullptr)
        currents->resize(steps * positions * m_outputs);
    const std::size_t count = threads == 1 ? 1 : static_cast<std::size_t>(threadCount(threads));
    const std::size_t blocks =
        count == 1
            ? 1
            : std::clamp<std::size_t>(count * kPiecesPerThread / m_tiles.size(), 1, input.lines);
    parallelPieces(m_tiles.size() * blocks, threads, [&](std::size_t piece) {
        const std::size_t tile = piece / blocks;
        const std::size_t block = piece % blocks;
        const std::size_t first = tile * kTileOutputs;
        runLines({&input, &m_tiles[tile], tile, m_kernel, steps, input.lines * block / blocks,
                  input.lines * (block + 1) / blocks, &spikes,
                  currents != nullptr ? currents->data() + first : nullptr, m_outputs,
                  std::min(kTileOutputs, m_outputs - first)});
    });
    return spikes;
}

SpikeBits spikesOf(std::span<const float> currents, float scale, std::size_t steps,
                   std::size_t positions, std::size_t channels)
{
    SpikeBits spikes(steps, positions, channels);
    std::vector<float> potential(channels);
    for (std::size_t position = 0; position < positions; ++position) {
        std::ranges::fill(potential, 0.0F);
        for (std::size_t step = 0; step < steps; ++step) {
            const float* row = currents.data() + (step * positions + position) * channels;
            for (std::size_t c = 0; c < channels; ++c) {
                const float h = potential[c] + (row[c] * scale - potential[c]) * kInput;
                const bool spike = h >= kThreshold;
                potential[c] = spike ? 0.0F : h;
                if (spike)
                    spikes.set(step, position, c);
            }
        }
    }
    return spikes;
}

} // namespace inspike::nn
