// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/prophesee_raw.h"

#include "core/base/error.h"

namespace inspike {

Sniff sniffPropheseeRaw(const FilePeek& peek, std::string_view encoding)
{
    const std::string found = propheseeHeader(peek.head).encoding;
    return found.starts_with(encoding) ? Sniff::Sure : Sniff::No;
}

Recording readPropheseeRaw(const ReadRequest& request, std::string_view readerId,
                           std::string_view encoding, JobContext& job,
                           const RawDecoderMaker& makeDecoder)
{
    MappedFile file(request.path);
    const PropheseeHeader header = propheseeHeader(file.bytes());
    if (header.encoding != encoding) {
        throw Error(ErrorKind::Unsupported,
                    request.path.string() + " is encoded as " +
                        (header.encoding.empty() ? "nothing known" : header.encoding) +
                        "; EVT2 and EVT3 can be read");
    }
    Recording recording;
    recording.info.format = readerId;
    recording.info.path = request.path;
    recording.info.title = request.path.stem().string();
    DecoderCounts counts;
    StreamData events = readEvents(makeDecoder(std::move(file), header.size), header.sensor,
                                   recording.info.notes, job, &counts);
    recording.streams.push_back({"events/main", "main", "visual", "event", std::move(events)});
    addTriggers(counts, recording);
    return recording;
}

void takeTrigger(std::uint32_t input, bool rising, Time time, DecoderCounts& counts)
{
    ++counts.triggers;
    Labels& labels = counts.trigger;
    if (labels.values.size() >= kMostTriggers)
        return;
    const std::uint32_t value = 2 * input + (rising ? 1 : 0);
    for (std::uint32_t known = static_cast<std::uint32_t>(labels.names.size()); known <= value;
         ++known) {
        labels.names.push_back("trigger " + std::to_string(known / 2) +
                               (known % 2 == 0 ? " falls" : " rises"));
    }
    labels.values.push_back(value);
    labels.time.push_back(time);
}

} // namespace inspike
