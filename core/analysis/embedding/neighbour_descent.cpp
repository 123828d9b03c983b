// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/neighbour_heap.h"
#include "core/base/parallel.h"
#include "core/base/random.h"
#include "core/nn/detail/lanes.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <numeric>

namespace inspike {

namespace {

using nn::kLanes;
using nn::LaneRows;
using nn::Lanes;

constexpr std::size_t kTrees = 8;
constexpr std::size_t kLeaf = 48;
constexpr std::size_t kPiece = 1024;
constexpr int kRounds = 12;
constexpr double kSettled = 0.001; // share of neighbours that a last round changes

INSPIKE_INLINE float squareBetween(const float* a, const float* b, std::size_t stride)
{
    Lanes sum = {};
    for (std::size_t i = 0; i < stride; i += kLanes) {
        const Lanes difference = nn::lanesAt(a, i) - nn::lanesAt(b, i);
        sum += difference * difference;
    }
    return ((sum[0] + sum[4]) + (sum[1] + sum[5])) + ((sum[2] + sum[6]) + (sum[3] + sum[7]));
}

INSPIKE_CLONES void squaresTo(const LaneRows& points, std::size_t point,
                              const std::vector<std::uint32_t>& others, std::vector<float>& squares)
{
    const float* row = points.row(point);
    squares.resize(others.size());
    for (std::size_t i = 0; i < others.size(); ++i)
        squares[i] = squareBetween(row, points.row(others[i]), points.stride());
}

// Points split again and again by the plane between two of them until few are together.
class ProjectionTree
{
public:
    ProjectionTree(const PointsView& points, std::uint64_t seed, const JobContext& job)
        : m_points(points), m_random(seed), m_order(points.count), m_leafOf(points.count)
    {
        std::iota(m_order.begin(), m_order.end(), 0U);
        split(0, points.count, job);
    }
    // The points in the same leaf.
    std::span<const std::uint32_t> near(std::size_t point) const
    {
        const std::size_t leaf = m_leafOf[point];
        return std::span(m_order).subspan(m_leaves[leaf].first, m_leaves[leaf].second);
    }

private:
    void split(std::size_t from, std::size_t end, const JobContext& job)
    {
        job.checkpoint();
        if (end - from <= kLeaf) {
            for (std::size_t i = from; i < end; ++i)
                m_leafOf[m_order[i]] = static_cast<std::uint32_t>(m_leaves.size());
            m_leaves.emplace_back(from, end - from);
            return;
        }
        const std::size_t middle = partition(from, end);
        split(from, middle, job);
        split(middle, end, job);
    }

    std::size_t partition(std::size_t from, std::size_t end)
    {
        const auto count = static_cast<std::uint32_t>(end - from);
        const auto one = m_points.row(m_order[from + m_random.below(count)]);
        const auto other = m_points.row(m_order[from + m_random.below(count)]);
        std::vector<float> normal(m_points.width);
        float offset = 0.0F;
        for (std::size_t c = 0; c < normal.size(); ++c) {
            normal[c] = one[c] - other[c];
            offset += normal[c] * 0.5F * (one[c] + other[c]);
        }
        const auto begin = m_order.begin();
        const auto middle = std::partition(
            begin + static_cast<std::ptrdiff_t>(from), begin + static_cast<std::ptrdiff_t>(end),
            [&](std::uint32_t point) {
                const auto row = m_points.row(point);
                return std::inner_product(row.begin(), row.end(), normal.begin(), 0.0F) > offset;
            });
        const auto found = static_cast<std::size_t>(middle - begin);
        // Equal points cannot be told apart: any halves will do. Very uneven parts cost depth.
        const std::size_t least = (end - from) / 50;
        return found - from <= least || end - found <= least ? from + (end - from) / 2 : found;
    }

    PointsView m_points;
    Random m_random;
    std::vector<std::uint32_t> m_order;
    std::vector<std::uint32_t> m_leafOf;
    std::vector<std::pair<std::size_t, std::size_t>> m_leaves; // first, count
};

// The points one step away, along the graph and against it.
struct Steps
{
    struct Step
    {
        std::uint32_t index;
        bool fresh; // found in the last round
    };
    std::vector<Step> entries;
    std::vector<std::size_t> begin;

