// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Still pictures and films. A byte b is the intensity v = b / 255.
// direct: gain (v - mean) / std, the same at every step.
// rate: a spike with probability min(1, gain v) at every step.
// latency: one spike at step round((1 - min(1, gain v)) (T - 1)), none for v = 0.
#include "core/base/error.h"
#include "core/base/random.h"
#include "core/systems/fitting/arrange.h"
#include "core/systems/fitting/encoder.h"
#include "core/systems/fitting/geometry.h"
#include "core/systems/recordings/entry_files.h"

#include <algorithm>
#include <cmath>

namespace inspike::fitting {

namespace {

constexpr std::size_t kStepsOfStills = 100;

const Frames& framesOf(const Piece& piece)
{
    const auto* frames = std::get_if<Frames>(&piece.stream->data);
    if (frames == nullptr)
        throw Error(ErrorKind::BadModel, "pictures are needed as in the first sample, '" +
                                             piece.stream->id + "' holds none");
    if (frames->count == 0 || frames->height == 0 || frames->width == 0)
        throw Error(ErrorKind::BadFormat, "'" + piece.stream->id + "' holds no picture");
    return *frames;
}

// The time from picture to picture where it is always the same.
std::optional<Time> spacingOf(const Frames& frames)
{
    if (frames.time.size() < 2)
        return std::nullopt;
    const Time whole = frames.time.back() - frames.time.front();
    const Time spacing = whole / static_cast<Time>(frames.time.size() - 1);
    for (std::size_t i = 1; i < frames.time.size(); ++i) {
        if (std::abs(frames.time[i] - frames.time[i - 1] - spacing) >
            std::max<Time>(spacing / 50, 1))
            return std::nullopt;
    }
    return spacing > 0 ? std::optional(spacing) : std::nullopt;
}

BytePicture croppedWide(const BytePicture& picture, const Crop& crop)
{
    BytePicture part;
    part.size = {static_cast<std::size_t>(crop.height), static_cast<std::size_t>(crop.width)};
    part.channels = picture.channels;
    part.data.resize(part.size.height * part.size.width * part.channels);
    for (std::int64_t y = 0; y < crop.height; ++y) {
        for (std::int64_t x = 0; x < crop.width; ++x) {
            const std::int64_t fromY = y + crop.top;
            const std::int64_t fromX = x + crop.left;
            if (fromY < 0 || fromX < 0 || fromY >= static_cast<std::int64_t>(picture.size.height) ||
                fromX >= static_cast<std::int64_t>(picture.size.width))
                continue;
            const auto from = static_cast<std::size_t>(fromY) * picture.size.width +
                              static_cast<std::size_t>(fromX);
            const auto to = static_cast<std::size_t>(y * crop.width + x);
            std::copy_n(picture.data.begin() + static_cast<std::ptrdiff_t>(from * picture.channels),
                        picture.channels,
                        part.data.begin() + static_cast<std::ptrdiff_t>(to * picture.channels));
        }
    }
    return part;
}

BytePicture nearestOf(const BytePicture& picture, PictureSize to)
{
    BytePicture result;
    result.size = to;
    result.channels = picture.channels;
    result.data.reserve(to.height * to.width * picture.channels);
    const auto source = [](std::size_t place, std::size_t from, std::size_t count) {
        return (2 * place + 1) * from / (2 * count);
    };
    for (std::size_t y = 0; y < to.height; ++y) {
        const std::size_t row = source(y, picture.size.height, to.height) * picture.size.width;
        for (std::size_t x = 0; x < to.width; ++x) {
            const auto from =
                picture.data.begin() +
                static_cast<std::ptrdiff_t>((row + source(x, picture.size.width, to.width)) *
                                            picture.channels);
            result.data.insert(result.data.end(), from,
                               from + static_cast<std::ptrdiff_t>(picture.channels));
        }
    }
    return result;
}

class PictureEncoder : public Encoder
{
public:
    PictureEncoder(const Piece& first, const EncoderRequest& request)
        : m_settings(request.settings),
          m_coding(request.settings.text("input-coding")),
          m_isFilm(request.settings.text("input-frames") == "steps"),
          m_seed(request.seed)
    {
        const Frames& frames = framesOf(first);
        if (m_settings.text("input-scale") == "sum")
            throw Error(ErrorKind::BadParameter,
                        "input-scale=sum is for events; pictures take smooth or nearest");
        m_crop = cropOf(m_settings, {frames.height, frames.width});
        choose(first, request.wish);
        requireStatistics();
        m_steps = m_settings.count("input-steps");
        if (!request.wish.stepped)
            m_steps = 1;
        else if (m_steps == 0 && !m_isFilm)
            m_steps = kStepsOfStills;
        if (m_settings.number("input-bin-ms") > 0.0)
            m_stepDuration = stepWidth(m_settings, request.wish);
        else if (m_isFilm)
            m_stepDuration = spacingOf(frames);
        if (m_isFilm && m_coding == "latency")
            throw Error(ErrorKind::BadParameter,
                        "input-coding=latency needs still pictures, not the steps of a film");
    }

