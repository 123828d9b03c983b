// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Events of a sensor as [channel, height, width] per step. A bin is [begin + i width, begin + (i +
// 1) width).
#include "core/base/error.h"
#include "core/systems/fitting/arrange.h"
#include "core/systems/fitting/clock.h"
#include "core/systems/fitting/encoder.h"
#include "core/systems/fitting/geometry.h"

#include <algorithm>

namespace inspike::fitting {

namespace {

constexpr std::uint64_t kBlock = std::uint64_t{1} << 18U; // entries of a stored stream
constexpr std::size_t kCheckEvery = std::size_t{1} << 16U;

struct Sensor
{
    PictureSize size;
    TimeRange extent;
    std::uint64_t events = 0;
};

const StoredStream* storedEvents(const Piece& piece)
{
    const auto* stored = std::get_if<StoredStream>(&piece.stream->data);
    return stored != nullptr && stored->isEvents() ? stored : nullptr;
}

Sensor sensorOf(const Piece& piece)
{
    if (const auto* events = std::get_if<EventStream>(&piece.stream->data))
        return {{events->height(), events->width()}, events->extent(), events->size()};
    if (const auto* stored = storedEvents(piece)) {
        const AddressFacts& facts = stored->source->facts();
        return {{facts.height, facts.width}, facts.extent, facts.count};
    }
    throw Error(ErrorKind::BadModel,
                "events are needed as in the first sample, '" + piece.stream->id + "' is not");
}

// The channel and the value of an event of polarity 0 and 1; channel -1: it does not go in.
struct Polarity
{
    std::string name;
    std::int64_t channels = 1;
    std::int64_t channel[2] = {0, 0};
    float value[2] = {1.0F, 1.0F};
    std::string text; // for people
    std::vector<std::string> channelNames = {};
};

std::vector<Polarity> polarities(const std::string& wanted)
{
    const std::vector<Polarity> all = {
        {"off-on", 2, {0, 1}, {1, 1}, "channels OFF, ON", {"OFF", "ON"}},
        {"merged", 1, {0, 0}, {1, 1}, "both polarities in one channel"},
        {"on-off", 2, {1, 0}, {1, 1}, "channels ON, OFF", {"ON", "OFF"}},
        {"signed", 1, {0, 0}, {-1, 1}, "ON as 1, OFF as -1"},
        {"on", 1, {-1, 0}, {1, 1}, "ON events only"},
        {"off", 1, {0, -1}, {1, 1}, "OFF events only"}};
    if (wanted == "auto")
        return {all[0], all[1]};
    const auto found = std::ranges::find(all, wanted, &Polarity::name);
    return {*found};
}

class EventEncoder : public ClockedEncoder
{
public:
    EventEncoder(const Piece& first, const EncoderRequest& request)
        : ClockedEncoder(request),
          m_settings(request.settings),
          m_isBinary(request.settings.text("input-count") == "binary"),
          m_gain(static_cast<float>(request.settings.number("input-gain"))),
          m_sensor(sensorOf(first).size)
    {
        if (m_settings.text("input-scale") == "smooth")
            throw Error(ErrorKind::BadParameter,
                        "input-scale=smooth is for pictures; events take sum or nearest");
        m_crop = cropOf(m_settings, m_sensor);
        choose(first, request.wish);
    }

    std::uint64_t lengthOf(const Piece& piece, JobContext&) const override
    {
        return m_clock.lengthOf(sensorOf(piece).extent);
    }
    void encode(const Piece& piece, const Cells& cells, Losses& losses,
                JobContext& job) const override;

    std::vector<std::string> channelNames() const override { return m_polarity.channelNames; }
    std::vector<std::string> lines() const override;
    std::string noun() const override { return "event"; }
    void describe(Json& choice) const override;

private:
    struct Pass;

    void choose(const Piece& first, const InputWish& wish);
    bool fits(const Polarity& polarity, std::int64_t height, std::int64_t width, Scaling scaling,
              const Shape& wish);

