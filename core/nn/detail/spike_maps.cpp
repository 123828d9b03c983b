// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/spike_maps.h"

#include "core/base/error.h"
#include "core/nn/detail/lanes.h"

#include <algorithm>
#include <limits>

namespace inspike::nn {

namespace {

std::size_t countOf(const SpikeBits& spikes, std::size_t firstWord, std::size_t wordCount)
{
    std::size_t count = 0;
    for (std::size_t row = 0; row < spikes.steps() * spikes.positions(); ++row) {
        const std::uint64_t* words = spikes.at(0, row) + firstWord;
        for (std::size_t w = 0; w < wordCount; ++w)
            count += words[w] == 0 ? 0 : static_cast<std::size_t>(std::popcount(words[w]));
    }
    return count;
}

// Entries for the sets of groups with spikes; returns the place behind the last.
INSPIKE_INLINE std::uint32_t* addGroups(const std::uint64_t* words, std::size_t count,
                                        std::size_t base, std::uint32_t* next)
{
    constexpr std::size_t kGroupsOfWord = SpikeBits::kWordBits / kGroupChannels;
    constexpr std::uint64_t kSetMask = kGroupSets;
    for (std::size_t w = 0; w < count; ++w) {
        for (std::uint64_t rest = words[w]; rest != 0;) {
            const auto bit =
                static_cast<std::size_t>(std::countr_zero(rest)) / kGroupChannels * kGroupChannels;
            const std::size_t set = rest >> bit & kSetMask;
            const std::size_t group = w * kGroupsOfWord + bit / kGroupChannels;
            *next++ = static_cast<std::uint32_t>(base + group * kGroupSets + set - 1);
            rest &= ~(kSetMask << bit);
        }
    }
    return next;
}

// Of the channels in `wordCount` words.
INSPIKE_CLONES
ActiveMaps listOf(ActiveForm form, std::initializer_list<const SpikeBits*> maps,
                  std::size_t columns, std::size_t firstWord, std::size_t wordCount)
{
    const SpikeBits& first = **maps.begin();
    ActiveMaps active;
    active.form = form;
    active.steps = first.steps();
    active.lines = first.positions() / columns;
    active.columns = columns;
    active.channels = std::min(wordCount * SpikeBits::kWordBits,
                               first.channels() - firstWord * SpikeBits::kWordBits);
    std::size_t most = 0;
    for (const SpikeBits* map : maps)
        most += countOf(*map, firstWord, wordCount);
    if (most > std::numeric_limits<std::uint32_t>::max())
        throw Error(ErrorKind::OutOfMemory, "a layer has too many spikes to list them");
    active.entries.resize(most);
    active.begin.reserve(first.steps() * first.positions() + 1);
    std::uint32_t* next = active.entries.data();
    for (std::size_t step = 0; step < first.steps(); ++step) {
        for (std::size_t position = 0; position < first.positions(); ++position) {
            active.begin.push_back(static_cast<std::uint32_t>(next - active.entries.data()));
            const std::size_t base = position % columns * active.rows();
            for (const SpikeBits* map : maps) {
                const std::uint64_t* words = map->at(step, position) + firstWord;
                if (form == ActiveForm::Groups)
                    next = addGroups(words, wordCount, base, next);
                else
                    eachBit(words, wordCount, [&](std::size_t channel) {
                        *next++ = static_cast<std::uint32_t>(base + channel);
                    });
            }
        }
    }
    active.entries.resize(static_cast<std::size_t>(next - active.entries.data()));
    active.begin.push_back(static_cast<std::uint32_t>(active.entries.size()));
    return active;
}

} // namespace

void addSlices(ActiveForm form, const SpikeBits& map, std::size_t columns,
               std::vector<ActiveMaps>& lists)
{
    for (std::size_t word = 0; word < map.words(); ++word)
        lists.push_back(listOf(form, {&map}, columns, word, 1));
}

ActiveMaps activeSpikes(ActiveForm form, std::initializer_list<const SpikeBits*> maps,
                        std::size_t columns)
{
    return listOf(form, maps, columns, 0, (*maps.begin())->words());
}

ActiveMaps joinedSpikes(const ActiveMaps& first, const ActiveMaps& second)
{
    ActiveMaps joined = first;
    joined.channels += second.channels;
    joined.begin = {0};
    joined.entries.clear();
    const auto add = [&](const ActiveMaps& part, std::size_t row, std::size_t offset) {
        const std::size_t column = row % part.columns;
        for (std::size_t i = part.begin[row]; i < part.begin[row + 1]; ++i)
            joined.entries.push_back(static_cast<std::uint32_t>(
                column * joined.rows() + offset + part.entries[i] - column * part.rows()));
    };
    for (std::size_t row = 0; row + 1 < first.begin.size(); ++row) {
        add(first, row, 0);
        add(second, row, first.rows());
        joined.begin.push_back(static_cast<std::uint32_t>(joined.entries.size()));
    }
    return joined;
}

ActiveMaps activeValues(std::span<const float> values, std::size_t steps, std::size_t lines,
                        std::size_t columns, std::size_t channels)
{
    ActiveMaps active{ActiveForm::Values, steps, lines, columns, channels, {0}, {}, {}};
    active.begin.reserve(steps * lines * columns + 1);
    active.entries.resize(values.size());
    active.values.resize(values.size());
    std::size_t count = 0;
    for (std::size_t row = 0; row < steps * lines * columns; ++row) {
        const std::size_t base = row % columns * channels;
        for (std::size_t channel = 0; channel < channels; ++channel) {
            const float value = values[row * channels + channel];
            active.entries[count] = static_cast<std::uint32_t>(base + channel);
            active.values[count] = value;
            count += value != 0.0F ? 1 : 0;
        }
        active.begin.push_back(static_cast<std::uint32_t>(count));
    }
    active.entries.resize(count);
    active.values.resize(count);
    return active;
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

std::array<SpikeBits, kCountPlanes> pooledCounts(const SpikeBits& spikes, std::size_t lines,
                                                 std::size_t columns)
{
    const std::size_t pooledColumns = columns / 2;
    const SpikeBits empty(spikes.steps(), lines / 2 * pooledColumns, spikes.channels());
    std::array<SpikeBits, kCountPlanes> counts = {empty, empty, empty};
    for (std::size_t step = 0; step < spikes.steps(); ++step) {
        for (std::size_t position = 0; position < empty.positions(); ++position) {
            const std::size_t corner =
                position / pooledColumns * 2 * columns + position % pooledColumns * 2;
            const std::uint64_t* above = spikes.at(step, corner);
            const std::uint64_t* below = spikes.at(step, corner + columns);
            for (std::size_t w = 0; w < spikes.words(); ++w) {
                const std::uint64_t a = above[w], b = above[w + spikes.words()];
                const std::uint64_t c = below[w], d = below[w + spikes.words()];
                const std::uint64_t odd = a ^ b, carry = a & b; // of the upper two
                const std::uint64_t lowOdd = c ^ d, lowCarry = c & d;
                counts[0].at(step, position)[w] = carry & lowCarry;
                counts[1].at(step, position)[w] = (carry ^ lowCarry) | (odd & lowOdd);
                counts[2].at(step, position)[w] = odd ^ lowOdd;
            }
        }
    }
    return counts;
}

double meanOf(const SpikeBits& spikes)
{
    const std::size_t size = spikes.steps() * spikes.positions() * spikes.channels();
    return size == 0 ? 0.0
                     : static_cast<double>(countOf(spikes, 0, spikes.words())) /
                           static_cast<double>(size);
}

} // namespace inspike::nn
