// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A quadtree or octree over points, for forces that many far points exert like one. Points are
// sorted along the Z-order curve; nodes stand in the order of a walk in depth, each with the number
// of the node behind its branch, so that a walk needs no stack.

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

template <std::size_t D>
class SpaceTree
{
public:
    using Place = std::array<float, D>;

    struct Node
    {
        Place low, high; // of its points
        Place centre;    // of mass
        float count;
        std::uint32_t first, last; // its points in the sorted order
        std::uint32_t behind;      // the next node when this branch is done
        bool isLeaf;
        bool isOnePoint; // its points cannot be told apart
        float width() const
        {
            float width = 0.0F;
            for (std::size_t c = 0; c < D; ++c)
                width = high[c] - low[c] > width ? high[c] - low[c] : width;
            return width;
        }
    };

    // coordinates[point * D + c], all finite.
    void build(std::span<const float> coordinates);

    std::span<const Node> nodes() const { return m_nodes; }
    std::span<const std::uint32_t> leaves() const { return m_leaves; } // numbers of nodes
    std::span<const std::uint32_t> order() const { return m_order; }   // point at a sorted place
    std::span<const Place> places() const { return m_places; }         // in the sorted order

private:
    void sortAlongCurve(std::span<const float> coordinates);
    void grow(std::uint32_t first, std::uint32_t last, int level);
    void closeLeaf(Node& node) const;
    void closeBranch(std::size_t number);

    std::vector<Node> m_nodes;
    std::vector<std::uint32_t> m_leaves;
    std::vector<std::uint64_t> m_codes, m_codesBefore;
    std::vector<std::uint32_t> m_order, m_orderBefore;
    std::vector<Place> m_places;
};

extern template class SpaceTree<2>;
extern template class SpaceTree<3>;

} // namespace inspike
