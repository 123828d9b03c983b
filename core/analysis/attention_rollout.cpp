// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/attention_rollout.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/base/parallel.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace inspike {

namespace {

// Which maps lie at the given places.
class MapChoice
{
public:
    MapChoice(const AttentionMaps& maps, std::span<const std::pair<AxisKind, std::size_t>> at)
        : m_maps(maps)
    {
        for (const auto& [kind, place] : at) {
            const auto& outer = maps.outer();
            const auto axis =
                std::find_if(outer.begin(), outer.end(),
                             [kind = kind](const Axis& each) { return each.kind == kind; });
            const std::string name(axisName(kind));
            if (axis == outer.end())
                throw Error(ErrorKind::BadParameter, "these attention maps have no axis '" + name +
                                                         "', only " + axisNames(outer));
            if (place >= axis->size)
                throw Error(ErrorKind::BadParameter, name + " " + std::to_string(place) +
                                                         " of attention maps with " +
                                                         std::to_string(axis->size));
            m_places.emplace_back(static_cast<std::size_t>(axis - outer.begin()), place);
        }
    }
    bool has(std::size_t map) const
    {
        return std::all_of(m_places.begin(), m_places.end(), [&](const auto& place) {
            return m_maps.placeOn(place.first, map) == place.second;
        });
    }

private:
    const AttentionMaps& m_maps;
    std::vector<std::pair<std::size_t, std::size_t>> m_places; // axis, place
};

JointAttention emptyLayer(std::size_t first, std::size_t second)
{
    JointAttention layer{first, second, {}, 0};
    const auto tokens = static_cast<std::uint64_t>(layer.tokens());
    constexpr std::uint64_t kMost = std::uint64_t{1} << 30U; // squares do not overflow
    const std::uint64_t budget = memoryBudget();
    if (tokens > kMost || tokens * tokens * sizeof(double) > budget)
        throw Error(ErrorKind::OutOfMemory, "the joint attention of " + std::to_string(tokens) +
                                                " tokens is beyond the memory budget of " +
                                                textFromBytes(budget));
    layer.weights.assign(layer.tokens() * layer.tokens(), 0.0);
    return layer;
}

void keepToken(JointAttention& layer, std::size_t token)
{
    layer.weights[token * layer.tokens() + token] = 1.0;
}

// Rows of the tokens from `row` on, which ask those from `column` on.
void addAsking(JointAttention& layer, const AttentionCounts& counts, std::size_t row,
               std::size_t column, LayerWeights weights)
{
    for (std::size_t query = 0; query < counts.queries; ++query) {
        const double* const asked = counts.values.data() + query * counts.keys;
        double sum = 0.0;
        for (std::size_t key = 0; key < counts.keys; ++key)
            sum += asked[key];
        const double total = weights.alpha + weights.residual;
        if (!(sum > 0.0) || !(total > 0.0)) {
            layer.silentRows += sum > 0.0 ? 0 : 1;
            keepToken(layer, row + query);
            continue;
        }
        double* const target = layer.weights.data() + (row + query) * layer.tokens();
        for (std::size_t key = 0; key < counts.keys; ++key)
            target[column + key] += weights.alpha / total * (asked[key] / sum);
        target[row + query] += weights.residual / total;
    }
}

} // namespace

AttentionCounts attentionCounts(const AttentionMaps& maps,
                                std::span<const std::pair<AxisKind, std::size_t>> at,
                                HeadWeights heads, JobContext& job)
{
    const MapChoice choice(maps, at);
    AttentionCounts counts{maps.queries(), maps.keys(), {}};
    counts.values.assign(counts.queries * counts.keys, 0.0);
    for (std::size_t map = 0; map < maps.count(); ++map) {
        if (!choice.has(map))
            continue;
        for (std::size_t query = 0; query < counts.queries; ++query) {
            job.checkpoint();
            const auto row = maps.row(map, query);
            double sum = 0.0;
            for (const float value : row) {
                if (!std::isfinite(value) || value < 0.0F)
                    throw Error(ErrorKind::Unsupported,
                                "roll-out needs counts or weights; this attention has entries that "
                                "are negative or not finite");
                sum += static_cast<double>(value);
            }
            const double scale = heads == HeadWeights::Counts ? 1.0 : sum > 0.0 ? 1.0 / sum : 0.0;
            double* const target = counts.values.data() + query * counts.keys;
            for (std::size_t key = 0; key < row.size(); ++key)
                target[key] += scale * static_cast<double>(row[key]);
        }
    }
    return counts;
}

JointAttention crossLayer(const AttentionCounts* firstAsks, const AttentionCounts* secondAsks,
                          LayerWeights weights)
{
    if (firstAsks == nullptr && secondAsks == nullptr)
        throw Error(ErrorKind::BadShape, "a layer without attention");
    const std::size_t first = firstAsks != nullptr ? firstAsks->queries : secondAsks->keys;
    const std::size_t second = firstAsks != nullptr ? firstAsks->keys : secondAsks->queries;
    if (secondAsks != nullptr && (secondAsks->queries != second || secondAsks->keys != first))
        throw Error(ErrorKind::BadShape,
                    "the two maps of a layer do not fit: " + std::to_string(first) +
                        " tokens ask " + std::to_string(second) + ", but " +
                        std::to_string(secondAsks->queries) + " ask " +
                        std::to_string(secondAsks->keys));
    JointAttention layer = emptyLayer(first, second);
    if (firstAsks != nullptr)
        addAsking(layer, *firstAsks, 0, first, weights);
    for (std::size_t token = 0; firstAsks == nullptr && token < first; ++token)
        keepToken(layer, token);
    if (secondAsks != nullptr)
        addAsking(layer, *secondAsks, first, 0, weights);
    for (std::size_t token = 0; secondAsks == nullptr && token < second; ++token)
        keepToken(layer, first + token);
    return layer;
}

JointAttention selfLayer(const AttentionCounts& counts, LayerWeights weights)
{
    if (counts.queries != counts.keys)
        throw Error(ErrorKind::BadShape, std::to_string(counts.queries) + " tokens that ask " +
                                             std::to_string(counts.keys) +
                                             " do not ask each other");
    JointAttention layer = emptyLayer(counts.queries, 0);
    addAsking(layer, counts, 0, 0, weights);
    return layer;
}

JointAttention attentionRollout(std::span<const JointAttention> layers, JobContext& job)
{
    if (layers.empty())
        throw Error(ErrorKind::BadShape, "a roll-out over no layers");
    JointAttention result = layers.front();
    for (std::size_t l = 1; l < layers.size(); ++l) {
        const JointAttention& layer = layers[l];
        if (layer.first != result.first || layer.second != result.second)
            throw Error(ErrorKind::BadShape, "the layers of a roll-out have different tokens");
        JointAttention product = emptyLayer(result.first, result.second);
        const std::size_t tokens = result.tokens();
        parallelPieces(tokens, 0, [&](std::size_t row) {
            job.checkpoint();
            double* const target = product.weights.data() + row * tokens;
            for (std::size_t middle = 0; middle < tokens; ++middle) {
                const double weight = layer.at(row, middle);
                const double* const source = result.weights.data() + middle * tokens;
                for (std::size_t column = 0; weight != 0.0 && column < tokens; ++column)
                    target[column] += weight * source[column];
            }
        });
        product.silentRows = result.silentRows + layer.silentRows;
        result = std::move(product);
        job.progress(static_cast<double>(l + 1) / static_cast<double>(layers.size()), "roll-out");
    }
    return result;
}

} // namespace inspike
