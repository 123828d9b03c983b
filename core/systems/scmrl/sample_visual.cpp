// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/sample_visual.h"

#include "core/base/random.h"
#include "core/systems/scmrl/sample_audio.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace inspike::scmrl {

namespace {

constexpr std::array<float, 3> kColourMean = {0.485F, 0.456F, 0.406F};
constexpr std::array<float, 3> kColourDeviation = {0.229F, 0.224F, 0.225F};
constexpr float kDigitMean = 0.1307F;
constexpr float kDigitDeviation = 0.3081F;
constexpr std::size_t kPadding = 4;
constexpr std::size_t kPolarities = 2;

// --- what training changes, drawn once per sample

struct Shift
{
    std::ptrdiff_t down = 0, right = 0; // -kPadding ... kPadding

    static Shift drawn(Random& random)
    {
        const auto step = [&random] {
            return static_cast<std::ptrdiff_t>(random.below(2 * kPadding + 1)) -
                   static_cast<std::ptrdiff_t>(kPadding);
        };
        Shift shift;
        shift.down = step();
        shift.right = step();
        return shift;
    }
};

// A part of random size and aspect, as torchvision draws it: area 8...100 %, aspect 3/4...4/3, ten
// tries, else the largest part in the middle that has a possible aspect.
PictureBox drawnBox(PictureSize size, Random& random)
{
    constexpr int kTries = 10;
    constexpr double kLeastArea = 0.08;
    const double lowest = std::log(3.0 / 4.0);
    const double highest = std::log(4.0 / 3.0);
    const auto rounded = [](double value) {
        return static_cast<std::size_t>(std::lrint(value));
    };
    const auto below = [&random](std::size_t bound) {
        return std::size_t{random.below(static_cast<std::uint32_t>(bound))};
    };
    const double area = static_cast<double>(size.height) * static_cast<double>(size.width);
    for (int i = 0; i < kTries; ++i) {
        const double target = area * (kLeastArea + (1.0 - kLeastArea) * random.uniform());
        const double aspect = std::exp(lowest + (highest - lowest) * random.uniform());
        const std::size_t width = rounded(std::sqrt(target * aspect));
        const std::size_t height = rounded(std::sqrt(target / aspect));
        if (width < 1 || height < 1 || width > size.width || height > size.height)
            continue;
        const std::size_t top = below(size.height - height + 1);
        return {top, below(size.width - width + 1), height, width};
    }
    const double aspect =
        std::clamp(static_cast<double>(size.width) / static_cast<double>(size.height),
                   std::exp(lowest), std::exp(highest));
    const auto along = [&](double other, std::size_t most) {
        return std::clamp<std::size_t>(rounded(other), 1, most);
    };
    const std::size_t width = along(static_cast<double>(size.height) * aspect, size.width);
    const std::size_t height = along(static_cast<double>(size.width) / aspect, size.height);
    return {(size.height - height) / 2, (size.width - width) / 2, height, width};
}

// --- planes [height, width] of floats

template <typename Value>
std::vector<Value> shifted(std::span<const Value> plane, PictureSize size, std::size_t channels,
                           const Shift& shift)
{
    std::vector<Value> result(plane.size(), Value{0});
    const auto height = static_cast<std::ptrdiff_t>(size.height);
    const auto width = static_cast<std::ptrdiff_t>(size.width);
    for (std::ptrdiff_t y = 0; y < height; ++y) {
        for (std::ptrdiff_t x = 0; x < width; ++x) {
            const std::ptrdiff_t fromY = y - shift.down;
            const std::ptrdiff_t fromX = x - shift.right;
            if (fromY < 0 || fromY >= height || fromX < 0 || fromX >= width)
                continue;
            for (std::size_t c = 0; c < channels; ++c)
                result[static_cast<std::size_t>(y * width + x) * channels + c] =
                    plane[static_cast<std::size_t>(fromY * width + fromX) * channels + c];
        }
    }
    return result;
}

template <typename Value>
void mirror(std::span<Value> plane, PictureSize size, std::size_t channels)
{
    for (std::size_t y = 0; y < size.height; ++y) {
        for (std::size_t x = 0; x < size.width / 2; ++x) {
            for (std::size_t c = 0; c < channels; ++c)
                std::swap(plane[(y * size.width + x) * channels + c],
                          plane[(y * size.width + size.width - 1 - x) * channels + c]);
        }
    }
}

std::vector<float> croppedPlane(std::span<const float> plane, PictureSize size,
                                const PictureBox& box)
{
    std::vector<float> part;
    for (std::size_t y = box.top; y < box.top + box.height; ++y) {
        const auto line = plane.subspan(y * size.width + box.left, box.width);
        part.insert(part.end(), line.begin(), line.end());
    }
    return resizedSmoothly(part, {box.height, box.width}, size);
}

// --- pictures

BytePicture prepared(const BytePicture& picture, const Config& config, Augmentation augmentation,
                     std::uint64_t draw)
{
    const PictureSize size{config.height, config.width};
    Random random(draw);
    if (augmentation == Augmentation::CropFlip) {
        const PictureBox box = drawnBox(picture.size, random);
        BytePicture part = resizedSmoothly(cropped(picture, box), size);
        if (random.chance(0.5))
            mirror<std::uint8_t>(part.data, size, part.channels);
        return part;
    }
    const std::size_t side = config.resize > 0 ? config.resize : 2 * config.height;
    BytePicture middle = shortSideCropped(picture, side, size);
    if (augmentation == Augmentation::Shift)
        middle.data =
            shifted<std::uint8_t>(middle.data, size, middle.channels, Shift::drawn(random));
    return middle;
}

} // namespace

