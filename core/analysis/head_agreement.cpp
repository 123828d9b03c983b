// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/head_agreement.h"

#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

// The entries of a head's map as a direction: what is taken off each, and the length of the rest.
struct Direction
{
    std::span<const float> values;
    double mean = 0.0;
    double length = 0.0; // 0: no direction
};

// Calls work(first, last) for stretches of a map that take far less than 50 ms each.
template <typename Work>
void inStretches(std::size_t size, const JobContext& job, const Work& work)
{
    constexpr std::size_t kStretch = 1U << 20U;
    for (std::size_t first = 0; first < size; first += kStretch) {
        job.checkpoint();
        work(first, std::min(size, first + kStretch));
    }
}

Direction directionOf(std::span<const float> map, HeadMeasure measure, const JobContext& job)
{
    Direction direction{map};
    if (measure == HeadMeasure::Pearson && !map.empty()) {
        inStretches(map.size(), job, [&](std::size_t first, std::size_t last) {
            for (std::size_t i = first; i < last; ++i)
                direction.mean += static_cast<double>(map[i]);
        });
        direction.mean /= static_cast<double>(map.size());
    }
    double squares = 0.0;
    double largest = 0.0;
    inStretches(map.size(), job, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i) {
            const double difference = static_cast<double>(map[i]) - direction.mean;
            squares += difference * difference;
            largest = std::max(largest, std::abs(static_cast<double>(map[i])));
        }
    });
    // Rounding of the mean alone must not make a direction.
    const double rounding = 1e-14 * largest;
    if (std::isfinite(squares) && squares > rounding * rounding * static_cast<double>(map.size()))
        direction.length = std::sqrt(squares);
    return direction;
}

double agreementOf(const Direction& a, const Direction& b, const JobContext& job)
{
    if (a.length == 0.0 || b.length == 0.0)
        return kUndefined;
    double sum = 0.0;
    inStretches(a.values.size(), job, [&](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i)
            sum += (static_cast<double>(a.values[i]) - a.mean) *
                   (static_cast<double>(b.values[i]) - b.mean);
    });
    return std::clamp(sum / (a.length * b.length), -1.0, 1.0);
}

// Index of the map of a head when the maps of one head are numbered without the head axis.
class HeadOrder
{
public:
    explicit HeadOrder(const AttentionMaps& maps)
    {
        const auto& outer = maps.outer();
        const auto head = std::find_if(outer.begin(), outer.end(), [](const Axis& axis) {
            return axis.kind == AxisKind::Head;
        });
        if (head == outer.end()) {
            m_each = maps.count();
            return;
        }
        m_heads = head->size;
        for (auto axis = head + 1; axis != outer.end(); ++axis)
            m_inner *= axis->size;
        m_each = m_heads == 0 ? 0 : maps.count() / m_heads;
    }
    std::size_t heads() const { return m_heads; }
    std::size_t each() const { return m_each; }
    std::size_t index(std::size_t map, std::size_t head) const
    {
        return (map / m_inner * m_heads + head) * m_inner + map % m_inner;
    }

private:
    std::size_t m_heads = 1;
    std::size_t m_inner = 1;
    std::size_t m_each = 0;
};

// All pairs of heads in one map, as a matrix.
std::vector<double> agreementIn(const AttentionMaps& maps, const HeadOrder& order, std::size_t map,
                                HeadMeasure measure, const JobContext& job)
{
    const std::size_t heads = order.heads();
    std::vector<Direction> directions;
    for (std::size_t head = 0; head < heads; ++head)
        directions.push_back(directionOf(maps.map(order.index(map, head)), measure, job));
    std::vector<double> values(heads * heads, kUndefined);
    for (std::size_t a = 0; a < heads; ++a) {
        job.checkpoint();
        for (std::size_t b = a; b < heads; ++b) {
            values[a * heads + b] = agreementOf(directions[a], directions[b], job);
            values[b * heads + a] = values[a * heads + b];
        }
    }
    return values;
}

} // namespace

HeadAgreement headAgreement(const AttentionMaps& maps, HeadMeasure measure, JobContext& job)
{
    const HeadOrder order(maps);
    HeadAgreement result;
    result.heads = order.heads();
    result.maps = order.each();
    const std::size_t cells = result.heads * result.heads;
    std::vector<double> sums(cells, 0.0);
    result.counted.assign(cells, 0);
    // Maps of a group in parallel, added up in order: the same numbers with any number of threads.
    constexpr std::size_t kGroup = 64;
    for (std::size_t first = 0; first < result.maps; first += kGroup) {
        const std::size_t size = std::min(kGroup, result.maps - first);
        job.progress(static_cast<double>(first) / static_cast<double>(result.maps),
                     "comparing heads");
        std::vector<std::vector<double>> group(size);
        parallelPieces(size, 0, [&](std::size_t i) {
            group[i] = agreementIn(maps, order, first + i, measure, job);
        });
        for (const std::vector<double>& values : group) {
            for (std::size_t i = 0; i < cells; ++i) {
                if (std::isnan(values[i]))
                    continue;
                sums[i] += values[i];
                ++result.counted[i];
            }
        }
    }
    double total = 0.0;
    std::size_t pairs = 0;
    result.matrix.assign(cells, kUndefined);
    for (std::size_t i = 0; i < cells; ++i) {
        if (result.counted[i] == 0)
            continue;
        result.matrix[i] = sums[i] / static_cast<double>(result.counted[i]);
        if (i / result.heads < i % result.heads) {
            total += result.matrix[i];
            ++pairs;
        }
    }
    result.mean = pairs > 0 ? total / static_cast<double>(pairs) : kUndefined;
    return result;
}

} // namespace inspike
