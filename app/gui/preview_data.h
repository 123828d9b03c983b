// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A sample of an input, reduced to what a small picture can show: planes at a step or their mean
// over all steps, or units over steps.

#include "core/systems/fitting/input_fit.h"

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace inspike {

// values[y * width + x]
struct PreviewPlane
{
    std::size_t width = 0, height = 0;
    std::vector<float> values;
    std::optional<std::size_t> channel; // unset for the only one
    std::string name;                   // of the channel, "OFF"; empty when unknown
};

// With at most so many cells, each the one of largest magnitude among those it stands for, so that
// no spike is lost.
PreviewPlane reducedTo(const PreviewPlane& plane, std::size_t width, std::size_t height);

struct PreviewPicture
{
    std::vector<PreviewPlane> planes;
    std::size_t hidden = 0; // planes beyond those
    float low = 0.0F, high = 0.0F;
    bool overSteps = false; // x is steps and y units, else x and y are pixels
    std::size_t units = 0;
};

// One sample, loaded.
class PreviewSample
{
public:
    PreviewSample(std::shared_ptr<const FittedInput> input, std::size_t sample, JobContext& job);

    const FittedInput& input() const { return *m_input; }
    std::shared_ptr<const FittedInput> shared() const { return m_input; }
    std::size_t sample() const { return m_sample; }
    const std::string& id() const { return m_id; }
    std::int64_t label() const { return m_label; } // -1 = unknown
    std::size_t steps() const { return m_steps; }
    // Three dimensions or more: a picture per step.
    bool hasPlanes() const { return m_isPlanes; }
    // A step, or the mean of all; without planes, all steps.
    PreviewPicture picture(std::optional<std::size_t> step) const;

private:
    PreviewPicture planesAt(std::optional<std::size_t> step) const;
    PreviewPicture unitsOverSteps() const;

    std::shared_ptr<const FittedInput> m_input;
    std::size_t m_sample = 0;
    std::string m_id;
    std::int64_t m_label = -1;
    std::vector<std::string> m_channelNames; // empty when unknown
    bool m_isPlanes = false;
    std::size_t m_steps = 1, m_channels = 1, m_height = 1, m_width = 1;
    Tensor m_values;                   // [step, channel, height, width]
    std::vector<float> m_mean;         // over steps
    float m_low = 0.0F, m_high = 0.0F; // of all steps
};

} // namespace inspike
