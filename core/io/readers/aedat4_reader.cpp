// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Recordings of DV (AEDAT 4): event streams of one or several cameras, frames and triggers; samples
// of inertia sensors are counted. Times are microseconds since 1970.
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/io/aedat4_file.h"
#include "core/io/assemble.h"
#include "core/io/flatbuffer_walk.h"
#include "core/io/reader.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr std::size_t kMostStreams = 64;

// What the file holds besides events, from one walk over its packets.
struct Survey
{
    std::vector<Aedat4Stream> streams;
    std::vector<std::size_t> packets; // of each stream
    Frames frames;
    std::size_t lostFrames = 0; // of another size or format than the first one
    std::size_t excessFrames = 0;
    std::size_t inertia = 0;
    DecoderCounts triggers;
    std::size_t damaged = 0, ignored = 0;
    std::size_t rest = 0;
};

// Channels of a frame as OpenCV numbers its formats; 0 = unknown.
std::size_t channelsOf(std::int8_t format)
{
    switch (format) {
    case 0:
        return 1; // grey
    case 16:
        return 3; // blue, green, red
    case 24:
        return 4; // the same and opacity
    default:
        return 0;
    }
}

void appendPixels(std::span<const std::byte> pixels, std::size_t channels, Frames& frames)
{
    if (channels == 1) {
        const auto* from = reinterpret_cast<const std::uint8_t*>(pixels.data());
        frames.data.insert(frames.data.end(), from, from + pixels.size());
        return;
    }
    for (std::size_t at = 0; at + channels <= pixels.size(); at += channels) {
        for (const std::size_t channel : {2U, 1U, 0U})
            frames.data.push_back(std::to_integer<std::uint8_t>(pixels[at + channel]));
    }
}

void takeFrame(std::span<const std::byte> content, Survey& survey)
{
    const FlatTable frame = FlatTable::root(content);
    const auto time = frame.number<std::int64_t>(0, 0);
    const std::size_t channels = channelsOf(frame.number<std::int8_t>(5, 0));
    const auto width = frame.number<std::int16_t>(6, 0);
    const auto height = frame.number<std::int16_t>(7, 0);
    const FlatVector pixels = frame.vector(10, 1);
    Frames& frames = survey.frames;
    const bool fits = channels > 0 && width > 0 && height > 0 && time >= -kMaxTime &&
                      time <= kMaxTime &&
                      pixels.count == channels * static_cast<std::size_t>(width) *
                                          static_cast<std::size_t>(height);
    const std::size_t kept = channels == 1 ? 1 : 3;
    const bool alike = frames.count == 0 || (frames.width == static_cast<std::size_t>(width) &&
                                             frames.height == static_cast<std::size_t>(height) &&
                                             frames.channels == kept);
    if (!fits || !alike) {
        ++survey.lostFrames;
        return;
    }
    if (frames.data.size() + pixels.count > memoryBudget() / 8) {
        ++survey.excessFrames;
        return;
    }
    frames.width = static_cast<std::size_t>(width);
    frames.height = static_cast<std::size_t>(height);
    frames.channels = kept;
    frames.time.push_back(time);
    appendPixels(pixels.bytes, channels, frames);
    ++frames.count;
}

void takeTriggers(std::span<const std::byte> content, Survey& survey)
{
    static const std::vector<std::string> kNames = {
        "clock reset",     "signal rises", "signal falls", "signal pulse",    "generator rises",
        "generator falls", "frame starts", "frame ends",   "exposure starts", "exposure ends"};
    const FlatTable root = FlatTable::root(content);
    const FlatVector tables = root.vector(0, sizeof(std::uint32_t));
    for (std::size_t i = 0; i < tables.count; ++i) {
        const FlatTable trigger = root.tableIn(tables, i);
        const auto time = trigger.number<std::int64_t>(0, 0);
        const auto kind = trigger.number<std::int8_t>(1, 0);
        if (kind < 0 || static_cast<std::size_t>(kind) >= kNames.size() || time < -kMaxTime ||
            time > kMaxTime) {
            ++survey.ignored;
            continue;
        }
        ++survey.triggers.triggers;
        Labels& labels = survey.triggers.trigger;
        if (labels.values.size() >= kMostTriggers)
            continue;
        labels.names = kNames;
        labels.values.push_back(kind);
        labels.time.push_back(time);
    }
}

