// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A file format of recordings. One .cpp per format in readers/, the class in an anonymous
// namespace, one factory function make...Reader(), one line in reader_registry.cpp.

#include "core/base/job.h"
#include "core/base/json.h"
#include "core/base/param_spec.h"
#include "core/data/recording.h"

#include <cstddef>
#include <filesystem>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace inspike {

enum class Sniff { No, Maybe, Sure };

// What sniffing may look at: the name, the size and the first 4 KiB.
struct FilePeek
{
    std::filesystem::path path;
    std::uintmax_t size = 0;
    std::vector<std::byte> head;
    bool isFolder = false; // then neither size nor head

    std::string extension() const; // lower case with dot, ".h5"
    bool startsWith(std::string_view magic) const;
    bool isHdf5() const;
};

// Throws Error{NotFound} for a missing or unreadable file and for a folder.
FilePeek peekFile(const std::filesystem::path& path);
// The same, but folders may be recordings, too.
FilePeek peekPath(const std::filesystem::path& path);

struct ReaderInfo
{
    std::string id;                      // "n-mnist"
    std::string title;                   // "N-MNIST events"
    std::vector<std::string> extensions; // ".bin"; none: it reads folders
    ParamSpecs params = {};

    bool readsFolders() const { return extensions.empty(); }
};

struct ReadRequest
{
    std::filesystem::path path;
    Params params;
    std::size_t trial = 0; // for files of many independent trials
};

// One line of `inspike info`; which members are meaningful depends on type (design: cli.md).
struct StreamSummary
{
    std::string id;
    std::string type; // events, spikes, signal, frames, labels, tensor, pairs, samples
    std::uint64_t count = 0;
    std::optional<std::uint64_t> units;
    std::optional<std::uint32_t> width, height;
    std::optional<std::uint64_t> on, off, channels;
    std::optional<double> rateHz;
    std::vector<std::size_t> shape = {};
    std::optional<Time> first, last;
    // Of lists of files: "event" or "static", the classes, and the samples of each part.
    std::string domain = {};
    std::optional<std::uint64_t> classes = {};
    std::vector<std::pair<std::string, std::uint64_t>> splits = {};
};

struct RecordingSummary
{
    RecordingInfo info;
    std::vector<StreamSummary> streams;

    // us from the earliest to the latest time of all streams; of a signal, its last sample's end.
    Time duration() const;
    Json toJson() const; // the object of `inspike info --json`
};

RecordingSummary summarise(const Recording& recording);

class Reader
{
public:
    virtual ~Reader() = default;

    virtual ReaderInfo info() const = 0;
    virtual Sniff sniff(const FilePeek& peek) const noexcept = 0;
    // Throws Error. Checks claimed sizes against the file before allocating; keeps all complete
    // records of a truncated tail and says so in the notes.
    virtual Recording read(const ReadRequest& request, JobContext& job) const = 0;
    // Exact counts of the whole file. Files of many trials list every trial without loading all.
    virtual RecordingSummary inspect(const ReadRequest& request, JobContext& job) const
    {
        return summarise(read(request, job));
    }
};

} // namespace inspike
