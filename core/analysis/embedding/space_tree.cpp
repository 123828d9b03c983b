// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/space_tree.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace inspike {

namespace {

constexpr std::uint32_t kLeafPoints = 12;
constexpr int kLevels = 21; // bits of a coordinate: 3 of them fit one code

// Puts D - 1 zeros between the bits of a coordinate.
template <std::size_t D>
std::uint64_t spread(std::uint64_t bits)
{
    if constexpr (D == 2) {
        bits = (bits | bits << 16U) & 0x0000FFFF0000FFFFULL;
        bits = (bits | bits << 8U) & 0x00FF00FF00FF00FFULL;
        bits = (bits | bits << 4U) & 0x0F0F0F0F0F0F0F0FULL;
        bits = (bits | bits << 2U) & 0x3333333333333333ULL;
        return (bits | bits << 1U) & 0x5555555555555555ULL;
    } else {
        bits = (bits | bits << 32U) & 0x001F00000000FFFFULL;
        bits = (bits | bits << 16U) & 0x001F0000FF0000FFULL;
        bits = (bits | bits << 8U) & 0x100F00F00F00F00FULL;
        bits = (bits | bits << 4U) & 0x10C30C30C30C30C3ULL;
        return (bits | bits << 2U) & 0x1249249249249249ULL;
    }
}

} // namespace

template <std::size_t D>
void SpaceTree<D>::build(std::span<const float> coordinates)
{
    m_nodes.clear();
    m_leaves.clear();
    sortAlongCurve(coordinates);
    const auto count = static_cast<std::uint32_t>(m_order.size());
    m_places.resize(count);
    for (std::uint32_t i = 0; i < count; ++i)
        std::copy_n(coordinates.data() + m_order[i] * D, D, m_places[i].data());
    if (count > 0)
        grow(0, count, kLevels - 1);
}

template <std::size_t D>
void SpaceTree<D>::sortAlongCurve(std::span<const float> coordinates)
{
    const std::size_t count = coordinates.size() / D;
    Place low;
    low.fill(std::numeric_limits<float>::max());
    Place high;
    high.fill(std::numeric_limits<float>::lowest());
    for (std::size_t i = 0; i < count * D; ++i) {
        low[i % D] = std::min(low[i % D], coordinates[i]);
        high[i % D] = std::max(high[i % D], coordinates[i]);
    }
    double width = 0.0;
    for (std::size_t c = 0; c < D; ++c)
        width = std::max(width, static_cast<double>(high[c]) - static_cast<double>(low[c]));
    const double scale = width > 0.0 ? ((1 << kLevels) - 1) / width : 0.0;
    m_codes.resize(count);
    for (std::size_t i = 0; i < count; ++i) {
        std::uint64_t code = 0;
        for (std::size_t c = 0; c < D; ++c) {
            const double place =
                (static_cast<double>(coordinates[i * D + c]) - static_cast<double>(low[c])) * scale;
            code |= spread<D>(static_cast<std::uint64_t>(place)) << c;
        }
        m_codes[i] = code;
    }
    m_order.resize(count);
    std::iota(m_order.begin(), m_order.end(), 0U);
    m_codesBefore.resize(count);
    m_orderBefore.resize(count);
    constexpr unsigned kDigit = 11;
    for (unsigned shift = 0; shift < D * kLevels; shift += kDigit) {
        std::array<std::uint32_t, (1U << kDigit) + 1> place{};
        const auto digit = [&](std::uint64_t code) {
            return code >> shift & ((1U << kDigit) - 1);
        };
        m_codes.swap(m_codesBefore);
        m_order.swap(m_orderBefore);
        for (const std::uint64_t code : m_codesBefore)
            ++place[digit(code) + 1];
        std::partial_sum(place.begin(), place.end(), place.begin());
        for (std::size_t i = 0; i < count; ++i) {
            const std::uint32_t to = place[digit(m_codesBefore[i])]++;
            m_codes[to] = m_codesBefore[i];
            m_order[to] = m_orderBefore[i];
        }
    }
}

template <std::size_t D>
void SpaceTree<D>::grow(std::uint32_t first, std::uint32_t last, int level)
{
    const auto cell = [&](std::uint32_t point, int at) {
        return m_codes[point] >> (static_cast<unsigned>(at) * D);
    };
    const bool onePoint = m_codes[first] == m_codes[last - 1];
    // Levels that do not part the points are passed over.
    while (!onePoint && cell(first, level) == cell(last - 1, level))
        --level;
    const std::size_t number = m_nodes.size();
    m_nodes.push_back({});
    m_nodes[number].first = first;
    m_nodes[number].last = last;
    m_nodes[number].isOnePoint = onePoint;
    m_nodes[number].isLeaf = onePoint || last - first <= kLeafPoints;
    if (m_nodes[number].isLeaf) {
        m_leaves.push_back(static_cast<std::uint32_t>(number));
        closeLeaf(m_nodes[number]);
        m_nodes[number].behind = static_cast<std::uint32_t>(number) + 1;
        return;
    }
    for (std::uint32_t from = first; from < last;) {
        const std::uint64_t here = cell(from, level);
        const auto codes = m_codes.begin();
        const auto next = std::partition_point(codes + from, codes + last, [&](std::uint64_t code) {
            return code >> (static_cast<unsigned>(level) * D) == here;
        });
        const auto end = static_cast<std::uint32_t>(next - codes);
        grow(from, end, level - 1);
        from = end;
    }
    m_nodes[number].behind = static_cast<std::uint32_t>(m_nodes.size());
    closeBranch(number);
}

template <std::size_t D>
void SpaceTree<D>::closeLeaf(Node& node) const
{
    node.low = node.high = m_places[node.first];
    std::array<double, D> sum{};
    for (std::uint32_t i = node.first; i < node.last; ++i) {
        for (std::size_t c = 0; c < D; ++c) {
            node.low[c] = std::min(node.low[c], m_places[i][c]);
            node.high[c] = std::max(node.high[c], m_places[i][c]);
            sum[c] += static_cast<double>(m_places[i][c]);
        }
    }
    node.count = static_cast<float>(node.last - node.first);
    for (std::size_t c = 0; c < D; ++c)
        node.centre[c] = static_cast<float>(sum[c] / static_cast<double>(node.count));
}

template <std::size_t D>
void SpaceTree<D>::closeBranch(std::size_t number)
{
    Node& node = m_nodes[number];
    std::array<double, D> sum{};
    node.low.fill(std::numeric_limits<float>::max());
    node.high.fill(std::numeric_limits<float>::lowest());
    for (std::size_t child = number + 1; child < node.behind; child = m_nodes[child].behind) {
        for (std::size_t c = 0; c < D; ++c) {
            node.low[c] = std::min(node.low[c], m_nodes[child].low[c]);
            node.high[c] = std::max(node.high[c], m_nodes[child].high[c]);
            sum[c] += static_cast<double>(m_nodes[child].centre[c]) *
                      static_cast<double>(m_nodes[child].count);
        }
    }
    node.count = static_cast<float>(node.last - node.first);
    for (std::size_t c = 0; c < D; ++c)
        node.centre[c] = static_cast<float>(sum[c] / static_cast<double>(node.count));
}

template class SpaceTree<2>;
template class SpaceTree<3>;

} // namespace inspike
