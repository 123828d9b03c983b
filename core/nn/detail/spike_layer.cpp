// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/spike_layer.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/nn/detail/neuron_steps.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike::nn {

namespace {

constexpr float kInput = 0.5F; // 1 / time constant
constexpr std::size_t kPiecesPerThread = 4;
constexpr std::size_t kSlice = SpikeBits::kWordBits; // channels
// Sums of so many steps of positions, 256 bytes each, stay in a cache beside the weights of a
// slice.
constexpr std::size_t kSumsAtOnce = 1536;

// Neurons of a bank take so many steps of a position at once.
constexpr std::size_t kStepsAtOnce = 32;

// Where an output lies in a row: in order, or as neurons have it, see wordOf().
std::size_t columnOf(std::size_t output, std::size_t vectors, bool fires)
{
    return fires ? laneOf(output, vectors) : output;
}

// sum += the weight rows of the entries [begin, end), each `Vectors` vectors wide.
template <int Vectors, bool Valued>
INSPIKE_INLINE void addRows(Lanes (&sum)[Vectors], const float* weights, std::ptrdiff_t shift,
                            const ActiveMaps& input, std::size_t begin, std::size_t end)
{
    constexpr auto kStride = static_cast<std::ptrdiff_t>(strideOf(Vectors));
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
INSPIKE_INLINE LaneMask stepNeurons(Lanes (&potential)[Vectors], const Lanes (&current)[Vectors],
                                    float least)
{
    LaneMask bits = {};
    for (int v = 0; v < Vectors; ++v) {
        const Lanes h = potential[v] + (current[v] - potential[v]) * kInput;
        const LaneMask spikes = h >= least;
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

FiringRule FiringRule::above(float threshold)
{
    return {std::nextafter(threshold, std::numeric_limits<float>::infinity())};
}

// What all positions of one tile share.
struct SpikeLayer::Work
{
    std::span<const ActiveMaps> maps; // [plane][slice]
    std::size_t slices;
    SpikeWindow window, columnWindow;
    std::size_t lines, columns; // of the result
    std::size_t steps;
    float least;
    std::size_t outputs;
    SpikeBits* spikes; // null: no neurons
    float* currents;   // these may be null
    float* membranes;
    float* totals;
    const NeuronBank* bank = nullptr; // with its state, for driveTile()
    NeuronState* state = nullptr;
    BankPass::Target target = {}; // of the first position and tile
    const JobContext* job = nullptr;
    const Tile* tile = nullptr;
    std::size_t tileIndex = 0;
    std::size_t lineBegin = 0, lineEnd = 0;

    std::size_t inputSteps() const { return maps.front().steps; }
    std::size_t firstOutput() const { return tileIndex * kTileOutputs; }
    std::size_t tileOutputs() const { return std::min(kTileOutputs, outputs - firstOutput()); }
    std::size_t offset(std::size_t step, std::size_t position) const
    {
        return (step * lines * columns + position) * outputs + firstOutput();
    }
    BankPass::Target targetAt(std::size_t position) const
    {
        BankPass::Target place = target;
        const std::size_t shift = position * outputs + firstOutput();
        place.words += place.words != nullptr
                           ? position * (place.wordStride / (lines * columns)) + tileIndex
                           : 0;
        for (float** trace : {&place.received, &place.membranes, &place.currents})
            *trace += *trace != nullptr ? shift : 0;
        place.width = tileOutputs();
        return place;
    }
    template <int Vectors>
    void keep(float* values, std::size_t step, std::size_t position,
              const Lanes (&kept)[Vectors]) const
    {
        float* target = values + offset(step, position);
        for (std::size_t o = 0; o < tileOutputs(); ++o)
            target[o] = kept[o % Vectors][o / Vectors];
    }
    template <int Vectors>
    void add(std::size_t step, std::size_t position, const Lanes (&sum)[Vectors]) const
    {
        float row[kTileOutputs] = {};
        for (int v = 0; v < Vectors; ++v)
            std::memcpy(row + v * kLanes, &sum[v], sizeof sum[v]);
        float* target = totals + offset(step, position);
        for (std::size_t o = 0; o < tileOutputs(); ++o)
            target[o] += row[o];
    }
};

SpikeLayer::SpikeLayer(const Parts& parts)
    : m_form(parts.form),
      m_inputs(parts.inputs),
      m_outputs(parts.scale.size()),
      m_window(parts.window),
      m_columns(parts.columns.value_or(parts.window)),
      m_rule(parts.rule),
      m_fires(parts.fires),
      m_sliced(parts.sliced)
{
    for (std::size_t first = 0; first < m_outputs; first += kTileOutputs) {
        const std::size_t count = std::min(kTileOutputs, m_outputs - first);
        Tile tile = tileOf(parts.weights, first, count);
        for (std::size_t o = 0; o < count; ++o) {
            const std::size_t column = columnOf(o, tile.vectors, m_fires);
            tile.fold.row(0)[column] = parts.scale[first + o];
            tile.fold.row(1)[column] = parts.shift[first + o];
        }
        m_tiles.push_back(std::move(tile));
    }
}

std::size_t SpikeLayer::slices() const
{
    return m_sliced ? (m_inputs + kSlice - 1) / kSlice : 1;
}

SpikeLayer::Tile SpikeLayer::tileOf(std::span<const float> weights, std::size_t first,
                                    std::size_t count) const
{
    Tile tile;
    tile.vectors = vectorsFor(count);
    tile.fold = LaneRows(2, tile.vectors * kLanes);
    const std::size_t width = m_sliced ? kSlice : m_inputs;
    for (std::size_t slice = 0; slice < slices(); ++slice)
        tile.weights.push_back(rowsOf(weights, first, count, slice * width,
                                      std::min(width, m_inputs - slice * width)));
    return tile;
}

LaneRows SpikeLayer::rowsOf(std::span<const float> weights, std::size_t first, std::size_t count,
                            std::size_t firstInput, std::size_t inputCount) const
{
    const std::size_t taps = m_window.kernel * m_columns.kernel;
    const std::size_t rows = activeRows(m_form, inputCount);
    const std::size_t vectors = vectorsFor(count);
    const auto rowOf = [&](std::size_t input) {
        if (m_form != ActiveForm::Groups)
            return input;
        const std::size_t set = std::size_t{1} << input % kGroupChannels;
        return input / kGroupChannels * kGroupSets + set - 1;
    };
    LaneRows table(taps * rows, vectors * kLanes);
    for (std::size_t o = 0; o < count; ++o) {
        const std::size_t column = columnOf(o, vectors, m_fires);
        for (std::size_t i = 0; i < inputCount; ++i) {
            const float* source = weights.data() + ((first + o) * m_inputs + firstInput + i) * taps;
            for (std::size_t tap = 0; tap < taps; ++tap)
                table.row(tap * rows + rowOf(i))[column] = source[tap];
        }
    }
    if (m_form == ActiveForm::Groups) {
        for (std::size_t begin = 0; begin < taps * rows; begin += kGroupSets)
            sumSets(table, begin);
    }
    return table;
}

// Where the entries of one line of a window lie, at step 0, and their rows of weights.
struct SpikeLayer::LineRange
{
    std::size_t begin = 0, end = 0; // into ActiveMaps::begin; equal: outside of the map
    std::ptrdiff_t shift = 0;       // from an entry to its row

    LineRange(const Work& work, const ActiveMaps& input, std::size_t outputLine,
              std::size_t outputColumn, std::size_t kernelLine)
    {
        const SpikeWindow& lines = work.window;
        const SpikeWindow& columns = work.columnWindow;
        // Padded coordinates, so that nothing is negative.
        const std::size_t line = outputLine * lines.stride + kernelLine;
        const std::size_t column = outputColumn * columns.stride;
        if (line < lines.padding || line >= input.lines + lines.padding ||
            column + columns.kernel <= columns.padding || column >= input.columns + columns.padding)
            return;
        const std::size_t first = (line - lines.padding) * input.columns;
        begin = first + std::max(column, columns.padding) - columns.padding;
        end = first + std::min(column + columns.kernel - columns.padding, input.columns);
        // Entries count columns of the map, rows those of the kernel.
        shift = (static_cast<std::ptrdiff_t>(columns.padding + kernelLine * columns.kernel) -
                 static_cast<std::ptrdiff_t>(column)) *
                static_cast<std::ptrdiff_t>(input.rows());
    }

    // Of all lines of the window of a position.
    static void all(const Work& work, std::size_t position, std::vector<LineRange>& ranges)
    {
        ranges.clear();
        for (std::size_t line = 0; line < work.window.kernel; ++line)
            ranges.emplace_back(work, work.maps.front(), position / work.columns,
                                position % work.columns, line);
    }
};

// What becomes of the sum of a position at a step.
template <int Vectors>
INSPIKE_INLINE void SpikeLayer::finish(const Work& work, std::size_t step, std::size_t position,
                                       const Lanes (&current)[Vectors], Lanes (&potential)[Vectors])
{
    if (work.totals != nullptr)
        work.add(step, position, current);
    if (work.currents != nullptr)
        work.keep(work.currents, step, position, current);
    if (work.spikes != nullptr)
        work.spikes->at(step, position)[work.tileIndex] =
            wordOf<Vectors>(stepNeurons(potential, current, work.least));
    if (work.membranes != nullptr)
        work.keep(work.membranes, step, position, potential);
}

// The sums of a position at a step, of all planes.
template <int Vectors, bool Valued>
INSPIKE_INLINE void SpikeLayer::sumUp(const Work& work, const std::vector<LineRange>& ranges,
                                      std::size_t step, Lanes (&sum)[Vectors])
{
    const float* weights = work.tile->weights.front().row(0);
    for (int v = 0; v < Vectors; ++v)
        sum[v] = Lanes{};
    for (const ActiveMaps& plane : work.maps) {
        if (&plane != work.maps.data()) {
            for (int v = 0; v < Vectors; ++v)
                sum[v] += sum[v];
        }
        const std::uint32_t* begin = plane.begin.data() + step * plane.lines * plane.columns;
        for (const LineRange& range : ranges)
            addRows<Vectors, Valued>(sum, weights, range.shift, plane, begin[range.begin],
                                     begin[range.end]);
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
    std::vector<LineRange> ranges;
    for (std::size_t position = work.lineBegin * work.columns;
         position < work.lineEnd * work.columns; ++position) {
        LineRange::all(work, position, ranges);
        Lanes potential[Vectors] = {};
        Lanes current[Vectors] = {};
        for (std::size_t step = 0; step < work.steps; ++step) {
            if (work.job != nullptr && step % kStepsAtOnce == 0)
                work.job->checkpoint();
            if (step < work.inputSteps()) {
                Lanes sum[Vectors];
                sumUp<Vectors, Valued>(work, ranges, step, sum);
                for (int v = 0; v < Vectors; ++v)
                    current[v] = scale[v] * sum[v] + shift[v];
            }
            finish(work, step, position, current, potential);
        }
    }
}

// Some steps of sums, then the same steps of the neurons on them.
template <int Vectors, bool Valued>
INSPIKE_INLINE void SpikeLayer::driveTile(const Work& work)
{
    LaneRows rows(kStepsAtOnce, Vectors * kLanes);
    std::vector<LineRange> ranges;
    for (std::size_t position = work.lineBegin * work.columns;
         position < work.lineEnd * work.columns; ++position) {
        LineRange::all(work, position, ranges);
        const BankPass pass(*work.bank, *work.state, work.tileIndex, position);
        BankPass::Target target = work.targetAt(position);
        for (std::size_t first = 0; first < work.steps; first += kStepsAtOnce) {
            work.job->checkpoint();
            const std::size_t count = std::min(kStepsAtOnce, work.steps - first);
            for (std::size_t step = 0; step < count; ++step) {
                Lanes sum[Vectors];
                sumUp<Vectors, Valued>(work, ranges, first + step, sum);
                for (int v = 0; v < Vectors; ++v)
                    lanesAt(rows.row(step), v * kLanes) =
                        lanesAt(work.tile->fold.row(0), v * kLanes) * sum[v] +
                        lanesAt(work.tile->fold.row(1), v * kLanes);
            }
            pass.run<Vectors>(rows.row(0), count, target);
            target.advance(count);
        }
    }
}

// Adds what one line of the windows of a slice adds to sums [position][step of the input].
template <int Vectors>
INSPIKE_INLINE void SpikeLayer::addSlice(const Work& work, const ActiveMaps& input,
                                         const float* weights, std::size_t kernelLine, float* sums)
{
    const std::size_t positions = input.lines * input.columns;
    for (std::size_t line = work.lineBegin; line < work.lineEnd; ++line) {
        for (std::size_t column = 0; column < work.columns; ++column) {
            const LineRange range(work, input, line, column, kernelLine);
            const std::uint32_t* begin = input.begin.data();
            for (std::size_t step = 0; step < input.steps;
                 ++step, begin += positions, sums += strideOf(Vectors)) {
                if (begin[range.begin] == begin[range.end])
                    continue;
                Lanes sum[Vectors];
                for (int v = 0; v < Vectors; ++v)
                    sum[v] = lanesAt(sums, v * kLanes);
                addRows<Vectors, false>(sum, weights, range.shift, input, begin[range.begin],
                                        begin[range.end]);
                for (int v = 0; v < Vectors; ++v)
                    lanesAt(sums, v * kLanes) = sum[v];
            }
        }
    }
}

// Sums of some lines, slice by slice and line of the kernel by line.
template <int Vectors>
INSPIKE_INLINE void SpikeLayer::runBlock(const Work& work, float* sums)
{
    const std::size_t size =
        (work.lineEnd - work.lineBegin) * work.columns * work.inputSteps() * strideOf(Vectors);
    std::fill_n(sums, size, 0.0F);
    for (std::size_t i = 0; i < work.maps.size(); ++i) {
        const ActiveMaps& input = work.maps[i];
        const std::size_t slice = i % work.slices;
        const float* weights = work.tile->weights[slice].row(0);
        if (i > 0 && slice == 0) { // the next plane
            for (std::size_t k = 0; k < size; ++k)
                sums[k] += sums[k];
        }
        const std::size_t lineSize = work.window.kernel * input.rows() * strideOf(Vectors);
        for (std::size_t line = 0; line < work.window.kernel; ++line) {
            for (std::size_t k = 0; k < lineSize; k += kBlock)
                __builtin_prefetch(weights + line * lineSize + k);
            addSlice<Vectors>(work, input, weights, line, sums);
        }
    }
}

template <int Vectors>
INSPIKE_INLINE void SpikeLayer::runSlices(const Work& work)
{
    const std::size_t steps = work.inputSteps();
    const std::size_t lines =
        std::clamp<std::size_t>(kSumsAtOnce / (work.columns * steps), 1, work.lines);
    LaneRows sums(lines * work.columns * steps, Vectors * kLanes);
    Work block = work;
    for (std::size_t line = work.lineBegin; line < work.lineEnd; line += lines) {
        block.lineBegin = line;
        block.lineEnd = std::min(line + lines, work.lineEnd);
        runBlock<Vectors>(block, sums.row(0));
        for (std::size_t position = line * work.columns; position < block.lineEnd * work.columns;
             ++position) {
            Lanes potential[Vectors] = {};
            for (std::size_t step = 0; step < work.steps; ++step) {
                const std::size_t row =
                    (position - line * work.columns) * steps + std::min(step, steps - 1);
                Lanes current[Vectors];
                for (int v = 0; v < Vectors; ++v)
                    current[v] = lanesAt(work.tile->fold.row(0), v * kLanes) *
                                     lanesAt(sums.row(row), v * kLanes) +
                                 lanesAt(work.tile->fold.row(1), v * kLanes);
                finish(work, step, position, current, potential);
            }
        }
    }
}

template <int Vectors>
INSPIKE_INLINE void SpikeLayer::runForm(const Work& work)
{
    const bool valued = work.maps.front().form == ActiveForm::Values;
    if (work.bank != nullptr)
        return valued ? driveTile<Vectors, true>(work) : driveTile<Vectors, false>(work);
    if (work.slices > 1)
        return runSlices<Vectors>(work);
    return valued ? runTile<Vectors, true>(work) : runTile<Vectors, false>(work);
}

INSPIKE_CLONES
void SpikeLayer::runLines(const Work& work)
{
    switch (work.tile->vectors) {
    case 1:
        return runForm<1>(work);
    case 2:
        return runForm<2>(work);
    case 4:
        return runForm<4>(work);
    default:
        return runForm<8>(work);
    }
}

void SpikeLayer::check(std::span<const ActiveMaps> input) const
{
    const ActiveMaps& first = input.front();
    if (m_window.outputs(first.lines) == 0 || m_columns.outputs(first.columns) == 0)
        throw Error(ErrorKind::BadShape, "the input of a layer is smaller than its kernel");
    // Values and spikes have the same rows of weights.
    bool fits = input.size() % slices() == 0 &&
                (first.form == ActiveForm::Groups) == (m_form == ActiveForm::Groups);
    for (std::size_t i = 0; fits && i < input.size(); ++i) {
        const ActiveMaps& map = input[i];
        const std::size_t channels =
            m_sliced ? std::min(kSlice, m_inputs - i % slices() * kSlice) : m_inputs;
        fits = map.form == first.form && map.channels == channels && map.steps == first.steps &&
               map.lines == first.lines && map.columns == first.columns;
    }
    if (!fits)
        throw Error(ErrorKind::BadShape, "the input of a layer has " +
                                             std::to_string(first.channels) +
                                             " channels instead of " + std::to_string(m_inputs) +
                                             ", or other steps, or another form");
}

void SpikeLayer::runAll(Work work, int threads) const
{
    const std::size_t count = threads == 1 ? 1 : static_cast<std::size_t>(threadCount(threads));
    const std::size_t blocks =
        count == 1
            ? 1
            : std::clamp<std::size_t>(count * kPiecesPerThread / m_tiles.size(), 1, work.lines);
    parallelPieces(m_tiles.size() * blocks, threads, [&](std::size_t piece) {
        Work part = work;
        part.tileIndex = piece / blocks;
        part.tile = &m_tiles[part.tileIndex];
        part.lineBegin = work.lines * (piece % blocks) / blocks;
        part.lineEnd = work.lines * (piece % blocks + 1) / blocks;
        runLines(part);
    });
}

SpikeBits SpikeLayer::run(std::span<const ActiveMaps> maps, std::size_t steps, int threads,
                          const SpikeTraces& traces) const
{
    check(maps);
    const ActiveMaps& input = maps.front();
    if (!m_fires || (input.steps != steps && input.steps != 1))
        throw Error(ErrorKind::BadShape, "the input of a layer of neurons has " +
                                             std::to_string(input.steps) + " steps instead of " +
                                             std::to_string(steps));
    const std::size_t lines = m_window.outputs(input.lines);
    const std::size_t columns = m_columns.outputs(input.columns);
    SpikeBits spikes(steps, lines * columns, m_outputs);
    const auto roomIn = [&](std::vector<float>* trace) -> float* {
        if (trace == nullptr)
            return nullptr;
        trace->resize(steps * lines * columns * m_outputs);
        return trace->data();
    };
    runAll({maps, slices(), m_window, m_columns, lines, columns, steps, m_rule.least, m_outputs,
            &spikes, roomIn(traces.currents), roomIn(traces.membranes), nullptr},
           threads);
    return spikes;
}

SpikeBits SpikeLayer::drive(const ActiveMaps& input, const NeuronBank& bank, NeuronState& state,
                            const BankTraces& traces, int threads, const JobContext& job) const
{
    const std::span<const ActiveMaps> maps(&input, 1);
    check(maps);
    const std::size_t steps = input.steps;
    const std::size_t lines = m_window.outputs(input.lines);
    const std::size_t columns = m_columns.outputs(input.columns);
    if (!m_fires || m_sliced || bank.positions() != lines * columns || bank.channels() != m_outputs)
        throw Error(ErrorKind::BadShape, "a layer of " + std::to_string(m_outputs) +
                                             " outputs does not fit neurons with " +
                                             std::to_string(bank.channels()) + " channels");
    SpikeBits spikes = bank.fires() ? SpikeBits(steps, lines * columns, m_outputs) : SpikeBits();
    const auto roomIn = [&](std::vector<float>* trace) -> float* {
        if (trace == nullptr)
            return nullptr;
        trace->resize(steps * lines * columns * m_outputs);
        return trace->data();
    };
    if (steps == 0)
        return spikes;
    Work work{maps,    slices(), m_window, m_columns, lines, columns, steps, 0.0F, m_outputs,
              nullptr, nullptr,  nullptr,  nullptr,   &bank, &state,  {},    &job};
    work.target = {bank.fires() ? spikes.at(0, 0) : nullptr,
                   lines * columns * spikes.words(),
                   roomIn(traces.received),
                   roomIn(traces.membranes),
                   roomIn(traces.currents),
                   lines * columns * m_outputs,
                   0};
    runAll(work, threads);
    return spikes;
}

void SpikeLayer::addSums(std::span<const ActiveMaps> maps, int threads, std::span<float> totals,
                         const JobContext* job) const
{
    check(maps);
    const ActiveMaps& input = maps.front();
    const std::size_t lines = m_window.outputs(input.lines);
    const std::size_t columns = m_columns.outputs(input.columns);
    if (m_fires || totals.size() != input.steps * lines * columns * m_outputs)
        throw Error(ErrorKind::BadShape,
                    "the sums of a layer go into " + std::to_string(totals.size()) + " numbers");
    runAll({maps,
            slices(),
            m_window,
            m_columns,
            lines,
            columns,
            input.steps,
            m_rule.least,
            m_outputs,
            nullptr,
            nullptr,
            nullptr,
            totals.data(),
            nullptr,
            nullptr,
            {},
            job},
           threads);
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
                const bool spike = h >= FiringRule().least;
                potential[c] = spike ? 0.0F : h;
                if (spike)
                    spikes.set(step, position, c);
            }
        }
    }
    return spikes;
}

} // namespace inspike::nn
