// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Spikes of SLAYER, one neuron number each (.bs1): five bytes per spike without a header, 16 bits
// neuron, one bit polarity (not kept: neurons have none) and 23 bits time in us, big endian.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/bytes.h"
#include "core/io/reader.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr std::size_t kSpikeBytes = 5;

class Bs1Reader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"bs1",
                "Spikes of SLAYER (bs1)",
                {".bs1"},
                {{"units", "Units", "Neurons of the recording; 0: as many as occur.",
                  std::int64_t{0}, 0, 65'536}}};
    }

    // Nothing in the bytes tells it from other lists of five bytes.
    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        return peek.extension() == ".bs1" ? Sniff::Sure : Sniff::No;
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        Recording recording;
        recording.info.format = "bs1";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        auto& notes = recording.info.notes;
        const auto bytes = readBytes(request.path, job);
        std::vector<Time> times;
        std::vector<std::int64_t> units;
        for (std::size_t at = 0; at + kSpikeBytes <= bytes.size(); at += kSpikeBytes) {
            if (at % (kSpikeBytes << 16U) == 0)
                job.checkpoint();
            units.push_back(
                static_cast<std::int64_t>(byteAt(bytes, at) << 8U | byteAt(bytes, at + 1)));
            times.push_back(static_cast<Time>((byteAt(bytes, at + 2) & 0x7FU) << 16U |
                                              byteAt(bytes, at + 3) << 8U | byteAt(bytes, at + 4)));
        }
        if (const std::size_t rest = bytes.size() % kSpikeBytes)
            notes.push_back("truncated: ignored " + counted(rest, "byte") +
                            " after the last spike");
        const Params params = request.params.has("units") ? request.params : Params(info().params);
        std::optional<std::int64_t> declared;
        if (params.integer("units") > 0)
            declared = params.integer("units");
        recording.streams.push_back({"spikes/main", "main", "audio", "event",
                                     spikesFromColumns(times, units, declared, notes)});
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeBs1Reader()
{
    return std::make_unique<Bs1Reader>();
}

} // namespace inspike
