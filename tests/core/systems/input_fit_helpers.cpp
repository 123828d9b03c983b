// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/systems/input_fit_helpers.h"

#include <algorithm>
#include <numeric>

namespace inspike::test {

std::shared_ptr<Recording> recordingOf(StreamData data, const std::string& name)
{
    auto recording = std::make_shared<Recording>();
    recording->info.title = "made";
    recording->streams.push_back({"streams/" + name, name, "", "", std::move(data)});
    return recording;
}

std::shared_ptr<Recording> eventsOf(const std::vector<std::array<int, 4>>& events,
                                    std::uint32_t width, std::uint32_t height)
{
    EventColumns columns;
    for (const auto& [t, x, y, p] : events) {
        columns.t.push_back(t);
        columns.x.push_back(static_cast<std::uint16_t>(x));
        columns.y.push_back(static_cast<std::uint16_t>(y));
        columns.polarity.push_back(static_cast<std::uint8_t>(p));
    }
    return recordingOf(EventStream(std::move(columns), width, height));
}

Tensor countingTensor(const std::vector<std::size_t>& shape, std::vector<AxisKind> axes)
{
    std::vector<float> values(checkedElements(shape));
    std::iota(values.begin(), values.end(), 0.0F);
    Tensor tensor = Tensor::fromFloats(shape, values);
    tensor.axes = std::move(axes);
    return tensor;
}

Frames picturesOf(std::size_t height, std::size_t width, std::size_t channels,
                  std::vector<std::uint8_t> bytes)
{
    Frames frames;
    frames.height = height;
    frames.width = width;
    frames.channels = channels;
    frames.count = bytes.size() / (height * width * channels);
    frames.data = std::move(bytes);
    return frames;
}

InputWish wishFor(std::vector<std::int64_t> shape, double stepSeconds)
{
    InputWish wish;
    wish.shape = std::move(shape);
    wish.stepSeconds = stepSeconds;
    return wish;
}

std::vector<float> Fit::at(std::size_t step, std::size_t sample) const
{
    const std::size_t size = values.size() / (shape[0] * shape[1]);
    const auto from =
        values.begin() + static_cast<std::ptrdiff_t>((step * shape[1] + sample) * size);
    return {from, from + static_cast<std::ptrdiff_t>(size)};
}

std::unique_ptr<FittedInput> fitOnly(std::shared_ptr<const Recording> recording,
                                     const InputWish& wish,
                                     const std::vector<std::string>& settings, std::uint64_t seed)
{
    JobContext job = nullJob();
    return fitInput(std::move(recording), wish, Params::parse(fitOptions(), settings), seed, job);
}

Fit fit(std::shared_ptr<const Recording> recording, const InputWish& wish,
        const std::vector<std::string>& settings, std::uint64_t seed)
{
    JobContext job = nullJob();
    Fit result;
    result.input = fitOnly(std::move(recording), wish, settings, seed);
    result.batch = result.input->load(0, result.input->samples(), job);
    result.values = result.batch.values.toFloats();
    result.shape = result.batch.values.shape;
    return result;
}

bool says(const FittedInput& input, const std::string& text)
{
    return std::ranges::any_of(input.explanation(), [&](const std::string& line) {
        return line.find(text) != std::string::npos;
    });
}

} // namespace inspike::test
