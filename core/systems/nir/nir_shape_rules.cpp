// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/nir_shape_rules.h"

#include <algorithm>
#include <limits>

namespace inspike::nir {

std::string textOf(const Shape& shape)
{
    std::string text;
    for (const std::int64_t size : shape)
        text += (text.empty() ? "" : ", ") + (size < 0 ? "?" : std::to_string(size));
    return "[" + text + "]";
}

std::int64_t productOf(const Shape& shape)
{
    std::int64_t count = 1;
    for (const std::int64_t size : shape) {
        if (__builtin_mul_overflow(count, size, &count))
            return std::numeric_limits<std::int64_t>::max();
    }
    return count;
}

Shape withoutOnes(const Shape& shape)
{
    Shape kept = shape;
    std::erase(kept, 1);
    return kept;
}

bool isKnown(const Shape& shape)
{
    return !shape.empty() && std::ranges::all_of(shape, [](std::int64_t size) { return size > 0; });
}

bool matches(const Shape& shape, const Shape& demand)
{
    return std::ranges::equal(shape, demand, [](std::int64_t size, std::int64_t wanted) {
        return wanted < 0 || size == wanted;
    });
}

std::optional<Shape> adapted(Shape shape, const Shape& demand)
{
    if (matches(shape, demand))
        return shape;
    const bool whole = isKnown(demand);
    if (whole && withoutOnes(shape) == withoutOnes(demand))
        return demand;
    while (shape.size() > demand.size() && shape.front() == 1)
        shape.erase(shape.begin());
    if (shape.size() + 1 == demand.size() && (demand.front() == 1 || demand.front() < 0))
        shape.insert(shape.begin(), 1);
    return matches(shape, demand) ? std::optional(shape) : std::nullopt;
}

bool maybeBatch(const Shape& shape)
{
    return shape.size() >= 2 && shape.size() != 3 && shape.front() == 1;
}

bool broadcasts(Shape shape, const Shape& whole)
{
    if (productOf(shape) == 1 || withoutOnes(shape) == withoutOnes(whole))
        return true;
    while (shape.size() > whole.size() && shape.front() == 1)
        shape.erase(shape.begin());
    if (shape.size() > whole.size())
        return false;
    return std::equal(
        shape.rbegin(), shape.rend(), whole.rbegin(),
        [](std::int64_t size, std::int64_t wanted) { return size == 1 || size == wanted; });
}

} // namespace inspike::nir