    Settings m_settings;
    bool m_isBinary;
    float m_gain;
    PictureSize m_sensor;
    Crop m_crop; // of the first recording
    Polarity m_polarity;
    Scaling m_scaling = Scaling::None;
    std::int64_t m_height = 0, m_width = 0;
};

bool EventEncoder::fits(const Polarity& polarity, std::int64_t height, std::int64_t width,
                        Scaling scaling, const Shape& wish)
{
    const std::optional<Shape> shape = arranged({polarity.channels, height, width}, wish, false);
    if (!shape)
        return false;
    m_shape = *shape;
    m_polarity = polarity;
    m_height = height;
    m_width = width;
    m_scaling = scaling;
    return true;
}

// As it is first, then scaled to the planes of the network.
void EventEncoder::choose(const Piece& first, const InputWish& wish)
{
    const std::vector<Polarity> ways = polarities(m_settings.text("input-polarity"));
    std::string advice = "input-polarity gives 1 or 2 channels, input-crop, input-size and "
                         "input-scale choose the pixels";
    for (const auto& [height, width] : sizesFor(m_settings, m_crop, wish.shape, false)) {
        const auto scaling = scalingFor(m_settings, m_crop, height, width, false);
        for (const Polarity& polarity : ways) {
            if (scaling && fits(polarity, height, width, *scaling, wish.shape))
                return;
            if (!scaling && arranged({polarity.channels, height, width}, wish.shape, false))
                advice = "set input-scale=sum or nearest, or input-crop=" + std::to_string(width) +
                         "," + std::to_string(height);
        }
    }
    refuseShape(first,
                shapeText(Shape{ways.front().channels, m_crop.height, m_crop.width}) +
                    " (channel, height, width)",
                wish, advice);
}

// One recording on its way into the cells.
struct EventEncoder::Pass
{
    const EventEncoder& own;
    const Cells& cells;
    Losses& losses;
    Time begin = 0, end = 0;
    std::vector<Places> columns, rows;

    Pass(const EventEncoder& encoder, const Sensor& sensor, const Cells& into, Losses& counted)
        : own(encoder), cells(into), losses(counted)
    {
        const Crop crop = cropOf(own.m_settings, sensor.size);
        const std::string flip = own.m_settings.text("input-flip");
        columns = placesOf(sensor.size.width, crop.left, crop.width, own.m_width, own.m_scaling,
                           flip.find('x') != std::string::npos);
        rows = placesOf(sensor.size.height, crop.top, crop.height, own.m_height, own.m_scaling,
                        flip.find('y') != std::string::npos);
        begin = own.m_clock.beginOf(sensor.extent);
        end = begin + std::min(own.m_clock.most(), kMaxTime);
    }

