// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Names of things. An Id refers to an item of the workspace and may outlive it; a Key names one
// thing that a picture shows (a unit, a trial, a mode...). Picking and selection speak only keys.

#include <compare>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace inspike {

// Number of a workspace item; 0 is "none". The tag keeps kinds of items apart at compile time.
template <typename Tag>
struct Id
{
    std::uint64_t value = 0;

    constexpr explicit operator bool() const { return value != 0; }
    friend constexpr auto operator<=>(Id, Id) = default;
};

enum class KeyKind { Recording, Stream, Unit, Event, Sample, Token, Head, Layer, Mode, Domain };

struct Key
{
    KeyKind kind = KeyKind::Unit;
    std::uint64_t source = 0; // id of the workspace item it belongs to; 0 = whatever is shown
    std::int64_t index = 0;

    friend constexpr auto operator<=>(const Key&, const Key&) = default;
};

} // namespace inspike

template <>
struct std::hash<inspike::Key>
{
    std::size_t operator()(const inspike::Key& key) const noexcept
    {
        std::uint64_t mixed = key.source * 0x9E3779B97F4A7C15ULL;
        mixed ^= static_cast<std::uint64_t>(key.index) + (mixed << 6) + (mixed >> 2);
        return static_cast<std::size_t>(mixed * 31 + static_cast<std::uint64_t>(key.kind));
    }
};
