// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/axis.h"

#include "core/base/error.h"

#include <array>
#include <utility>

namespace inspike {

namespace {

constexpr std::array<std::pair<AxisKind, std::string_view>, 17> kAxisNames = {{
    {AxisKind::Time, "time"},
    {AxisKind::Step, "step"},
    {AxisKind::Sample, "sample"},
    {AxisKind::Unit, "unit"},
    {AxisKind::Channel, "channel"},
    {AxisKind::Height, "height"},
    {AxisKind::Width, "width"},
    {AxisKind::Head, "head"},
    {AxisKind::Query, "query"},
    {AxisKind::Key, "key"},
    {AxisKind::Mode, "mode"},
    {AxisKind::Component, "component"},
    {AxisKind::Domain, "domain"},
    {AxisKind::Feature, "feature"},
    {AxisKind::Class, "class"},
    {AxisKind::Token, "token"},
    {AxisKind::Layer, "layer"},
}};

} // namespace

std::string_view axisName(AxisKind kind)
{
    for (const auto& [candidate, name] : kAxisNames) {
        if (candidate == kind)
            return name;
    }
    return "feature";
}

std::optional<AxisKind> axisKindFromName(std::string_view wanted)
{
    for (const auto& [kind, name] : kAxisNames) {
        if (name == wanted)
            return kind;
    }
    return std::nullopt;
}

std::string axisNames(const std::vector<Axis>& axes)
{
    std::string names;
    for (const Axis& axis : axes) {
        if (!names.empty())
            names += ',';
        names += axisName(axis.kind);
    }
    return names;
}

std::vector<AxisKind> axisKindsFromNames(std::string_view names)
{
    std::vector<AxisKind> kinds;
    while (!names.empty()) {
        const std::size_t comma = names.find(',');
        std::string_view name = names.substr(0, comma);
        names.remove_prefix(comma == std::string_view::npos ? names.size() : comma + 1);
        while (!name.empty() && name.front() == ' ')
            name.remove_prefix(1);
        while (!name.empty() && name.back() == ' ')
            name.remove_suffix(1);
        const auto kind = axisKindFromName(name);
        if (!kind)
            throw Error(ErrorKind::BadFormat, "unknown axis name '" + std::string(name) + "'");
        kinds.push_back(*kind);
    }
    return kinds;
}

} // namespace inspike
