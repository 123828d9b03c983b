// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// For the tests of readers of event cameras: words as bytes, and comparing what stays on disk with
// what is in memory.

#include "core/data/address_source.h"
#include "core/data/event_stream.h"

#include <cstdint>
#include <string>
#include <vector>

namespace inspike::test {

template <typename Word>
std::string bytesOf(const std::vector<Word>& words)
{
    return {reinterpret_cast<const char*>(words.data()), words.size() * sizeof(Word)};
}

// While it lives, little memory may be used: 645,278 events stay on disk.
class SmallBudget
{
public:
    SmallBudget();
    ~SmallBudget();
    SmallBudget(const SmallBudget&) = delete;
    SmallBudget& operator=(const SmallBudget&) = delete;
};

struct Reach
{
    int xFirst = 0, xLast = 0, yFirst = 0, yLast = 0;
    bool operator==(const Reach&) const = default;
};
Reach reach(const EventStream& events);

// All entries, counts and extent.
bool holdsTheSame(const AddressSource& source, const EventStream& events);
// Parts of many sizes at many places, in no order.
bool anyPartIsTheSame(const AddressSource& source, const EventStream& events);

} // namespace inspike::test
