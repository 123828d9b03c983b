// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a network hears (specs: s-cmrl 1.1, 1.3): one picture of a sound, or one picture per step of
// the spikes of a cochlea.

#include "core/base/job.h"
#include "core/data/event_stream.h"
#include "core/data/recording.h"
#include "core/data/spike_trains.h"
#include "core/media/picture.h"

#include <vector>

namespace inspike::scmrl {

// A stream is cut into `count` parts of the same duration (to the us); part `index`.
TimeRange equalPart(TimeRange whole, std::size_t index, std::size_t count);

// [height, width] of log magnitudes; row 0 is 0 Hz. Several channels are mixed down. Throws
// Error{BadFormat} for samples that are not finite, Error{BadParameter} for an impossible rate.
std::vector<float> soundInput(const Signal& sound, PictureSize size, JobContext& job);

// [steps, height, width]: counts of 64 channels laid out as 8 x 8 and enlarged. More units are
// spread evenly over the 64 channels; fewer are the first ones.
std::vector<float> cochleaInput(const SpikeTrains& spikes, std::size_t steps, PictureSize size);
// The same of a cochlea that comes as events: the pixel is the channel, polarities are added.
std::vector<float> cochleaInput(const EventStream& events, std::size_t steps, PictureSize size);

} // namespace inspike::scmrl
