// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// SONATA spikes in HDF5: /spikes/<population>/{node_ids, timestamps}, or the older
// /spikes/{gids, timestamps}. Ids restart per population. What a file says about its order is not
// believed.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/column_streams.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/reader.h"

namespace inspike {

namespace {

constexpr double kMagic = 0x0A7A;

struct Population
{
    std::string name;
    std::string group;
    std::string ids; // data set of unit numbers
};

std::vector<Population> populationsOf(const Hdf5File& file)
{
    std::vector<Population> populations;
    if (!file.hasGroup("/spikes"))
        return populations;
    if (file.hasDataset("/spikes/gids") && file.hasDataset("/spikes/timestamps"))
        populations.push_back({"main", "/spikes", "/spikes/gids"});
    for (const std::string& name : file.children("/spikes")) {
        const std::string group = "/spikes/" + name;
        if (file.hasDataset(group + "/node_ids") && file.hasDataset(group + "/timestamps"))
            populations.push_back({name, group, group + "/node_ids"});
    }
    return populations;
}

double microsecondsOf(const Hdf5File& file, const std::string& timestamps)
{
    const std::string unit = file.textAttribute(timestamps, "units").value_or("ms");
    if (unit == "ms" || unit == "milliseconds")
        return kMicrosecondsPerMs;
    if (unit == "s" || unit == "seconds")
        return kMicrosecondsPerSecond;
    if (unit == "us" || unit == "microseconds")
        return 1.0;
    throw Error(ErrorKind::BadFormat, timestamps + " has the unknown time unit '" + unit + "'");
}

StreamData readPopulation(const Hdf5File& file, const Population& population,
                          std::vector<std::string>& notes, JobContext& job)
{
    const std::string timestamps = population.group + "/timestamps";
    SpikeColumns columns;
    columns.time = file.column(timestamps);
    columns.unit = file.column(population.ids);
    columns.microseconds = microsecondsOf(file, timestamps);
    return spikeStream(columns, notes, job);
}

class SonataReader : public Reader
{
public:
    ReaderInfo info() const override { return {"sonata", "SONATA spikes", {".h5"}}; }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        if (!peek.isHdf5())
            return Sniff::No;
        try {
            const Hdf5File file = Hdf5File::open(peek.path);
            if (!populationsOf(file).empty())
                return Sniff::Sure;
            const bool isMarked = file.numberAttribute("/", "magic") == kMagic;
            return isMarked && file.hasGroup("/spikes") ? Sniff::Sure : Sniff::No;
        } catch (...) {
            return Sniff::No; // damaged or another layout
        }
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        return withContext("reading " + request.path.filename().string(),
                           [&] { return readFile(request, job); });
    }

private:
    static Recording readFile(const ReadRequest& request, JobContext& job)
    {
        const Hdf5File file = Hdf5File::open(request.path);
        Recording recording;
        recording.info.format = "sonata";
        recording.info.path = request.path;
        recording.info.title = request.path.stem().string();
        const auto populations = populationsOf(file);
        if (populations.empty() && !file.hasGroup("/spikes"))
            throw Error(ErrorKind::BadFormat, request.path.string() + " holds no SONATA spikes");
        for (std::size_t i = 0; i < populations.size(); ++i) {
            const Population& population = populations[i];
            JobContext part = job.part(static_cast<double>(i) / populations.size(),
                                       static_cast<double>(i + 1) / populations.size());
            std::vector<std::string> notes;
            StreamData data = withContext("population " + population.name, [&] {
                return readPopulation(file, population, notes, part);
            });
            recording.streams.push_back(
                {"spikes/" + population.name, population.name, "", "", std::move(data)});
            for (const std::string& note : notes)
                recording.info.notes.push_back(population.name + ": " + note);
        }
        if (populations.empty())
            recording.info.notes.emplace_back("the file holds no populations");
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeSonataReader()
{
    return std::make_unique<SonataReader>();
}

} // namespace inspike
