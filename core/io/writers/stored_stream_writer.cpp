// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/writers/stored_stream_writer.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/data/time_sorter.h"

#include <algorithm>
#include <functional>
#include <system_error>
#include <vector>

namespace inspike {

namespace {

constexpr std::uint64_t kBlock = std::uint64_t{1} << 18U; // entries read at once

// Collects what the time index says while the entries pass by.
class TimeIndex
{
public:
    void add(const std::vector<Time>& times)
    {
        for (const Time time : times) {
            if (m_count == 0)
                m_first = time;
            else if (time < m_last)
                throw Error(ErrorKind::BadFormat, "the times of a stream changed while it was "
                                                  "written");
            if (m_count++ % Hdf5Appender::kChunk == 0)
                m_times.push_back(time);
            m_last = time;
        }
    }

    void write(Hdf5File& file, const std::string& group) const
    {
        file.writeIntegers(group + "/time_index", m_times);
        file.setAttribute(group + "/time_index", "step",
                          static_cast<std::int64_t>(Hdf5Appender::kChunk));
        file.setAttribute(group, "sorted", std::int64_t{1});
        if (m_count == 0)
            return;
        file.setAttribute(group, "t_first", m_first);
        file.setAttribute(group, "t_last", m_last);
    }

private:
    std::vector<Time> m_times;
    std::uint64_t m_count = 0;
    Time m_first = 0;
    Time m_last = 0;
};

template <typename T>
std::span<const std::byte> bytesOf(const std::vector<T>& values)
{
    return std::as_bytes(std::span(values));
}

void forEachBlock(const AddressSource& source, TimeIndex& index, JobContext& job,
                  const std::function<void(const AddressColumns&)>& take)
{
    const std::uint64_t count = source.facts().count;
    AddressColumns block;
    for (std::uint64_t first = 0; first < count; first += kBlock) {
        job.checkpoint();
        job.progress(static_cast<double>(first) / static_cast<double>(count), "writing");
        source.read(first, std::min(kBlock, count - first), block);
        index.add(block.time);
        take(block);
    }
}

void writeSpikes(Hdf5File& file, const std::string& group, const AddressSource& source,
                 JobContext& job)
{
    const AddressFacts& facts = source.facts();
    TimeIndex index;
    {
        Hdf5Appender time = file.makeList(group + "/time", DType::Int64, facts.count);
        Hdf5Appender unit = file.makeList(group + "/unit", DType::UInt32, facts.count);
        forEachBlock(source, index, job, [&](const AddressColumns& block) {
            time.append(bytesOf(block.time));
            unit.append(bytesOf(block.address));
        });
    }
    file.setAttribute(group + "/time", "unit", "us");
    file.setAttribute(group, "units", static_cast<std::int64_t>(facts.addresses));
    index.write(file, group);
}

void writeEvents(Hdf5File& file, const std::string& group, const AddressSource& source,
                 JobContext& job)
{
    const AddressFacts& facts = source.facts();
    TimeIndex index;
    std::uint64_t on = 0;
    {
        Hdf5Appender t = file.makeList(group + "/t", DType::Int64, facts.count);
        Hdf5Appender x = file.makeList(group + "/x", DType::UInt16, facts.count);
        Hdf5Appender y = file.makeList(group + "/y", DType::UInt16, facts.count);
        Hdf5Appender p = file.makeList(group + "/p", DType::UInt8, facts.count);
        std::vector<std::uint16_t> columns;
        std::vector<std::uint16_t> rows;
        std::vector<std::uint8_t> polarities;
        forEachBlock(source, index, job, [&](const AddressColumns& block) {
            columns.clear();
            rows.clear();
            polarities.clear();
            for (const std::uint32_t address : block.address) {
                const std::uint32_t line = address / facts.width;
                const bool isOn = line >= facts.height;
                columns.push_back(static_cast<std::uint16_t>(address % facts.width));
                rows.push_back(static_cast<std::uint16_t>(isOn ? line - facts.height : line));
                polarities.push_back(isOn ? 1 : 0);
                on += isOn ? 1 : 0;
            }
            t.append(bytesOf(block.time));
            x.append(bytesOf(columns));
            y.append(bytesOf(rows));
            p.append(bytesOf(polarities));
        });
    }
    file.setAttribute(group, "width", static_cast<std::int64_t>(facts.width));
    file.setAttribute(group, "height", static_cast<std::int64_t>(facts.height));
    file.setAttribute(group, "on", static_cast<std::int64_t>(on));
    index.write(file, group);
}

// Says so before half of it is written.
void requireRoom(const StoredStream& stream, const std::filesystem::path& folder)
{
    const std::uint64_t each = stream.isEvents()
                                   ? sizeof(Time) + 2 * sizeof(std::uint16_t) + sizeof(std::uint8_t)
                                   : sizeof(Time) + sizeof(std::uint32_t);
    const std::uint64_t needed = stream.source->facts().count * each;
    std::error_code code;
    const auto space = std::filesystem::space(folder, code);
    if (!code && space.available < needed)
        throw Error(ErrorKind::BadOutput, "the recording needs " + textFromBytes(needed) +
                                              ", but only " + textFromBytes(space.available) +
                                              " are free in " + folder.string());
}

} // namespace

void writeStoredStream(Hdf5File& file, const std::string& group, const StoredStream& stream,
                       const std::filesystem::path& folder, JobContext& job)
{
    requireRoom(stream, folder);
    SortOptions options;
    options.memory = std::min(options.memory, memoryBudget() / 4);
    options.folder = folder;
    JobContext sorting = job.part(0.0, 0.6);
    const auto sorted = sortedByTime(stream.source, options, sorting);
    JobContext writing = job.part(0.6, 1.0);
    if (stream.isEvents())
        writeEvents(file, group, *sorted, writing);
    else
        writeSpikes(file, group, *sorted, writing);
}

} // namespace inspike
