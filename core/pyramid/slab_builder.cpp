// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/pyramid/slab_builder.h"

#include "core/base/error.h"
#include "core/base/memory.h"

namespace inspike {

namespace {

constexpr std::uint64_t kReadAtOnce = std::uint64_t{1} << 18U; // entries; also how often to cancel
constexpr std::uint64_t kMostEntries = std::uint64_t{1} << 32U;
constexpr std::uint64_t kMostAddresses = std::uint64_t{1} << 31U;

void requireEntry(const AddressFacts& facts, Time time, std::uint32_t address)
{
    if (address >= facts.addresses)
        throw Error(ErrorKind::BadFormat, "unit " + std::to_string(address) +
                                              " is beyond the declared " +
                                              std::to_string(facts.addresses));
    if (!facts.extent.contains(time))
        throw Error(ErrorKind::BadFormat, "an entry at " + std::to_string(time) +
                                              " us is outside of the declared time from " +
                                              std::to_string(facts.extent.begin) + " to " +
                                              std::to_string(facts.extent.end) + " us");
}

// Checks a piece, counts its units in starts[unit + 1], and returns its last time.
Time takePiece(const AddressFacts& facts, const AddressColumns& piece, Time last,
               std::vector<std::uint32_t>& starts)
{
    std::uint32_t* const counts = starts.data() + 1;
    bool ordered = true;
    for (std::size_t i = 0; i < piece.time.size(); ++i) {
        const Time time = piece.time[i];
        const std::uint32_t address = piece.address[i];
        if (address >= facts.addresses || !facts.extent.contains(time)) [[unlikely]]
            requireEntry(facts, time, address);
        ordered = ordered && time >= last;
        last = time;
        ++counts[address];
    }
    if (!ordered)
        throw NotSorted();
    return last;
}

// Stable: times of a unit stay in order. Turns the starts of units into their ends; since the
// starts are those of the next unit then, they are shifted by one afterwards.
template <typename Offset>
std::vector<Offset> sortedByUnit(const AddressColumns& columns, std::vector<std::uint32_t>& starts)
{
    std::vector<Offset> offsets(columns.time.size());
    const Time first = columns.time.front();
    for (std::size_t i = 0; i < offsets.size(); ++i)
        offsets[starts[columns.address[i]]++] =
            static_cast<Offset>(distance(first, columns.time[i]));
    for (std::size_t unit = starts.size() - 1; unit > 0; --unit)
        starts[unit] = starts[unit - 1];
    starts[0] = 0;
    return offsets;
}

} // namespace

void requireBuildable(const AddressFacts& facts)
{
    if (facts.count >= kMostEntries)
        throw Error(ErrorKind::Unsupported, std::to_string(facts.count) +
                                                " spikes are more than a count pyramid can hold "
                                                "(4294967295)");
    if (facts.addresses > kMostAddresses)
        throw Error(ErrorKind::Unsupported, std::to_string(facts.addresses) +
                                                " units are more than a count pyramid can hold "
                                                "(2147483648)");
    // Tables by unit, of the pyramid and of the slabs that are in work at once.
    const std::uint64_t need = facts.addresses * 32;
    if (need > memoryBudget())
        throw Error(ErrorKind::OutOfMemory, "tables of " + std::to_string(facts.addresses) +
                                                " units need " + textFromBytes(need) +
                                                " of memory; the budget is " +
                                                textFromBytes(memoryBudget()));
}

SlabData slabFrom(const AddressSource& source, std::uint64_t first, std::uint64_t count,
                  JobContext& job)
{
    const AddressFacts& facts = source.facts();
    SlabData slab;
    slab.count = count;
    slab.starts.resize(static_cast<std::size_t>(facts.addresses) + 1);
    AddressColumns all;
    AddressColumns piece;
    all.time.reserve(static_cast<std::size_t>(count));
    all.address.reserve(static_cast<std::size_t>(count));
    Time last = std::numeric_limits<Time>::min();
    for (std::uint64_t done = 0; done < count; done += kReadAtOnce) {
        job.checkpoint();
        const std::uint64_t now = std::min(kReadAtOnce, count - done);
        source.read(first + done, now, piece);
        if (piece.time.size() != now || piece.address.size() != now)
            throw Error(ErrorKind::BadFormat, "the stream holds fewer entries than it declares");
        last = takePiece(facts, piece, last, slab.starts);
        all.time.insert(all.time.end(), piece.time.begin(), piece.time.end());
        all.address.insert(all.address.end(), piece.address.begin(), piece.address.end());
    }
    for (std::size_t unit = 1; unit < slab.starts.size(); ++unit)
        slab.starts[unit] += slab.starts[unit - 1];
    slab.first = all.time.front();
    slab.last = last;
    if (distance(slab.first, slab.last) >> 32U != 0)
        slab.wide = sortedByUnit<std::uint64_t>(all, slab.starts);
    else
        slab.narrow = sortedByUnit<std::uint32_t>(all, slab.starts);
    return slab;
}

} // namespace inspike
