// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/run_file.h"

#include "core/base/error.h"
#include "core/base/files.h"
#include "core/io/hdf5/hdf5_file.h"
#include "core/nn/formats/hdf5_tree.h"

#include <algorithm>
#include <array>

namespace inspike {

namespace {

constexpr std::int64_t kVersion = 1;
// Sparse spikes claim a shape that is not stored anywhere; views may unfold them.
constexpr std::size_t kMaxSparseCells = std::size_t{1} << 34U;

// --- axes: names in the attribute `axes`, positions in `axes_detail` where they are not 0,
// 1, 2..., keys in data sets of their own because attributes are small

std::string keysPath(std::string_view path, std::size_t axis)
{
    return "/axis_keys" + std::string(path) + "/" + std::to_string(axis);
}

void writeAxes(Hdf5File& file, const std::string& path, const std::vector<Axis>& axes)
{
    file.setAttribute(path, "axes", axisNames(axes));
    Json detail = Json::array();
    bool needed = false;
    for (std::size_t i = 0; i < axes.size(); ++i) {
        Json entry = Json::object();
        entry.set("origin", axes[i].origin);
        entry.set("spacing", axes[i].spacing);
        detail.push(std::move(entry));
        needed = needed || axes[i].origin != 0.0 || axes[i].spacing != 1.0;
        if (!axes[i].keys.empty())
            file.writeIntegers(keysPath(path, i), axes[i].keys);
    }
    if (needed)
        file.setAttribute(path, "axes_detail", detail.dump());
}

std::vector<Axis> readAxes(const Hdf5File& file, const std::string& path,
                           const std::vector<std::size_t>& shape)
{
    std::vector<Axis> axes(shape.size());
    std::vector<AxisKind> kinds(shape.size(), AxisKind::Feature);
    if (const auto names = file.textAttribute(path, "axes"); names && !names->empty())
        kinds = axisKindsFromNames(*names);
    if (kinds.size() != shape.size())
        throw Error(ErrorKind::BadFormat, path + " has " + std::to_string(shape.size()) +
                                              " dimensions, but names " +
                                              std::to_string(kinds.size()) + " axes");
    Json detail;
    if (const auto text = file.textAttribute(path, "axes_detail"))
        detail = Json::parse(*text);
    for (std::size_t i = 0; i < shape.size(); ++i) {
        axes[i].kind = kinds[i];
        axes[i].size = shape[i];
        if (i < detail.items().size()) {
            axes[i].origin = detail.items()[i]["origin"].toDouble(0.0);
            axes[i].spacing = detail.items()[i]["spacing"].toDouble(1.0);
        }
        if (file.hasDataset(keysPath(path, i))) {
            axes[i].keys = file.readIntegers(keysPath(path, i));
            if (axes[i].keys.size() != shape[i])
                throw Error(ErrorKind::BadFormat, path + ": keys do not fit the axis");
        }
    }
    return axes;
}

// --- one array

// The shape of the data set or, where spikes are sparse, of the array they are part of. Probes
// whose first two axes are joined have them as one, and say in `axis_sizes` how to take them apart.
std::vector<std::size_t> storedShape(const Probe& probe, const std::vector<Axis>& axes)
{
    std::vector<std::size_t> shape;
    for (const Axis& axis : axes)
        shape.push_back(axis.size);
    if (probe.joined && shape.size() > 1) {
        shape[1] *= shape[0];
        shape.erase(shape.begin());
    }
    return shape;
}

void writeSizes(Hdf5File& file, const std::string& path, const Probe& probe,
                const std::vector<Axis>& axes)
{
    if (!probe.joined)
        return;
    std::vector<std::int64_t> sizes;
    for (const Axis& axis : axes)
        sizes.push_back(static_cast<std::int64_t>(axis.size));
    file.setAttribute(path, "axis_sizes", sizes);
}

// What the axes of a data set of that shape count.
std::vector<std::size_t> sizesOfAxes(const Hdf5File& file, const std::string& path,
                                     const std::vector<std::size_t>& shape, bool& joined)
{
    joined = file.hasAttribute(path, "axis_sizes");
    if (!joined)
        return shape;
    std::vector<std::size_t> sizes;
    for (const std::int64_t size : file.integersAttribute(path, "axis_sizes")) {
        if (size < 0)
            throw Error(ErrorKind::BadFormat, path + " has a negative size");
        sizes.push_back(static_cast<std::size_t>(size));
    }
    if (checkedElements(sizes) != checkedElements(shape))
        throw Error(ErrorKind::BadFormat,
                    path + " has shape " + shapeText(shape) + ", but its axes " + shapeText(sizes));
    return sizes;
}

void writeArray(Hdf5File& file, const std::string& path, const LabelledArray& array)
{
    file.writeFloats(path, array.shape(), array.values());
    writeAxes(file, path, array.axes());
}

void writeActivation(Hdf5File& file, const std::string& path, const Activation& activation)
{
    const auto* sparse = std::get_if<SparseSpikes>(&activation.values);
    if (sparse != nullptr && !sparse->axes.empty()) {
        file.makeGroup(path);
        file.writeUnsigned(path + "/index", sparse->index);
        std::vector<std::int64_t> shape;
        for (const std::size_t size : storedShape(activation.probe, sparse->axes))
            shape.push_back(static_cast<std::int64_t>(size));
        file.setAttribute(path, "shape", shape);
    } else {
        const LabelledArray array = activation.dense();
        file.writeFloats(path, storedShape(activation.probe, array.axes()), array.values());
    }
    writeAxes(file, path, activation.axes());
    writeSizes(file, path, activation.probe, activation.axes());
    file.setAttribute(path, "title", activation.probe.title);
    file.setAttribute(path, "kind", probeKindName(activation.probe.kind));
}

LabelledArray readArray(const Hdf5File& file, const std::string& path, bool& joined)
{
    std::vector<Axis> axes =
        readAxes(file, path, sizesOfAxes(file, path, file.shape(path), joined));
    return {std::move(axes), file.readFloats(path)};
}

SparseSpikes readSparse(const Hdf5File& file, const std::string& path, bool& joined)
{
    std::vector<std::size_t> shape;
    for (const std::int64_t size : file.integersAttribute(path, "shape")) {
        if (size < 0)
            throw Error(ErrorKind::BadFormat, path + " has a negative size");
        shape.push_back(static_cast<std::size_t>(size));
    }
    const std::size_t cells = checkedElements(shape);
    if (cells > kMaxSparseCells)
        throw Error(ErrorKind::BadFormat,
                    path + " claims shape " + shapeText(shape) + ", too large for any array");
    SparseSpikes spikes;
    spikes.axes = readAxes(file, path, sizesOfAxes(file, path, shape, joined));
    const std::vector<std::int64_t> index = file.readIntegers(path + "/index");
    spikes.index.reserve(index.size());
    for (const std::int64_t position : index) {
        if (position < 0 || static_cast<std::size_t>(position) >= cells)
            throw Error(ErrorKind::BadFormat, path + " has a spike outside its shape");
        spikes.index.push_back(static_cast<std::uint64_t>(position));
    }
    if (!std::is_sorted(spikes.index.begin(), spikes.index.end()))
        std::sort(spikes.index.begin(), spikes.index.end());
    spikes.index.erase(std::unique(spikes.index.begin(), spikes.index.end()), spikes.index.end());
    return spikes;
}

Activation readActivation(const Hdf5File& file, const std::string& group, const Hdf5Leaf& leaf)
{
    const std::string path = group + "/" + leaf.name;
    Activation activation;
    if (leaf.sparse)
        activation.values = readSparse(file, path, activation.probe.joined);
    else
        activation.values = readArray(file, path, activation.probe.joined);
    activation.probe.id = leaf.name;
    activation.probe.title = file.textAttribute(path, "title").value_or(leaf.name);
    activation.probe.kind = probeKindFromName(
        file.textAttribute(path, "kind").value_or(leaf.sparse ? "spikes" : "other"));
    for (const Axis& axis : activation.axes())
        activation.probe.axes.push_back(axis.kind);
    return activation;
}

// --- the whole

void writeContent(Hdf5File& file, const Run& run, JobContext& job)
{
    file.setCompressed(true);
    file.setAttribute("/", "inspike_kind", std::string_view("run"));
    file.setAttribute("/", "inspike_version", kVersion);
    file.setAttribute("/", "provenance", run.made.toJson().dump());
    if (run.stepDuration)
        file.setAttribute("/", "step_us", static_cast<std::int64_t>(*run.stepDuration));
    if (!run.sampleIds.empty())
        file.writeTexts("/sample_ids", run.sampleIds);
    if (!run.notes.empty())
        file.writeTexts("/notes", run.notes);
    // A data set, because attributes hold 64 KiB at most.
    if (!run.graph.isEmpty())
        file.writeTexts("/graph", std::array{run.graph.toJson().dump()});
    const std::size_t total =
        run.outputs.size() + run.probes.size() + run.inputs.size() + run.parameters.size();
    std::size_t done = 0;
    const auto advance = [&] {
        job.checkpoint();
        job.progress(static_cast<double>(done++) / static_cast<double>(total), "writing the run");
    };
    file.makeGroup("/output");
    for (const auto& [id, activation] : run.outputs) {
        advance();
        writeActivation(file, hdf5PathOf("/output", id), activation);
    }
    file.makeGroup("/probe");
    for (const auto& [id, activation] : run.probes) {
        advance();
        writeActivation(file, hdf5PathOf("/probe", id), activation);
    }
    for (const auto& [name, tensor] : run.inputs) {
        advance();
        const std::string path = hdf5PathOf("/input", name);
        file.writeTensor(path, tensor);
        std::vector<Axis> axes(tensor.axes.size());
        for (std::size_t i = 0; i < axes.size(); ++i)
            axes[i].kind = tensor.axes[i];
        if (!axes.empty())
            file.setAttribute(path, "axes", axisNames(axes));
    }
    for (const auto& [name, array] : run.parameters) {
        advance();
        writeArray(file, hdf5PathOf("/parameters", name), array);
    }
}

// Ours, or what an exporter may have kept with the inputs: texts or whole numbers.
std::vector<std::string> readSampleIds(const Hdf5File& file)
{
    for (const char* path :
         {"/sample_ids", "/input/sample_ids", "/input/sample_id", "/input/ids", "/input/id"}) {
        if (!file.hasDataset(path))
            continue;
        if (file.isText(path))
            return file.readTexts(path);
        std::vector<std::string> ids;
        for (const std::int64_t id : file.readIntegers(path))
            ids.push_back(std::to_string(id));
        return ids;
    }
    return {};
}

LayerGraph readGraph(const Hdf5File& file)
{
    return withContext("reading /graph", [&] {
        const std::vector<std::string> texts = file.readTexts("/graph");
        if (texts.size() != 1)
            throw Error(ErrorKind::BadFormat, "one text was expected");
        return LayerGraph::fromJson(Json::parse(texts.front()));
    });
}

Run readContent(const Hdf5File& file, JobContext& job)
{
    Run run;
    if (const auto text = file.textAttribute("/", "provenance"))
        run.made = Provenance::fromJson(Json::parse(*text));
    if (const auto step = file.numberAttribute("/", "step_us"))
        run.stepDuration = static_cast<Time>(*step);
    run.sampleIds = readSampleIds(file);
    if (file.hasDataset("/notes"))
        run.notes = file.readTexts("/notes");
    if (file.hasDataset("/graph"))
        run.graph = readGraph(file);
    job.progress(0.0, "reading the run");
    for (const auto& [group, target] :
         {std::pair{"/output", &run.outputs}, std::pair{"/probe", &run.probes}}) {
        for (const Hdf5Leaf& leaf : leavesBelow(file, group)) {
            job.checkpoint();
            target->emplace(leaf.name, readActivation(file, group, leaf));
        }
    }
    job.progress(0.7);
    for (const Hdf5Leaf& leaf : leavesBelow(file, "/input")) {
        job.checkpoint();
        if (file.isText("/input/" + leaf.name))
            continue; // names, not numbers
        Tensor tensor = file.readTensor("/input/" + leaf.name);
        const auto names = file.textAttribute("/input/" + leaf.name, "axes");
        if (names && !names->empty())
            tensor.axes = axisKindsFromNames(*names);
        if (tensor.axes.size() != tensor.shape.size())
            tensor.axes.clear();
        run.inputs.emplace(leaf.name, std::move(tensor));
    }
    job.progress(0.9);
    for (const Hdf5Leaf& leaf : leavesBelow(file, "/parameters")) {
        job.checkpoint();
        bool joined = false; // parameters never are
        run.parameters.emplace(leaf.name, readArray(file, "/parameters/" + leaf.name, joined));
    }
    job.progress(1.0);
    return run;
}

} // namespace

void writeRun(const std::filesystem::path& path, const Run& run, bool replace, JobContext& job)
{
    writeAtomically(path, replace, [&](const std::filesystem::path& temporary) {
        Hdf5File file = Hdf5File::create(temporary);
        writeContent(file, run, job);
        file.close(); // a full disk shows here, before the file takes its name
    });
    job.progress(1.0);
}

Run readRun(const std::filesystem::path& path, JobContext& job)
{
    return withContext("opening " + path.filename().string(), [&] {
        const Hdf5File file = Hdf5File::open(path);
        if (file.textAttribute("/", "inspike_kind") != "run")
            throw Error(ErrorKind::Unsupported, path.string() + " is not a run of Inspike");
        return readContent(file, job);
    });
}

bool looksLikeRun(const std::filesystem::path& path)
{
    return inspikeKind(path) == "run";
}

} // namespace inspike
