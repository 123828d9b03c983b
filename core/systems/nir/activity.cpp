// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/activity.h"

#include "core/systems/nir/execute.h"

#include <algorithm>
#include <bit>
#include <numeric>
#include <utility>

namespace inspike::nir {

using nn::SpikeBits;

namespace {

// Calls found(step, place) for every spike, in the order of memory.
template <typename Found>
void eachSpike(const SpikeBits& spikes, Found found)
{
    for (std::size_t step = 0; step < spikes.steps(); ++step) {
        for (std::size_t position = 0; position < spikes.positions(); ++position) {
            nn::eachBit(spikes.at(step, position), spikes.words(), [&](std::size_t channel) {
                found(step, position * spikes.channels() + channel);
            });
        }
    }
}

// All 0, read as whole words.
bool areZero(const float* values, std::size_t count)
{
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < count; ++i)
        bits |= std::bit_cast<std::uint32_t>(values[i]);
    return bits == 0;
}

struct PlacedValue
{
    std::size_t place;
    float value;
};

// What is not 0 in a row, in the order of memory.
void findValues(const float* row, const Grid& grid, std::vector<PlacedValue>& found)
{
    constexpr std::size_t kBlock = 32;
    found.clear();
    for (std::size_t first = 0; first < grid.size(); first += kBlock) {
        const std::size_t count = std::min(kBlock, grid.size() - first);
        if (areZero(row + first, count))
            continue;
        for (std::size_t element = first; element < first + count; ++element) {
            if (row[element] != 0.0F)
                found.push_back({grid.placeOf(element), row[element]});
        }
    }
    if (!grid.isFlat())
        std::ranges::sort(found, {}, &PlacedValue::place);
}

} // namespace

Grid Grid::of(const Shape& shape)
{
    const auto size = [&](std::size_t d) {
        return static_cast<std::size_t>(shape[d]);
    };
    if (shape.size() == 2)
        return {1, size(1), size(0)};
    if (shape.size() == 3)
        return {size(1), size(2), size(0)};
    return {1, 1, sizeOf(shape)};
}

Activity Activity::ofSpikes(const Grid& grid, SpikeBits spikes)
{
    Activity made{grid, spikes.steps(), true, {}, {}, {}};
    made.spikes = std::move(spikes);
    return made;
}

Activity Activity::ofValues(const Grid& grid, std::size_t steps, std::vector<float> values)
{
    return {grid, steps, false, {}, std::move(values), {}};
}

Activity Activity::ofRows(const Grid& grid, const float* rows, std::size_t steps,
                          std::size_t stride)
{
    nn::ActiveMaps list;
    list.steps = steps;
    list.lines = grid.lines;
    list.columns = grid.columns;
    list.channels = grid.channels;
    list.begin.reserve(steps * grid.positions() + 1);
    const std::size_t line = grid.columns * grid.channels;
    std::vector<PlacedValue> found;
    for (std::size_t step = 0; step < steps; ++step) {
        findValues(rows + step * stride, grid, found);
        auto next = found.begin();
        for (std::size_t position = 0; position < grid.positions(); ++position) {
            list.begin.push_back(static_cast<std::uint32_t>(list.entries.size()));
            const std::size_t end = (position + 1) * grid.channels;
            for (; next != found.end() && next->place < end; ++next) {
                list.entries.push_back(static_cast<std::uint32_t>(next->place % line));
                list.values.push_back(next->value);
            }
        }
    }
    list.begin.push_back(static_cast<std::uint32_t>(list.entries.size()));
    Activity made{grid, steps, false, {}, {}, {}};
    made.list = std::move(list);
    return made;
}

Activity Activity::unlisted() const
{
    if (!list)
        return *this;
    Activity made = empty(grid, steps, false);
    const std::size_t line = grid.columns * grid.channels;
    for (std::size_t row = 0; row + 1 < list->begin.size(); ++row) {
        for (std::size_t i = list->begin[row]; i < list->begin[row + 1]; ++i)
            made.values[row / grid.columns * line + list->entries[i]] = list->values[i];
    }
    return made;
}

Activity Activity::empty(const Grid& grid, std::size_t steps, bool isSpikes)
{
    if (isSpikes)
        return ofSpikes(grid, SpikeBits(steps, grid.positions(), grid.channels));
    return ofValues(grid, steps, std::vector<float>(steps * grid.size()));
}

Activity Activity::step(std::size_t index) const
{
    Activity one = empty(grid, 1, isSpikes);
    if (isSpikes)
        std::copy_n(spikes.at(index, 0), spikes.positions() * spikes.words(), one.spikes.at(0, 0));
    else
        std::copy_n(values.begin() + static_cast<std::ptrdiff_t>(index * grid.size()), grid.size(),
                    one.values.begin());
    return one;
}

void Activity::put(std::size_t index, const Activity& one)
{
    if (isSpikes)
        std::copy_n(one.spikes.at(0, 0), spikes.positions() * spikes.words(), spikes.at(index, 0));
    else
        std::ranges::copy(one.values,
                          values.begin() + static_cast<std::ptrdiff_t>(index * grid.size()));
}

