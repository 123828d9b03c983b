// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The log-magnitude picture of a sound (specs: s-cmrl 1.1): short-time Fourier transform, periodic
// Hann window as long as the transform, centred with zero padding, ln(|X| + floor).

#include "core/base/job.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

struct SpectrogramParams
{
    std::size_t window = 512; // samples, even
    std::size_t hop = 353;    // samples
    double floor = 1e-7;
};

struct Spectrogram
{
    std::size_t bins = 0;      // window / 2 + 1; row 0 is 0 Hz
    std::size_t frames = 0;    // 1 + samples / hop
    std::vector<float> values; // [bins, frames], natural logarithm
};

// A sound without samples has one frame of ln(floor).
Spectrogram logSpectrogram(std::span<const float> samples, const SpectrogramParams& params,
                           JobContext& job);

// The whole chain from a sound of any rate to what is resized into the network's audio picture:
// resampled to 22,050 Hz, clamped to [-1, 1], transformed. `mono` is one channel.
constexpr std::int64_t kSpectrogramRate = 22'050;
Spectrogram soundPicture(std::span<const float> mono, std::int64_t rateHz, JobContext& job);

} // namespace inspike
