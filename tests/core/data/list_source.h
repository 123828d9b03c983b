// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Columns in memory as a source, in the order they come in, for tests of what reads one.

#include "core/base/error.h"
#include "core/data/address_source.h"

#include <algorithm>
#include <utility>

namespace inspike::test {

class ListSource : public AddressSource
{
public:
    ListSource(AddressColumns columns, std::uint64_t addresses) : m_columns(std::move(columns))
    {
        m_facts.count = m_columns.time.size();
        m_facts.addresses = addresses;
        const auto& times = m_columns.time;
        m_facts.sorted = std::is_sorted(times.begin(), times.end());
        if (!times.empty()) {
            const auto [first, last] = std::minmax_element(times.begin(), times.end());
            m_facts.extent = {*first, *last + 1};
        }
    }

    const AddressFacts& facts() const override { return m_facts; }

    void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const override
    {
        if (first > m_facts.count || count > m_facts.count - first)
            throw Error(ErrorKind::BadShape, "beyond the end");
        const auto from = static_cast<std::ptrdiff_t>(first);
        const auto to = static_cast<std::ptrdiff_t>(first + count);
        columns.time.assign(m_columns.time.begin() + from, m_columns.time.begin() + to);
        columns.address.assign(m_columns.address.begin() + from, m_columns.address.begin() + to);
    }

    AddressFacts m_facts; // a test may make them lie

private:
    AddressColumns m_columns;
};

} // namespace inspike::test
