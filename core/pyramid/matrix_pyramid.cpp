// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/matrix_pyramid.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"
#include "core/pyramid/matrix_grid.h"

#include <algorithm>
#include <atomic>
#include <limits>
#include <mutex>
#include <string>
#include <tuple>
#include <utility>

namespace inspike {

namespace {

constexpr unsigned kFirstShift = 2;           // the finest stored blocks are 4 x 4 entries
constexpr std::size_t kBandRows = 16;         // block rows that one piece of work reduces
constexpr std::size_t kSerialWork = 1U << 20; // entries that are not worth a second thread
constexpr float kLowest = -std::numeric_limits<float>::infinity();
constexpr float kHighest = std::numeric_limits<float>::infinity();

// Smallest power of two (as a shift) at which a stretch touches no more than `most` blocks.
unsigned shiftFor(std::size_t first, std::size_t count, std::size_t most)
{
    unsigned shift = 0;
    while (((first + count - 1) >> shift) - (first >> shift) + 1 > most)
        ++shift;
    return shift;
}

std::string matrixText(std::size_t rows, std::size_t columns)
{
    return std::to_string(rows) + " x " + std::to_string(columns);
}

} // namespace

struct MatrixPyramid::Level
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    unsigned shift = 0;
    std::unique_ptr<float[]> mean, most;
    std::unique_ptr<std::uint32_t[]> count; // only where entries are missing

    Level(std::size_t entryRows, std::size_t entryColumns, unsigned blockShift)
        : rows(blocksOf(entryRows, blockShift)),
          columns(blocksOf(entryColumns, blockShift)),
          shift(blockShift),
          mean(std::make_unique_for_overwrite<float[]>(rows * columns)),
          most(std::make_unique_for_overwrite<float[]>(rows * columns))
    {}

    MatrixGrid grid(const MatrixSource& source) const
    {
        return {mean.get(), most.get(), count.get(), rows,          columns,
                columns,    shift,      source.rows, source.columns};
    }

    // Reduces one row of blocks from a finer grid; true if some entry behind it is NaN.
    bool reduceRow(const MatrixGrid& from, std::size_t row, MatrixSums& sums)
    {
        bool gaps = false;
        const unsigned factor = shift - from.shift;
        const std::size_t last = std::min(from.rows, (row + 1) << factor);
        reduceRows(from, {row << factor, last}, {0, from.columns}, factor, {}, sums,
                   [&](std::size_t first, std::size_t blocks) {
                       gaps |= store(sums, row, first, blocks, from);
                   });
        return gaps;
    }

private:
    bool store(const MatrixSums& sums, std::size_t row, std::size_t first, std::size_t blocks,
               const MatrixGrid& from)
    {
        bool gaps = false;
        const std::size_t side = std::size_t{1} << shift;
        const std::size_t high = std::min(side, from.entryRows - (row << shift));
        for (std::size_t i = 0; i < blocks; ++i) {
            const std::size_t at = row * columns + first + i;
            const std::size_t wide = std::min(side, from.entryColumns - ((first + i) << shift));
            mean[at] = sums.mean(i);
            most[at] = sums.maximum(i);
            if (count)
                count[at] = static_cast<std::uint32_t>(std::min(sums.weight[i], 4294967295.0));
            gaps |= sums.weight[i] < static_cast<double>(high * wide);
        }
        return gaps;
    }
};

namespace {

MatrixGrid entriesOf(const MatrixSource& source)
{
    return {source.data,      source.data, nullptr,     source.rows,   source.columns,
            source.rowStride, 0,           source.rows, source.columns};
}

void widen(MatrixRange& range, const float* values, std::size_t size)
{
    for (std::size_t i = 0; i < size; ++i) {
        const float value = values[i];
        const bool finite = value > kLowest && value < kHighest; // false for NaN
        range.low = finite && value < range.low ? value : range.low;
        range.high = finite && value > range.high ? value : range.high;
    }
}

// Calls work(first, last) for bands of rows, on several threads when it is worth it.
template <typename Work>
void inBands(std::size_t rows, std::size_t bandRows, int threads, const Work& work)
{
    const std::size_t bands = (rows + bandRows - 1) / bandRows;
    parallelPieces(bands, threads, [&](std::size_t band) {
        work(band * bandRows, std::min(rows, (band + 1) * bandRows));
    });
}

} // namespace