    std::uint64_t lengthOf(const Piece& piece, JobContext&) const override
    {
        return m_isFilm ? framesOf(piece).count : kStepsOfStills;
    }
    void settle(std::uint64_t longest) override
    {
        if (m_steps == 0)
            m_steps = longest;
    }
    void encode(const Piece& piece, const Cells& cells, Losses& losses,
                JobContext& job) const override;
    std::vector<std::string> channelNames() const override
    {
        return m_channels == 3 ? std::vector<std::string>{"R", "G", "B"}
                               : std::vector<std::string>{};
    }
    std::vector<std::string> lines() const override;
    std::string noun() const override { return "picture"; }
    void describe(Json& choice) const override;

private:
    void choose(const Piece& first, const InputWish& wish);
    bool fits(std::int64_t channels, std::int64_t height, std::int64_t width, Scaling scaling,
              const Shape& wish);
    void requireStatistics() const;
    // [channel, height, width] of 0 to 1.
    std::vector<float> planesOf(const Frames& frames, std::size_t entry) const;
    void putDirect(std::span<const float> planes, const Cells& cells, std::size_t step,
                   std::size_t count) const;
    float chanceOf(float value) const
    {
        const double gain = m_settings.number("input-gain");
        return static_cast<float>(std::clamp(gain * static_cast<double>(value), 0.0, 1.0));
    }

