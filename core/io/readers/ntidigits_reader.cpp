// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// N-TIDIGITS18: spoken digits heard by a silicon cochlea of 64 channels. One HDF5 file with two
// parts; /train_labels names the trials ("man-ae-1a-1"), /train_addresses/NAME and
// /train_timestamps/NAME (s) hold their spikes, and the same for test. Trials are counted through
// both parts, training first. The class is the last character: 'z' and 'o' are both 0.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/trials.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr std::int64_t kChannels = 64;
constexpr const char* kParts[] = {"train", "test"};

struct Trial
{
    std::string part;
    std::string name;

    std::string addresses() const { return "/" + part + "_addresses/" + name; }
    std::string times() const { return "/" + part + "_timestamps/" + name; }
};

std::vector<Trial> trialsOf(const Hdf5File& file)
{
    std::vector<Trial> trials;
    for (const char* part : kParts) {
        const std::string labels = std::string("/") + part + "_labels";
        if (!file.hasDataset(labels))
            continue;
        for (const std::string& name : file.readTexts(labels))
            trials.push_back({part, name});
    }
    return trials;
}

// -1 for what is no digit.
std::int64_t digitOf(const std::string& name)
{
    const char last = name.empty() ? ' ' : name.back();
    if (last == 'z' || last == 'o')
        return 0;
    return last >= '0' && last <= '9' ? last - '0' : -1;
}

SpikeTrains readSpikes(const Hdf5File& file, const Trial& trial, std::vector<std::string>& notes)
{
    if (!file.hasDataset(trial.addresses()) || !file.hasDataset(trial.times()))
        throw Error(ErrorKind::BadFormat, "there are no spikes of the trial '" + trial.name + "'");
    const std::vector<Time> times =
        timesFrom(file.readDoubles(trial.times()), kMicrosecondsPerSecond);
    std::vector<std::int64_t> units;
    for (const double unit : file.readDoubles(trial.addresses())) {
        if (!(unit >= 0.0 && unit < static_cast<double>(kMaxUnits)) || std::floor(unit) != unit)
            throw Error(ErrorKind::BadFormat,
                        "the trial '" + trial.name + "' holds an impossible channel");
        units.push_back(static_cast<std::int64_t>(unit));
    }
    std::int64_t declared = kChannels;
    for (const std::int64_t unit : units)
        declared = std::max(declared, unit + 1);
    return spikesFromColumns(times, units, declared, notes);
}

class NtidigitsReader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"n-tidigits", "N-TIDIGITS cochlea spikes", {".hdf5", ".h5"}};
    }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        if (!peek.isHdf5())
            return Sniff::No;
        try {
            const Hdf5File file = Hdf5File::open(peek.path);
            const auto has = [&](const std::string& part) {
                return file.hasDataset("/" + part + "_labels") &&
                       file.hasGroup("/" + part + "_addresses") &&
                       file.hasGroup("/" + part + "_timestamps");
            };
            return has("train") || has("test") ? Sniff::Sure : Sniff::No;
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

    // Every trial with its exact count; no spikes are read but those of the one asked for.
    RecordingSummary inspect(const ReadRequest& request, JobContext& job) const override
    {
        const Hdf5File file = Hdf5File::open(request.path);
        const std::vector<Trial> trials = trialsOf(file);
        RecordingSummary summary;
        summary.info = trialInfo(request, "n-tidigits", trials.size());
        for (const Trial& trial : trials) {
            job.checkpoint();
            StreamSummary line;
            line.id = trial.part + "/" + trial.name;
            line.type = "spikes";
            if (file.hasDataset(trial.times()))
                line.count = checkedElements(file.shape(trial.times()));
            line.units = static_cast<std::uint64_t>(kChannels);
            summary.streams.push_back(std::move(line));
        }
        if (!trials.empty())
            completeTrial(request, summarise(read(request, job)), summary);
        return summary;
    }

private:
    static Recording readFile(const ReadRequest& request, JobContext& job)
    {
        const Hdf5File file = Hdf5File::open(request.path);
        const std::vector<Trial> trials = trialsOf(file);
        job.checkpoint();
        Recording recording;
        recording.info = trialInfo(request, "n-tidigits", trials.size());
        if (!hasTrial(request, recording))
            return recording;
        const Trial& trial = trials[request.trial];
        recording.info.notes.push_back("trial '" + trial.name + "' of the part '" + trial.part +
                                       "'");
        recording.streams.push_back({"spikes/main", "main", "audio", "event",
                                     readSpikes(file, trial, recording.info.notes)});
        Labels labels;
        labels.values = {digitOf(trial.name)};
        labels.names = {"0", "1", "2", "3", "4", "5", "6", "7", "8", "9"};
        recording.streams.push_back({"labels/class", "class", "", "", std::move(labels)});
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeNtidigitsReader()
{
    return std::make_unique<NtidigitsReader>();
}

} // namespace inspike
