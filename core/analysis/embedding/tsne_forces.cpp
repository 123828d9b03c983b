// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/tsne_forces.h"

#include "core/analysis/embedding/space_tree.h"
#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/nn/detail/lanes.h"

#include <cmath>
#include <numeric>

namespace inspike {

namespace {

using nn::kLanes;
using nn::Lanes;

constexpr std::size_t kPiece = 1024;    // points of one piece of work
constexpr std::size_t kLeafPiece = 128; // leaves of one piece

// What acts on the points of a leaf: places with their counts, lane by lane.
template <std::size_t D>
struct Sources
{
    struct alignas(32) Group
    {
        float place[D][kLanes];
        float count[kLanes];
    };
    std::vector<Group> groups;
    std::size_t used = 0;

    void clear() { used = 0; }
    void add(const std::array<float, D>& place, float count)
    {
        const std::size_t lane = used % kLanes;
        if (used / kLanes == groups.size())
            groups.push_back({});
        Group& group = groups[used / kLanes];
        for (std::size_t c = 0; c < D; ++c)
            group.place[c][lane] = place[c];
        group.count[lane] = count;
        ++used;
    }
    // Fills the last group with sources of no weight.
    std::span<const Group> padded()
    {
        while (used % kLanes != 0)
            add({}, 0.0F);
        return std::span(groups).first(used / kLanes);
    }
};

INSPIKE_INLINE float sumOf(const Lanes& lanes)
{
    return ((lanes[0] + lanes[4]) + (lanes[1] + lanes[5])) +
           ((lanes[2] + lanes[6]) + (lanes[3] + lanes[7]));
}

// Adds up count * q and count * q^2 * (y - place) over the sources.
template <std::size_t D>
INSPIKE_INLINE float repel(const std::array<float, D>& point,
                           std::span<const typename Sources<D>::Group> groups, float* force)
{
    Lanes forces[D] = {};
    Lanes weights = {};
    for (const auto& group : groups) {
        Lanes differences[D];
        Lanes squares = {};
        for (std::size_t c = 0; c < D; ++c) {
            differences[c] = point[c] - nn::lanesAt(group.place[c], 0);
            squares += differences[c] * differences[c];
        }
        const Lanes closeness = 1.0F / (1.0F + squares);
        const Lanes weight = nn::lanesAt(group.count, 0) * closeness;
        weights += weight;
        for (std::size_t c = 0; c < D; ++c)
            forces[c] += weight * closeness * differences[c];
    }
    for (std::size_t c = 0; c < D; ++c)
        force[c] = sumOf(forces[c]);
    return sumOf(weights);
}
INSPIKE_CLONES float repelPlanar(const std::array<float, 2>& point,
                                 std::span<const Sources<2>::Group> groups, float* force)
{
    return repel<2>(point, groups, force);
}
INSPIKE_CLONES float repelSpatial(const std::array<float, 3>& point,
                                  std::span<const Sources<3>::Group> groups, float* force)
{
    return repel<3>(point, groups, force);
}

template <std::size_t D>
class Forces final : public TsneForces
{
public:
    Forces(const SparseAffinities& affinities, double theta, int threads)
        : m_affinities(affinities), m_theta(static_cast<float>(theta)), m_threads(threads)
    {}

    void evaluate(std::span<const float> coordinates, double exaggeration, std::span<float> force,
                  const JobContext& job) override
    {
        m_tree.build(coordinates);
        m_repulsion.resize(coordinates.size());
        repelAll(job);
        const std::size_t count = coordinates.size() / D;
        const auto inverse = static_cast<float>(m_weight > 0.0 ? 1.0 / m_weight : 0.0);
        const auto pull = static_cast<float>(exaggeration);
        forEachPoint(count, job, [&](std::size_t point) {
            const std::array<float, D> attraction = attract(coordinates, point);
            for (std::size_t c = 0; c < D; ++c) {
                const std::size_t at = point * D + c;
                force[at] = m_repulsion[at] * inverse - pull * attraction[c];
            }
        });
    }

    double divergence(std::span<const float> coordinates, const JobContext& job) override
    {
        const std::size_t count = coordinates.size() / D;
        std::vector<double> parts(count, 0.0);
        const double logWeight = std::log(m_weight);
        forEachPoint(count, job, [&](std::size_t i) {
            for (std::size_t at = m_affinities.begin[i]; at < m_affinities.begin[i + 1]; ++at) {
                const auto p = static_cast<double>(m_affinities.value[at]);
                if (!(p > 0.0))
                    continue;
                double square = 0.0;
                for (std::size_t c = 0; c < D; ++c) {
                    const auto difference = static_cast<double>(
                        coordinates[i * D + c] - coordinates[m_affinities.column[at] * D + c]);
                    square += difference * difference;
                }
                parts[i] += p * (std::log(p) + std::log1p(square) + logWeight);
            }
        });
        return std::accumulate(parts.begin(), parts.end(), 0.0);
    }

private:
    using Tree = SpaceTree<D>;

