// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Event-camera digits of N-MNIST, and files of the same layout (N-Caltech101, SLAYER .bs2): five
// bytes per event without a header: x, y, then one bit polarity and 23 bits time in us, big endian.
// y = 240 marks an overflow of the time and is no event.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/bytes.h"
#include "core/io/reader.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr std::size_t kEventBytes = 5;
constexpr std::uint32_t kOverflowRow = 240;
constexpr Time kOverflow =
    1 << 13; // us added to all later times, as the data set's own reader does
constexpr std::int64_t kDigitSensor = 34;
constexpr std::int64_t kCaltechWidth = 240;
constexpr std::int64_t kCaltechHeight = 180;
constexpr Time kSmallStep = 100000; // us between neighbours in a plausible file

struct Plausibility
{
    std::size_t events = 0;
    std::size_t onDigitSensor = 0;
    std::size_t onCaltechSensor = 0;
    std::size_t smallSteps = 0; // forward by no more than kSmallStep
};

Time timeAt(const std::vector<std::byte>& bytes, std::size_t at)
{
    return static_cast<Time>((byteAt(bytes, at + 2) & 0x7FU) << 16U | byteAt(bytes, at + 3) << 8U |
                             byteAt(bytes, at + 4));
}

Plausibility judge(const std::vector<std::byte>& bytes)
{
    Plausibility found;
    Time last = -1;
    for (std::size_t at = 0; at + kEventBytes <= bytes.size(); at += kEventBytes) {
        const std::uint32_t x = byteAt(bytes, at);
        const std::uint32_t y = byteAt(bytes, at + 1);
        if (y == kOverflowRow)
            continue;
        const Time time = timeAt(bytes, at);
        ++found.events;
        found.onDigitSensor += x < kDigitSensor && y < kDigitSensor ? 1 : 0;
        found.onCaltechSensor += x < kCaltechWidth && y < kCaltechHeight ? 1 : 0;
        found.smallSteps += last < 0 || (time >= last && time - last <= kSmallStep) ? 1 : 0;
        last = time;
    }
    return found;
}

bool mostOf(std::size_t part, std::size_t whole)
{
    return part * 20 >= whole * 19;
}

RawEvents parseEvents(const std::vector<std::byte>& bytes, std::vector<std::string>& notes,
                      JobContext& job)
{
    RawEvents raw;
    Time offset = 0;
    std::size_t overflows = 0;
    for (std::size_t at = 0; at + kEventBytes <= bytes.size(); at += kEventBytes) {
        if (at % (kEventBytes << 16U) == 0)
            job.checkpoint();
        if (byteAt(bytes, at + 1) == kOverflowRow) {
            offset += kOverflow;
            ++overflows;
            continue;
        }
        raw.t.push_back(timeAt(bytes, at) + offset);
        raw.x.push_back(byteAt(bytes, at));
        raw.y.push_back(byteAt(bytes, at + 1));
        raw.polarity.push_back(byteAt(bytes, at + 2) >> 7U);
    }
    if (overflows > 0)
        notes.push_back("followed " + counted(overflows, "overflow marker") + " of the time");
    if (const std::size_t rest = bytes.size() % kEventBytes)
        notes.push_back("truncated: ignored " + counted(rest, "byte") + " after the last event");
    return raw;
}

class NmnistReader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"n-mnist",
                "N-MNIST events",
                {".bin", ".bs2"},
                {{"width",
                  "Sensor width",
                  "Pixels; 0 chooses 34 or 240 from the events.",
                  std::int64_t{0},
                  0,
                  256,
                  {},
                  "px"},
                 {"height",
                  "Sensor height",
                  "Pixels; 0 chooses 34 or 180 from the events.",
                  std::int64_t{0},
                  0,
                  256,
                  {},
                  "px"}}};
    }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        const std::string extension = peek.extension();
        const bool named = extension == ".bin" || extension == ".bs2";
        if (peek.size == 0)
            return named ? Sniff::Maybe : Sniff::No;
        const Plausibility found = judge(peek.head);
        if (found.events == 0 || !mostOf(found.smallSteps, found.events))
            return Sniff::No;
        if (mostOf(found.onDigitSensor, found.events))
            return named ? Sniff::Sure : (found.events >= 100 ? Sniff::Maybe : Sniff::No);
        return named && mostOf(found.onCaltechSensor, found.events) ? Sniff::Maybe : Sniff::No;
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        Recording recording;
        recording.info.format = "n-mnist";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        auto& notes = recording.info.notes;
        const auto bytes = readBytes(request.path, job);
        const RawEvents raw = parseEvents(bytes, notes, job);
        const Plausibility found = judge(bytes);
        const bool digits = mostOf(found.onDigitSensor, found.events);
        const Params params = request.params.has("width") ? request.params : Params(info().params);
        std::int64_t width = params.integer("width");
        std::int64_t height = params.integer("height");
        if (width == 0)
            width = digits ? kDigitSensor : kCaltechWidth;
        if (height == 0)
            height = digits ? kDigitSensor : kCaltechHeight;
        recording.streams.push_back({"events/main", "main", "visual", "event",
                                     eventsFromColumns(raw, width, height, notes)});
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeNmnistReader()
{
    return std::make_unique<NmnistReader>();
}

} // namespace inspike
