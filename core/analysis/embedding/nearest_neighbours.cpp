// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/nearest_neighbours.h"

#include "core/analysis/embedding/neighbour_heap.h"
#include "core/base/parallel.h"
#include "core/nn/detail/lanes.h"

#include <array>
#include <atomic>
#include <cmath>

namespace inspike {

namespace {

using nn::kBlock;
using nn::kLanes;
using nn::LaneBlock;
using nn::LaneMask;
using nn::Lanes;

constexpr std::size_t kTile = 4;   // points that are compared with a block at once
constexpr std::size_t kPiece = 64; // points of one piece of work
constexpr std::size_t kSlice = 32; // blocks that stay in the cache while a piece meets them
// Differences of the exact search that take some 20 s on two cores.
constexpr double kExactWork = 3e11;

// Points in blocks, coordinate by coordinate: lane l of block(b)[c] is coordinate c of point
// b * kBlock + l. The last block is filled up with zeros.
class PointBlocks
{
public:
    explicit PointBlocks(const PointsView& points)
        : m_width(points.width),
          m_blocks((points.count + kBlock - 1) / kBlock),
          m_lanes(m_blocks * m_width)
    {
        for (std::size_t i = 0; i < points.count; ++i) {
            const auto row = points.row(i);
            for (std::size_t c = 0; c < m_width; ++c)
                m_lanes[i / kBlock * m_width + c].lane[i % kBlock] = row[c];
        }
    }
    std::size_t blocks() const { return m_blocks; }
    const LaneBlock* block(std::size_t index) const { return m_lanes.data() + index * m_width; }

private:
    std::size_t m_width;
    std::size_t m_blocks;
    std::vector<LaneBlock> m_lanes;
};

// Some points that are compared with the same block.
struct Tile
{
    std::array<const float*, kTile> points{};
    std::array<float, kTile> farthest{}; // squared distances of interest
    std::array<LaneBlock, kTile> squares{};
    std::array<bool, kTile> interesting{}; // some square is not above `farthest`
};

INSPIKE_INLINE bool anyOf(const LaneMask& mask)
{
    std::array<std::uint64_t, 4> words;
    std::memcpy(words.data(), &mask, sizeof(words));
    return (words[0] | words[1] | words[2] | words[3]) != 0;
}

INSPIKE_CLONES void compareWithBlock(Tile& tile, const LaneBlock* block, std::size_t width)
{
    Lanes low[kTile] = {};
    Lanes high[kTile] = {};
    for (std::size_t c = 0; c < width; ++c) {
        const Lanes& otherLow = nn::lanesAt(block[c].lane, 0);
        const Lanes& otherHigh = nn::lanesAt(block[c].lane, kLanes);
        for (std::size_t i = 0; i < kTile; ++i) {
            const Lanes lowDifference = otherLow - tile.points[i][c];
            const Lanes highDifference = otherHigh - tile.points[i][c];
            low[i] += lowDifference * lowDifference;
            high[i] += highDifference * highDifference;
        }
    }
    for (std::size_t i = 0; i < kTile; ++i) {
        nn::lanesAt(tile.squares[i].lane, 0) = low[i];
        nn::lanesAt(tile.squares[i].lane, kLanes) = high[i];
        const Lanes limit = tile.farthest[i] - Lanes{};
        tile.interesting[i] = anyOf((low[i] <= limit) | (high[i] <= limit));
    }
}

class ExactSearch
{
public:
    ExactSearch(const PointsView& points, std::size_t each)
        : m_points(points), m_each(each), m_blocks(points)
    {}

    // The neighbours of points [from, end), into `entries` [(end - from) * each] as heaps.
    void search(std::size_t from, std::size_t end, std::span<Neighbour> entries,
                const JobContext& job) const
    {
        for (std::size_t slice = 0; slice < m_blocks.blocks(); slice += kSlice) {
            const std::size_t last = std::min(m_blocks.blocks(), slice + kSlice);
            job.checkpoint();
            for (std::size_t point = from; point < end; point += kTile)
                compare(point, std::min(end, point + kTile), slice, last,
                        entries.subspan((point - from) * m_each));
        }
    }

private:
    void compare(std::size_t from, std::size_t end, std::size_t firstBlock, std::size_t lastBlock,
                 std::span<Neighbour> entries) const
    {
        Tile tile;
        const auto heap = [&](std::size_t i) {
            return NeighbourHeap(entries.subspan(i * m_each, m_each));
        };
        for (std::size_t i = 0; i < kTile; ++i) {
            const std::size_t point = std::min(end - 1, from + i);
            tile.points[i] = m_points.row(point).data();
            tile.farthest[i] = heap(point - from).farthest();
        }
        for (std::size_t block = firstBlock; block < lastBlock; ++block) {
            compareWithBlock(tile, m_blocks.block(block), m_points.width);
            for (std::size_t i = 0; from + i < end; ++i) {
                if (tile.interesting[i])
                    tile.farthest[i] = offer(tile.squares[i], block * kBlock, from + i, heap(i));
            }
        }
    }

    // The farthest distance after the points of a block were offered.
    float offer(const LaneBlock& squares, std::size_t firstOther, std::size_t point,
                NeighbourHeap heap) const
    {
        const std::size_t lanes = std::min(kBlock, m_points.count - firstOther);
        for (std::size_t lane = 0; lane < lanes; ++lane) {
            if (firstOther + lane != point)
                heap.offer({squares.lane[lane], static_cast<std::uint32_t>(firstOther + lane)});
        }
        return heap.farthest();
    }

    PointsView m_points;
    std::size_t m_each;
    PointBlocks m_blocks;
};

} // namespace

Neighbours emptyNeighbours(const PointsView& points, std::size_t each)
{
    Neighbours found;
    found.count = points.count;
    found.each = std::min(each, points.count > 0 ? points.count - 1 : 0);
    found.index.resize(found.count * found.each);
    found.distance.resize(found.count * found.each);
    return found;
}

void writeSorted(std::span<Neighbour> entries, std::size_t point, Neighbours& found)
{
    std::sort(entries.begin(), entries.end());
    for (std::size_t k = 0; k < entries.size(); ++k) {
        found.index[point * found.each + k] = entries[k].index;
        found.distance[point * found.each + k] = std::sqrt(entries[k].square);
    }
}

Neighbours exactNeighbours(const PointsView& points, std::size_t each, int threads, JobContext& job)
{
    requirePoints(points);
    Neighbours found = emptyNeighbours(points, each);
    if (found.each == 0)
        return found;
    const ExactSearch search(points, found.each);
    const std::size_t pieces = (points.count + kPiece - 1) / kPiece;
    std::atomic<std::size_t> done = 0;
    parallelPieces(pieces, threads, [&](std::size_t piece) {
        const std::size_t from = piece * kPiece;
        const std::size_t end = std::min(points.count, from + kPiece);
        std::vector<Neighbour> entries((end - from) * found.each);
        search.search(from, end, entries, job);
        for (std::size_t point = from; point < end; ++point) {
            writeSorted(std::span(entries).subspan((point - from) * found.each, found.each), point,
                        found);
        }
        job.progress(static_cast<double>(++done) / static_cast<double>(pieces),
                     "finding neighbours");
    });
    return found;
}

Neighbours nearestNeighbours(const PointsView& points, std::size_t each, std::uint64_t seed,
                             int threads, JobContext& job)
{
    const auto count = static_cast<double>(points.count);
    if (count * count * static_cast<double>(points.width) <= kExactWork)
        return exactNeighbours(points, each, threads, job);
    return approximateNeighbours(points, each, seed, threads, job);
}

} // namespace inspike
