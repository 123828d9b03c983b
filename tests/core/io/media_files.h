// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Sound and picture files as bytes, sound or damaged on purpose.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inspike::test {

// WAV of 16 bits from samples in [-1, 1), interleaved, and of 32-bit floats.
std::string wav16(std::span<const float> samples, unsigned channels, unsigned rate);
std::string wavFloat(std::span<const float> samples, unsigned channels, unsigned rate);

// What the header of a PNG says.
struct PngHeader
{
    std::uint32_t width = 1;
    std::uint32_t height = 1;
    unsigned depth = 8;  // bits per channel
    unsigned colour = 0; // 0 grey, 2 RGB, 3 palette, 4 grey with alpha, 6 RGBA
};

// `pixels` row by row as the header says (16 bits: big-endian), without filter bytes; `palette`:
// RGB of each colour.
std::string png(const PngHeader& header, std::string_view pixels, std::string_view palette = {});

// IDX: pictures (three sizes) or labels (one size).
std::string idx(std::span<const std::uint32_t> shape, std::string_view bytes);

// N-MNIST: an ON event per millisecond at (x, x), from 1 ms on.
std::string nmnistDiagonal(std::span<const int> xs);

} // namespace inspike::test
