// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/fitting/arrange.h"

#include <algorithm>

namespace inspike::fitting {

namespace {

Shape withoutOnes(const Shape& shape)
{
    Shape rest;
    std::ranges::copy_if(shape, std::back_inserter(rest),
                         [](std::int64_t size) { return size != 1; });
    return rest;
}

// Every dimension of `coarse` is the product of neighbours in `fine`.
bool groups(const Shape& fine, const Shape& coarse)
{
    std::size_t at = 0;
    for (const std::int64_t size : coarse) {
        std::int64_t product = 1;
        while (product < size && at < fine.size())
            product *= fine[at++];
        if (product != size)
            return false;
    }
    return at == fine.size();
}

// The wish with sizes for its -1; nothing where they cannot be found.
std::optional<Shape> resolved(const Shape& own, const Shape& wish)
{
    const auto open = std::ranges::count_if(wish, [](std::int64_t size) { return size < 0; });
    if (open == 0)
        return wish;
    Shape whole = wish;
    if (own.size() == wish.size()) {
        for (std::size_t i = 0; i < own.size(); ++i)
            whole[i] = wish[i] < 0 ? own[i] : wish[i];
        if (whole == own)
            return whole;
        whole = wish;
    }
    if (open > 1)
        return std::nullopt;
    std::int64_t known = 1;
    for (const std::int64_t size : wish)
        known *= size < 0 ? 1 : size;
    const std::int64_t all = elementsOf(own);
    if (known == 0 || all % known != 0)
        return std::nullopt;
    std::ranges::replace_if(
        whole, [](std::int64_t size) { return size < 0; }, all / known);
    return whole;
}

} // namespace

std::optional<Shape> arranged(const Shape& own, const Shape& wish, bool takesApart)
{
    if (wish.empty())
        return own;
    const std::optional<Shape> whole = resolved(own, wish);
    if (!whole || elementsOf(own) != elementsOf(*whole))
        return std::nullopt;
    const Shape from = withoutOnes(own);
    const Shape to = withoutOnes(*whole);
    if (groups(from, to) || (takesApart && groups(to, from)))
        return whole;
    return std::nullopt;
}

} // namespace inspike::fitting
