// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/reader.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <system_error>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::size_t kPeekBytes = 4096;

void describe(StreamSummary& summary, const SpikeTrains& trains)
{
    summary.type = "spikes";
    summary.count = trains.spikes();
    summary.units = trains.units();
    if (!trains.extent().empty()) {
        summary.first = trains.extent().begin;
        summary.last = trains.extent().end - 1;
    }
}

void describe(StreamSummary& summary, const EventStream& events)
{
    summary.type = "events";
    summary.count = events.size();
    summary.width = events.width();
    summary.height = events.height();
    summary.on = events.onCount();
    summary.off = events.size() - events.onCount();
    if (events.size() > 0) {
        summary.first = events.extent().begin;
        summary.last = events.extent().end - 1;
    }
}

void describe(StreamSummary& summary, const StoredStream& stored)
{
    const AddressFacts& facts = stored.source->facts();
    summary.type = stored.isEvents() ? "events" : "spikes";
    summary.count = facts.count;
    if (stored.isEvents()) {
        summary.width = facts.width;
        summary.height = facts.height;
        summary.on = facts.on;
        summary.off = facts.count - facts.on;
    } else {
        summary.units = facts.addresses;
    }
    if (!facts.extent.empty()) {
        summary.first = facts.extent.begin;
        summary.last = facts.extent.end - 1;
    }
}

void describe(StreamSummary& summary, const Signal& signal)
{
    summary.type = "signal";
    summary.count = signal.channels > 0 ? signal.data.size() / signal.channels : 0;
    summary.channels = signal.channels;
    summary.rateHz = signal.rateHz;
}

void describe(StreamSummary& summary, const Frames& frames)
{
    summary.type = "frames";
    summary.count = frames.count;
    summary.width = static_cast<std::uint32_t>(frames.width);
    summary.height = static_cast<std::uint32_t>(frames.height);
    summary.channels = frames.channels;
    if (!frames.time.empty()) {
        const auto [first, last] = std::minmax_element(frames.time.begin(), frames.time.end());
        summary.first = *first;
        summary.last = *last;
    }
}

// Samples of each part that has any.
template <typename Items>
void countSplits(StreamSummary& summary, const Items& items)
{
    constexpr std::array<const char*, 4> kNames = {"none", "train", "validation", "test"};
    std::array<std::uint64_t, kNames.size()> counts = {};
    for (const auto& item : items)
        ++counts[static_cast<std::size_t>(item.split)];
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i] > 0)
            summary.splits.emplace_back(kNames[i], counts[i]);
    }
}

void describe(StreamSummary& summary, const Pairs& pairs)
{
    summary.type = "pairs";
    summary.count = pairs.items.size();
    summary.classes = pairs.names.size();
    countSplits(summary, pairs.items);
}

void describe(StreamSummary& summary, const SampleList& list)
{
    summary.type = "samples";
    summary.count = list.items.size();
    summary.classes = list.names.size();
    countSplits(summary, list.items);
}

void describe(StreamSummary& summary, const Labels& labels)
{
    summary.type = "labels";
    summary.count = labels.values.size();
}

void describe(StreamSummary& summary, const Tensor& tensor)
{
    summary.type = "tensor";
    summary.count = tensor.elements();
    summary.shape = tensor.shape;
}

template <typename T>
void setIfKnown(Json& object, const char* key, const std::optional<T>& value)
{
    if (!value)
        return;
    if constexpr (std::is_same_v<T, std::uint32_t>)
        object.set(key, static_cast<std::uint64_t>(*value));
    else
        object.set(key, *value);
}

Json toJson(const StreamSummary& stream)
{
    Json object = Json::object();
    object.set("id", stream.id);
    object.set("type", stream.type);
    object.set("count", stream.count);
    setIfKnown(object, "units", stream.units);
    setIfKnown(object, "width", stream.width);
    setIfKnown(object, "height", stream.height);
    setIfKnown(object, "on", stream.on);
    setIfKnown(object, "off", stream.off);
    setIfKnown(object, "channels", stream.channels);
    setIfKnown(object, "rate_hz", stream.rateHz);
    if (!stream.domain.empty())
        object.set("domain", stream.domain);
    setIfKnown(object, "classes", stream.classes);
    if (!stream.splits.empty()) {
        Json splits = Json::object();
        for (const auto& [name, count] : stream.splits)
            splits.set(name, count);
        object.set("splits", std::move(splits));
    }
    if (stream.type == "tensor") {
        Json shape = Json::array();
        for (const std::size_t size : stream.shape)
            shape.push(static_cast<std::uint64_t>(size));
        object.set("shape", std::move(shape));
    }
    setIfKnown(object, "t_first_us", stream.first);
    setIfKnown(object, "t_last_us", stream.last);
    return object;
}

} // namespace

