// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The text in front of Prophesee recordings: lines that start with '%', among them the encoding of
// what follows ("% evt 3.0", "% format EVT2;height=480;width=640") and the size of the sensor.

#include "core/io/stored_events.h"

#include <cstddef>
#include <span>
#include <string>

namespace inspike {

struct PropheseeHeader
{
    std::string encoding; // "EVT2", "EVT21", "EVT3", or empty when the text does not say
    SensorHint sensor;    // declared by the text, or likely for the camera it names
    std::size_t size = 0; // bytes; the events follow
};

// Reads the lines that are text; binary data that happens to start with '%' ends them.
PropheseeHeader propheseeHeader(std::span<const std::byte> bytes);

} // namespace inspike
