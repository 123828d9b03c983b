// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// From the rows of a list or the files of a folder to streams of SampleList: one of recordings of
// an event camera and one of still pictures, with the same classes.

#include "core/base/job.h"
#include "core/data/recording.h"

#include <filesystem>
#include <string>
#include <vector>

namespace inspike {

// What the name of a file tells: pictures and IDX files are still, everything else is events.
std::string domainOf(const std::filesystem::path& path);

struct SampleRow
{
    std::string domain; // "event" or "static"
    FileEntry file;
    std::string label;
    Split split = Split::None;
    std::size_t line = 0; // of the list, for messages
};

class SampleRows
{
public:
    // Throws Error{BadFormat} when that makes more than a million.
    void requireRoomFor(std::size_t rows) const;
    void add(SampleRow row);
    bool isEmpty() const { return m_rows.empty(); }
    // Takes the rows. Notes say which classes are in one domain or part only. Throws
    // Error{BadFormat}.
    std::vector<NamedStream> streams(std::vector<std::string>& notes);

private:
    std::vector<SampleRow> m_rows;
};

// The labels of an IDX file of labels or, beside it, of pictures. Throws Error{BadFormat} when it
// holds none; what was repaired goes to `notes`.
std::vector<std::int64_t> idxLabels(const std::filesystem::path& path,
                                    std::vector<std::string>& notes, JobContext& job);

} // namespace inspike
