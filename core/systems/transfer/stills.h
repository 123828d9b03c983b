// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Still pictures as what a static branch takes (specs: static-to-event 1.3): brightness from 0 to
// 1. Of coloured pictures that is V of HSV, the largest of red, green and blue, or blue alone; grey
// ones are taken as they are.

#include "core/media/picture.h"
#include "core/systems/transfer/config.h"

#include <vector>

namespace inspike::transfer {

enum class StillWay {
    Resized,   // smoothly resized bytes, then V (Caltech101)
    ValueFirst // V, then interpolated without smoothing (CEP-DVS)
};

// The way of the data that a network was published with: ResNet-18 with CEP-DVS, the others with
// pictures that are resized first.
StillWay stillWayOf(Arch arch);

// [size, size]
std::vector<float> stillPlane(const BytePicture& picture, std::size_t size, StillWay way,
                              StillColour colour = StillColour::Value);

} // namespace inspike::transfer
