// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/raster_rows.h"

#include "core/base/error.h"

#include <algorithm>
#include <list>
#include <mutex>

namespace inspike {

namespace {

constexpr std::uint32_t kNoRow = 0xFFFFFFFF;
constexpr std::size_t kTablesKept = 8;

struct Kept
{
    std::weak_ptr<const void> owner;
    const void* object = nullptr; // streams of one recording share the owner
    std::string order;
    RasterRows rows;
};

struct Cache
{
    std::mutex mutex;
    std::list<Kept> entries; // the one used last first

    const RasterRows* find(const std::shared_ptr<const void>& owner, const std::string& order)
    {
        entries.remove_if([](const Kept& entry) { return entry.owner.expired(); });
        const auto found = std::find_if(entries.begin(), entries.end(), [&](const Kept& entry) {
            return entry.object == owner.get() && entry.order == order;
        });
        if (found == entries.end())
            return nullptr;
        entries.splice(entries.begin(), entries, found);
        return &entries.front().rows;
    }
};

Cache& cache()
{
    static Cache one;
    return one;
}

} // namespace

RasterRows::RasterRows(std::vector<std::uint32_t> units, std::vector<std::uint64_t> spikes,
                       std::uint64_t keySource)
    : m_keySource(keySource)
{
    if (units.size() != spikes.size())
        throw Error(ErrorKind::BadShape, "rows and their counts differ in number");
    auto table = std::make_shared<Table>();
    const std::uint32_t highest = units.empty() ? 0 : *std::max_element(units.begin(), units.end());
    table->rowOfUnit.assign(units.empty() ? 0 : std::size_t{highest} + 1, kNoRow);
    for (std::size_t row = 0; row < units.size(); ++row) {
        table->rowOfUnit[units[row]] = static_cast<std::uint32_t>(row);
        table->active += spikes[row] > 0 ? 1 : 0;
    }
    table->units = std::move(units);
    table->spikes = std::move(spikes);
    m_table = std::move(table);
}

RasterRow RasterRows::operator[](std::size_t row) const
{
    const std::uint32_t unit = m_table->units[row];
    return {{KeyKind::Unit, m_keySource, unit}, unit, m_table->spikes[row]};
}

std::span<const std::uint32_t> RasterRows::units() const
{
    return m_table ? std::span<const std::uint32_t>(m_table->units)
                   : std::span<const std::uint32_t>();
}

std::optional<std::size_t> RasterRows::rowOfUnit(std::int64_t unit) const
{
    if (!m_table || unit < 0 || unit >= static_cast<std::int64_t>(m_table->rowOfUnit.size()))
        return std::nullopt;
    const std::uint32_t row = m_table->rowOfUnit[static_cast<std::size_t>(unit)];
    return row == kNoRow ? std::nullopt : std::optional<std::size_t>(row);
}

std::optional<std::size_t> RasterRows::rowOf(const Key& key) const
{
    if (key.kind != KeyKind::Unit ||
        (key.source != m_keySource && key.source != 0 && m_keySource != 0))
        return std::nullopt;
    return rowOfUnit(key.index);
}

RasterRows RasterRows::withSource(std::uint64_t keySource) const
{
    RasterRows same = *this;
    same.m_keySource = keySource;
    return same;
}

RasterRows rowsKept(const std::shared_ptr<const void>& owner, const std::string& order,
                    const std::function<RasterRows()>& make)
{
    {
        const std::scoped_lock lock(cache().mutex);
        if (const RasterRows* rows = cache().find(owner, order))
            return *rows;
    }
    RasterRows made = make();
    const std::scoped_lock lock(cache().mutex);
    if (const RasterRows* rows = cache().find(owner, order))
        return *rows; // another thread was faster
    cache().entries.push_front({owner, owner.get(), order, made});
    if (cache().entries.size() > kTablesKept)
        cache().entries.pop_back();
    return made;
}

} // namespace inspike
