// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/recording_writer.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/base/json.h"
#include "core/io/hdf5/hdf5_file.h"

#include <cstring>
#include <set>

namespace inspike {

namespace {

template <typename T>
Tensor tensorOf(DType type, std::vector<std::size_t> shape, std::span<const T> values)
{
    Tensor tensor;
    tensor.dtype = type;
    tensor.shape = std::move(shape);
    tensor.bytes.resize(values.size_bytes());
    if (!values.empty())
        std::memcpy(tensor.bytes.data(), values.data(), values.size_bytes());
    return tensor;
}

void writeStream(Hdf5File& file, const std::string& group, const SpikeTrains& trains)
{
    std::vector<std::int64_t> times;
    std::vector<std::uint32_t> units;
    times.reserve(trains.spikes());
    units.reserve(trains.spikes());
    for (std::size_t unit = 0; unit < trains.units(); ++unit) {
        const auto train = trains.train(static_cast<UnitIndex>(unit));
        times.insert(times.end(), train.begin(), train.end());
        units.insert(units.end(), train.size(), static_cast<std::uint32_t>(unit));
    }
    file.writeIntegers(group + "/time", times);
    file.setAttribute(group + "/time", "unit", "us");
    file.writeTensor(group + "/unit",
                     tensorOf<std::uint32_t>(DType::UInt32, {units.size()}, units));
    file.setAttribute(group, "units", static_cast<std::int64_t>(trains.units()));
}

void writeStream(Hdf5File& file, const std::string& group, const EventStream& events)
{
    const EventSpan all = events.all();
    const std::vector<std::size_t> shape = {all.size()};
    file.writeIntegers(group + "/t", all.t);
    file.writeTensor(group + "/x", tensorOf<std::uint16_t>(DType::UInt16, shape, all.x));
    file.writeTensor(group + "/y", tensorOf<std::uint16_t>(DType::UInt16, shape, all.y));
    file.writeTensor(group + "/p", tensorOf<std::uint8_t>(DType::UInt8, shape, all.polarity));
    file.setAttribute(group, "width", static_cast<std::int64_t>(events.width()));
    file.setAttribute(group, "height", static_cast<std::int64_t>(events.height()));
}

void writeStream(Hdf5File& file, const std::string& group, const StoredStream& stored)
{
    JobContext job = nullJob();
    if (stored.isEvents())
        writeStream(file, group, loadEvents(*stored.source, job));
    else
        writeStream(file, group, loadSpikes(*stored.source, job));
}

void writeStream(Hdf5File& file, const std::string& group, const Signal& signal)
{
    if (signal.channels == 0 || signal.data.size() % signal.channels != 0)
        throw Error(ErrorKind::BadShape, group + " does not hold whole samples");
    file.writeFloats(group + "/data", {signal.data.size() / signal.channels, signal.channels},
                     signal.data);
    file.setAttribute(group, "rate_hz", signal.rateHz);
}

void writeStream(Hdf5File& file, const std::string& group, const Frames& frames)
{
    const std::vector<std::size_t> shape = {frames.count, frames.height, frames.width,
                                            frames.channels};
    file.writeTensor(group + "/data", tensorOf<std::uint8_t>(DType::UInt8, shape, frames.data));
    if (frames.time.empty())
        return;
    file.writeIntegers(group + "/time", frames.time);
    file.setAttribute(group + "/time", "unit", "us");
}

void writeStream(Hdf5File& file, const std::string& dataset, const Labels& labels)
{
    file.writeIntegers(dataset, labels.values);
    if (labels.names.empty())
        return;
    Json names = Json::array();
    for (const std::string& name : labels.names)
        names.push(name);
    file.setAttribute(dataset, "names", names.dump());
}

void writeStream(Hdf5File& file, const std::string& dataset, const Tensor& tensor)
{
    file.writeTensor(dataset, tensor);
    std::string axes;
    for (const AxisKind kind : tensor.axes)
        axes += (axes.empty() ? "" : ",") + std::string(axisName(kind));
    if (!axes.empty())
        file.setAttribute(dataset, "axes", axes);
}

const char* partOf(const StreamData& data)
{
    if (const auto* stored = std::get_if<StoredStream>(&data))
        return stored->isEvents() ? "events" : "spikes";
    constexpr const char* kParts[] = {"spikes", "events", "signals", "frames", "labels", "tensors"};
    static_assert(std::variant_size_v<StreamData> == std::size(kParts) + 1);
    return kParts[data.index()];
}

// A slash would start a group of its own.
std::string linkName(const std::string& name)
{
    std::string link = name.empty() ? "main" : name;
    for (char& letter : link) {
        if (letter == '/')
            letter = '_';
    }
    return link == "." || link == ".." ? "main" : link;
}

} // namespace

void writeRecording(const std::filesystem::path& path, const Recording& recording, bool replace,
                    JobContext& job)
{
    writeAtomically(path, replace, [&](const std::filesystem::path& temporary) {
        Hdf5File file = Hdf5File::create(temporary);
        file.setCompressed(true);
        file.setAttribute("/", "inspike_kind", "recording");
        file.setAttribute("/", "inspike_version", std::int64_t{1});
        file.setAttribute("/", "title", recording.info.title);
        std::set<std::string> used;
        for (std::size_t i = 0; i < recording.streams.size(); ++i) {
            job.checkpoint();
            job.progress(static_cast<double>(i) / static_cast<double>(recording.streams.size()),
                         "writing");
            const NamedStream& stream = recording.streams[i];
            const std::string part = std::string("/") + partOf(stream.data) + "/";
            std::string object = part + linkName(stream.name);
            for (int number = 2; !used.insert(object).second; ++number)
                object = part + linkName(stream.name) + "_" + std::to_string(number);
            const bool isDataset = std::holds_alternative<Labels>(stream.data) ||
                                   std::holds_alternative<Tensor>(stream.data);
            if (!isDataset)
                file.makeGroup(object);
            std::visit([&](const auto& data) { writeStream(file, object, data); }, stream.data);
            if (!stream.modality.empty())
                file.setAttribute(object, "modality", stream.modality);
            if (!stream.domain.empty())
                file.setAttribute(object, "domain", stream.domain);
        }
        file.close();
    });
    job.progress(1.0, "written");
}

} // namespace inspike