void Activity::addTo(std::vector<float>& sums) const
{
    if (list)
        return unlisted().addTo(sums);
    if (isSpikes) {
        eachSpike(spikes, [&](std::size_t step, std::size_t place) {
            sums[step * grid.size() + place] += 1.0F;
        });
        return;
    }
    for (std::size_t i = 0; i < values.size(); ++i)
        sums[i] += values[i];
}

std::vector<float> Activity::toValues() const
{
    if (list)
        return unlisted().values;
    if (!isSpikes)
        return values;
    std::vector<float> dense(steps * grid.size());
    addTo(dense);
    return dense;
}

std::vector<float> Activity::toRows() const
{
    if (list)
        return unlisted().toRows();
    if (grid.isFlat())
        return toValues();
    std::vector<float> rows(steps * grid.size());
    if (isSpikes) {
        eachSpike(spikes, [&](std::size_t step, std::size_t place) {
            rows[step * grid.size() + grid.elementOf(place)] = 1.0F;
        });
        return rows;
    }
    for (std::size_t step = 0; step < steps; ++step) {
        const float* source = values.data() + step * grid.size();
        float* target = rows.data() + step * grid.size();
        for (std::size_t p = 0; p < grid.positions(); ++p) {
            for (std::size_t c = 0; c < grid.channels; ++c)
                target[c * grid.positions() + p] = *source++;
        }
    }
    return rows;
}

std::vector<std::uint64_t> Activity::toPositions() const
{
    if (list)
        return unlisted().toPositions();
    std::vector<std::uint64_t> positions;
    const auto add = [&](std::size_t step, std::size_t place) {
        positions.push_back(step * grid.size() + grid.elementOf(place));
    };
    if (isSpikes) {
        eachSpike(spikes, add);
    } else {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] != 0.0F)
                add(i / grid.size(), i % grid.size());
        }
    }
    if (!grid.isFlat())
        std::ranges::sort(positions);
    return positions;
}

double Activity::sum() const
{
    if (!isSpikes) {
        const std::vector<float>& all = list ? list->values : values;
        return std::accumulate(all.begin(), all.end(), 0.0);
    }
    std::size_t count = 0;
    const std::uint64_t* words = spikes.at(0, 0);
    for (std::size_t w = 0; w < steps * spikes.positions() * spikes.words(); ++w)
        count += words[w] == 0 ? 0 : static_cast<std::size_t>(std::popcount(words[w]));
    return static_cast<double>(count);
}

std::vector<double> Activity::sums() const
{
    if (list)
        return unlisted().sums();
    std::vector<double> all(grid.size());
    if (isSpikes) {
        eachSpike(spikes,
                  [&](std::size_t, std::size_t place) { all[grid.elementOf(place)] += 1.0; });
    } else {
        for (std::size_t i = 0; i < values.size(); ++i)
            all[grid.elementOf(i % grid.size())] += static_cast<double>(values[i]);
    }
    return all;
}

nn::ActiveMaps Activity::toList() const
{
    if (list)
        return *list;
    if (isSpikes)
        return nn::activeSpikes(nn::ActiveForm::Spikes, {&spikes}, grid.columns);
    return nn::activeValues(values, steps, grid.lines, grid.columns, grid.channels);
}

Activity Activity::reshaped(const Grid& target) const
{
    if (list && target != grid)
        return unlisted().reshaped(target);
    Activity made = *this;
    made.grid = target;
    if (target == grid || (!isSpikes && grid.isFlat() && target.isFlat()))
        return made;
    made = empty(target, steps, isSpikes);
    if (isSpikes) {
        eachSpike(spikes, [&](std::size_t step, std::size_t place) {
            const std::size_t moved = target.placeOf(grid.elementOf(place));
            made.spikes.set(step, moved / target.channels, moved % target.channels);
        });
        return made;
    }
    for (std::size_t place = 0; place < grid.size(); ++place) {
        const std::size_t moved = target.placeOf(grid.elementOf(place));
        for (std::size_t step = 0; step < steps; ++step)
            made.values[step * grid.size() + moved] = values[step * grid.size() + place];
    }
    return made;
}

std::vector<float> placed(const float* rows, std::size_t steps, std::size_t stride,
                          const Grid& grid)
{
    std::vector<float> values(steps * grid.size());
    float* target = values.data();
    for (std::size_t step = 0; step < steps; ++step) {
        const float* source = rows + step * stride;
        if (grid.isFlat()) {
            target = std::copy_n(source, grid.size(), target);
            continue;
        }
        // Mostly zeros, which are there already.
        for (std::size_t element = 0; element < grid.size(); ++element) {
            if (source[element] != 0.0F)
                target[grid.placeOf(element)] = source[element];
        }
        target += grid.size();
    }
    return values;
}

Values placed(const Values& elements, const Grid& grid)
{
    return elements.size() < 2 ? elements : placed(elements.data(), 1, grid.size(), grid);
}

} // namespace inspike::nir
