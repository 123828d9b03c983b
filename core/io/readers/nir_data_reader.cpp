// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
// NIRData (NIR 1.1): what was seen of the nodes of a graph, HDF5 (specs/nir.md, section 8). The
// attribute __type__ of the root is NIRGraphData; /nodes/<node>/observables/<name> is one of
//   TimeGriddedData  data [sample, time, neuron]; attribute dt in s
//   EventData        idx and time in s [sample, event], -1 and inf where there is none; attributes
//                    n_neurons, t_max
//   ValuedEventData  the same with value [sample, event]
// A node may be a graph again. One sample is read at a time.
#include "core/base/error.h"
#include "core/io/assemble.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/io/trials.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr const char* kType = "__type__";
constexpr const char* kGraph = "NIRGraphData";
constexpr const char* kGrid = "TimeGriddedData";
constexpr std::size_t kMostNesting = 64;

struct Observable
{
    std::string name; // "lif/spikes", "outer/lif/spikes"
    std::string path;
    std::string type;
    std::size_t samples = 0;

    bool isGrid() const { return type == kGrid; }
    std::string values() const { return path + (isGrid() ? "/data" : "/time"); }
};

std::string typeOf(const Hdf5File& file, const std::string& object)
{
    return file.textAttribute(object, kType).value_or("");
}

void collect(const Hdf5File& file, const std::string& graph, const std::string& prefix,
             std::size_t depth, std::vector<Observable>& found)
{
    if (depth > kMostNesting)
        throw Error(ErrorKind::BadFormat, "graphs are nested too deeply");
    for (const std::string& node : file.children(graph + "/nodes")) {
        const std::string path = graph + "/nodes/" + node;
        if (file.hasGroup(path + "/nodes")) {
            collect(file, path, prefix + node + "/", depth + 1, found);
            continue;
        }
        if (!file.hasGroup(path + "/observables"))
            throw Error(ErrorKind::BadFormat, "node '" + prefix + node + "' has no observables");
        for (const std::string& name : file.children(path + "/observables"))
            found.push_back(
                {prefix + node + "/" + name, path + "/observables/" + name, {}, std::size_t{0}});
    }
}

void settle(const Hdf5File& file, Observable& observable)
{
    observable.type = typeOf(file, observable.path);
    const bool known = observable.isGrid() || observable.type == "EventData" ||
                       observable.type == "ValuedEventData";
    if (!known)
        throw Error(ErrorKind::Unsupported,
                    "'" + observable.name + "' is of the unknown type '" + observable.type + "'");
    const auto shapeOf = [&](const std::string& dataset) {
        if (!file.hasDataset(dataset))
            throw Error(ErrorKind::BadFormat, "'" + observable.name + "' has no data set " +
                                                  dataset.substr(dataset.rfind('/') + 1));
        return file.shape(dataset);
    };
    const std::vector<std::size_t> shape = shapeOf(observable.values());
    if (shape.size() != (observable.isGrid() ? 3U : 2U))
        throw Error(ErrorKind::BadShape,
                    "'" + observable.name + "' has the shape " + shapeText(shape) + ", not " +
                        (observable.isGrid() ? "[sample, time, neuron]" : "[sample, event]"));
    if (!observable.isGrid()) {
        const std::vector<std::size_t> indices = shapeOf(observable.path + "/idx");
        if (indices != shape)
            throw Error(ErrorKind::BadShape, "'" + observable.name + "' has indices of the shape " +
                                                 shapeText(indices) + " but times of " +
                                                 shapeText(shape));
    }
    observable.samples = shape.front();
}

// All of the same number of samples.
std::vector<Observable> observablesOf(const Hdf5File& file)
{
    std::vector<Observable> all;
    collect(file, "", "", 0, all);
    for (Observable& one : all) {
        settle(file, one);
        if (one.samples != all.front().samples)
            throw Error(ErrorKind::BadShape,
                        "'" + one.name + "' has " + counted(one.samples, "sample") + ", '" +
                            all.front().name + "' " + std::to_string(all.front().samples));
    }
    return all;
}

double positive(const Hdf5File& file, const Observable& observable, const char* attribute)
{
    const std::optional<double> value = file.numberAttribute(observable.path, attribute);
    if (!value || !(*value > 0.0) || !std::isfinite(*value))
        throw Error(ErrorKind::BadFormat, "'" + observable.name + "' needs the attribute " +
                                              attribute + ", a number above 0");
    return *value;
}

