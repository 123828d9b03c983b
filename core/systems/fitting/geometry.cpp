// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/fitting/geometry.h"

#include "core/base/error.h"

namespace inspike::fitting {

namespace {

std::int64_t half(std::int64_t difference) // towards minus infinity
{
    return difference >= 0 ? difference / 2 : -((1 - difference) / 2);
}

} // namespace

Crop cropOf(const Settings& settings, PictureSize size)
{
    const auto height = static_cast<std::int64_t>(size.height);
    const auto width = static_cast<std::int64_t>(size.width);
    if (!settings.crop)
        return {0, 0, width, height, false};
    Crop crop = *settings.crop;
    if (crop.centred) {
        crop.left = half(width - crop.width);
        crop.top = half(height - crop.height);
    }
    return crop;
}

std::vector<std::pair<std::int64_t, std::int64_t>>
sizesFor(const Settings& settings, const Crop& crop, const Shape& wish, bool isPicture)
{
    if (settings.size)
        return {*settings.size};
    std::vector<std::pair<std::int64_t, std::int64_t>> sizes = {{crop.height, crop.width}};
    const std::size_t rank = wish.size();
    const std::string scale = settings.text("input-scale");
    const bool isPlane =
        rank >= 3 || (rank == 2 && (isPicture || scale == "sum" || scale == "nearest"));
    if (isPlane)
        sizes.emplace_back(wish[rank - 2] < 0 ? crop.height : wish[rank - 2],
                           wish[rank - 1] < 0 ? crop.width : wish[rank - 1]);
    return sizes;
}

std::vector<Places> placesOf(std::size_t sensor, std::int64_t left, std::int64_t size,
                             std::int64_t to, Scaling scaling, bool mirrored)
{
    std::vector<Places> places(sensor);
    const auto put = [&](std::int64_t from, std::int64_t place) {
        const std::int64_t at = from + left;
        if (at < 0 || at >= static_cast<std::int64_t>(sensor))
            return;
        const auto final = static_cast<std::uint32_t>(mirrored ? to - 1 - place : place);
        Places& all = places[static_cast<std::size_t>(at)];
        if (all.end <= all.begin)
            all = {final, final + 1};
        else
            all = {std::min(all.begin, final), std::max(all.end, final + 1)};
    };
    if (scaling == Scaling::Nearest) {
        for (std::int64_t place = 0; place < to; ++place)
            put((2 * place + 1) * size / (2 * to), place);
    } else {
        for (std::int64_t from = 0; from < size; ++from)
            put(from, from * to / size);
    }
    return places;
}

std::optional<Scaling> scalingFor(const Settings& settings, const Crop& crop, std::int64_t height,
                                  std::int64_t width, bool isPicture)
{
    if (crop.height == height && crop.width == width)
        return Scaling::None;
    const std::string text = settings.text("input-scale");
    if (text == "none" || height < 1 || width < 1)
        return std::nullopt;
    if (text == "sum")
        return Scaling::Sum;
    if (text == "nearest")
        return Scaling::Nearest;
    if (text == "smooth" || isPicture)
        return Scaling::Smooth;
    const bool divides = crop.height % height == 0 && crop.width % width == 0 &&
                         crop.height / height == crop.width / width;
    return divides ? std::optional(Scaling::Sum) : std::nullopt;
}

std::string nameOf(Scaling scaling)
{
    switch (scaling) {
    case Scaling::Sum:
        return "sum";
    case Scaling::Nearest:
        return "nearest";
    case Scaling::Smooth:
        return "smooth";
    case Scaling::None:
        break;
    }
    return "none";
}

} // namespace inspike::fitting
