// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a sensor or a simulation delivered: named streams of several kinds, and what was repaired
// while reading them. Immutable once read.

#include "core/data/address_source.h"
#include "core/data/event_stream.h"
#include "core/data/spike_trains.h"
#include "core/data/tensor.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace inspike {

// Regularly sampled channels, interleaved: data[sample * channels + channel].
struct Signal
{
    std::vector<float> data;
    std::size_t channels = 1;
    double rateHz = 0.0;
};

// Pictures: data[((n * height + y) * width + x) * channels + c], with a time each (may be empty).
struct Frames
{
    std::vector<std::uint8_t> data;
    std::size_t count = 0;
    std::size_t height = 0;
    std::size_t width = 0;
    std::size_t channels = 1;
    std::vector<Time> time;
};

// One label per trial or sample, e.g. classes; names[value] where known. Labels of moments (cues,
// epochs) have a time each, to which spikes can be aligned.
struct Labels
{
    std::vector<std::int64_t> values;
    std::vector<std::string> names;
    std::vector<Time> time = {}; // empty, or one per value
};

// One recording among many: a file, or one entry (picture, trial) of a file of several.
struct FileEntry
{
    std::filesystem::path path;
    std::size_t entry = 0;

    friend bool operator==(const FileEntry&, const FileEntry&) = default;
};

enum class Split { None, Train, Validation, Test };

// Recordings of two modalities that belong together, such as a spoken and a written digit. The
// files stay on disk until an item is needed; they existed when the list was read.
struct Pairs
{
    struct Item
    {
        FileEntry audio;
        FileEntry visual;
        std::int64_t label = -1; // into names; -1 = unknown
        Split split = Split::None;
    };
    std::vector<Item> items;
    std::vector<std::string> names; // of the classes
};

// Recordings of one domain, each of a class, such as still pictures or recordings of an event
// camera. The files stay on disk until one is needed; they existed when the list was read.
struct SampleList
{
    struct Item
    {
        FileEntry file;
        std::int64_t label = -1; // into names; -1 = unknown
        Split split = Split::None;
    };
    std::vector<Item> items;
    std::vector<std::string> names; // of the classes
};

// New kinds go to the end.
using StreamData = std::variant<SpikeTrains, EventStream, Signal, Frames, Labels, Tensor,
                                StoredStream, Pairs, SampleList>;

struct NamedStream
{
    std::string id;       // unique in the recording: "events/main", "tensors/x"
    std::string name;     // "x": what models look for
    std::string modality; // "audio", "visual", "text", or empty
    std::string domain;   // "static", "event", or empty
    StreamData data;
};

struct RecordingInfo
{
    std::string title;
    std::string format; // id of the reader
    std::filesystem::path path;
    std::vector<std::string> notes; // what was repaired or dropped, with counts
    // Files that hold many independent trials (SHD): how many, and which one this is.
    std::size_t trialCount = 1;
    std::size_t trial = 0;
};

struct Recording
{
    RecordingInfo info;
    std::vector<NamedStream> streams;

    // First stream with that name (or id) and type; nullptr if there is none.
    template <typename T>
    const T* stream(std::string_view name) const
    {
        for (const NamedStream& candidate : streams) {
            if (candidate.name == name || candidate.id == name) {
                if (const T* data = std::get_if<T>(&candidate.data))
                    return data;
            }
        }
        return nullptr;
    }
    // First stream of that type.
    template <typename T>
    const T* first() const
    {
        for (const NamedStream& candidate : streams) {
            if (const T* data = std::get_if<T>(&candidate.data))
                return data;
        }
        return nullptr;
    }
    // From the earliest to the latest time of all timed streams.
    TimeRange extent() const;
};

// The streams in a few words, "tensors/x [3, 4], events/main", for messages; "nothing" when empty.
std::string contentsOf(const Recording& recording);

} // namespace inspike
