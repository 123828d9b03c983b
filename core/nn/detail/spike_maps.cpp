// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/spike_maps.h"

#include "core/nn/detail/lanes.h"

#include <algorithm>

namespace inspike::nn {

namespace {

std::size_t countOf(const SpikeBits& spikes)
{
    std::size_t count = 0;
    const std::uint64_t* words = spikes.at(0, 0);
    const std::size_t size = spikes.steps() * spikes.positions() * spikes.words();
    for (std::size_t w = 0; w < size; ++w)
        count += static_cast<std::size_t>(std::popcount(words[w]));
    return count;
}

} // namespace

INSPIKE_CLONES
SparseMaps sparseSum(std::initializer_list<const SpikeBits*> maps, std::size_t columns)
{
    const SpikeBits& first = **maps.begin();
    SparseMaps sparse{
        first.steps(), first.positions() / columns, columns, first.channels(), {}, {}, {}};
    std::size_t count = 0;
    for (const SpikeBits* map : maps)
        count += countOf(*map);
    sparse.entries.resize(count);
    sparse.begin.resize(first.steps() * first.positions() + 1);
    std::uint32_t* next = sparse.entries.data();
    std::uint32_t* begin = sparse.begin.data();
    for (std::size_t step = 0; step < first.steps(); ++step) {
        for (std::size_t position = 0; position < first.positions(); ++position) {
            *begin++ = static_cast<std::uint32_t>(next - sparse.entries.data());
            const std::size_t base = position % columns * first.channels();
            for (const SpikeBits* map : maps)
                eachBit(map->at(step, position), map->words(), [&](std::size_t channel) {
                    *next++ = static_cast<std::uint32_t>(base + channel);
                });
        }
    }
    *begin = static_cast<std::uint32_t>(count);
    return sparse;
}

SparseMaps sparseJoined(const SparseMaps& first, const SparseMaps& second)
{
    const std::size_t channels = first.channels + second.channels;
    SparseMaps joined{first.steps, first.lines, first.columns, channels, {0}, {}, {}};
    const bool valued = !first.values.empty() || !second.values.empty();
    const auto add = [&](const SparseMaps& part, std::size_t row, std::size_t offset) {
        const std::size_t column = row % part.columns;
        for (std::size_t i = part.begin[row]; i < part.begin[row + 1]; ++i) {
            const std::size_t channel = part.entries[i] - column * part.channels;
            joined.entries.push_back(
                static_cast<std::uint32_t>(column * channels + offset + channel));
            if (valued)
                joined.values.push_back(part.values.empty() ? 1.0F : part.values[i]);
        }
    };
    for (std::size_t row = 0; row + 1 < first.begin.size(); ++row) {
        add(first, row, 0);
        add(second, row, first.channels);
        joined.begin.push_back(static_cast<std::uint32_t>(joined.entries.size()));
    }
    return joined;
}

SparseMaps sparseOf(std::span<const float> values, std::size_t steps, std::size_t lines,
                    std::size_t columns, std::size_t channels)
{
    SparseMaps sparse{steps, lines, columns, channels, {0}, {}, {}};
    sparse.begin.reserve(steps * lines * columns + 1);
    sparse.entries.resize(values.size());
    sparse.values.resize(values.size());
    std::size_t count = 0;
    for (std::size_t row = 0; row < steps * lines * columns; ++row) {
        const std::size_t base = row % columns * channels;
        for (std::size_t channel = 0; channel < channels; ++channel) {
            const float value = values[row * channels + channel];
            sparse.entries[count] = static_cast<std::uint32_t>(base + channel);
            sparse.values[count] = value;
            count += value != 0.0F ? 1 : 0;
        }
        sparse.begin.push_back(static_cast<std::uint32_t>(count));
    }
    sparse.entries.resize(count);
    sparse.values.resize(count);
    return sparse;
}

SpikeBits maxPooled(const SpikeBits& spikes, std::size_t lines, std::size_t columns)
{
    const std::size_t pooledColumns = pooledSize(columns);
    SpikeBits pooled(spikes.steps(), pooledSize(lines) * pooledColumns, spikes.channels());
    for (std::size_t step = 0; step < pooled.steps(); ++step) {
        for (std::size_t position = 0; position < pooled.positions(); ++position) {
            const std::size_t line = position / pooledColumns * 2;
            const std::size_t column = position % pooledColumns * 2;
            std::uint64_t* target = pooled.at(step, position);
            for (std::size_t r = line - (line > 0 ? 1 : 0); r < std::min(line + 2, lines); ++r) {
                for (std::size_t c = column - (column > 0 ? 1 : 0);
                     c < std::min(column + 2, columns); ++c) {
                    const std::uint64_t* source = spikes.at(step, r * columns + c);
                    for (std::size_t w = 0; w < spikes.words(); ++w)
                        target[w] |= source[w];
                }
            }
        }
    }
    return pooled;
}

double meanOf(const SpikeBits& spikes)
{
    const std::size_t size = spikes.steps() * spikes.positions() * spikes.channels();
    return size == 0 ? 0.0 : static_cast<double>(countOf(spikes)) / static_cast<double>(size);
}

} // namespace inspike::nn
