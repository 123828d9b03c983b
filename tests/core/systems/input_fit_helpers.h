// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Small recordings, and what they become as the input of a network.

#include "core/systems/fitting/input_fit.h"

#include <array>

namespace inspike::test {

std::shared_ptr<Recording> recordingOf(StreamData data, const std::string& name = "main");
// (t, x, y, polarity) on a sensor of 4 x 3.
std::shared_ptr<Recording> eventsOf(const std::vector<std::array<int, 4>>& events,
                                    std::uint32_t width = 4, std::uint32_t height = 3);
// 0, 1, 2, ...
Tensor countingTensor(const std::vector<std::size_t>& shape, std::vector<AxisKind> axes = {});
// Pictures of [height, width, channels], one after the other.
Frames picturesOf(std::size_t height, std::size_t width, std::size_t channels,
                  std::vector<std::uint8_t> bytes);

InputWish wishFor(std::vector<std::int64_t> shape, double stepSeconds = 1e-3);

struct Fit
{
    std::unique_ptr<FittedInput> input;
    FittedBatch batch;
    std::vector<float> values;
    std::vector<std::size_t> shape;

    std::vector<float> at(std::size_t step, std::size_t sample = 0) const;
};

std::unique_ptr<FittedInput> fitOnly(std::shared_ptr<const Recording> recording,
                                     const InputWish& wish,
                                     const std::vector<std::string>& settings = {},
                                     std::uint64_t seed = 0);
Fit fit(std::shared_ptr<const Recording> recording, const InputWish& wish,
        const std::vector<std::string>& settings = {}, std::uint64_t seed = 0);
bool says(const FittedInput& input, const std::string& text);

} // namespace inspike::test
