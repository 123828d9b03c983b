// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Spikes of any number, computed where they are read and the same every time: rates differ from
// unit to unit and the population swings, so that pictures have structure.

#include "core/data/address_source.h"

#include <memory>

namespace inspike {

// Sorted by time; on average `rateHz` per unit, which gives the duration.
std::shared_ptr<const AddressSource> syntheticSpikes(std::uint64_t spikes, std::uint64_t units,
                                                     double rateHz = 10.0);

} // namespace inspike
