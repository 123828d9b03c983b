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

// Vectors of lanes for so many outputs.
std::size_t vectorsFor(std::size_t outputs)
{
    return std::bit_ceil((outputs + kLanes - 1) / kLanes);
}

// Lane l of vector v is output v + l * vectors, see wordOf().
std::size_t columnOf(std::size_t output, std::size_t vectors)
{
    return output % vectors * kLanes + output / vectors;
}

// Bit v of lane l becomes bit v + l * Vectors.
template <int Vectors>
INSPIKE_INLINE std::uint64_t wordOf(LaneMask bits)
{
    const Bytes bytes = __builtin_convertvector(bits, Bytes);
    std::uint64_t word = 0;
    std::memcpy(&word, &bytes, sizeof word);
    if constexpr (Vectors < 8) { // closes the gaps between bytes, then pairs, then fours
        word = (word | word >> (8 - Vectors)) & (0x0001000100010001U * ((1U << (2 * Vectors)) - 1));
        word = (word | word >> (16 - 2 * Vectors)) &
               (0x0000000100000001U * ((1ULL << (4 * Vectors)) - 1));
        word = (word | word >> (32 - 4 * Vectors)) & ((1ULL << (8 * Vectors)) - 1);
    }
    return word;
}

// sum += the weight rows of the entries [begin, end), each `Vectors` vectors wide.
template <int Vectors, bool Valued>
INSPIKE_INLINE void addRows(Lanes (&sum)[Vectors], const float* weights, std::ptrdiff_t shift,
                            const ActiveMaps& input, std::size_t begin, std::size_t end)
{
    constexpr std::ptrdiff_t kStride = Vectors == 1 ? kBlock : Vectors * kLanes;
    const std::uint32_t* entries = input.entries.data();
    for (std::size_t i = begin; i < end; ++i) {
        const float* row = weights + (static_cast<std::ptrdiff_t>(entries[i]) + shift) * kStride;
        for (int v = 0; v < Vectors; ++v) {
            if constexpr (Valued)
                sum[v] += input.values[i] * lanesAt(row, v * kLanes);
            else
                sum[v] += lanesAt(row, v * kLanes);
        }
    }
}

// One step of the neurons; the bits of those that spike.
template <int Vectors>
INSPIKE_INLINE LaneMask stepNeurons(Lanes (&potential)[Vectors], const Lanes (&current)[Vectors])
{
    LaneMask bits = {};
    for (int v = 0; v < Vectors; ++v) {
        const Lanes h = potential[v] + (current[v] - potential[v]) * kInput;
        const LaneMask spikes = h >= kThreshold;
        potential[v] = spikes ? Lanes{} : h;
        bits |= spikes & (1 << v);
    }
    return bits;
}

// The rows of sets of several channels from those of single ones; sets are bits, row = set - 1.
void sumSets(LaneRows& weights, std::size_t begin)
{
    for (std::size_t set = 1; set <= kGroupSets; ++set) {
        const std::size_t rest = set & (set - 1);
        if (rest == 0)
            continue;
        const float* one = weights.row(begin + (set ^ rest) - 1);
        const float* others = weights.row(begin + rest - 1);
        float* sum = weights.row(begin + set - 1);
        for (std::size_t i = 0; i < weights.stride(); ++i)
            sum[i] = others[i] + one[i];
    }
}

} // namespace

// What all positions of one tile share.
struct SpikeLayer::Work
{
    const ActiveMaps* input;
    const Tile* tile;
    std::size_t tileIndex;
    std::size_t kernel;
    std::size_t steps;
    std::size_t lineBegin, lineEnd;
    SpikeBits* spikes;
    float* currents; // of the tile's first output; may be null
    std::size_t outputs;
    std::size_t tileOutputs;

    template <int Vectors>
    void keep(std::size_t step, std::size_t position, const Lanes (&current)[Vectors]) const
    {
        float* target = currents + (step * spikes->positions() + position) * outputs;
        for (std::size_t o = 0; o < tileOutputs; ++o)
            target[o] = current[o % Vectors][o / Vectors];
    }
};

SpikeLayer::SpikeLayer(ActiveForm form, std::span<const float> weights, std::size_t inputs,
                       std::size_t kernel, std::span<const float> scale,
                       std::span<const float> shift)
    : m_form(form), m_inputs(inputs), m_outputs(scale.size()), m_kernel(kernel)
{
    for (std::size_t first = 0; first < m_outputs; first += kTileOutputs) {
        const std::size_t count = std::min(kTileOutputs, m_outputs - first);
        Tile tile = tileOf(weights, first, count);
        for (std::size_t o = 0; o < count; ++o) {
            const std::size_t column = columnOf(o, tile.vectors);
            tile.fold.row(0)[column] = scale[first + o];
            tile.fold.row(1)[column] = shift[first + o];
        }
        m_tiles.push_back(std::move(tile));
    }
}