    // False where the event comes too late.
    bool add(Time time, std::size_t x, std::size_t y, std::size_t polarity)
    {
        if (time >= end) {
            ++losses.after;
            return false;
        }
        if (time < begin) {
            ++losses.before;
            return true;
        }
        const std::int64_t channel = own.m_polarity.channel[polarity];
        const Places& column = columns[x];
        const Places& row = rows[y];
        if (channel < 0 || column.end <= column.begin || row.end <= row.begin) {
            ++losses.outside;
            return true;
        }
        ++losses.taken;
        float* step = cells.at(static_cast<std::size_t>((time - begin) / own.m_clock.width()));
        float* plane = step + channel * own.m_height * own.m_width;
        for (std::uint32_t to = row.begin; to < row.end; ++to) {
            for (std::uint32_t at = column.begin; at < column.end; ++at)
                plane[to * own.m_width + at] += own.m_polarity.value[polarity];
        }
        return true;
    }
    void addAll(const EventStream& events, JobContext& job)
    {
        const EventSpan all = events.all();
        for (std::size_t i = 0; i < all.size(); ++i) {
            if (i % kCheckEvery == 0)
                job.checkpoint();
            if (!add(all.t[i], all.x[i], all.y[i], all.polarity[i] > 0 ? 1 : 0)) {
                losses.after += all.size() - i - 1; // they are sorted
                return;
            }
        }
    }
    void addAll(const AddressSource& source, JobContext& job)
    {
        const AddressFacts& facts = source.facts();
        const std::uint64_t plane = std::uint64_t{facts.width} * facts.height;
        AddressColumns block;
        for (std::uint64_t first = 0; first < facts.count; first += kBlock) {
            job.checkpoint();
            job.progress(static_cast<double>(first) / static_cast<double>(facts.count));
            source.read(first, std::min(kBlock, facts.count - first), block);
            for (std::size_t i = 0; i < block.time.size(); ++i) {
                const std::uint64_t pixel = block.address[i] % plane;
                add(block.time[i], pixel % facts.width, pixel / facts.width,
                    block.address[i] / plane);
            }
        }
    }
    // What was counted, as the settings say.
    void finish()
    {
        if (!own.m_isBinary && own.m_gain == 1.0F)
            return;
        const std::size_t size = static_cast<std::size_t>(elementsOf(own.m_shape));
        for (std::size_t step = 0; step < cells.steps; ++step) {
            float* values = cells.at(step);
            for (std::size_t i = 0; i < size; ++i) {
                if (own.m_isBinary)
                    values[i] = static_cast<float>((values[i] > 0.0F) - (values[i] < 0.0F));
                values[i] *= own.m_gain;
            }
        }
    }
};

void EventEncoder::encode(const Piece& piece, const Cells& cells, Losses& losses,
                          JobContext& job) const
{
    const Sensor sensor = sensorOf(piece);
    const Crop crop = cropOf(m_settings, sensor.size);
    if (sensor.events > 0 && (crop.width != m_crop.width || crop.height != m_crop.height))
        throw Error(ErrorKind::BadShape,
                    "its sensor has " + std::to_string(sensor.size.width) + " x " +
                        std::to_string(sensor.size.height) + " pixels, that of the first sample " +
                        std::to_string(m_sensor.width) + " x " + std::to_string(m_sensor.height) +
                        "; set input-crop=0,0,width,height to take the same part of all");
    Pass pass(*this, sensor, cells, losses);
    if (const auto* events = std::get_if<EventStream>(&piece.stream->data))
        pass.addAll(*events, job);
    else
        pass.addAll(*storedEvents(piece)->source, job);
    pass.finish();
}

std::vector<std::string> EventEncoder::lines() const
{
    std::vector<std::string> lines = m_clock.lines();
    std::string text = std::string(m_isBinary ? "whether there are events" : "events counted") +
                       ", " + m_polarity.text;
    if (m_gain != 1.0F)
        text += ", times " + numberText(m_settings.number("input-gain"));
    lines.push_back(text);
    const auto pixels = [](std::int64_t width, std::int64_t height) {
        return std::to_string(width) + " x " + std::to_string(height);
    };
    if (m_settings.crop)
        lines.push_back("cropped to " + pixels(m_crop.width, m_crop.height) + " pixels at " +
                        std::to_string(m_crop.left) + ", " + std::to_string(m_crop.top));
    if (m_scaling == Scaling::Sum)
        lines.push_back("scaled to " + pixels(m_width, m_height) +
                        " pixels, each event in the pixel it falls into");
    if (m_scaling == Scaling::Nearest)
        lines.push_back("scaled to " + pixels(m_width, m_height) +
                        " pixels, each of the nearest "
                        "one");
    if (const std::string flip = m_settings.text("input-flip"); flip != "none")
        lines.push_back("mirrored in " + std::string(flip == "xy" ? "x and y" : flip));
    return lines;
}

void EventEncoder::describe(Json& choice) const
{
    m_clock.describe(choice);
    choice.set("input-count", m_isBinary ? "binary" : "sum");
    choice.set("input-polarity", m_polarity.name);
    choice.set("input-crop", m_settings.text("input-crop"));
    choice.set("input-size", m_settings.text("input-size"));
    choice.set("input-scale", nameOf(m_scaling));
    choice.set("input-flip", m_settings.text("input-flip"));
    choice.set("input-gain", m_settings.number("input-gain"));
}

} // namespace

std::unique_ptr<Encoder> makeEventEncoder(const Piece& first, const EncoderRequest& request)
{
    return std::make_unique<EventEncoder>(first, request);
}

} // namespace inspike::fitting
