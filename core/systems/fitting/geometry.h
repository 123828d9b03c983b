// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the pixels of a sensor go: cropped, scaled, mirrored.
//
// sum: a pixel x of the crop goes to floor(x * to / from), so that nothing is lost when shrinking
// and pixels stay empty when enlarging. nearest: pixel x of the result is that of the crop at
// floor((x + 1/2) * from / to); others are left out when shrinking and repeated when enlarging.

#include "core/media/picture.h"
#include "core/systems/fitting/fit_settings.h"

#include <utility>

namespace inspike::fitting {

// The crop with its place in a picture of that size; all of it without a crop.
Crop cropOf(const Settings& settings, PictureSize size);

enum class Scaling { None, Sum, Nearest, Smooth };

// Of one coordinate of the sensor: the places [begin, end) it goes to; none when end <= begin.
struct Places
{
    std::uint32_t begin = 0, end = 0;
};
// The sizes {height, width} that are tried one after the other: input-size, or as it is and as the
// network wishes. `isPicture`: two sizes of the network are those of a plane.
std::vector<std::pair<std::int64_t, std::int64_t>>
sizesFor(const Settings& settings, const Crop& crop, const Shape& wish, bool isPicture);

// For each coordinate of a sensor of `sensor` pixels, of which [left, left + size) becomes `to`.
std::vector<Places> placesOf(std::size_t sensor, std::int64_t left, std::int64_t size,
                             std::int64_t to, Scaling scaling, bool mirrored);

// What input-scale makes of a crop for that size: None where they are equal. nullopt where it says
// none, or auto and `autoScaling` does not apply.
std::optional<Scaling> scalingFor(const Settings& settings, const Crop& crop, std::int64_t height,
                                  std::int64_t width, bool isPicture);
std::string nameOf(Scaling scaling); // "sum"

} // namespace inspike::fitting