void takeContent(std::span<const std::byte> content, const std::string& type, Survey& survey)
{
    if (FlatTable::identifier(content) != type)
        throw Error(ErrorKind::BadFormat, "a packet holds something else than its stream");
    if (type == "FRME")
        takeFrame(content, survey);
    else if (type == "TRIG")
        takeTriggers(content, survey);
    else if (type == "IMUS")
        survey.inertia += FlatTable::root(content).vector(0, sizeof(std::uint32_t)).count;
    else
        ++survey.ignored;
}

// The index of the packet's stream; those that the XML does not name are added.
std::size_t indexOf(std::int32_t id, std::vector<Aedat4Stream>& streams)
{
    const auto found = std::find_if(streams.begin(), streams.end(),
                                    [id](const Aedat4Stream& stream) { return stream.id == id; });
    if (found != streams.end())
        return static_cast<std::size_t>(found - streams.begin());
    if (streams.size() < kMostStreams)
        streams.push_back({id, {}, {}, {}});
    else
        return streams.size();
    return streams.size() - 1;
}

// Packets of events are only counted: their decoder unpacks them.
Survey surveyed(const Aedat4File& file, JobContext& job)
{
    Survey survey;
    survey.streams = file.streams();
    Aedat4Packet packet;
    std::vector<std::byte> buffer;
    std::size_t offset = file.begin();
    while (file.next(offset, packet)) {
        job.checkpoint();
        const std::size_t index = indexOf(packet.stream, survey.streams);
        if (index == survey.streams.size()) {
            ++survey.ignored;
            continue;
        }
        survey.packets.resize(survey.streams.size());
        ++survey.packets[index];
        Aedat4Stream& stream = survey.streams[index];
        if (stream.type == "EVTS")
            continue;
        try {
            const auto content = file.content(packet, buffer);
            if (stream.type.empty())
                stream.type = FlatTable::identifier(content);
            if (stream.type != "EVTS")
                takeContent(content, stream.type, survey);
        } catch (const Error& error) {
            if (error.kind() != ErrorKind::BadFormat)
                throw;
            ++survey.damaged;
        }
    }
    survey.rest = file.end() - offset;
    survey.packets.resize(survey.streams.size());
    return survey;
}

void note(std::size_t count, const char* before, const char* noun, const char* after,
          std::vector<std::string>& notes)
{
    if (count > 0)
        notes.push_back(before + counted(count, noun) + after);
}

void addOthers(Survey& survey, Recording& recording)
{
    auto& notes = recording.info.notes;
    note(survey.inertia, "left out ", "sample", " of the inertia sensor", notes);
    note(survey.lostFrames, "left out ", "frame", " of another size or format", notes);
    note(survey.excessFrames, "left out ", "frame", ": they exceed the memory budget", notes);
    note(survey.damaged, "skipped ", "damaged packet", " of frames or sensors", notes);
    note(survey.ignored, "ignored ", "record", " of an unknown kind", notes);
    note(survey.rest, "truncated: ignored ", "byte", " after the last packet", notes);
    if (survey.frames.count > 0)
        recording.streams.push_back(
            {"frames/main", "frames", "visual", "", std::move(survey.frames)});
    addTriggers(survey.triggers, recording);
}

class Aedat4Reader : public Reader
{
public:
    ReaderInfo info() const override { return {"aedat4", "AEDAT 4 events", {".aedat4"}}; }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        return peek.startsWith(kAedat4Magic) ? Sniff::Sure : Sniff::No;
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        const auto file = std::make_shared<const Aedat4File>(request.path);
        Survey survey = surveyed(*file, job);
        Recording recording;
        recording.info.format = "aedat4";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        std::vector<const Aedat4Stream*> cameras;
        for (const Aedat4Stream& stream : survey.streams) {
            if (stream.type == "EVTS")
                cameras.push_back(&stream);
        }
        for (std::size_t i = 0; i < cameras.size(); ++i) {
            JobContext part =
                job.part(static_cast<double>(i) / static_cast<double>(cameras.size()),
                         static_cast<double>(i + 1) / static_cast<double>(cameras.size()));
            const Aedat4Stream& camera = *cameras[i];
            std::string name = i == 0 ? "main" : "events " + std::to_string(camera.id);
            std::string id = i == 0 ? "events/main" : "events/" + std::to_string(camera.id);
            recording.streams.push_back(
                {std::move(id), std::move(name), "visual", "event",
                 readEvents(makeAedat4Decoder(file, camera.id), {camera.sensor, {}},
                            recording.info.notes, part)});
        }
        addOthers(survey, recording);
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeAedat4Reader()
{
    return std::make_unique<Aedat4Reader>();
}

} // namespace inspike
