// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Pictures resized as Pillow does (specs: s-cmrl 1.1, 1.2): separable triangle filter whose support
// widens when shrinking (anti-aliased), edges renormalised. Bytes in fixed point with rounding per
// pass, floats without; plus the exact resizes of event frames (specs: s-cmrl 1.3).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

struct PictureSize
{
    std::size_t height = 0;
    std::size_t width = 0;
    friend bool operator==(PictureSize, PictureSize) = default;
};

// [height, width] to [height, width]; sizes at least 1 (else Error{BadShape}).
std::vector<float> resizedSmoothly(std::span<const float> plane, PictureSize from, PictureSize to);

// A picture of bytes, data[(y * width + x) * channels + c].
struct BytePicture
{
    PictureSize size;
    std::size_t channels = 3;
    std::vector<std::uint8_t> data;
};

// A part of a picture; inside it.
struct PictureBox
{
    std::size_t top = 0, left = 0, height = 0, width = 0;
};

BytePicture resizedSmoothly(const BytePicture& picture, PictureSize to);
// cropped(resizedSmoothly(picture, to), part) without making the rest: the ends of a picture of
// 20,000 x 10 that is enlarged need not fit memory.
BytePicture resizedPart(const BytePicture& picture, PictureSize to, const PictureBox& part);
// The size when the shorter side becomes `side`, the other one in proportion (truncated).
PictureSize shortSideTo(PictureSize size, std::size_t side);
BytePicture shortSideTo(const BytePicture& picture, std::size_t side);
BytePicture cropped(const BytePicture& picture, const PictureBox& box);
// The middle, padded with zeros where the picture is smaller.
BytePicture centreCropped(const BytePicture& picture, PictureSize to);
// centreCropped(shortSideTo(picture, side), to) without making what is cut off.
BytePicture shortSideCropped(const BytePicture& picture, std::size_t side, PictureSize to);
// Grey, grey with alpha, RGB or RGBA to RGB; alpha is dropped, not blended.
BytePicture asRgb(const BytePicture& picture);
// To one channel, luma of ITU-R BT.601 in fixed point as Pillow computes it.
BytePicture asGrey(const BytePicture& picture);

// Bilinear without anti-aliasing, as frames of events are enlarged: `alignCorners` maps corner
// pixels onto each other.
std::vector<float> interpolated(std::span<const float> plane, PictureSize from, PictureSize to,
                                bool alignCorners);

} // namespace inspike
