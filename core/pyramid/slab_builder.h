// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Slabs from a source: read, checked against what the source promised, and sorted by unit.

#include "core/pyramid/pyramid_parts.h"

namespace inspike {

// Thrown when a source that says it is sorted is not; the builder sorts it then.
struct NotSorted
{};

// Entries [first, first + count) of the source. Throws NotSorted, Error{BadFormat} for an address
// or a time outside of the facts, and what the source throws.
SlabData slabFrom(const AddressSource& source, std::uint64_t first, std::uint64_t count,
                  JobContext& job);

// Throws Error{Unsupported, OutOfMemory} for more entries or addresses than a pyramid can have.
void requireBuildable(const AddressFacts& facts);

} // namespace inspike
