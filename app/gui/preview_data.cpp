// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/preview_data.h"

#include <algorithm>
#include <cmath>
#include <span>

namespace inspike {

namespace {

constexpr std::size_t kMostPlanes = 3;
constexpr std::size_t kMostColumns = 1024; // of units over steps
constexpr std::size_t kMostRows = 512;

std::span<const float> floatsIn(const Tensor& tensor)
{
    return {reinterpret_cast<const float*>(tensor.bytes.data()), tensor.elements()};
}

void keepLarger(float& kept, float value)
{
    if (std::abs(value) > std::abs(kept))
        kept = value;
}

void setRange(PreviewPicture& picture)
{
    for (const PreviewPlane& plane : picture.planes) {
        for (const float value : plane.values) {
            picture.low = std::min(picture.low, value);
            picture.high = std::max(picture.high, value);
        }
    }
}

} // namespace

PreviewPlane reducedTo(const PreviewPlane& plane, std::size_t width, std::size_t height)
{
    PreviewPlane reduced;
    reduced.width = std::clamp<std::size_t>(width, 1, plane.width);
    reduced.height = std::clamp<std::size_t>(height, 1, plane.height);
    reduced.channel = plane.channel;
    reduced.name = plane.name;
    reduced.values.assign(reduced.width * reduced.height, 0.0F);
    for (std::size_t y = 0; y < plane.height; ++y) {
        const std::size_t row = y * reduced.height / plane.height * reduced.width;
        for (std::size_t x = 0; x < plane.width; ++x)
            keepLarger(reduced.values[row + x * reduced.width / plane.width],
                       plane.values[y * plane.width + x]);
    }
    return reduced;
}

PreviewSample::PreviewSample(std::shared_ptr<const FittedInput> input, std::size_t sample,
                             JobContext& job)
    : m_input(std::move(input)), m_sample(sample)
{
    FittedBatch batch = m_input->load(sample, 1, job);
    m_values = std::move(batch.values);
    m_id = batch.ids.empty() ? std::string() : batch.ids.front();
    m_label = batch.labels.empty() ? -1 : batch.labels.front();
    // Without steps of its own, those that the sample begins with.
    std::vector<std::size_t> shape(m_values.shape.begin() + 2, m_values.shape.end());
    m_steps = m_values.shape.front();
    if (m_steps == 1 && shape.size() == 4) {
        m_steps = shape.front();
        shape.erase(shape.begin());
    }
    m_isPlanes = shape.size() >= 3;
    m_channelNames = m_input->channelNames();
    if (m_isPlanes) {
        m_width = shape.back();
        m_height = shape[shape.size() - 2];
        m_channels = m_values.elements() / std::max<std::size_t>(m_steps * m_width * m_height, 1);
    } else {
        m_width = m_values.elements() / std::max<std::size_t>(m_steps, 1);
    }
    const std::size_t size = m_channels * m_height * m_width;
    m_mean.assign(size, 0.0F);
    const std::span<const float> values = floatsIn(m_values);
    for (std::size_t step = 0; step < m_steps; ++step) {
        job.checkpoint();
        for (std::size_t i = 0; i < size; ++i) {
            const float value = values[step * size + i];
            m_mean[i] += value;
            m_low = std::min(m_low, value);
            m_high = std::max(m_high, value);
        }
    }
    for (float& value : m_mean)
        value /= static_cast<float>(m_steps);
}

PreviewPicture PreviewSample::picture(std::optional<std::size_t> step) const
{
    return m_isPlanes ? planesAt(step) : unitsOverSteps();
}

PreviewPicture PreviewSample::planesAt(std::optional<std::size_t> step) const
{
    PreviewPicture picture;
    const std::size_t plane = m_height * m_width;
    const std::span<const float> values =
        step ? floatsIn(m_values).subspan(*step * m_channels * plane, m_channels * plane)
             : std::span<const float>(m_mean);
    const std::size_t shown = std::min(m_channels, kMostPlanes);
    for (std::size_t channel = 0; channel < shown; ++channel) {
        const auto part = values.subspan(channel * plane, plane);
        picture.planes.push_back({m_width, m_height, {part.begin(), part.end()}, {}, {}});
        if (m_channels > 1)
            picture.planes.back().channel = channel;
        if (m_channelNames.size() == m_channels)
            picture.planes.back().name = m_channelNames[channel];
    }
    picture.hidden = m_channels - shown;
    setRange(picture);
    if (step) { // the same colours at every step
        picture.low = m_low;
        picture.high = m_high;
    }
    return picture;
}

PreviewPicture PreviewSample::unitsOverSteps() const
{
    PreviewPicture picture;
    picture.overSteps = true;
    picture.units = m_width;
    const std::size_t columns = std::min(m_steps, kMostColumns);
    const std::size_t rows = std::min(m_width, kMostRows);
    std::vector<float> cells(columns * rows, 0.0F);
    const std::span<const float> values = floatsIn(m_values);
    for (std::size_t step = 0; step < m_steps; ++step) {
        const std::size_t column = step * columns / m_steps;
        for (std::size_t unit = 0; unit < m_width; ++unit)
            keepLarger(cells[unit * rows / m_width * columns + column],
                       values[step * m_width + unit]);
    }
    picture.planes.push_back({columns, rows, std::move(cells), {}, {}});
    setRange(picture);
    return picture;
}

} // namespace inspike
