// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/radix_sort.h"

#include <algorithm>
#include <array>
#include <bit>
#include <utility>

namespace inspike {

namespace {

// 2048 counters and the write ends of as many buckets stay in the first-level cache.
constexpr unsigned kDigitBits = 11;
constexpr std::uint64_t kBuckets = std::uint64_t{1} << kDigitBits;

// One pass: moves `from` to `to` by a digit of (time - base).
void scatter(const AddressColumns& from, AddressColumns& to, std::uint64_t base, unsigned shift)
{
    const std::size_t count = from.time.size();
    const auto digitOf = [base, shift](Time time) {
        return ((static_cast<std::uint64_t>(time) - base) >> shift) & (kBuckets - 1);
    };
    std::array<std::size_t, kBuckets> next{};
    for (const Time time : from.time)
        ++next[digitOf(time)];
    std::size_t begin = 0;
    for (std::size_t& bucket : next)
        bucket = std::exchange(begin, begin + bucket);
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t at = next[digitOf(from.time[i])]++;
        to.time[at] = from.time[i];
        to.address[at] = from.address[i];
    }
}

} // namespace

void sortByTime(AddressColumns& columns, AddressColumns& scratch)
{
    if (std::is_sorted(columns.time.begin(), columns.time.end()))
        return;
    const auto [least, most] = std::minmax_element(columns.time.begin(), columns.time.end());
    const auto base = static_cast<std::uint64_t>(*least);
    const auto bits =
        static_cast<unsigned>(std::bit_width(static_cast<std::uint64_t>(*most) - base));
    scratch.time.resize(columns.time.size());
    scratch.address.resize(columns.address.size());
    for (unsigned shift = 0; shift < bits; shift += kDigitBits) {
        scatter(columns, scratch, base, shift);
        std::swap(columns, scratch);
    }
}

} // namespace inspike
