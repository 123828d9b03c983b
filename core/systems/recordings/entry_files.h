// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What systems share that learn from lists of files (pairs, samples): the files are opened when an
// entry is needed, and the classes of a list become those of a network.

#include "core/base/job.h"
#include "core/data/recording.h"
#include "core/media/picture.h"

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace inspike {

// Keeps files of many pictures, as memory allows, because each of them is asked for often. May be
// used from several threads.
class EntryFiles
{
public:
    // Entry `file.entry` is chosen already where the file is one of trials; in a file of many
    // pictures it is left to the caller. Sounds come mixed down. Throws Error.
    std::shared_ptr<const Recording> open(const FileEntry& file, JobContext& job) const;

private:
    std::shared_ptr<const Recording> find(const std::filesystem::path& path) const;
    void keep(const std::filesystem::path& path,
              const std::shared_ptr<const Recording>& recording) const;

    mutable std::mutex m_mutex;
    mutable std::map<std::filesystem::path, std::shared_ptr<const Recording>> m_kept;
    mutable std::uint64_t m_bytes = 0;
};

// Throws Error{NotFound} for an entry other than 0 of a file that has neither trials nor pictures.
void requireOnlyEntry(const FileEntry& file, const Recording& recording);

// The first stream that stays on disk and is of events, or of spikes; nullptr if there is none.
const StoredStream* firstStored(const Recording& recording, bool events);

// Throws Error{NotFound} when there are fewer pictures.
BytePicture pictureOf(const Frames& frames, std::size_t entry);

// The network's class of each class of a list: by name where all have one, else by number. Throws
// Error{BadModel} for a name that the network does not know.
std::vector<std::int64_t> classMap(const std::vector<std::string>& ofList,
                                   const std::vector<std::string>& ofNetwork);
bool areNumbers(const std::vector<std::string>& names);

} // namespace inspike
