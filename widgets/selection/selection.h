// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is selected, as a value: named things and a stretch of time. Every view finds its own marks
// by these keys.

#include "core/base/id.h"
#include "core/base/time.h"

#include <optional>
#include <vector>

namespace inspike {

struct Selection
{
    std::vector<Key> keys;
    std::optional<TimeRange> time; // us; 1 us stands for one step where no duration is known

    bool empty() const { return keys.empty() && !time; }
    // Indices of all keys of one kind, in order.
    std::vector<std::int64_t> indices(KeyKind kind) const;
    // The same selection with the keys of one kind replaced.
    Selection with(KeyKind kind, std::vector<Key> replacement) const;
    // With the key added, or removed when it was there.
    Selection toggled(const Key& key) const;

    friend bool operator==(const Selection&, const Selection&) = default;
};

// How strongly a mark is shown while something is selected.
enum class Highlight { None, Related, Exact };

} // namespace inspike