    Settings m_settings;
    std::string m_coding;
    bool m_isFilm;
    std::uint64_t m_seed;
    Crop m_crop; // of the first picture
    Scaling m_scaling = Scaling::None;
    std::int64_t m_channels = 1, m_height = 0, m_width = 0;
};

bool PictureEncoder::fits(std::int64_t channels, std::int64_t height, std::int64_t width,
                          Scaling scaling, const Shape& wish)
{
    const std::optional<Shape> shape = arranged({channels, height, width}, wish, false);
    if (!shape)
        return false;
    m_shape = *shape;
    m_channels = channels;
    m_height = height;
    m_width = width;
    m_scaling = scaling;
    return true;
}

void PictureEncoder::choose(const Piece& first, const InputWish& wish)
{
    const std::size_t own = framesOf(first).channels;
    const std::string colour = m_settings.text("input-colour");
    std::vector<std::int64_t> ways =
        own >= 3 ? std::vector<std::int64_t>{3, 1} : std::vector<std::int64_t>{1, 3};
    if (colour != "auto")
        ways = {colour == "grey" ? 1 : 3};
    std::string advice = "input-crop, input-size and input-colour choose the pixels";
    for (const auto& [height, width] : sizesFor(m_settings, m_crop, wish.shape, true)) {
        const auto scaling = scalingFor(m_settings, m_crop, height, width, true);
        for (const std::int64_t channels : ways) {
            if (scaling && fits(channels, height, width, *scaling, wish.shape))
                return;
            if (!scaling && arranged({channels, height, width}, wish.shape, false))
                advice =
                    "set input-scale=smooth or nearest, or input-crop=" + std::to_string(width) +
                    "," + std::to_string(height);
        }
    }
    refuseShape(first,
                shapeText(Shape{ways.front(), m_crop.height, m_crop.width}) +
                    " (channel, height, width)",
                wish, advice);
}

void PictureEncoder::requireStatistics() const
{
    const bool given = !m_settings.mean.empty() || !m_settings.std.empty();
    if (given && m_coding != "direct")
        throw Error(ErrorKind::BadParameter,
                    "input-mean and input-std go with input-coding=direct; spikes are coded from "
                    "intensities of 0 to 1");
    for (const auto* numbers : {&m_settings.mean, &m_settings.std}) {
        if (numbers->size() > 1 && numbers->size() != static_cast<std::size_t>(m_channels))
            throw Error(ErrorKind::BadParameter,
                        "input-mean and input-std need one number or " +
                            counted(static_cast<std::uint64_t>(m_channels), "number") +
                            ", one per channel");
    }
}

std::vector<float> PictureEncoder::planesOf(const Frames& frames, std::size_t entry) const
{
    BytePicture picture = pictureOf(frames, entry);
    const Crop crop = cropOf(m_settings, picture.size);
    if (m_settings.crop)
        picture = croppedWide(picture, crop);
    const PictureSize size{static_cast<std::size_t>(m_height), static_cast<std::size_t>(m_width)};
    if (picture.size != size) {
        if (m_scaling == Scaling::None && m_settings.text("input-scale") == "none")
            throw Error(ErrorKind::BadShape,
                        "it has " + std::to_string(picture.size.width) + " x " +
                            std::to_string(picture.size.height) +
                            " pixels, not those of the first sample; set input-scale=smooth");
        picture = m_settings.text("input-scale") == "nearest" ? nearestOf(picture, size)
                                                              : resizedSmoothly(picture, size);
    }
    const auto channels = static_cast<std::size_t>(m_channels);
    if (picture.channels != channels)
        picture = channels == 1 ? asGrey(picture) : asRgb(picture);
    const std::string flip = m_settings.text("input-flip");
    const bool flipsX = flip.find('x') != std::string::npos;
    const bool flipsY = flip.find('y') != std::string::npos;
    std::vector<float> planes(channels * size.height * size.width);
    for (std::size_t c = 0; c < channels; ++c) {
        for (std::size_t y = 0; y < size.height; ++y) {
            for (std::size_t x = 0; x < size.width; ++x) {
                const std::size_t fromY = flipsY ? size.height - 1 - y : y;
                const std::size_t fromX = flipsX ? size.width - 1 - x : x;
                const std::uint8_t byte = picture.data[(fromY * size.width + fromX) * channels + c];
                planes[(c * size.height + y) * size.width + x] = static_cast<float>(byte) / 255.0F;
            }
        }
    }
    return planes;
}

void PictureEncoder::putDirect(std::span<const float> planes, const Cells& cells, std::size_t step,
                               std::size_t count) const
{
    const auto of = [](const std::vector<double>& numbers, std::size_t channel, double fallback) {
        return numbers.empty() ? fallback : numbers[numbers.size() > 1 ? channel : 0];
    };
    const double gain = m_settings.number("input-gain");
    const auto plane = static_cast<std::size_t>(m_height * m_width);
    float* values = cells.at(step);
    for (std::size_t i = 0; i < planes.size(); ++i) {
        const double mean = of(m_settings.mean, i / plane, 0.0);
        const double std = of(m_settings.std, i / plane, 1.0);
        values[i] = static_cast<float>(gain * (static_cast<double>(planes[i]) - mean) / std);
    }
    for (std::size_t other = step + 1; other < step + count; ++other)
        std::copy_n(values, planes.size(), cells.at(other));
}

void PictureEncoder::encode(const Piece& piece, const Cells& cells, Losses& losses,
                            JobContext& job) const
{
    const Frames& frames = framesOf(piece);
    Random random(mixedSeed(m_seed, piece.sample));
    const std::size_t pictures = m_isFilm ? std::min(frames.count, cells.steps) : 1;
    if (m_isFilm)
        losses.after += frames.count - pictures;
    for (std::size_t i = 0; i < pictures; ++i) {
        job.checkpoint();
        const std::vector<float> planes = planesOf(frames, m_isFilm ? i : piece.entry);
        const std::size_t count = m_isFilm ? 1 : cells.steps;
        ++losses.taken;
        if (m_coding == "direct") {
            putDirect(planes, cells, i, count);
        } else if (m_coding == "rate") {
            for (std::size_t step = i; step < i + count; ++step) {
                job.checkpoint();
                float* values = cells.at(step);
                for (std::size_t k = 0; k < planes.size(); ++k)
                    values[k] =
                        random.chance(static_cast<double>(chanceOf(planes[k]))) ? 1.0F : 0.0F;
            }
        } else {
            const auto last = static_cast<double>(cells.steps - 1);
            for (std::size_t k = 0; k < planes.size(); ++k) {
                const auto value = static_cast<double>(chanceOf(planes[k]));
                if (value > 0.0)
                    cells.at(static_cast<std::size_t>(std::lround((1.0 - value) * last)))[k] = 1.0F;
            }
        }
    }
}

std::vector<std::string> PictureEncoder::lines() const
{
    const auto pixels = [](std::int64_t width, std::int64_t height) {
        return std::to_string(width) + " x " + std::to_string(height);
    };
    std::vector<std::string> lines;
    std::string text =
        std::string(m_channels == 1 ? "grey" : "RGB") + " pictures of " + pixels(m_width, m_height);
    if (m_settings.crop)
        text += ", cropped to " + pixels(m_crop.width, m_crop.height);
    if (m_scaling != Scaling::None)
        text += ", resized " +
                std::string(m_scaling == Scaling::Nearest ? "(nearest pixel)" : "smoothly");
    if (const std::string flip = m_settings.text("input-flip"); flip != "none")
        text += ", mirrored in " + std::string(flip == "xy" ? "x and y" : flip);
    lines.push_back(text);
    text = counted(m_steps, "step") +
           (m_stepDuration ? " of " + msText(*m_stepDuration) : std::string()) +
           (m_isFilm ? ", a picture each" : "") + ": ";
    const std::string gain = numberText(m_settings.number("input-gain"));
    const std::string value = gain == "1" ? "intensity" : gain + " x intensity";
    if (m_coding == "rate")
        text += "a spike with probability " + value + ", from the seed " + std::to_string(m_seed);
    else if (m_coding == "latency")
        text += "one spike at step (1 - " + value + ") x " + grouped(m_steps - 1) + ", rounded";
    else
        text += value + " of 0 to 1" + (m_isFilm ? "" : " at every step");
    if (!m_settings.mean.empty())
        text += ", minus " + m_settings.text("input-mean");
    if (!m_settings.std.empty())
        text += ", divided by " + m_settings.text("input-std");
    lines.push_back(text);
    return lines;
}

void PictureEncoder::describe(Json& choice) const
{
    for (const char* id : {"input-frames", "input-coding", "input-crop", "input-size", "input-flip",
                           "input-gain", "input-mean", "input-std", "input-bin-ms"})
        choice.set(id, m_settings.params().toJson()[id]);
    choice.set("input-colour", m_channels == 1 ? "grey" : "rgb");
    choice.set("input-scale", nameOf(m_scaling));
    if (m_coding == "rate")
        choice.set("seed", m_seed);
}

} // namespace

std::unique_ptr<Encoder> makePictureEncoder(const Piece& first, const EncoderRequest& request)
{
    return std::make_unique<PictureEncoder>(first, request);
}

} // namespace inspike::fitting
