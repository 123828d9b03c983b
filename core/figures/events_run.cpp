// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/events_run.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr const char* kInput = "event";
constexpr const char* kStills[] = {"static", "picture"};
constexpr std::size_t kLargestSide = 1U << 16U;

const Tensor* inputOf(const Run& run, const char* name)
{
    const auto found = run.inputs.find(name);
    return found == run.inputs.end() ? nullptr : &found->second;
}

// Some neighbouring elements as floats.
std::vector<float> piece(const Tensor& tensor, std::size_t first, std::size_t count)
{
    Tensor part;
    part.dtype = tensor.dtype;
    part.shape = {count};
    const std::size_t each = sizeOf(tensor.dtype);
    const auto begin = tensor.bytes.begin() + static_cast<std::ptrdiff_t>(first * each);
    part.bytes.assign(begin, begin + static_cast<std::ptrdiff_t>(count * each));
    return part.toFloats();
}

// Channels of a picture and where it begins in the tensor; nullopt: it is no picture.
struct PlaneOf
{
    std::size_t first, channels, height, width;
};

std::optional<PlaneOf> planeOf(const Tensor& tensor, std::size_t sample, std::size_t step)
{
    const std::vector<std::size_t>& shape = tensor.shape;
    if (shape.size() < 3 || shape.size() > 5 || sample >= shape[0])
        return std::nullopt;
    const std::size_t width = shape[shape.size() - 1];
    const std::size_t height = shape[shape.size() - 2];
    const std::size_t channels = shape.size() > 3 ? shape[shape.size() - 3] : 1;
    const std::size_t steps = shape.size() > 4 ? shape[1] : 1;
    if (width == 0 || height == 0 || channels == 0 || steps == 0)
        return std::nullopt;
    const std::size_t plane = channels * height * width;
    return PlaneOf{(sample * steps + std::min(step, steps - 1)) * plane, channels, height, width};
}

} // namespace

bool RunFrames::isIn(const Run& run)
{
    return inputOf(run, kInput) != nullptr;
}

RunFrames::RunFrames(const Run& run)
    : m_input(isIn(run) ? *inputOf(run, kInput)
                        : throw Error(ErrorKind::NotFound, "the run kept no input 'event'"))
{
    const std::vector<std::size_t>& shape = m_input.shape;
    const bool fits = shape.size() == 5 && shape[1] > 0 && (shape[2] == 1 || shape[2] == 2) &&
                      shape[3] > 0 && shape[4] > 0 && shape[3] < kLargestSide &&
                      shape[4] < kLargestSide;
    if (!fits)
        throw Error(ErrorKind::BadShape,
                    "the input 'event' of the run is " + shapeText(shape) +
                        "; frames of events are [sample, step, polarity, height, width]");
    m_samples = shape[0];
    m_steps = shape[1];
    m_planes = shape[2];
    m_height = static_cast<std::uint32_t>(shape[3]);
    m_width = static_cast<std::uint32_t>(shape[4]);
}

std::vector<float> RunFrames::frame(std::size_t sample, std::size_t step) const
{
    const std::size_t size = m_planes * m_height * m_width;
    return piece(m_input, (sample * m_steps + step) * size, size);
}

EventAmounts RunFrames::amounts(std::size_t sample, std::size_t step) const
{
    EventAmounts made;
    made.off = frame(sample, step);
    const auto plane = static_cast<std::ptrdiff_t>(std::size_t{m_height} * m_width);
    for (float& value : made.off)
        value = std::isfinite(value) ? value : 0.0F;
    if (m_planes == 1) {
        made.on = std::move(made.off);
        made.off.assign(static_cast<std::size_t>(plane), 0.0F);
    } else {
        made.on.assign(made.off.begin() + plane, made.off.end());
        made.off.resize(static_cast<std::size_t>(plane));
    }
    return made;
}

std::vector<double> RunFrames::perStep(std::size_t sample) const
{
    std::vector<double> sums;
    for (std::size_t step = 0; step < m_steps; ++step) {
        double sum = 0.0;
        for (const float value : frame(sample, step))
            sum += std::isfinite(value) ? static_cast<double>(value) : 0.0;
        sums.push_back(sum);
    }
    return sums;
}

EventStream RunFrames::events(std::size_t sample) const
{
    EventColumns columns;
    for (std::size_t step = 0; step < m_steps; ++step) {
        const EventAmounts frame = amounts(sample, step);
        for (std::size_t i = 0; i < frame.on.size(); ++i) {
            for (const bool on : {false, true}) {
                if (!((on ? frame.on : frame.off)[i] > 0.0F))
                    continue;
                columns.t.push_back(static_cast<Time>(step));
                columns.x.push_back(static_cast<std::uint16_t>(i % m_width));
                columns.y.push_back(static_cast<std::uint16_t>(i / m_width));
                columns.polarity.push_back(on ? 1 : 0);
            }
        }
    }
    return {std::move(columns), m_width, m_height};
}

std::shared_ptr<const PixelPicture> stillOf(const Run& run, std::size_t sample, std::size_t step)
{
    for (const char* name : kStills) {
        const Tensor* tensor = inputOf(run, name);
        const auto plane = tensor != nullptr ? planeOf(*tensor, sample, step) : std::nullopt;
        if (!plane)
            continue;
        auto made = std::make_shared<PixelPicture>();
        made->label.id = TextId::StillPicture;
        made->width = plane->width;
        made->height = plane->height;
        // Two channels are the polarities of a network for events: both hold the same picture.
        made->channels = plane->channels == 3 ? 3 : 1;
        const std::size_t cells = plane->height * plane->width;
        const std::vector<float> values = piece(*tensor, plane->first, made->channels * cells);
        // Pictures of 0 ... 255 are told from those of 0 ... 1 by their values.
        float highest = 0.0F;
        for (const float value : values)
            highest = std::isfinite(value) ? std::max(highest, value) : highest;
        const float scale = highest > 1.0F ? std::max(255.0F, highest) : 1.0F;
        made->values.resize(values.size());
        for (std::size_t i = 0; i < values.size(); ++i) {
            const float value = std::isfinite(values[i]) ? values[i] / scale : 0.0F;
            made->values[i % cells * made->channels + i / cells] = std::clamp(value, 0.0F, 1.0F);
        }
        return made;
    }
    return nullptr;
}

} // namespace inspike
