// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Lists of files: each is opened when it is needed and kept as memory allows, because its length
// is asked for before it is encoded.
#include "core/base/error.h"
#include "core/base/memory.h"
#include "core/systems/fitting/source.h"
#include "core/systems/recordings/entry_files.h"
#include "core/systems/recordings/item_names.h"

#include <algorithm>
#include <mutex>

namespace inspike::fitting {

namespace {

constexpr std::uint64_t kCacheShare = 8; // of the memory budget

std::uint64_t bytesIn(const Recording& recording)
{
    constexpr std::uint64_t kPerEvent = 13;
    std::uint64_t bytes = 1024;
    for (const NamedStream& stream : recording.streams) {
        if (const auto* events = std::get_if<EventStream>(&stream.data))
            bytes += events->size() * kPerEvent;
        else if (const auto* trains = std::get_if<SpikeTrains>(&stream.data))
            bytes += (trains->spikes() + trains->units()) * sizeof(Time);
        else if (const auto* signal = std::get_if<Signal>(&stream.data))
            bytes += signal->data.size() * sizeof(float);
        else if (const auto* tensor = std::get_if<Tensor>(&stream.data))
            bytes += tensor->bytes.size();
        else if (const auto* frames = std::get_if<Frames>(&stream.data))
            bytes += frames->data.size();
    }
    return bytes;
}

class KeptRecordings
{
public:
    explicit KeptRecordings(std::size_t count) : m_kept(count) {}

    std::shared_ptr<const Recording> find(std::size_t index) const
    {
        const std::scoped_lock lock(m_mutex);
        return m_kept[index];
    }
    void keep(std::size_t index, const std::shared_ptr<const Recording>& recording)
    {
        const std::uint64_t bytes = bytesIn(*recording);
        const std::scoped_lock lock(m_mutex);
        if (m_kept[index] == nullptr && m_bytes + bytes <= memoryBudget() / kCacheShare) {
            m_kept[index] = recording;
            m_bytes += bytes;
        }
    }

private:
    mutable std::mutex m_mutex;
    std::vector<std::shared_ptr<const Recording>> m_kept;
    std::uint64_t m_bytes = 0;
};

Split splitFrom(const std::string& name)
{
    return name == "train"        ? Split::Train
           : name == "validation" ? Split::Validation
           : name == "test"       ? Split::Test
                                  : Split::None;
}

// The files of a list of samples or of one side of a list of pairs.
struct Items
{
    SampleList list;
    std::string side; // of pairs
    std::string title;
    bool areTrials = false; // labels are in the files
};

Items itemsOf(const NamedStream& stream, const EncoderRequest& request)
{
    if (const auto* list = std::get_if<SampleList>(&stream.data))
        return {*list, {}, "list '" + stream.id + "'"};
    const auto& pairs = std::get<Pairs>(stream.data);
    Items items{{}, request.settings.text("input-side"), "list '" + stream.id + "'"};
    if (items.side == "auto")
        items.side = request.wish.shape.size() >= 3 ? "visual" : "audio";
    items.list.names = pairs.names;
    for (const Pairs::Item& pair : pairs.items)
        items.list.items.push_back(
            {items.side == "visual" ? pair.visual : pair.audio, pair.label, pair.split});
    return items;
}

Items trialsOf(const Recording& recording)
{
    Items items{{}, {}, recording.info.path.filename().string(), true};
    items.list.names = labelsOf(recording).names;
    for (std::size_t trial = 0; trial < recording.info.trialCount; ++trial)
        items.list.items.push_back({{recording.info.path, trial}});
    return items;
}

class ListSource : public Source
{
public:
    ListSource(Items items, const std::filesystem::path& folder, const EncoderRequest& request)
        : m_items(std::move(items)),
          m_list(m_items.list),
          m_split(request.settings.text("input-split")),
          m_kept(m_list.items.size())
    {
        // Names tell all items of the list apart, whichever are chosen.
        m_names = namesOfItems(m_list.items);
        for (std::size_t i = 0; i < m_names.size(); ++i) {
            if (!m_items.side.empty())
                m_names[i] = nameBelow(m_list.items[i].file, folder);
            if (m_split == "all" || m_list.items[i].split == splitFrom(m_split))
                m_chosen.push_back(i);
        }
        if (const std::uint64_t most = request.settings.count("input-samples");
            most > 0 && most < m_chosen.size())
            m_chosen.resize(most);
        if (m_chosen.empty())
            throw Error(ErrorKind::BadModel,
                        m_list.items.empty()
                            ? "the list holds no samples"
                            : "no sample of the list is of the part '" + m_split + "'");
    }

