// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// Spiking Heidelberg Digits and Spiking Speech Commands: thousands of independent trials in one
// HDF5 file, /spikes/times and /spikes/units with an entry of variable length per trial (times in
// s, half or single floats), /labels, and class names in /extra/keys. One trial is read at a time.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/trials.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::int64_t kCochleaUnits = 700;
constexpr const char* kTimes = "/spikes/times";
constexpr const char* kUnits = "/spikes/units";

std::vector<std::uint64_t> trialLengths(const Hdf5File& file, const std::string& path)
{
    auto lengths = file.variableLengths(kTimes);
    const auto unitLengths = file.variableLengths(kUnits);
    if (lengths.size() != unitLengths.size()) {
        throw Error(ErrorKind::BadFormat, path + " has times of " +
                                              counted(lengths.size(), "trial") + " but units of " +
                                              std::to_string(unitLengths.size()));
    }
    const auto different = std::mismatch(lengths.begin(), lengths.end(), unitLengths.begin());
    if (different.first != lengths.end()) {
        throw Error(ErrorKind::BadFormat,
                    "trial " + std::to_string(different.first - lengths.begin()) + " of " + path +
                        " has " + counted(*different.first, "time") + " but " +
                        counted(*different.second, "unit"));
    }
    return lengths;
}

SpikeTrains readTrial(const Hdf5File& file, std::size_t trial, std::vector<std::string>& notes)
{
    const auto times = timesFrom(file.readVariableLength(kTimes, trial), kMicrosecondsPerSecond);
    std::vector<std::int64_t> units;
    std::int64_t declared = kCochleaUnits;
    for (const double unit : file.readVariableLength(kUnits, trial)) {
        if (!(unit >= 0.0 && unit < static_cast<double>(kMaxUnits)) || std::floor(unit) != unit)
            throw Error(ErrorKind::BadFormat,
                        "trial " + std::to_string(trial) + " holds an impossible unit number");
        units.push_back(static_cast<std::int64_t>(unit));
        declared = std::max(declared, units.back() + 1);
    }
    if (declared > kCochleaUnits)
        notes.push_back("units up to " + std::to_string(declared - 1) + ", beyond the usual 699");
    return spikesFromColumns(times, units, declared, notes);
}

std::optional<Labels> readLabels(const Hdf5File& file)
{
    if (!file.hasDataset("/labels"))
        return std::nullopt;
    Labels labels;
    labels.values = file.readIntegers("/labels");
    if (file.hasDataset("/extra/keys"))
        labels.names = file.readTexts("/extra/keys");
    return labels;
}

class ShdReader : public Reader
{
public:
    ReaderInfo info() const override { return {"shd", "SHD / SSC spikes", {".h5", ".hdf5"}}; }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        if (!peek.isHdf5())
            return Sniff::No;
        try {
            const Hdf5File file = Hdf5File::open(peek.path);
            const bool fits = file.isVariableLength(kTimes) && file.isVariableLength(kUnits);
            return fits ? Sniff::Sure : Sniff::No;
        } catch (...) {
            return Sniff::No; // damaged or another layout
        }
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        return withContext("reading trial " + std::to_string(request.trial) + " of " +
                               request.path.filename().string(),
                           [&] { return readFile(request, job); });
    }

    // Every trial is listed with its exact count; only the requested one is read for its times.
    RecordingSummary inspect(const ReadRequest& request, JobContext& job) const override
    {
        const Hdf5File file = Hdf5File::open(request.path);
        const auto lengths = trialLengths(file, request.path.string());
        RecordingSummary summary;
        summary.info = trialInfo(request, "shd", lengths.size());
        for (std::size_t trial = 0; trial < lengths.size(); ++trial) {
            StreamSummary line;
            line.id = "trial/" + std::to_string(trial);
            line.type = "spikes";
            line.count = lengths[trial];
            line.units = static_cast<std::uint64_t>(kCochleaUnits);
            summary.streams.push_back(std::move(line));
        }
        if (!lengths.empty())
            completeTrial(request, summarise(read(request, job)), summary);
        if (const auto labels = readLabels(file)) {
            StreamSummary line;
            line.id = "labels/class";
            line.type = "labels";
            line.count = labels->values.size();
            summary.streams.push_back(std::move(line));
        }
        return summary;
    }

private:
    static Recording readFile(const ReadRequest& request, JobContext& job)
    {
        const Hdf5File file = Hdf5File::open(request.path);
        const auto lengths = trialLengths(file, request.path.string());
        job.checkpoint();
        Recording recording;
        recording.info = trialInfo(request, "shd", lengths.size());
        if (!hasTrial(request, recording))
            return recording;
        recording.streams.push_back({"spikes/main", "main", "audio", "event",
                                     readTrial(file, request.trial, recording.info.notes)});
        if (auto labels = readLabels(file)) {
            if (request.trial < labels->values.size()) {
                labels->values = {labels->values[request.trial]};
                recording.streams.push_back({"labels/class", "class", "", "", std::move(*labels)});
            } else {
                recording.info.notes.push_back("the trial has no label");
            }
        }
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeShdReader()
{
    return std::make_unique<ShdReader>();
}

} // namespace inspike
