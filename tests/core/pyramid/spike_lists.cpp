// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/pyramid/spike_lists.h"

#include "core/pyramid/pyramid_parts.h"

#include <algorithm>
#include <numeric>

namespace inspike::test {

namespace {

Time randomTime(Random& random, Time begin, std::uint64_t length)
{
    const std::uint64_t wide = (std::uint64_t{random.next()} << 32U) | random.next();
    return static_cast<Time>(static_cast<std::uint64_t>(begin) + wide % length);
}

void addUniform(SpikeList& list, std::size_t count, Time begin, std::uint64_t length,
                Random& random)
{
    for (std::size_t i = 0; i < count; ++i)
        list.add(randomTime(random, begin, length),
                 random.below(static_cast<std::uint32_t>(list.units)));
}

void addBursts(SpikeList& list, Random& random)
{
    for (int burst = 0; burst < 12; ++burst) {
        const Time at = randomTime(random, 0, 10'000'000);
        addUniform(list, 200 + random.below(400), at, 1 + random.below(300), random);
    }
    for (int i = 0; i < 500; ++i) // a unit that fires more than all others
        list.add(randomTime(random, 0, 10'000'000), 17);
}

} // namespace

const std::vector<std::string>& kindsOfLists()
{
    static const std::vector<std::string> kinds = {
        "few units", "many units",     "bursts",  "one instant", "nothing", "one spike",
        "32 bits",   "negative times", "62 bits", "days",        "sensor",  "crowded cell"};
    return kinds;
}

SpikeList makeList(const std::string& kind, std::uint64_t seed)
{
    Random random(seed);
    SpikeList list;
    list.units = 3000;
    if (kind == "few units") {
        list.units = 5;
        addUniform(list, 6000, 0, 1'000'000, random);
    } else if (kind == "many units") {
        addUniform(list, 9000, 1'000, 5'000'000, random);
    } else if (kind == "bursts") {
        addBursts(list, random);
    } else if (kind == "one instant") {
        addUniform(list, 3000, 123'456, 1, random);
    } else if (kind == "one spike") {
        list.add(-5, 2999);
    } else if (kind == "negative times") {
        addUniform(list, 6000, -1'500'000, 3'000'000, random);
    } else if (kind == "32 bits") {
        addUniform(list, 6000, (Time{1} << 32) - 700'000, 1'400'000, random);
    } else if (kind == "62 bits") {
        addUniform(list, 3000, -(Time{1} << 62), 1'000'000, random);
        addUniform(list, 3000, (Time{1} << 62) - 500'000, 1'000'000, random);
    } else if (kind == "days") {
        addUniform(list, 5000, 0, std::uint64_t{30} * 86'400'000'000, random);
    } else if (kind == "sensor") {
        list.width = 40;
        list.height = 30;
        list.units = 2400;
        addUniform(list, 8000, 0, 300'000, random);
    } else if (kind == "crowded cell") {
        list.units = 2100;
        addUniform(list, 4000, 0, 4'000'000, random);
        for (int i = 0; i < 70'000; ++i) // beyond what 16 bits count
            list.add(2'000'000 + static_cast<Time>(random.below(40)), 1234);
    } else if (kind != "nothing") {
        throw std::logic_error("no list is called " + kind);
    }
    sortByTime(list);
    return list;
}

void sortByTime(SpikeList& list)
{
    std::vector<std::size_t> order(list.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return list.time[a] < list.time[b]; });
    SpikeList sorted = {list.units, {}, {}, list.width, list.height};
    for (const std::size_t i : order)
        sorted.add(list.time[i], list.unit[i]);
    list = std::move(sorted);
}

ListSource::ListSource(SpikeList list) : m_list(std::move(list))
{
    m_facts.count = m_list.size();
    m_facts.addresses = m_list.units;
    m_facts.width = m_list.width;
    m_facts.height = m_list.height;
    m_facts.sorted = std::is_sorted(m_list.time.begin(), m_list.time.end());
    if (m_list.size() > 0) {
        const auto [least, most] = std::minmax_element(m_list.time.begin(), m_list.time.end());
        m_facts.extent = {*least, *most + 1};
    }
}

void ListSource::read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const
{
    if (first + count > m_list.size())
        throw std::logic_error("a read beyond the end");
    const auto from = static_cast<std::ptrdiff_t>(first);
    const auto to = static_cast<std::ptrdiff_t>(first + count);
    columns.time.assign(m_list.time.begin() + from, m_list.time.begin() + to);
    columns.address.assign(m_list.unit.begin() + from, m_list.unit.begin() + to);
}

std::shared_ptr<const CountPyramid> pyramidOf(const SpikeList& list, std::uint64_t slabSpikes)
{
    JobContext job = nullJob();
    return CountPyramid::build(std::make_shared<ListSource>(list), {.slabSpikes = slabSpikes}, job);
}

GridRequest randomRequest(const SpikeList& list, std::size_t rows, Random& random)
{
    GridRequest request;
    if (list.size() > 0) {
        const Time begin = list.time.front();
        const Time end = list.time.back() + 1;
        const std::uint64_t length = distance(begin, end);
        request.window = {begin, end};
        if (random.chance(0.8)) { // two points of time, near each other every second time
            const Time a = randomTime(random, begin, length);
            const Time b = random.chance(0.5) ? randomTime(random, begin, length)
                                              : a + static_cast<Time>(random.below(5000)) - 2500;
            request.window = {std::min(a, b), std::max(a, b) + 1};
        } else if (random.chance(0.3)) {
            request.window = {begin - 1000, end + 1000};
        }
    }
    request.rowEnd = rows;
    if (random.chance(0.7) && rows > 0) {
        const std::size_t a = random.below(static_cast<std::uint32_t>(rows));
        const std::size_t b = random.below(static_cast<std::uint32_t>(rows));
        request.rowBegin = std::min(a, b);
        request.rowEnd = std::max(a, b) + 1;
    }
    request.maxColumns = 2 + random.below(random.chance(0.5) ? 6 : 300);
    request.maxRows = 1 + random.below(random.chance(0.5) ? 6 : 300);
    return request;
}

std::vector<std::uint32_t> unitsAsRows(std::size_t units)
{
    std::vector<std::uint32_t> rows(units);
    std::iota(rows.begin(), rows.end(), 0U);
    return rows;
}

std::string differs(const CountGrid& grid, const SpikeList& list, const GridRequest& request,
                    const std::vector<std::uint32_t>& rowOfUnit)
{
    std::vector<std::uint32_t> expected(grid.rows * grid.columns);
    std::uint64_t total = 0;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const std::size_t row = rowOfUnit[list.unit[i]];
        if (row < request.rowBegin || row >= request.rowEnd ||
            !request.window.contains(list.time[i]))
            continue;
        const std::size_t y = (row >> static_cast<unsigned>(grid.rowShift)) - grid.firstGroup;
        const std::uint64_t x = distance(grid.firstBin, list.time[i] >> grid.binShift);
        if (y >= grid.rows || x >= grid.columns)
            return "spike " + std::to_string(i) + " lies outside of the grid";
        ++expected[y * grid.columns + x];
        ++total;
    }
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (grid.counts[i] != expected[i])
            return "cell " + std::to_string(i) + " is " + std::to_string(grid.counts[i]) +
                   " instead of " + std::to_string(expected[i]);
    }
    const std::uint32_t highest =
        expected.empty() ? 0 : *std::max_element(expected.begin(), expected.end());
    if (grid.total != total || grid.highest != highest || grid.counts.size() != expected.size())
        return "total, highest or size";
    if (total > 0 && (grid.rows > request.maxRows || grid.columns > request.maxColumns))
        return "more cells than wanted";
    return {};
}

} // namespace inspike::test
