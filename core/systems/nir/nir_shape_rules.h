// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How shapes of NIR files compare: dimensions of 1 come and go, -1 stands for any size.

#include "core/systems/nir/nir_network.h"

#include <optional>
#include <string>

namespace inspike::nir {

// "[2, 34, 34]"; -1 is shown as "?".
std::string textOf(const Shape& shape);
// Product of the sizes; saturates.
std::int64_t productOf(const Shape& shape);
Shape withoutOnes(const Shape& shape);
// True if it has dimensions, all of them known.
bool isKnown(const Shape& shape);
bool matches(const Shape& shape, const Shape& demand);
// `shape` as something that takes `demand` sees it; nothing if it does not fit.
std::optional<Shape> adapted(Shape shape, const Shape& demand);
// True for shapes of a batch of one: [1, 256] and [1, 16, 8, 8], but not [1, 28, 28], which may be
// a picture of one channel.
bool maybeBatch(const Shape& shape);
// True if an array of `shape` may stand for one of `whole`: its dimensions are the last ones of it
// or 1 (leading ones do not count).
bool broadcasts(Shape shape, const Shape& whole);

} // namespace inspike::nir
