// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The items a session has open (recordings, models, runs), by id, with a change notice. GUI thread
// only; jobs capture the shared pointer they need.

#include "core/base/id.h"
#include "core/base/json.h"
#include "core/data/recording.h"
#include "core/nn/model.h"
#include "core/workspace/atlases.h"

#include <functional>
#include <memory>
#include <variant>
#include <vector>

namespace inspike {

struct ItemTag;
using ItemId = Id<ItemTag>;

// How an item came to be, so that it can be made again: a file, or a function with its sources.
struct Recipe
{
    std::string function;        // "open", "run"
    std::string path;            // for "open"
    std::vector<ItemId> sources; // e.g. {model, recording} of a run
    Json settings;
};

using ItemData = std::variant<std::shared_ptr<const Recording>, std::shared_ptr<const Model>,
                              std::shared_ptr<const Run>>;

struct WorkspaceChange
{
    enum class What { Added, Removed, Replaced, Counted };
    What what = What::Added;
    ItemId item;
};

class Workspace
{
public:
    ItemId add(ItemData data, std::string title, Recipe recipe);
    void remove(ItemId item);
    // Other data under the same id, title and recipe, without counts; does nothing when the item is
    // gone.
    void replace(ItemId item, ItemData data);
    // Counts of the large streams of a recording; does nothing when the item is gone.
    void attach(ItemId item, Atlases atlases);
    const Atlases& atlases(ItemId item) const; // empty if there are none (yet)

    std::vector<ItemId> items() const; // in order of addition
    bool contains(ItemId item) const;
    // nullptr when the item is gone or of another kind.
    template <typename T>
    std::shared_ptr<const T> get(ItemId item) const
    {
        const Entry* entry = find(item);
        if (entry == nullptr)
            return nullptr;
        const auto* held = std::get_if<std::shared_ptr<const T>>(&entry->data);
        return held != nullptr ? *held : nullptr;
    }
    // The one of that kind that was added last; none: an item that is nothing.
    template <typename T>
    ItemId newest() const
    {
        ItemId found;
        for (const ItemId item : items()) {
            if (get<T>(item))
                found = item;
        }
        return found;
    }
    std::string title(ItemId item) const;
    Recipe recipe(ItemId item) const;

    using Subscriber = std::function<void(const WorkspaceChange&)>;
    // Called after each change, on the thread that made it. Returns a number for unsubscribe.
    int subscribe(Subscriber subscriber);
    void unsubscribe(int subscription);

private:
    struct Entry
    {
        ItemId id;
        ItemData data;
        std::string title;
        Recipe recipe;
        Atlases atlases = {};
    };
    const Entry* find(ItemId item) const;
    Entry* find(ItemId item);
    void notify(const WorkspaceChange& change);

    std::vector<Entry> m_entries;
    std::vector<std::pair<int, Subscriber>> m_subscribers;
    std::uint64_t m_nextId = 1;
    int m_nextSubscription = 1;
};

} // namespace inspike