VisualInput pictureInput(const BytePicture& picture, const Config& config,
                         Augmentation augmentation, std::uint64_t draw)
{
    const bool grey = config.visualChannels == 1;
    const BytePicture bytes =
        prepared(grey ? asGrey(picture) : asRgb(picture), config, augmentation, draw);
    const std::size_t pixels = config.height * config.width;
    VisualInput input;
    input.values.resize(pixels * bytes.channels);
    input.picture.resize(pixels * kColourMean.size());
    for (std::size_t c = 0; c < kColourMean.size(); ++c) {
        for (std::size_t i = 0; i < pixels; ++i) {
            const float value =
                static_cast<float>(bytes.data[i * bytes.channels + (grey ? 0 : c)]) / 255.0F;
            input.picture[c * pixels + i] = value;
            if (!grey)
                input.values[c * pixels + i] = (value - kColourMean[c]) / kColourDeviation[c];
            else if (c == 0)
                input.values[i] = (value - kDigitMean) / kDigitDeviation;
        }
    }
    return input;
}

VisualInput eventInput(const EventStream& events, const Config& config, Augmentation augmentation,
                       std::uint64_t draw)
{
    const PictureSize sensor{events.height(), events.width()};
    const PictureSize size{config.height, config.width};
    Random random(draw);
    // The same change at every step.
    const bool crops = augmentation == Augmentation::CropFlip;
    const PictureBox box = crops ? drawnBox(size, random) : PictureBox{};
    const bool mirrors = crops && random.chance(0.5);
    const Shift shift = augmentation == Augmentation::Shift ? Shift::drawn(random) : Shift{};
    VisualInput input;
    for (std::size_t step = 0; step < config.steps; ++step) {
        std::array<std::vector<float>, kPolarities> counts;
        for (std::vector<float>& plane : counts)
            plane.assign(sensor.height * sensor.width, 0.0F);
        const EventSpan part = events.slice(equalPart(events.extent(), step, config.steps));
        for (std::size_t i = 0; i < part.size(); ++i)
            counts[part.polarity[i] > 0 ? 1 : 0]
                  [std::size_t{part.y[i]} * sensor.width + part.x[i]] += 1.0F;
        for (const std::vector<float>& plane : counts) {
            std::vector<float> frame = interpolated(plane, sensor, size, true);
            if (crops)
                frame = croppedPlane(frame, size, box);
            if (mirrors)
                mirror<float>(frame, size, 1);
            if (augmentation == Augmentation::Shift)
                frame = shifted<float>(frame, size, 1, shift);
            for (const float count : frame)
                input.values.push_back((count - kDigitMean) / kDigitDeviation);
        }
    }
    return input;
}

} // namespace inspike::scmrl
