// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Events of a sensor, computed where they are read and the same every time: a ring that turns
// before the sensor, its leading edge ON and its trailing edge OFF, and some noise.

#include "core/data/address_source.h"

#include <memory>

namespace inspike {

// Sorted by time, evenly spread over `seconds`.
std::shared_ptr<const AddressSource> syntheticEvents(std::uint64_t events, std::uint32_t width,
                                                     std::uint32_t height, double seconds);

} // namespace inspike