MatrixSource MatrixSource::of(const LabelledArray& array)
{
    if (array.rank() != 2)
        throw Error(ErrorKind::BadShape,
                    "a matrix has two axes, the array has " + axisNames(array.axes()));
    const std::size_t columns = array.axes()[1].size;
    auto owner = std::make_shared<const LabelledArray>(array);
    const float* const data = owner->values().data();
    return {std::move(owner), data, array.axes()[0].size, columns, columns};
}

MatrixSource MatrixSource::of(std::shared_ptr<const std::vector<float>> values, std::size_t rows,
                              std::size_t columns, std::size_t offset)
{
    const std::size_t size = values ? values->size() : 0;
    if (offset > size || (columns != 0 && rows > (size - offset) / columns))
        throw Error(ErrorKind::BadShape, "a matrix of " + matrixText(rows, columns) +
                                             " does not fit in " + std::to_string(size) +
                                             " values from " + std::to_string(offset));
    const float* const data = values ? values->data() + offset : nullptr;
    return {std::move(values), data, rows, columns, columns};
}

std::uint64_t MatrixPyramid::bytesNeeded(std::size_t rows, std::size_t columns)
{
    constexpr std::uint64_t kPerBlock = 2 * sizeof(float) + sizeof(std::uint32_t);
    std::uint64_t blocks = 0;
    for (unsigned shift = kFirstShift; rows != 0 && columns != 0; ++shift) {
        const std::uint64_t now = std::uint64_t{blocksOf(rows, shift)} * blocksOf(columns, shift);
        blocks += now;
        if (now == 1)
            break;
    }
    return blocks * kPerBlock;
}

std::shared_ptr<const MatrixPyramid> MatrixPyramid::build(MatrixSource source, int threads,
                                                          JobContext& job)
{
    const std::uint64_t need = bytesNeeded(source.rows, source.columns);
    if (need > memoryBudget())
        throw Error(ErrorKind::OutOfMemory,
                    "showing a matrix of " + matrixText(source.rows, source.columns) +
                        " in any size takes " + textFromBytes(need) + ", the memory budget is " +
                        textFromBytes(memoryBudget()));
    std::shared_ptr<MatrixPyramid> pyramid(new MatrixPyramid);
    pyramid->m_source = std::move(source);
    pyramid->m_range = {kHighest, kLowest};
    MatrixGrid from = entriesOf(pyramid->m_source);
    if (from.rows == 0 || from.columns == 0)
        return pyramid;
    for (unsigned shift = kFirstShift; pyramid->m_levels.empty() || from.rows * from.columns > 1;
         ++shift) {
        const auto level =
            std::make_shared<Level>(pyramid->m_source.rows, pyramid->m_source.columns, shift);
        pyramid->fill(*level, from, threads, job);
        from = level->grid(pyramid->m_source);
        pyramid->m_levels.push_back(level);
    }
    job.progress(1.0);
    return pyramid;
}

// The first level is read off the entries and takes nearly all of the time. Entries are counted
// only when some are missing, which is rare, at the price of a second reading.
void MatrixPyramid::fill(Level& level, const MatrixGrid& from, int threads, JobContext& job)
{
    const bool entries = from.shift == 0;
    const auto allocateCounts = [&] {
        level.count = std::make_unique_for_overwrite<std::uint32_t[]>(level.rows * level.columns);
    };
    if (!entries && m_hasGaps)
        allocateCounts();
    std::atomic<bool> gaps = false;
    std::atomic<std::size_t> done = 0;
    std::mutex guard;
    const auto reduceBand = [&](std::size_t begin, std::size_t end) {
        MatrixSums sums;
        MatrixRange range{kHighest, kLowest};
        for (std::size_t row = begin; row < end; ++row) {
            job.checkpoint();
            const std::size_t last = std::min(from.rows, (row + 1) << kFirstShift);
            for (std::size_t i = row << kFirstShift; entries && i < last; ++i)
                widen(range, from.mean + i * from.stride, from.columns);
            if (level.reduceRow(from, row, sums))
                gaps = true;
        }
        if (!entries)
            return;
        const std::scoped_lock lock(guard);
        m_range.low = std::min(m_range.low, range.low);
        m_range.high = std::max(m_range.high, range.high);
        done += end - begin;
        job.progress(0.9 * static_cast<double>(done) / static_cast<double>(level.rows),
                     "reducing the matrix");
    };
    const int helpers = from.rows * from.columns < kSerialWork ? 1 : threads;
    inBands(level.rows, kBandRows, helpers, reduceBand);
    if (entries && gaps) {
        m_hasGaps = true;
        allocateCounts();
        done = 0;
        inBands(level.rows, kBandRows, helpers, reduceBand);
    }
}

