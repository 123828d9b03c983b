// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/ordered_counts.h"

namespace inspike {

namespace {

constexpr std::size_t kOrdersKept = 3; // each has planes of its own

} // namespace

CountAtlas::CountAtlas(std::shared_ptr<const CountPyramid> pyramid) : m_pyramid(std::move(pyramid))
{}

std::shared_ptr<const OrderedCounts>
CountAtlas::ordered(const std::string& name,
                    const std::function<std::vector<std::uint32_t>()>& order) const
{
    const std::scoped_lock lock(m_mutex);
    for (auto entry = m_orders.begin(); entry != m_orders.end(); ++entry) {
        if (entry->first == name) {
            m_orders.splice(m_orders.begin(), m_orders, entry);
            return m_orders.front().second;
        }
    }
    m_orders.emplace_front(name, std::make_shared<const OrderedCounts>(m_pyramid, order()));
    if (m_orders.size() > kOrdersKept)
        m_orders.pop_back();
    return m_orders.front().second;
}

} // namespace inspike