    std::size_t count() const override { return m_chosen.size(); }
    Piece open(std::size_t index, JobContext& job) const override
    {
        const std::size_t item = m_chosen.at(index);
        const FileEntry& file = m_list.items[item].file;
        return withContext(m_names[item], [&] {
            std::shared_ptr<const Recording> recording = m_kept.find(index);
            if (recording == nullptr) {
                recording = m_files.open(file, job);
                m_kept.keep(index, recording);
            }
            const NamedStream* stream = streamOf(*recording);
            const auto* frames = std::get_if<Frames>(&stream->data);
            const bool hasEntries = frames != nullptr && recording->info.trialCount <= 1;
            if (!hasEntries)
                requireOnlyEntry(file, *recording);
            Piece piece{recording, stream, hasEntries ? file.entry : 0, index,
                        m_list.items[item].label};
            if (m_items.areTrials) {
                const KnownLabels labels = labelsOf(*recording);
                piece.label = labels.values.size() == 1 ? labels.values.front() : -1;
            }
            return piece;
        });
    }
    std::shared_ptr<const Recording> firstRecording(JobContext& job) const
    {
        const std::size_t item = m_chosen.front();
        return withContext(m_names[item],
                           [&] { return m_files.open(m_list.items[item].file, job); });
    }
    // What the first file was fitted with.
    void setStream(const NamedStream& stream)
    {
        m_streamId = stream.id;
        m_kind = stream.data.index();
    }
    std::string nameOf(std::size_t index) const override { return m_names[m_chosen.at(index)]; }
    std::vector<std::string> classNames() const override { return m_list.names; }
    std::vector<std::string> lines() const override
    {
        std::string text = m_items.title + " of " +
                           counted(m_list.items.size(), m_items.areTrials ? "trial" : "sample");
        if (!m_items.side.empty())
            text += ", the " + m_items.side + " files";
        if (m_chosen.size() < m_list.items.size())
            text += ", " + grouped(m_chosen.size()) + " of them" +
                    (m_split == "all" ? "" : " (" + m_split + ")");
        return {text};
    }
    void describe(Json& choice) const override
    {
        choice.set("source", m_items.title);
        choice.set("input-stream", m_streamId);
        choice.set("input-split", m_split);
        choice.set("input-samples", static_cast<std::uint64_t>(m_chosen.size()));
        if (!m_items.side.empty())
            choice.set("input-side", m_items.side);
        if (m_items.areTrials)
            choice.set("input-trials", "all");
    }

private:
    // The same stream as in the first file, or the first of that kind.
    const NamedStream* streamOf(const Recording& recording) const
    {
        const NamedStream* found = nullptr;
        for (const NamedStream& stream : recording.streams) {
            if (stream.id == m_streamId)
                return &stream;
            if (found == nullptr && stream.data.index() == m_kind)
                found = &stream;
        }
        if (found == nullptr)
            throw Error(ErrorKind::BadModel, "'" + m_streamId +
                                                 "' was taken of the first sample, this one has " +
                                                 contentsOf(recording));
        return found;
    }

    Items m_items;
    const SampleList& m_list;
    std::string m_split;
    std::vector<std::string> m_names;
    std::vector<std::size_t> m_chosen; // of the list's items
    std::string m_streamId;
    std::size_t m_kind = 0;
    EntryFiles m_files;
    mutable KeptRecordings m_kept;
};

Fitting fitItems(Items items, const std::filesystem::path& folder, const std::string& stream,
                 const EncoderRequest& request, JobContext& job)
{
    auto source = std::make_unique<ListSource>(std::move(items), folder, request);
    const std::shared_ptr<const Recording> first = source->firstRecording(job);
    Fitting fitting = withContext(source->nameOf(0), [&] {
        Fitting found = fitStreams(first, stream, request);
        const Piece piece = found.source->open(0, job);
        if (found.source->count() > 1 && !std::holds_alternative<Frames>(piece.stream->data))
            throw Error(ErrorKind::BadShape, "'" + piece.stream->id + "' holds " +
                                                 counted(found.source->count(), "sample") +
                                                 ", a file of a list is one; open it by itself");
        source->setStream(*piece.stream);
        return found;
    });
    fitting.source = std::move(source);
    return fitting;
}

} // namespace

const NamedStream* listOf(const Recording& recording, std::string_view wanted)
{
    const NamedStream* found = nullptr;
    for (const NamedStream& stream : recording.streams) {
        const bool isList = std::holds_alternative<SampleList>(stream.data) ||
                            std::holds_alternative<Pairs>(stream.data);
        if (isList && (stream.id == wanted || stream.name == wanted))
            return &stream;
        if (isList && found == nullptr)
            found = &stream;
    }
    return found;
}

Fitting fitList(const std::shared_ptr<const Recording>& recording, const NamedStream& list,
                const EncoderRequest& request, JobContext& job)
{
    const std::string wanted = request.settings.text("input-stream");
    const bool isList = wanted == list.id || wanted == list.name;
    return fitItems(itemsOf(list, request), recording->info.path.parent_path(),
                    isList ? std::string() : wanted, request, job);
}

Fitting fitTrials(const std::shared_ptr<const Recording>& recording, const EncoderRequest& request,
                  JobContext& job)
{
    return fitItems(trialsOf(*recording), recording->info.path.parent_path(),
                    request.settings.text("input-stream"), request, job);
}

} // namespace inspike::fitting
