// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A named axis of an array: what it counts, how long it is, and where its entries lie. Axes are how
// results of different models are joined: same kind and same keys mean the same things.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

enum class AxisKind {
    Time, // regular steps of known duration (spacing in us)
    Step, // steps without a duration
    Sample,
    Unit,
    Channel,
    Height,
    Width,
    Head,
    Query,
    Key,
    Mode,
    Component,
    Domain,
    Feature,
    Class,
    Token,
    Layer
};

// Name used in files ("time", "sample", ...), see the `axes` attribute.
std::string_view axisName(AxisKind kind);
// Reverse of axisName; nullopt for an unknown name.
std::optional<AxisKind> axisKindFromName(std::string_view name);

struct Axis
{
    AxisKind kind = AxisKind::Feature;
    std::size_t size = 0;
    double origin = 0.0;            // position of entry 0; us on a Time axis
    double spacing = 1.0;           // distance of neighbours; us on a Time axis
    std::vector<std::int64_t> keys; // empty: entry i has key i

    std::int64_t keyOf(std::size_t entry) const
    {
        return keys.empty() ? static_cast<std::int64_t>(entry) : keys[entry];
    }
};

// "time,sample,unit"
std::string axisNames(const std::vector<Axis>& axes);
// Parses a comma list; throws Error{BadFormat} for a name outside the list above.
std::vector<AxisKind> axisKindsFromNames(std::string_view names);

} // namespace inspike