SpikeLayer::Tile SpikeLayer::tileOf(std::span<const float> weights, std::size_t first,
                                    std::size_t count) const
{
    const std::size_t taps = m_kernel * m_kernel;
    const std::size_t rows = activeRows(m_form, m_inputs);
    const auto rowOf = [&](std::size_t input) {
        if (m_form != ActiveForm::Groups)
            return input;
        const std::size_t set = std::size_t{1} << input % kGroupChannels;
        return input / kGroupChannels * kGroupSets + set - 1;
    };
    Tile tile;
    tile.vectors = vectorsFor(count);
    tile.weights = LaneRows(taps * rows, tile.vectors * kLanes);
    tile.fold = LaneRows(2, tile.vectors * kLanes);
    for (std::size_t o = 0; o < count; ++o) {
        const std::size_t column = columnOf(o, tile.vectors);
        for (std::size_t i = 0; i < m_inputs; ++i) {
            const float* source = weights.data() + ((first + o) * m_inputs + i) * taps;
            for (std::size_t tap = 0; tap < taps; ++tap)
                tile.weights.row(tap * rows + rowOf(i))[column] = source[tap];
        }
    }
    if (m_form == ActiveForm::Groups) {
        for (std::size_t begin = 0; begin < taps * rows; begin += kGroupSets)
            sumSets(tile.weights, begin);
    }
    return tile;
}

// The sum over the window around a position, at one step of the input.
template <int Vectors, bool Valued>
INSPIKE_INLINE void SpikeLayer::addWindow(Lanes (&sum)[Vectors], const Work& work, std::size_t step,
                                          std::size_t line, std::size_t column)
{
    const ActiveMaps& input = *work.input;
    const std::size_t reach = work.kernel / 2;
    const std::size_t left = column - std::min(column, reach);
    const std::size_t right = std::min(column + reach + 1, input.columns);
    const auto rows = static_cast<std::ptrdiff_t>(input.rows());
    // From an entry to its row of weights: entries count columns of the map, rows those of the
    // kernel.
    const std::ptrdiff_t corner =
        (static_cast<std::ptrdiff_t>(reach) - static_cast<std::ptrdiff_t>(column)) * rows;
    const std::size_t endLine = std::min(line + reach + 1, input.lines);
    for (std::size_t from = line - std::min(line, reach); from < endLine; ++from) {
        const std::size_t first = (step * input.lines + from) * input.columns;
        const auto tap = static_cast<std::ptrdiff_t>((from + reach - line) * work.kernel);
        addRows<Vectors, Valued>(sum, work.tile->weights.row(0), corner + tap * rows, input,
                                 input.begin[first + left], input.begin[first + right]);
    }
}

template <int Vectors, bool Valued>
INSPIKE_INLINE void SpikeLayer::runTile(const Work& work)
{
    Lanes scale[Vectors];
    Lanes shift[Vectors];
    for (int v = 0; v < Vectors; ++v) {
        scale[v] = lanesAt(work.tile->fold.row(0), v * kLanes);
        shift[v] = lanesAt(work.tile->fold.row(1), v * kLanes);
    }
    const std::size_t columns = work.input->columns;
    for (std::size_t position = work.lineBegin * columns; position < work.lineEnd * columns;
         ++position) {
        Lanes potential[Vectors] = {};
        Lanes current[Vectors] = {};
        for (std::size_t step = 0; step < work.steps; ++step) {
            if (step < work.input->steps) {
                Lanes sum[Vectors] = {};
                addWindow<Vectors, Valued>(sum, work, step, position / columns, position % columns);
                for (int v = 0; v < Vectors; ++v)
                    current[v] = scale[v] * sum[v] + shift[v];
            }
            if (work.currents != nullptr)
                work.keep(step, position, current);
            work.spikes->at(step, position)[work.tileIndex] =
                wordOf<Vectors>(stepNeurons(potential, current));
        }
    }
}

INSPIKE_CLONES
void SpikeLayer::runLines(const Work& work)
{
    const bool valued = work.input->form == ActiveForm::Values;
    switch (work.tile->vectors) {
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

SpikeBits SpikeLayer::run(const ActiveMaps& input, std::size_t steps, int threads,
                          std::vector<float>* currents) const
{
    if (input.form != m_form || input.channels != m_inputs ||
        (input.steps != steps && input.steps != 1))
        throw Error(ErrorKind::BadShape, "the input of a layer has " +
                                             std::to_string(input.channels) +
                                             " channels instead of " + std::to_string(m_inputs) +
                                             ", or other steps, or another form");
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