    std::span<const Step> of(std::size_t point) const
    {
        return std::span(entries).subspan(begin[point], begin[point + 1] - begin[point]);
    }
};

class Descent
{
public:
    Descent(const PointsView& points, std::size_t each, std::uint64_t seed, int threads)
        : m_view(points),
          m_each(each),
          m_seed(seed),
          m_threads(threads),
          m_rows(points.count, points.width),
          m_graph(points.count * each),
          m_fresh(points.count * each, 1)
    {
        for (std::size_t i = 0; i < points.count; ++i)
            std::copy_n(points.row(i).data(), points.width, m_rows.row(i));
    }

    void plant(JobContext& job)
    {
        std::vector<std::unique_ptr<ProjectionTree>> trees(kTrees);
        parallelPieces(kTrees, m_threads, [&](std::size_t tree) {
            trees[tree] = std::make_unique<ProjectionTree>(m_view, mixedSeed(m_seed, tree), job);
        });
        forEachPiece(job, [&](std::size_t point, Finder& finder) {
            for (const auto& tree : trees) {
                for (const std::uint32_t other : tree->near(point))
                    finder.add(other);
            }
            // Where leaves hold too few: any points, so that every row is full.
            for (std::size_t i = 1; finder.found() < m_each; ++i)
                finder.add(static_cast<std::uint32_t>((point + i) % m_view.count));
        });
    }

    // One round; the number of neighbours that changed.
    std::size_t improve(JobContext& job)
    {
        const Steps steps = stepsOf();
        const std::vector<Neighbour> before = m_graph;
        forEachPiece(job, [&](std::size_t point, Finder& finder) {
            for (const Steps::Step& first : steps.of(point)) {
                for (const Steps::Step& second : steps.of(first.index)) {
                    if (first.fresh || second.fresh)
                        finder.add(second.index);
                }
            }
        });
        return markFresh(before);
    }

    void write(Neighbours& found, JobContext& job)
    {
        job.checkpoint();
        parallelPieces(pieces(), m_threads, [&](std::size_t piece) {
            for (std::size_t point = piece * kPiece; point < endOf(piece); ++point)
                writeSorted(row(m_graph, point), point, found);
        });
    }

private:
    // Gathers candidates of one point after the other, each once.
    class Finder
    {
    public:
        explicit Finder(std::size_t count) : m_seen(count, 0) {}
        void start(std::size_t point, std::span<const Neighbour> known)
        {
            ++m_stamp;
            m_candidates.clear();
            m_seen[point] = m_stamp;
            for (const Neighbour& neighbour : known) {
                if (neighbour.index < m_seen.size())
                    m_seen[neighbour.index] = m_stamp;
            }
        }
        void add(std::uint32_t other)
        {
            if (m_seen[other] == m_stamp)
                return;
            m_seen[other] = m_stamp;
            m_candidates.push_back(other);
        }
        std::size_t found() const { return m_candidates.size(); }
        void offerAll(const LaneRows& rows, std::size_t point, NeighbourHeap heap)
        {
            squaresTo(rows, point, m_candidates, m_squares);
            for (std::size_t i = 0; i < m_candidates.size(); ++i)
                heap.offer({m_squares[i], m_candidates[i]});
        }

    private:
        std::vector<std::uint32_t> m_seen;
        std::uint32_t m_stamp = 0;
        std::vector<std::uint32_t> m_candidates;
        std::vector<float> m_squares;
    };

    std::size_t pieces() const { return (m_view.count + kPiece - 1) / kPiece; }
    std::size_t endOf(std::size_t piece) const
    {
        return std::min(m_view.count, (piece + 1) * kPiece);
    }
    std::span<Neighbour> row(std::vector<Neighbour>& graph, std::size_t point) const
    {
        return std::span(graph).subspan(point * m_each, m_each);
    }

    // gather(point, finder) names the candidates of a point; no row is read but the point's own.
    template <typename Gather>
    void forEachPiece(JobContext& job, Gather&& gather)
    {
        parallelPieces(pieces(), m_threads, [&](std::size_t piece) {
            Finder finder(m_view.count);
            for (std::size_t point = piece * kPiece; point < endOf(piece); ++point) {
                if (point % 64 == 0)
                    job.checkpoint();
                finder.start(point, row(m_graph, point));
                gather(point, finder);
                finder.offerAll(m_rows, point, NeighbourHeap(row(m_graph, point)));
            }
        });
    }

