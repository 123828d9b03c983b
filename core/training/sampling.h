// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Which samples a training sees when: orders and parts that follow from a seed alone.

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

// 0 ... count-1 in random order.
std::vector<std::size_t> shuffled(std::size_t count, std::uint64_t seed);

// Positions of about `share` of the labels, the same share of every class (rounded, and never all
// of a class); ascending.
std::vector<std::size_t> stratifiedPart(std::span<const std::int64_t> labels, double share,
                                        std::uint64_t seed);

} // namespace inspike
