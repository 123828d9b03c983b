// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/describe.h"

#include <algorithm>

namespace inspike {

namespace {

Json textArray(const std::vector<std::string>& items)
{
    Json array = Json::array();
    for (const std::string& item : items)
        array.push(item);
    return array;
}

Json axisArray(const std::vector<AxisKind>& axes)
{
    Json array = Json::array();
    for (const AxisKind axis : axes)
        array.push(axisName(axis));
    return array;
}

Json probeArray(const std::vector<Probe>& probes)
{
    Json array = Json::array();
    for (const Probe& probe : probes) {
        Json entry = Json::object();
        entry.set("id", probe.id);
        entry.set("kind", probeKindName(probe.kind));
        entry.set("axes", axisArray(probe.axes));
        entry.set("title", probe.title);
        array.push(std::move(entry));
    }
    return array;
}

Json activationArray(const std::map<std::string, Activation>& activations)
{
    Json array = Json::array();
    for (const auto& [id, activation] : activations) {
        Json entry = Json::object();
        entry.set("id", id);
        entry.set("kind", probeKindName(activation.probe.kind));
        Json axes = Json::array();
        Json shape = Json::array();
        for (const Axis& axis : activation.axes()) {
            axes.push(axisName(axis.kind));
            shape.push(static_cast<std::uint64_t>(axis.size));
        }
        entry.set("axes", std::move(axes));
        entry.set("shape", std::move(shape));
        if (const auto* spikes = std::get_if<SparseSpikes>(&activation.values))
            entry.set("spikes", static_cast<std::uint64_t>(spikes->index.size()));
        array.push(std::move(entry));
    }
    return array;
}

Json layerArray(const LayerGraph& graph)
{
    const auto shapeOf = [](const std::vector<std::int64_t>& sizes) {
        Json shape = Json::array();
        for (const std::int64_t size : sizes)
            shape.push(size);
        return shape;
    };
    Json array = Json::array();
    for (const LayerNode& node : graph.nodes) {
        Json entry = Json::object();
        entry.set("id", node.id);
        entry.set("kind", node.kind);
        entry.set("input_shape", shapeOf(node.inputShape));
        entry.set("output_shape", shapeOf(node.outputShape));
        entry.set("parameters", node.parameters);
        array.push(std::move(entry));
    }
    return array;
}

// 12345678 -> "12,345,678"
std::string grouped(std::int64_t number)
{
    std::string text = std::to_string(number);
    const std::ptrdiff_t first = number < 0 ? 1 : 0;
    for (auto at = static_cast<std::ptrdiff_t>(text.size()) - 3; at > first; at -= 3)
        text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

std::string joined(const Json& array, const char* separator)
{
    std::string text;
    for (const Json& item : array.items()) {
        const std::string word = item.isString() ? item.toString() : item.dump();
        text += (text.empty() ? "" : separator) + word;
    }
    return text;
}

std::string line(std::string_view label, const std::string& value)
{
    constexpr std::size_t kLabelWidth = 12;
    std::string text = "  ";
    text += label;
    text += std::string(label.size() < kLabelWidth ? kLabelWidth - label.size() : 1, ' ');
    return text + value + "\n";
}

std::string noteLines(const Json& notes)
{
    std::string text;
    for (const Json& note : notes.items())
        text += line("note", note.toString());
    return text;
}

std::string shapeOf(const Json& entry)
{
    return "[" + joined(entry["axes"], ", ") + "]" +
           (entry.find("shape") != nullptr ? " = [" + joined(entry["shape"], ", ") + "]" : "");
}

std::string layerLines(const Json& layers)
{
    std::string text;
    for (const Json& layer : layers.items()) {
        text +=
            line("layer", layer["id"].toString() + ", " + layer["kind"].toString() + " [" +
                              joined(layer["input_shape"], ", ") + "] -> [" +
                              joined(layer["output_shape"], ", ") + "]" +
                              (layer["parameters"].toInteger() > 0
                                   ? ", " + grouped(layer["parameters"].toInteger()) + " parameters"
                                   : ""));
    }
    return text;
}

std::string streamLine(const Json& stream)
{
    std::string text = stream["type"].toString() + ", " + grouped(stream["count"].toInteger());
    const auto add = [&](const char* key, const std::string& before, const std::string& after) {
        if (const Json* value = stream.find(key))
            text +=
                before + (value->isInteger() ? grouped(value->toInteger()) : value->dump()) + after;
    };
    add("units", ", ", " units");
    if (stream.find("width") != nullptr)
        text += ", " + stream["width"].dump() + " x " + stream["height"].dump();
    add("on", ", ON ", "");
    add("off", ", OFF ", "");
    add("channels", ", ", " channels");
    add("rate_hz", ", ", " Hz");
    add("classes", ", ", " classes");
    if (const Json* splits = stream.find("splits")) {
        for (const auto& [part, count] : splits->members())
            text += ", " + (part == "none" ? "no split" : part) + " " + grouped(count.toInteger());
    }
    if (const Json* shape = stream.find("shape"))
        text += ", [" + joined(*shape, ", ") + "]";
    if (stream.find("t_first_us") != nullptr && !stream["t_first_us"].isNull())
        text += ", t " + grouped(stream["t_first_us"].toInteger()) + " ... " +
                grouped(stream["t_last_us"].toInteger()) + " us";
    return line(stream["id"].toString(), text);
}

} // namespace

Json describeModel(const ModelInfo& info)
{
    Json object = Json::object();
    object.set("kind", "model");
    object.set("format", info.format);
    object.set("system", info.system);
    object.set("title", info.title);
    object.set("summary", info.summary);
    object.set("parameters", info.parameterCount);
    Json inputs = Json::array();
    for (const InputInfo& input : info.inputs) {
        Json entry = Json::object();
        entry.set("name", input.name);
        entry.set("axes", axisArray(input.axes));
        Json shape = Json::array();
        for (const std::int64_t size : input.shape)
            shape.push(size);
        entry.set("shape", std::move(shape));
        inputs.push(std::move(entry));
    }
    object.set("inputs", std::move(inputs));
    object.set("outputs", probeArray(info.outputs));
    object.set("probes", probeArray(info.probes));
    object.set("layers", layerArray(info.graph));
    object.set("config", info.config);
    object.set("training", info.training);
    object.set("notes", textArray(info.notes));
    return object;
}

Json describeCheckpoint(const Checkpoint& checkpoint)
{
    Json object = Json::object();
    object.set("kind", "model");
    object.set("format", checkpoint.format);
    object.set("system", checkpoint.system.empty() ? Json() : Json(checkpoint.system));
    std::uint64_t count = 0;
    Json tensors = Json::array();
    for (const auto& [name, tensor] : checkpoint.state) {
        count += tensor.elements();
        Json entry = Json::object();
        entry.set("name", name);
        entry.set("dtype", nameOf(tensor.dtype));
        Json shape = Json::array();
        for (const std::size_t size : tensor.shape)
            shape.push(static_cast<std::uint64_t>(size));
        entry.set("shape", std::move(shape));
        tensors.push(std::move(entry));
    }
    object.set("parameters", count);
    object.set("inputs", Json::array());
    object.set("probes", Json::array());
    object.set("tensors", std::move(tensors));
    std::vector<std::string> notes = checkpoint.notes;
    notes.emplace_back("no model system recognises these parameters, so it cannot be run");
    object.set("notes", textArray(notes));
    return object;
}

Json describeRun(const Run& run)
{
    Json object = Json::object();
    object.set("kind", "run");
    object.set("system", run.made.system);
    object.set("step_us", run.stepDuration ? Json(*run.stepDuration) : Json());
    object.set("outputs", activationArray(run.outputs));
    object.set("probes", activationArray(run.probes));
    object.set("layers", layerArray(run.graph));
    object.set("notes", textArray(run.notes));
    object.set("provenance", run.made.toJson());
    return object;
}

std::string recordingLines(const Json& recording)
{
    std::string text = recording["title"].toString() + "\n";
    text += line("kind", "recording");
    text += line("format", recording["format"].toString());
    text += line("duration", grouped(recording["duration_us"].toInteger()) + " us");
    for (const Json& stream : recording["streams"].items())
        text += streamLine(stream);
    return text + noteLines(recording["notes"]);
}

std::string modelLines(const Json& model)
{
    std::string text = model["title"].toString("Parameters of a network") + "\n";
    text += line("kind", "model");
    text += line("format", model["format"].toString());
    text += line("system", model["system"].toString("not recognised"));
    if (model.find("summary") != nullptr)
        text += line("network", model["summary"].toString());
    text += line("parameters", grouped(model["parameters"].toInteger()));
    for (const Json& tensor : model["tensors"].items())
        text += line("tensor", tensor["name"].toString() + ", " + tensor["dtype"].toString() +
                                   " [" + joined(tensor["shape"], ", ") + "]");
    for (const Json& input : model["inputs"].items())
        text += line("input", input["name"].toString() + " " + shapeOf(input));
    text += layerLines(model["layers"]);
    for (const char* group : {"outputs", "probes"}) {
        for (const Json& probe : model[group].items())
            text += line(group == std::string_view("outputs") ? "output" : "probe",
                         probe["id"].toString() + ", " + probe["kind"].toString() + " " +
                             shapeOf(probe));
    }
    if (!model["training"].isNull())
        text += line("training", model["training"].dump());
    return text + noteLines(model["notes"]);
}

std::string runLines(const Json& run)
{
    std::string text = "Run of " + run["provenance"]["model"]["file"].toString() + "\n";
    text += line("kind", "run");
    text += line("system", run["system"].toString());
    for (const char* group : {"outputs", "probes"}) {
        for (const Json& entry : run[group].items()) {
            std::string value =
                entry["id"].toString() + ", " + entry["kind"].toString() + " " + shapeOf(entry);
            if (entry.find("spikes") != nullptr)
                value += ", " + grouped(entry["spikes"].toInteger()) + " spikes";
            text += line(group == std::string_view("outputs") ? "output" : "probe", value);
        }
    }
    text += layerLines(run["layers"]) + noteLines(run["notes"]);
    return text + line("provenance", run["provenance"].dump());
}

} // namespace inspike
