// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Spikes of units or events of a sensor that need not be in memory: a long list of (time, address)
// that is read piece by piece. An address is a unit, or a pixel and polarity of a sensor. Readers
// make a source for recordings that stay on disk; the count pyramid (core/pyramid) is built from
// one, and `convert` copies one.

#include "core/base/job.h"
#include "core/base/time.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace inspike {

class EventStream;
class SpikeTrains;

// What is known without reading everything; exact.
struct AddressFacts
{
    std::uint64_t count = 0;     // entries
    std::uint64_t addresses = 0; // every address is below this
    TimeRange extent;            // from the first entry to just after the last; empty if count is 0
    bool sorted = true;          // entries come in order of time; whoever relies on it verifies it
    // Of a sensor, else 0: address = (polarity * height + y) * width + x, addresses = 2 * height *
    // width.
    std::uint32_t width = 0, height = 0;
    std::uint64_t on = 0; // events of polarity 1

    bool isSensor() const { return width > 0 && height > 0; }
};

struct AddressColumns
{
    std::vector<Time> time; // us
    std::vector<std::uint32_t> address;
};

class AddressSource
{
public:
    virtual ~AddressSource() = default;

    virtual const AddressFacts& facts() const = 0;
    // Replaces `columns` by entries [first, first + count) of the list, both of the same length and
    // inside the facts. Throws Error{BadFormat} when the file holds something else than the facts
    // say, Error{BadShape} for a range beyond the end. May be called from several threads at once.
    virtual void read(std::uint64_t first, std::uint64_t count, AddressColumns& columns) const = 0;
};

// A stream of a recording that stays on disk.
struct StoredStream
{
    std::shared_ptr<const AddressSource> source;

    bool isEvents() const { return source->facts().isSensor(); }
};

// Beyond this many entries readers give a StoredStream instead of columns in memory (or earlier,
// when the columns would take an eighth of the memory budget).
constexpr std::uint64_t kMostInMemory = std::uint64_t{1} << 22U;
bool staysOnDisk(std::uint64_t entries, std::uint64_t bytesPerEntry);

// What is in memory as a source; keeps `owner` alive. Spikes are merged into order of time.
std::shared_ptr<const AddressSource> sourceOf(std::shared_ptr<const SpikeTrains> trains);
std::shared_ptr<const AddressSource> sourceOf(std::shared_ptr<const EventStream> events);

// Everything in memory. Throw Error{OutOfMemory}, with both amounts, when that would exceed the
// memory budget, and Error{BadShape} for a source of the other kind.
SpikeTrains loadSpikes(const AddressSource& source, JobContext& job);
EventStream loadEvents(const AddressSource& source, JobContext& job);

} // namespace inspike
