// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where samples may come from; one file each. nullptr when the recording holds nothing of the kind.

#include "core/systems/transfer/samples.h"

namespace inspike::transfer {

// Tensors "event", "static", "label" and "id", ready for the network.
std::unique_ptr<Samples> tensorSamples(std::shared_ptr<const Recording> recording,
                                       const Config& config);
// Streams of SampleList; their files are read when they are needed. Frames are kept as memory
// allows.
std::unique_ptr<Samples> listSamples(std::shared_ptr<const Recording> recording,
                                     const Config& config);
// One recording of an event camera, perhaps with pictures.
std::unique_ptr<Samples> eventSamples(std::shared_ptr<const Recording> recording,
                                      const Config& config);

// --- what these share

// Events of a recording as frames; throws Error{BadModel} when it has none.
std::vector<float> framesFrom(const Recording& recording, const Config& config, JobContext& job);
// A picture of a recording, the same for both channels; Error{BadModel} when it has none.
Pictures stillFrom(const Recording& recording, std::size_t entry, const Config& config);

} // namespace inspike::transfer
