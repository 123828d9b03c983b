// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/alignment_results.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr std::size_t kMostResults = 256;

} // namespace

void AlignmentResults::setWatcher(std::function<void()> watcher)
{
    const std::lock_guard lock(m_mutex);
    m_watcher = std::move(watcher);
}

void AlignmentResults::showLive(const std::string& key, int iteration,
                                std::span<const float> coordinates)
{
    std::function<void()> watcher;
    {
        const std::lock_guard lock(m_mutex);
        if (!m_watcher)
            return;
        m_liveKey = key;
        m_live = std::make_shared<const LiveCoordinates>(
            LiveCoordinates{iteration, {coordinates.begin(), coordinates.end()}});
        watcher = m_watcher;
    }
    watcher();
}

std::shared_ptr<const LiveCoordinates> AlignmentResults::live(const std::string& key)
{
    const std::lock_guard lock(m_mutex);
    return key == m_liveKey ? m_live : nullptr;
}

std::shared_ptr<const void> AlignmentResults::held(const std::string& key)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_entries.find(key);
    if (found == m_entries.end())
        return nullptr;
    Entry& entry = found->second;
    const bool gone = std::any_of(entry.owners.begin(), entry.owners.end(),
                                  [](const auto& owner) { return owner.expired(); });
    if (gone) {
        m_entries.erase(found);
        return nullptr;
    }
    entry.used = ++m_clock;
    return entry.value;
}

void AlignmentResults::hold(const std::string& key, const Owners& owners,
                            std::shared_ptr<const void> value)
{
    const std::lock_guard lock(m_mutex);
    m_entries[key] = {std::move(value), {owners.begin(), owners.end()}, ++m_clock};
    if (m_entries.size() > kMostResults)
        dropOldest();
}

void AlignmentResults::dropOldest()
{
    const auto oldest =
        std::min_element(m_entries.begin(), m_entries.end(), [](const auto& a, const auto& b) {
            return a.second.used < b.second.used;
        });
    m_entries.erase(oldest);
}

} // namespace inspike
