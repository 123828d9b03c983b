// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workspace/workspace.h"

#include <algorithm>
#include <utility>

namespace inspike {

ItemId Workspace::add(ItemData data, std::string title, Recipe recipe)
{
    const ItemId id{m_nextId++};
    m_entries.push_back({id, std::move(data), std::move(title), std::move(recipe)});
    notify({WorkspaceChange::What::Added, id});
    return id;
}

void Workspace::remove(ItemId item)
{
    const auto removed = std::erase_if(m_entries, [item](const Entry& e) { return e.id == item; });
    if (removed > 0)
        notify({WorkspaceChange::What::Removed, item});
}

void Workspace::replace(ItemId item, ItemData data)
{
    Entry* const found = find(item);
    if (found == nullptr)
        return;
    found->data = std::move(data);
    found->atlases.clear();
    notify({WorkspaceChange::What::Replaced, item});
}

void Workspace::attach(ItemId item, Atlases atlases)
{
    Entry* const found = find(item);
    if (found == nullptr)
        return;
    found->atlases = std::move(atlases);
    notify({WorkspaceChange::What::Counted, item});
}

const Atlases& Workspace::atlases(ItemId item) const
{
    static const Atlases kNone;
    const Entry* entry = find(item);
    return entry != nullptr ? entry->atlases : kNone;
}

std::vector<ItemId> Workspace::items() const
{
    std::vector<ItemId> ids;
    ids.reserve(m_entries.size());
    for (const Entry& entry : m_entries)
        ids.push_back(entry.id);
    return ids;
}

bool Workspace::contains(ItemId item) const
{
    return find(item) != nullptr;
}

std::string Workspace::title(ItemId item) const
{
    const Entry* entry = find(item);
    return entry != nullptr ? entry->title : std::string();
}

Recipe Workspace::recipe(ItemId item) const
{
    const Entry* entry = find(item);
    return entry != nullptr ? entry->recipe : Recipe();
}

int Workspace::subscribe(Subscriber subscriber)
{
    m_subscribers.emplace_back(m_nextSubscription, std::move(subscriber));
    return m_nextSubscription++;
}

void Workspace::unsubscribe(int subscription)
{
    std::erase_if(m_subscribers, [subscription](const auto& s) { return s.first == subscription; });
}

const Workspace::Entry* Workspace::find(ItemId item) const
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [item](const Entry& entry) { return entry.id == item; });
    return found != m_entries.end() ? &*found : nullptr;
}

Workspace::Entry* Workspace::find(ItemId item)
{
    return const_cast<Entry*>(std::as_const(*this).find(item));
}

// Subscribers may subscribe and unsubscribe while they are told.
void Workspace::notify(const WorkspaceChange& change)
{
    const auto subscribers = m_subscribers;
    for (const auto& [number, subscriber] : subscribers) {
        const bool stillThere =
            std::any_of(m_subscribers.begin(), m_subscribers.end(),
                        [number = number](const auto& s) { return s.first == number; });
        if (stillThere && subscriber)
            subscriber(change);
    }
}

} // namespace inspike
