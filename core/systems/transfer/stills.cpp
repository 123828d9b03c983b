// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/stills.h"

#include <algorithm>

namespace inspike::transfer {

namespace {

constexpr std::size_t kColours = 3;
constexpr float kWhite = 255.0F;

// Grey, with or without alpha, is its own brightness; alpha does not count.
std::vector<float> brightness(const BytePicture& picture, StillColour colour)
{
    const std::size_t colours = picture.channels < kColours ? 1 : kColours;
    const std::size_t pixels = picture.size.height * picture.size.width;
    std::vector<float> values(pixels);
    for (std::size_t i = 0; i < pixels; ++i) {
        const auto* pixel = picture.data.data() + i * picture.channels;
        const auto value = colour == StillColour::Blue ? pixel[colours - 1]
                                                       : *std::max_element(pixel, pixel + colours);
        values[i] = static_cast<float>(value) / kWhite;
    }
    return values;
}

} // namespace

StillWay stillWayOf(Arch arch)
{
    return arch == Arch::ResNet18 ? StillWay::ValueFirst : StillWay::Resized;
}

std::vector<float> stillPlane(const BytePicture& picture, std::size_t size, StillWay way,
                              StillColour colour)
{
    const PictureSize to{size, size};
    if (way == StillWay::ValueFirst)
        return interpolated(brightness(picture, colour), picture.size, to, false);
    return brightness(resizedSmoothly(picture, to), colour);
}

} // namespace inspike::transfer
