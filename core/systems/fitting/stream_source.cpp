// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// One recording: each of its entries along an axis of samples, or all of it, is a sample.
#include "core/base/error.h"
#include "core/systems/fitting/source.h"
#include "core/systems/fitting/tensor_layout.h"
#include "core/systems/recordings/entry_files.h"
#include "core/systems/recordings/item_names.h"

#include <algorithm>
#include <array>

namespace inspike::fitting {

namespace {

bool isLabelName(const std::string& name)
{
    constexpr std::array<std::string_view, 6> kNames = {"label",  "labels",  "y",
                                                        "target", "targets", "id"};
    return std::ranges::find(kNames, name) != kNames.end();
}

class StreamSource : public Source
{
public:
    StreamSource(std::shared_ptr<const Recording> recording, const NamedStream& stream,
                 std::size_t entries, bool isMany, const Settings& settings)
        : m_recording(std::move(recording)), m_stream(stream), m_isMany(isMany)
    {
        m_count = entries;
        if (const std::uint64_t most = settings.count("input-samples"); most > 0)
            m_count = std::min<std::size_t>(m_count, most);
        m_labels = labelsOf(*m_recording);
        if (m_labels.values.size() != entries) // they are of something else
            m_labels.values.clear();
        const std::string file = m_recording->info.path.filename().string();
        m_name = shortName(file.empty() ? m_recording->info.title : file);
    }

    std::size_t count() const override { return m_count; }
    Piece open(std::size_t index, JobContext&) const override
    {
        return {m_recording, &m_stream, m_isMany ? index : 0, index,
                index < m_labels.values.size() ? m_labels.values[index] : -1};
    }
    std::string nameOf(std::size_t index) const override
    {
        if (m_recording->info.trialCount > 1 && !m_isMany)
            return m_name + "#" + std::to_string(m_recording->info.trial);
        return m_isMany ? m_name + "#" + std::to_string(index) : m_name;
    }
    std::vector<std::string> classNames() const override { return m_labels.names; }
    void describe(Json& choice) const override
    {
        choice.set("input-stream", m_stream.id);
        if (m_isMany)
            choice.set("input-samples", static_cast<std::uint64_t>(m_count));
    }

private:
    std::shared_ptr<const Recording> m_recording;
    const NamedStream& m_stream;
    bool m_isMany;
    std::size_t m_count = 0;
    std::string m_name;
    KnownLabels m_labels;
};

bool isUsable(const NamedStream& stream)
{
    if (const auto* tensor = std::get_if<Tensor>(&stream.data))
        return !isLabelName(stream.name) && !tensor->shape.empty();
    return !std::holds_alternative<Labels>(stream.data) &&
           !std::holds_alternative<Pairs>(stream.data) &&
           !std::holds_alternative<SampleList>(stream.data);
}

// Earlier ones are tried first.
int rankOf(const NamedStream& stream, const InputWish& wish)
{
    if (stream.name == wish.name || stream.id == wish.name)
        return 0;
    constexpr std::array<int, 9> kRanks = {2, 1, 3, 4, 9, 5, 1, 9, 9}; // by kind
    return kRanks[stream.data.index()];
}

std::vector<const NamedStream*> candidates(const Recording& recording, std::string_view only,
                                           const InputWish& wish)
{
    std::vector<const NamedStream*> found;
    for (const NamedStream& stream : recording.streams) {
        if (only.empty() ? isUsable(stream) : stream.id == only || stream.name == only)
            found.push_back(&stream);
    }
    if (found.empty() && !only.empty())
        throw Error(ErrorKind::NotFound, "there is no stream '" + std::string(only) +
                                             "'; the recording has " + contentsOf(recording));
    if (found.empty())
        throw Error(ErrorKind::BadModel,
                    "nothing in the recording can be an input; it has " + contentsOf(recording));
    std::ranges::stable_sort(found, {}, [&](const auto* stream) { return rankOf(*stream, wish); });
    return found;
}

std::unique_ptr<Encoder> encoderOf(const Piece& first, const EncoderRequest& request)
{
    const StreamData& data = first.stream->data;
    if (const auto* stored = std::get_if<StoredStream>(&data))
        return stored->isEvents() ? makeEventEncoder(first, request)
                                  : makeSpikeEncoder(first, request);
    if (std::holds_alternative<EventStream>(data))
        return makeEventEncoder(first, request);
    if (std::holds_alternative<SpikeTrains>(data))
        return makeSpikeEncoder(first, request);
    if (std::holds_alternative<Signal>(data))
        return makeSignalEncoder(first, request);
    if (std::holds_alternative<Frames>(data))
        return makePictureEncoder(first, request);
    throw Error(ErrorKind::BadModel, "'" + first.stream->id + "' cannot be an input");
}

Fitting fitStream(const std::shared_ptr<const Recording>& recording, const NamedStream& stream,
                  const EncoderRequest& request)
{
    const Piece first{recording, &stream};
    Fitting fitting;
    std::size_t entries = 1;
    bool isMany = false;
    if (std::holds_alternative<Tensor>(stream.data)) {
        const TensorLayout layout = layoutOf(first, request, labelsOf(*recording).values.size());
        fitting.encoder = makeTensorEncoder(first, request, layout);
        isMany = layout.sample.has_value();
        entries = layout.samples;
    } else {
        fitting.encoder = encoderOf(first, request);
        if (const auto* frames = std::get_if<Frames>(&stream.data)) {
            isMany = frames->count > 1 && request.settings.text("input-frames") == "samples";
            entries = isMany ? frames->count : 1;
        }
    }
    fitting.source =
        std::make_unique<StreamSource>(recording, stream, entries, isMany, request.settings);
    return fitting;
}

} // namespace

KnownLabels labelsOf(const Recording& recording)
{
    if (const auto* labels = recording.first<Labels>(); labels != nullptr && labels->time.empty())
        return {labels->values, labels->names};
    for (const NamedStream& stream : recording.streams) {
        const auto* tensor = std::get_if<Tensor>(&stream.data);
        if (tensor == nullptr || !isLabelName(stream.name) || stream.name == "id" ||
            tensor->shape.size() != 1)
            continue;
        KnownLabels known;
        for (const double value : tensor->toDoubles())
            known.values.push_back(static_cast<std::int64_t>(value));
        return known;
    }
    return {};
}

Fitting fitStreams(const std::shared_ptr<const Recording>& recording, std::string_view only,
                   const EncoderRequest& request)
{
    std::optional<Error> failure;
    for (const NamedStream* stream : candidates(*recording, only, request.wish)) {
        try {
            return fitStream(recording, *stream, request);
        } catch (const Error& error) {
            if (!failure)
                failure = error;
        }
    }
    throw *failure;
}

} // namespace inspike::fitting
