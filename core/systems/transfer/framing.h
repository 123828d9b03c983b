// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Recordings of an event camera as frames (specs: static-to-event 1.1, 1.2). Two planes, OFF and
// ON, also where all events are of one polarity; the other one is 0 then.
//
// Framing::Count: x and y start at 0, the sensor is what the events span. Every bin is (time of the
// last event) / steps long, in whole microseconds, counted from the first event; what comes after
// the last bin is dropped. A recording that starts late thus has bins past its end, which are
// empty. Frames are resized with corners aligned.
//
// Framing::Rate: bins from time 0, the last one takes what the division leaves over. Events per
// microsecond in half precision, every plane divided by its largest. Of a sensor of 346 x 260 the
// reference's square of 250 pixels is kept, of others one of 250/260 of the shorter side in the
// middle; then resized without smoothing.

#include "core/base/time.h"
#include "core/data/event_stream.h"
#include "core/media/picture.h"
#include "core/systems/transfer/samples.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inspike::transfer {

// How a recording is cut: bins of time and a part of the sensor.
struct Cut
{
    std::vector<TimeRange> bins;
    std::uint16_t left = 0, top = 0;
    PictureSize sensor;
};

// Throws Error{BadFormat} for a recording without events and for one whose last event comes too
// early for `steps` bins of a microsecond, and Error{Unsupported} for a sensor beyond all cameras.
Cut cutOf(const EventStream& events, std::size_t steps, Framing framing);
// Events of one bin [2, height, width].
std::vector<float> countsOf(const EventStream& events, const Cut& cut, std::size_t bin);

// [steps, 2, size, size]. Throws as cutOf does.
std::vector<float> framesOf(const EventStream& events, const Config& config, JobContext& job);

// Changes all planes [size, size] in the same way, as the seed draws it (specs 1.1, step 5).
void augment(std::vector<float>& planes, std::size_t size, Augmentation augmentation,
             std::uint64_t seed);
// Where each pixel comes from when a plane turns anti-clockwise about its middle, nearest pixel as
// PyTorch finds it; -1 = from outside.
std::vector<std::int32_t> turned(std::size_t size, double degrees);

} // namespace inspike::transfer
