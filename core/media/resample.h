// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Sound at another sampling rate, by a windowed sinc as specified for S-CMRL (specs: s-cmrl 1.1):
// Hann window, 6 zero crossings, roll-off 0.99, rates reduced by their greatest common divisor.

#include "core/base/job.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

// ceil(n * to / from) samples; the same samples when the rates are equal. Throws
// Error{BadParameter} for a rate outside 1...10,000,000 Hz.
std::vector<float> resampled(std::span<const float> samples, std::int64_t fromHz, std::int64_t toHz,
                             JobContext& job);

} // namespace inspike
