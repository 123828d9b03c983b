// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/recordings/entry_files.h"

#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/io/list_table.h"
#include "core/io/reader_registry.h"
#include "core/io/sound_file.h"

#include <algorithm>

namespace inspike {

namespace fs = std::filesystem;

namespace {

constexpr std::uint64_t kCacheShare = 8; // of the memory budget

} // namespace

std::shared_ptr<const Recording> EntryFiles::open(const FileEntry& file, JobContext& job) const
{
    if (auto kept = find(file.path))
        return kept;
    const Reader& reader = pickReader(peekFile(file.path));
    auto recording = std::make_shared<Recording>();
    if (reader.info().id == "sound") {
        // Without the memory for all channels.
        Signal mono = readMonoSound(file.path, recording->info.notes, job);
        recording->streams.push_back(
            {"signals/audio", "audio", "audio", "static", std::move(mono)});
    } else {
        *recording = reader.read({file.path, Params(reader.info().params), file.entry}, job);
    }
    keep(file.path, recording);
    return recording;
}

std::shared_ptr<const Recording> EntryFiles::find(const fs::path& path) const
{
    const std::scoped_lock lock(m_mutex);
    const auto found = m_kept.find(path);
    return found == m_kept.end() ? nullptr : found->second;
}

// Only files of many pictures, which would be unpacked again for each of them.
void EntryFiles::keep(const fs::path& path, const std::shared_ptr<const Recording>& recording) const
{
    const auto* frames = recording->first<Frames>();
    if (frames == nullptr || frames->count < 2 || recording->info.trialCount > 1)
        return;
    const std::scoped_lock lock(m_mutex);
    if (m_bytes + frames->data.size() > memoryBudget() / kCacheShare)
        return;
    if (m_kept.emplace(path, recording).second)
        m_bytes += frames->data.size();
}

void requireOnlyEntry(const FileEntry& file, const Recording& recording)
{
    if (file.entry > 0 && recording.info.trialCount <= 1)
        throw Error(ErrorKind::NotFound, "there is no entry " + std::to_string(file.entry) +
                                             ", the file is one recording");
}

const StoredStream* firstStored(const Recording& recording, bool events)
{
    for (const NamedStream& stream : recording.streams) {
        const auto* stored = std::get_if<StoredStream>(&stream.data);
        if (stored != nullptr && stored->isEvents() == events)
            return stored;
    }
    return nullptr;
}

BytePicture pictureOf(const Frames& frames, std::size_t entry)
{
    if (entry >= frames.count)
        throw Error(ErrorKind::NotFound, "there is no picture " + std::to_string(entry) +
                                             ", the file has " + std::to_string(frames.count));
    const std::size_t size = frames.height * frames.width * frames.channels;
    const auto begin = frames.data.begin() + static_cast<std::ptrdiff_t>(entry * size);
    return {{frames.height, frames.width},
            frames.channels,
            {begin, begin + static_cast<std::ptrdiff_t>(size)}};
}

bool areNumbers(const std::vector<std::string>& names)
{
    return std::ranges::all_of(
        names, [](const std::string& name) { return wholeNumber(name).has_value(); });
}

std::vector<std::int64_t> classMap(const std::vector<std::string>& ofList,
                                   const std::vector<std::string>& ofNetwork)
{
    std::vector<std::int64_t> map;
    bool byName = !ofNetwork.empty();
    for (const std::string& name : ofList) {
        const auto found = std::ranges::find(ofNetwork, name);
        byName = byName && found != ofNetwork.end();
        map.push_back(found - ofNetwork.begin());
    }
    if (byName)
        return map;
    if (!ofNetwork.empty() && !areNumbers(ofList)) {
        const auto other = std::ranges::find_if(ofList, [&](const std::string& name) {
            return std::ranges::find(ofNetwork, name) == ofNetwork.end();
        });
        throw Error(ErrorKind::BadModel, "the network knows no class '" + *other +
                                             "' of the list; its classes begin with '" +
                                             ofNetwork.front() + "'");
    }
    for (std::size_t i = 0; i < map.size(); ++i)
        map[i] = static_cast<std::int64_t>(i);
    return map;
}

} // namespace inspike