std::uint64_t MatrixPyramid::bytes() const
{
    std::uint64_t total = 0;
    for (const auto& level : m_levels) {
        total += std::uint64_t{level->rows} * level->columns *
                 (2 * sizeof(float) + (level->count ? sizeof(std::uint32_t) : 0));
    }
    return total;
}

float MatrixPyramid::at(std::size_t row, std::size_t column) const
{
    if (row >= rows() || column >= columns())
        throw Error(ErrorKind::BadShape, "entry " + std::to_string(row) + ", " +
                                             std::to_string(column) + " of a matrix of " +
                                             matrixText(rows(), columns()));
    return m_source.data[row * m_source.rowStride + column];
}

MatrixCells MatrixPyramid::cells(const MatrixWindow& window, std::size_t mostRows,
                                 std::size_t mostColumns, Reduce reduce) const
{
    MatrixCells cells;
    const std::size_t firstRow = std::min(window.firstRow, rows());
    const std::size_t firstColumn = std::min(window.firstColumn, columns());
    const std::size_t wantedRows = std::min(window.rows, rows() - firstRow);
    const std::size_t wantedColumns = std::min(window.columns, columns() - firstColumn);
    cells.window = {firstRow, firstColumn, 0, 0};
    if (wantedRows == 0 || wantedColumns == 0)
        return cells;
    const unsigned rowShift = shiftFor(firstRow, wantedRows, std::max<std::size_t>(1, mostRows));
    const unsigned columnShift =
        shiftFor(firstColumn, wantedColumns, std::max<std::size_t>(1, mostColumns));
    const auto grow = [](std::size_t first, std::size_t count, unsigned shift, std::size_t limit) {
        const std::size_t begin = (first >> shift) << shift;
        const std::size_t end = (((first + count - 1) >> shift) + 1) << shift;
        return std::pair{begin, std::min(end, limit) - begin};
    };
    std::tie(cells.window.firstRow, cells.window.rows) =
        grow(firstRow, wantedRows, rowShift, rows());
    std::tie(cells.window.firstColumn, cells.window.columns) =
        grow(firstColumn, wantedColumns, columnShift, columns());
    cells.rowsPerCell = std::size_t{1} << rowShift;
    cells.columnsPerCell = std::size_t{1} << columnShift;
    cells.rows = blocksOf(cells.window.rows, rowShift);
    cells.columns = blocksOf(cells.window.columns, columnShift);
    cells.values.resize(cells.rows * cells.columns);
    fillCells(cells, rowShift, columnShift, reduce);
    return cells;
}

// From the coarsest blocks that are no larger than a cell in either direction.
void MatrixPyramid::fillCells(MatrixCells& cells, unsigned rowShift, unsigned columnShift,
                              Reduce reduce) const
{
    const unsigned shared = std::min(rowShift, columnShift);
    MatrixGrid from = entriesOf(m_source);
    if (shared >= kFirstShift)
        from = m_levels[std::min<std::size_t>(shared - kFirstShift, m_levels.size() - 1)]->grid(
            m_source);
    const unsigned down = rowShift - from.shift;
    const unsigned across = columnShift - from.shift;
    const std::size_t left = cells.window.firstColumn >> from.shift;
    const std::size_t width = blocksOf(cells.window.columns, from.shift);
    const std::size_t top = cells.window.firstRow >> from.shift;
    const std::size_t height = blocksOf(cells.window.rows, from.shift);
    const auto fillRows = [&](std::size_t begin, std::size_t end) {
        MatrixSums sums;
        const MatrixWanted wanted{reduce == Reduce::Mean, reduce == Reduce::Max};
        for (std::size_t row = begin; row < end; ++row) {
            float* const target = cells.values.data() + row * cells.columns;
            const std::size_t first = top + (row << down);
            if (down == 0 && across == 0) {
                const float* const source =
                    (reduce == Reduce::Mean ? from.mean : from.most) + first * from.stride + left;
                std::copy(source, source + width, target);
                continue;
            }
            const std::size_t last = std::min(top + height, first + (std::size_t{1} << down));
            reduceRows(from, {first, last}, {left, left + width}, across, wanted, sums,
                       [&](std::size_t block, std::size_t blocks) {
                           float* const cell = target + (block - (left >> across));
                           for (std::size_t i = 0; i < blocks; ++i)
                               cell[i] = wanted.mean ? sums.mean(i) : sums.maximum(i);
                       });
        }
    };
    inBands(cells.rows, kBandRows, width * height < kSerialWork ? 1 : 0, fillRows);
}

} // namespace inspike
