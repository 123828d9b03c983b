// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What stands in the place of a part of a page that is not there (yet).

#include "core/figures/figure_io.h"

#include <optional>
#include <utility>

namespace inspike {

// A figure without panels that says so.
inline Figure saying(TextId title, const Text& words)
{
    SeriesFigure figure;
    figure.title.id = title;
    figure.note = words;
    figure.xIsTime = false;
    return figure;
}

// The part, or that it is being computed.
template <typename Part>
Figure orPending(TextId title, std::optional<Part> part)
{
    return part ? Figure(std::move(*part)) : saying(title, {TextId::BeingComputed});
}

} // namespace inspike