    template <typename Work>
    void forEachPoint(std::size_t count, const JobContext& job, Work&& work) const
    {
        parallelPieces((count + kPiece - 1) / kPiece, m_threads, [&](std::size_t piece) {
            job.checkpoint();
            const std::size_t end = std::min(count, (piece + 1) * kPiece);
            for (std::size_t point = piece * kPiece; point < end; ++point)
                work(point);
        });
    }

    std::array<float, D> attract(std::span<const float> coordinates, std::size_t point) const
    {
        std::array<float, D> sum{};
        const float* here = coordinates.data() + point * D;
        for (std::size_t at = m_affinities.begin[point]; at < m_affinities.begin[point + 1]; ++at) {
            const float* there = coordinates.data() + m_affinities.column[at] * D;
            std::array<float, D> difference;
            float square = 0.0F;
            for (std::size_t c = 0; c < D; ++c) {
                difference[c] = here[c] - there[c];
                square += difference[c] * difference[c];
            }
            const float weight = m_affinities.value[at] / (1.0F + square);
            for (std::size_t c = 0; c < D; ++c)
                sum[c] += weight * difference[c];
        }
        return sum;
    }

    // Repulsion of every point, and the sum of all weights in the order of the leaves.
    void repelAll(const JobContext& job)
    {
        const auto leaves = m_tree.leaves();
        std::vector<double> weights(leaves.size(), 0.0);
        const std::size_t pieces = (leaves.size() + kLeafPiece - 1) / kLeafPiece;
        parallelPieces(pieces, m_threads, [&](std::size_t piece) {
            Sources<D> sources;
            const std::size_t end = std::min(leaves.size(), (piece + 1) * kLeafPiece);
            for (std::size_t leaf = piece * kLeafPiece; leaf < end; ++leaf) {
                if (leaf % 16 == 0)
                    job.checkpoint();
                const auto& node = m_tree.nodes()[leaves[leaf]];
                gather(node, sources);
                weights[leaf] = repelLeaf(node, sources);
            }
        });
        m_weight = std::accumulate(weights.begin(), weights.end(), 0.0);
    }

    double repelLeaf(const typename Tree::Node& leaf, Sources<D>& sources)
    {
        double sum = 0.0;
        const auto groups = sources.padded();
        for (std::uint32_t i = leaf.first; i < leaf.last; ++i) {
            float* force = m_repulsion.data() + m_tree.order()[i] * D;
            float weight = 0.0F;
            if constexpr (D == 2)
                weight = repelPlanar(m_tree.places()[i], groups, force);
            else
                weight = repelSpatial(m_tree.places()[i], groups, force);
            sum += static_cast<double>(weight) - 1.0; // all points but itself
        }
        return sum;
    }

    // Cells that every point of the leaf sees under a small angle, and the points of the others.
    void gather(const typename Tree::Node& leaf, Sources<D>& sources) const
    {
        sources.clear();
        const auto nodes = m_tree.nodes();
        for (std::size_t number = 0; number < nodes.size();) {
            const auto& node = nodes[number];
            if (node.isOnePoint || isFar(node, leaf)) {
                sources.add(node.centre, node.count);
                number = node.behind;
            } else if (node.isLeaf) {
                for (std::uint32_t i = node.first; i < node.last; ++i)
                    sources.add(m_tree.places()[i], 1.0F);
                number = node.behind;
            } else {
                ++number;
            }
        }
    }

    bool isFar(const typename Tree::Node& node, const typename Tree::Node& leaf) const
    {
        float square = 0.0F;
        for (std::size_t c = 0; c < D; ++c) {
            const float below = leaf.low[c] - node.centre[c];
            const float above = node.centre[c] - leaf.high[c];
            const float gap = std::max(0.0F, std::max(below, above));
            square += gap * gap;
        }
        const float width = node.width();
        return width * width < m_theta * m_theta * square;
    }

    const SparseAffinities& m_affinities;
    float m_theta;
    int m_threads;
    Tree m_tree;
    std::vector<float> m_repulsion; // of each point, not yet divided by the sum of weights
    double m_weight = 0.0;
};

} // namespace

std::unique_ptr<TsneForces> makeTsneForces(const SparseAffinities& affinities,
                                           std::size_t components, double theta, int threads)
{
    if (components == 2)
        return std::make_unique<Forces<2>>(affinities, theta, threads);
    if (components == 3)
        return std::make_unique<Forces<3>>(affinities, theta, threads);
    throw Error(ErrorKind::BadParameter,
                "t-SNE has two or three components, not " + std::to_string(components));
}

TsneGradient tsneGradient(const SparseAffinities& affinities, const PointsView& coordinates,
                          double theta, double exaggeration, int threads, JobContext& job)
{
    requirePoints(coordinates);
    if (affinities.count() != coordinates.count)
        throw Error(ErrorKind::BadShape, "affinities of another number of points");
    const auto forces = makeTsneForces(affinities, coordinates.width, theta, threads);
    std::vector<float> force(coordinates.values.size());
    forces->evaluate(coordinates.values, exaggeration, force, job);
    TsneGradient result;
    for (const float value : force)
        result.gradient.push_back(-4.0 * static_cast<double>(value));
    result.divergence = forces->divergence(coordinates.values, job);
    return result;
}

} // namespace inspike
