// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/sample_audio.h"

#include "core/base/error.h"
#include "core/media/spectrogram.h"

#include <algorithm>
#include <cmath>

namespace inspike::scmrl {

namespace {

constexpr std::size_t kSide = 8; // the channels of a cochlea are laid out 8 x 8
constexpr std::size_t kChannels = kSide * kSide;

std::size_t channelOf(std::size_t unit, std::size_t units)
{
    return units <= kChannels ? unit : unit * kChannels / units;
}

void appendEnlarged(const std::vector<float>& counts, PictureSize size, std::vector<float>& input)
{
    const std::vector<float> picture = interpolated(counts, {kSide, kSide}, size, false);
    input.insert(input.end(), picture.begin(), picture.end());
}

std::vector<float> mixedDown(const Signal& sound)
{
    std::vector<float> mono(sound.data.size() / sound.channels);
    for (std::size_t i = 0; i < mono.size(); ++i) {
        float sum = 0.0F;
        for (std::size_t channel = 0; channel < sound.channels; ++channel)
            sum += sound.data[i * sound.channels + channel];
        mono[i] = sum / static_cast<float>(sound.channels);
    }
    return mono;
}

} // namespace

TimeRange equalPart(TimeRange whole, std::size_t index, std::size_t count)
{
    const auto parts = static_cast<Time>(count);
    const Time duration = whole.end - whole.begin;
    // Without a product that could overflow.
    const auto edge = [&](std::size_t i) {
        const auto k = static_cast<Time>(i);
        return whole.begin + duration / parts * k + duration % parts * k / parts;
    };
    return {edge(index), edge(index + 1)};
}

std::vector<float> soundInput(const Signal& sound, PictureSize size, JobContext& job)
{
    if (sound.channels < 1)
        throw Error(ErrorKind::BadFormat, "the sound has no channels");
    if (!std::ranges::all_of(sound.data, [](float sample) { return std::isfinite(sample); }))
        throw Error(ErrorKind::BadFormat, "the sound has samples that are no finite numbers");
    const auto rate = static_cast<std::int64_t>(std::llround(std::clamp(sound.rateHz, 0.0, 1e12)));
    const Spectrogram picture = sound.channels == 1 ? soundPicture(sound.data, rate, job)
                                                    : soundPicture(mixedDown(sound), rate, job);
    return resizedSmoothly(picture.values, {picture.bins, picture.frames}, size);
}

std::vector<float> cochleaInput(const SpikeTrains& spikes, std::size_t steps, PictureSize size)
{
    std::vector<float> input;
    for (std::size_t step = 0; step < steps; ++step) {
        std::vector<float> counts(kChannels, 0.0F);
        const TimeRange range = equalPart(spikes.extent(), step, steps);
        for (std::size_t unit = 0; unit < spikes.units(); ++unit)
            counts[channelOf(unit, spikes.units())] +=
                static_cast<float>(spikes.train(static_cast<UnitIndex>(unit), range).size());
        appendEnlarged(counts, size, input);
    }
    return input;
}

std::vector<float> cochleaInput(const EventStream& events, std::size_t steps, PictureSize size)
{
    const std::size_t units = std::size_t{events.width()} * events.height();
    std::vector<float> input;
    for (std::size_t step = 0; step < steps; ++step) {
        std::vector<float> counts(kChannels, 0.0F);
        const EventSpan part = events.slice(equalPart(events.extent(), step, steps));
        for (std::size_t i = 0; i < part.size(); ++i) {
            const std::size_t unit = std::size_t{part.y[i]} * events.width() + part.x[i];
            counts[channelOf(unit, units)] += 1.0F;
        }
        appendEnlarged(counts, size, input);
    }
    return input;
}

} // namespace inspike::scmrl