// Spikes where all values of all samples are 0 or 1, else a signal.
NamedStream gridOf(const Hdf5File& file, const Observable& observable, std::size_t sample,
                   std::vector<std::string>& notes)
{
    const std::vector<std::size_t> shape = file.shape(observable.values());
    const std::size_t neurons = shape[2];
    const double step = positive(file, observable, "dt");
    std::vector<float> values = file.readFloats(observable.values());
    const bool binary = std::ranges::all_of(values, [](float v) { return v == 0.0F || v == 1.0F; });
    const std::size_t size = shape[1] * neurons;
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(sample * size);
    values = std::vector<float>(first, first + static_cast<std::ptrdiff_t>(size));
    if (!binary) {
        Signal signal;
        signal.data = std::move(values);
        signal.channels = std::max<std::size_t>(neurons, 1);
        signal.rateHz = 1.0 / step;
        return {"signals/" + observable.name, observable.name, "", "", std::move(signal)};
    }
    std::vector<Time> times;
    std::vector<std::int64_t> units;
    for (std::size_t i = 0; i < size; ++i) {
        if (values[i] == 0.0F)
            continue;
        times.push_back(timeFrom(static_cast<double>(i / neurons) * step, kMicrosecondsPerSecond));
        units.push_back(static_cast<std::int64_t>(i % neurons));
    }
    return {"spikes/" + observable.name, observable.name, "", "",
            spikesFromColumns(times, units, static_cast<std::int64_t>(neurons), notes)};
}

NamedStream eventsOf(const Hdf5File& file, const Observable& observable, std::size_t sample,
                     std::vector<std::string>& notes)
{
    const std::size_t events = file.shape(observable.values())[1];
    const std::vector<std::int64_t> indices = file.readIntegers(observable.path + "/idx");
    const std::vector<double> seconds = file.readDoubles(observable.path + "/time");
    std::vector<double> taken;
    std::vector<std::int64_t> units;
    for (std::size_t i = sample * events; i < (sample + 1) * events; ++i) {
        if (indices[i] == -1 && std::isinf(seconds[i]))
            continue;
        taken.push_back(seconds[i]);
        units.push_back(indices[i]);
    }
    if (observable.type == "ValuedEventData")
        notes.push_back("'" + observable.name + "': the values of " +
                        counted(taken.size(), "event") + " are not read, only their times");
    const double neurons = positive(file, observable, "n_neurons");
    if (neurons > static_cast<double>(kMaxUnits) || neurons != std::floor(neurons))
        throw Error(ErrorKind::BadFormat,
                    "'" + observable.name + "' says an impossible number of neurons");
    return {"spikes/" + observable.name, observable.name, "", "",
            spikesFromColumns(timesFrom(taken, kMicrosecondsPerSecond), units,
                              static_cast<std::int64_t>(neurons), notes)};
}

class NirDataReader : public Reader
{
public:
    ReaderInfo info() const override
    {
        return {"nir-data", "NIRData observables", {".h5", ".hdf5", ".nir"}};
    }

    Sniff sniff(const FilePeek& peek) const noexcept override
    {
        if (!peek.isHdf5())
            return Sniff::No;
        try {
            return typeOf(Hdf5File::open(peek.path), "/") == kGraph ? Sniff::Sure : Sniff::No;
        } catch (...) {
            return Sniff::No; // damaged
        }
    }

    Recording read(const ReadRequest& request, JobContext& job) const override
    {
        return withContext("reading sample " + std::to_string(request.trial) + " of " +
                               request.path.filename().string(),
                           [&] { return readFile(request, job); });
    }

private:
    static Recording readFile(const ReadRequest& request, JobContext& job)
    {
        const Hdf5File file = Hdf5File::open(request.path);
        const std::vector<Observable> observables = observablesOf(file);
        Recording recording;
        recording.info =
            trialInfo(request, "nir-data", observables.empty() ? 0 : observables.front().samples);
        if (!hasTrial(request, recording))
            return recording;
        for (const Observable& observable : observables) {
            job.checkpoint();
            recording.streams.push_back(
                observable.isGrid()
                    ? gridOf(file, observable, request.trial, recording.info.notes)
                    : eventsOf(file, observable, request.trial, recording.info.notes));
        }
        return recording;
    }
};

} // namespace

std::unique_ptr<Reader> makeNirDataReader()
{
    return std::make_unique<NirDataReader>();
}

} // namespace inspike
