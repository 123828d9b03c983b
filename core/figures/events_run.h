// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The frames of events that a network was given, one sample at a time, and the still picture that
// went with them.

#include "core/data/event_stream.h"
#include "core/figures/event_layers.h"
#include "core/nn/model.h"

#include <memory>

namespace inspike {

class RunFrames
{
public:
    // Throws Error{BadShape} unless the run has an input of frames of events.
    explicit RunFrames(const Run& run);
    static bool isIn(const Run& run);

    std::size_t samples() const { return m_samples; }
    std::size_t steps() const { return m_steps; }
    std::uint32_t width() const { return m_width; }
    std::uint32_t height() const { return m_height; }

    // Per pixel; a frame without polarities is all ON.
    EventAmounts amounts(std::size_t sample, std::size_t step) const;
    // Sum over all pixels and both polarities, of each step.
    std::vector<double> perStep(std::size_t sample) const;
    // An event for each pixel and polarity above 0, its time the step.
    EventStream events(std::size_t sample) const;

private:
    std::vector<float> frame(std::size_t sample, std::size_t step) const;

    const Tensor& m_input;
    std::size_t m_samples = 0, m_steps = 0, m_planes = 0;
    std::uint32_t m_width = 0, m_height = 0;
};

// The input "static" or "picture" of a sample; null when the run kept none that is a picture.
std::shared_ptr<const PixelPicture> stillOf(const Run& run, std::size_t sample, std::size_t step);

} // namespace inspike
