// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/framing.h"

#include "core/base/error.h"
#include "core/base/random.h"

#include <c10/util/Half.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <string>

namespace inspike::transfer {

namespace {

constexpr std::size_t kMostPixels = std::size_t{1} << 26U; // of a sensor
constexpr std::ptrdiff_t kPadding = 4;
constexpr double kMostDegrees = 15.0;
constexpr float kLeastRate = 1e-5F;
// The square that N-Omniglot's recordings are cut to.
constexpr PictureSize kOmniglotSensor{260, 346};
constexpr PictureBox kOmniglotPart{4, 54, 250, 250};

std::vector<TimeRange> binsFrom(Time start, Time width, std::size_t steps)
{
    std::vector<TimeRange> bins(steps);
    for (std::size_t i = 0; i < steps; ++i) {
        const Time begin = start + static_cast<Time>(i) * width;
        bins[i] = {begin, begin + width};
    }
    return bins;
}

PictureBox partOf(PictureSize sensor)
{
    if (sensor == kOmniglotSensor)
        return kOmniglotPart;
    const std::size_t shorter = std::min(sensor.height, sensor.width);
    const std::size_t side = std::max<std::size_t>(
        1, (shorter * kOmniglotPart.height + kOmniglotSensor.height / 2) / kOmniglotSensor.height);
    return {(sensor.height - side) / 2, (sensor.width - side) / 2, side, side};
}

// Events per microsecond, the largest of the plane 1.
void toRates(std::span<float> plane, Time duration)
{
    float largest = 0.0F;
    for (float& value : plane) {
        const double rate = static_cast<double>(value) / static_cast<double>(duration);
        value = static_cast<float>(c10::Half(static_cast<float>(rate)));
        largest = std::max(largest, value);
    }
    for (float& value : plane)
        value /= std::max(largest, kLeastRate);
}

std::vector<float> middleOf(std::span<const float> plane, PictureSize sensor,
                            const PictureBox& part)
{
    std::vector<float> middle;
    middle.reserve(part.height * part.width);
    for (std::size_t y = part.top; y < part.top + part.height; ++y) {
        const auto line = plane.subspan(y * sensor.width + part.left, part.width);
        middle.insert(middle.end(), line.begin(), line.end());
    }
    return middle;
}

// --- changes of a plane as maps: where each pixel comes from, -1 = nowhere

using Sources = std::vector<std::int32_t>;

Sources shifted(std::size_t size, std::ptrdiff_t down, std::ptrdiff_t right)
{
    const auto side = static_cast<std::ptrdiff_t>(size);
    Sources sources(size * size, -1);
    for (std::ptrdiff_t y = 0; y < side; ++y) {
        for (std::ptrdiff_t x = 0; x < side; ++x) {
            const std::ptrdiff_t fromY = y - down;
            const std::ptrdiff_t fromX = x - right;
            if (fromY >= 0 && fromY < side && fromX >= 0 && fromX < side)
                sources[static_cast<std::size_t>(y * side + x)] =
                    static_cast<std::int32_t>(fromY * side + fromX);
        }
    }
    return sources;
}

Sources mirrored(std::size_t size)
{
    Sources sources(size * size);
    for (std::size_t y = 0; y < size; ++y) {
        for (std::size_t x = 0; x < size; ++x)
            sources[y * size + x] = static_cast<std::int32_t>(y * size + size - 1 - x);
    }
    return sources;
}

// `first`, then `second`.
Sources after(const Sources& first, const Sources& second)
{
    Sources sources(second.size(), -1);
    for (std::size_t i = 0; i < second.size(); ++i) {
        if (second[i] >= 0)
            sources[i] = first[static_cast<std::size_t>(second[i])];
    }
    return sources;
}

} // namespace

Cut cutOf(const EventStream& events, std::size_t steps, Framing framing)
{
    if (events.size() == 0)
        throw Error(ErrorKind::BadFormat, "the recording has no events");
    const EventSpan all = events.all();
    const Time last = all.t.back();
    const Time width = last / static_cast<Time>(steps);
    if (last < 0 || width < 1)
        throw Error(ErrorKind::BadFormat, "the recording ends at " + std::to_string(last) +
                                              " us, too early for frames of " +
                                              std::to_string(steps) + " steps");
    Cut cut;
    if (framing == Framing::Rate) {
        cut.sensor = {events.height(), events.width()};
        cut.bins = binsFrom(0, width, steps);
        cut.bins.back().end = last + 1;
    } else {
        const auto [left, right] = std::ranges::minmax(all.x);
        const auto [top, bottom] = std::ranges::minmax(all.y);
        cut.left = left;
        cut.top = top;
        cut.sensor = {std::size_t{bottom} - top + 1, std::size_t{right} - left + 1};
        cut.bins = binsFrom(all.t.front(), width, steps);
    }
    if (cut.sensor.height * cut.sensor.width > kMostPixels)
        throw Error(ErrorKind::Unsupported, "events on " + std::to_string(cut.sensor.width) +
                                                " x " + std::to_string(cut.sensor.height) +
                                                " pixels are not those of a camera");
    return cut;
}

std::vector<float> countsOf(const EventStream& events, const Cut& cut, std::size_t bin)
{
    const std::size_t pixels = cut.sensor.height * cut.sensor.width;
    std::vector<float> counts(kChannels * pixels, 0.0F);
    const EventSpan part = events.slice(cut.bins.at(bin));
    for (std::size_t i = 0; i < part.size(); ++i) {
        const auto y = static_cast<std::size_t>(part.y[i] - cut.top);
        const auto x = static_cast<std::size_t>(part.x[i] - cut.left);
        counts[(part.polarity[i] > 0 ? pixels : 0) + y * cut.sensor.width + x] += 1.0F;
    }
    return counts;
}

std::vector<float> framesOf(const EventStream& events, const Config& config, JobContext& job)
{
    const Cut cut = cutOf(events, config.steps, config.framing);
    const PictureSize size{config.size, config.size};
    const std::size_t pixels = cut.sensor.height * cut.sensor.width;
    const PictureBox part = partOf(cut.sensor);
    std::vector<float> frames;
    frames.reserve(config.steps * kChannels * config.size * config.size);
    for (std::size_t bin = 0; bin < cut.bins.size(); ++bin) {
        job.checkpoint();
        std::vector<float> counts = countsOf(events, cut, bin);
        for (std::size_t channel = 0; channel < kChannels; ++channel) {
            const std::span<float> plane = std::span(counts).subspan(channel * pixels, pixels);
            std::vector<float> frame;
            if (config.framing == Framing::Rate) {
                toRates(plane, bin + 1 < cut.bins.size()
                                   ? cut.bins[bin].end - cut.bins[bin].begin
                                   : cut.bins[bin].end - 1 - cut.bins[bin].begin);
                frame = interpolated(middleOf(plane, cut.sensor, part), {part.height, part.width},
                                     size, false);
            } else {
                frame = interpolated(plane, cut.sensor, size, true);
            }
            frames.insert(frames.end(), frame.begin(), frame.end());
        }
    }
    return frames;
}

void augment(std::vector<float>& planes, std::size_t size, Augmentation augmentation,
             std::uint64_t seed)
{
    if (augmentation == Augmentation::None)
        return;
    Random random(seed);
    const auto step = [&random] {
        return static_cast<std::ptrdiff_t>(random.below(2 * kPadding + 1)) - kPadding;
    };
    const std::ptrdiff_t down = step();
    Sources sources = shifted(size, down, step());
    if (augmentation == Augmentation::CropFlipRotate) {
        if (random.chance(0.5))
            sources = after(sources, mirrored(size));
        sources = after(sources, turned(size, kMostDegrees * (2.0 * random.uniform() - 1.0)));
    }
    std::vector<float> before(size * size);
    for (std::size_t at = 0; at + before.size() <= planes.size(); at += before.size()) {
        const std::span<float> plane = std::span(planes).subspan(at, before.size());
        std::ranges::copy(plane, before.begin());
        for (std::size_t i = 0; i < plane.size(); ++i)
            plane[i] = sources[i] >= 0 ? before[static_cast<std::size_t>(sources[i])] : 0.0F;
    }
}

std::vector<std::int32_t> turned(std::size_t size, double degrees)
{
    const double angle = degrees * std::numbers::pi / 180.0;
    const auto side = static_cast<float>(size);
    const float half = 0.5F * side;
    // In the order of PyTorch's operations on floats, so that ties fall the same way.
    const float alongX = static_cast<float>(std::cos(angle)) / half;
    const float alongY = static_cast<float>(std::sin(angle)) / half;
    const auto nearest = [side](float position) {
        return std::nearbyint(((position + 1.0F) * side - 1.0F) / 2.0F);
    };
    Sources sources(size * size, -1);
    for (std::size_t row = 0; row < size; ++row) {
        for (std::size_t column = 0; column < size; ++column) {
            const float x = static_cast<float>(column) + 0.5F - half;
            const float y = static_cast<float>(row) + 0.5F - half;
            const float fromX = nearest(x * alongX - y * alongY);
            const float fromY = nearest(x * alongY + y * alongX);
            if (fromX >= 0.0F && fromX < side && fromY >= 0.0F && fromY < side)
                sources[row * size + column] =
                    static_cast<std::int32_t>(fromY) * static_cast<std::int32_t>(size) +
                    static_cast<std::int32_t>(fromX);
        }
    }
    return sources;
}

} // namespace inspike::transfer