    // Of every point the nearest few neighbours, and a few of those that have it as neighbour.
    Steps stepsOf()
    {
        const std::size_t few = std::clamp<std::size_t>(m_each, 10, 20);
        const std::size_t forward = std::min(few, m_each);
        std::vector<std::vector<Steps::Step>> backward(m_view.count);
        std::vector<std::uint32_t> offered(m_view.count, 0);
        std::vector<std::vector<Steps::Step>> near(m_view.count);
        Random random(mixedSeed(m_seed, kTrees + static_cast<std::size_t>(m_round++)));
        std::vector<std::pair<Neighbour, bool>> sorted(m_each);
        for (std::size_t point = 0; point < m_view.count; ++point) {
            for (std::size_t k = 0; k < m_each; ++k)
                sorted[k] = {m_graph[point * m_each + k], m_fresh[point * m_each + k] != 0};
            std::partial_sort(sorted.begin(), sorted.begin() + static_cast<std::ptrdiff_t>(forward),
                              sorted.end());
            for (std::size_t k = 0; k < forward; ++k) {
                const auto& [neighbour, fresh] = sorted[k];
                near[point].push_back({neighbour.index, fresh});
                // A fair sample of the steps that lead here.
                auto& back = backward[neighbour.index];
                const std::uint32_t place = offered[neighbour.index]++;
                const Steps::Step step{static_cast<std::uint32_t>(point), fresh};
                if (back.size() < few)
                    back.push_back(step);
                else if (const std::uint32_t at = random.below(place + 1); at < few)
                    back[at] = step;
            }
        }
        Steps steps;
        for (std::size_t point = 0; point < m_view.count; ++point) {
            steps.begin.push_back(steps.entries.size());
            steps.entries.insert(steps.entries.end(), near[point].begin(), near[point].end());
            steps.entries.insert(steps.entries.end(), backward[point].begin(),
                                 backward[point].end());
        }
        steps.begin.push_back(steps.entries.size());
        return steps;
    }

    std::size_t markFresh(std::vector<Neighbour> before)
    {
        std::atomic<std::size_t> changed = 0;
        parallelPieces(pieces(), m_threads, [&](std::size_t piece) {
            for (std::size_t point = piece * kPiece; point < endOf(piece); ++point) {
                const std::span<Neighbour> old = row(before, point);
                std::sort(old.begin(), old.end());
                for (std::size_t k = 0; k < m_each; ++k) {
                    const bool known =
                        std::binary_search(old.begin(), old.end(), m_graph[point * m_each + k]);
                    m_fresh[point * m_each + k] = known ? 0 : 1;
                    changed += known ? 0 : 1;
                }
            }
        });
        return changed;
    }

    PointsView m_view;
    std::size_t m_each;
    std::uint64_t m_seed;
    int m_threads;
    LaneRows m_rows;
    std::vector<Neighbour> m_graph; // a heap per point
    std::vector<std::uint8_t> m_fresh;
    int m_round = 0;
};

} // namespace

Neighbours approximateNeighbours(const PointsView& points, std::size_t each, std::uint64_t seed,
                                 int threads, JobContext& job)
{
    requirePoints(points);
    Neighbours found = emptyNeighbours(points, each);
    // Few points are found faster by comparing all of them, and without fault.
    if (points.count <= 4 * kLeaf || found.each * 4 > points.count)
        return exactNeighbours(points, each, threads, job);
    found.approximate = true;
    Descent descent(points, found.each, seed, threads);
    job.progress(0.0, "finding neighbours");
    descent.plant(job);
    const auto total = static_cast<double>(found.index.size());
    for (int round = 0; round < kRounds; ++round) {
        job.progress((round + 1.0) / (kRounds + 1.0), "finding neighbours");
        if (static_cast<double>(descent.improve(job)) <= kSettled * total)
            break;
    }
    descent.write(found, job);
    return found;
}

} // namespace inspike