std::string FilePeek::extension() const
{
    std::string extension = path.extension().string();
    for (char& letter : extension)
        letter = static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    return extension;
}

bool FilePeek::startsWith(std::string_view magic) const
{
    return head.size() >= magic.size() && std::memcmp(head.data(), magic.data(), magic.size()) == 0;
}

bool FilePeek::isHdf5() const
{
    constexpr std::array<unsigned char, 8> kMagic = {0x89, 'H', 'D', 'F', '\r', '\n', 0x1A, '\n'};
    // The signature may follow a user block of 512, 1024, ... bytes.
    for (std::size_t offset = 0; offset + kMagic.size() <= head.size();
         offset = offset == 0 ? 512 : offset * 2) {
        if (std::memcmp(head.data() + offset, kMagic.data(), kMagic.size()) == 0)
            return true;
    }
    return false;
}

FilePeek peekFile(const fs::path& path)
{
    std::error_code code;
    const fs::file_status status = fs::status(path, code);
    if (status.type() == fs::file_type::not_found)
        throw Error(ErrorKind::NotFound, "no file " + path.string());
    if (fs::is_directory(status))
        throw Error(ErrorKind::NotFound, path.string() + " is a folder, not a file");
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw Error(ErrorKind::NotFound,
                    "cannot read " + path.string() + ": " + std::generic_category().message(errno));
    }
    FilePeek peek;
    peek.path = path;
    peek.size = fs::file_size(path, code);
    if (code)
        throw Error(ErrorKind::NotFound, "cannot read " + path.string() + ": " + code.message());
    peek.head.resize(kPeekBytes);
    file.read(reinterpret_cast<char*>(peek.head.data()), kPeekBytes);
    peek.head.resize(static_cast<std::size_t>(file.gcount()));
    return peek;
}

FilePeek peekPath(const fs::path& path)
{
    std::error_code code;
    if (!fs::is_directory(path, code))
        return peekFile(path);
    FilePeek peek;
    peek.path = path;
    peek.isFolder = true;
    return peek;
}

RecordingSummary summarise(const Recording& recording)
{
    RecordingSummary summary;
    summary.info = recording.info;
    for (const NamedStream& stream : recording.streams) {
        StreamSummary line;
        line.id = stream.id;
        if (std::holds_alternative<SampleList>(stream.data))
            line.domain = stream.domain;
        std::visit([&line](const auto& data) { describe(line, data); }, stream.data);
        summary.streams.push_back(std::move(line));
    }
    return summary;
}

Time RecordingSummary::duration() const
{
    std::optional<Time> begin;
    std::optional<Time> end;
    for (const StreamSummary& stream : streams) {
        std::optional<Time> first = stream.first;
        std::optional<Time> last = stream.last;
        if (stream.rateHz && *stream.rateHz > 0.0) {
            first = 0;
            last = static_cast<Time>(static_cast<double>(stream.count) / *stream.rateHz *
                                     kMicrosecondsPerSecond);
        }
        if (!first || !last)
            continue;
        begin = begin ? std::min(*begin, *first) : *first;
        end = end ? std::max(*end, *last) : *last;
    }
    return begin && end ? *end - *begin : 0;
}

Json RecordingSummary::toJson() const
{
    Json object = Json::object();
    object.set("kind", "recording");
    object.set("format", info.format);
    object.set("title", info.title);
    object.set("duration_us", duration());
    Json lines = Json::array();
    for (const StreamSummary& stream : streams)
        lines.push(inspike::toJson(stream));
    object.set("streams", std::move(lines));
    Json notes = Json::array();
    for (const std::string& note : info.notes)
        notes.push(note);
    object.set("notes", std::move(notes));
    return object;
}

} // namespace inspike
