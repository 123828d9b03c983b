// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/model.h"

#include "core/base/error.h"
#include "core/nn/detail/bridge.h"
#include "core/nn/program_consent.h"
#include "core/systems/fitting/input_fit.h"

#include <algorithm>

namespace inspike::torchscript {

namespace {

std::vector<std::size_t> sizesOf(const at::Tensor& tensor)
{
    return {tensor.sizes().begin(), tensor.sizes().end()};
}

} // namespace

ScriptModel::ScriptModel(Program program, const std::filesystem::path& path, std::string sha256)
    : m_program(std::move(program)),
      m_tree(m_program.root),
      m_methods(methodsOf(m_program.root)),
      m_file(path.filename().string()),
      m_sha256(std::move(sha256))
{
    if (m_methods.empty())
        throw Error(ErrorKind::Unsupported,
                    "the program has no method that takes a tensor, so nothing can be fed to it");
    for (const std::string& method : m_methods)
        m_signatures[method] = signatureOf(m_tree, method);
    m_flow = flowOf(m_tree, m_methods.front());
    describe(path);
    addProbes();
}

std::string ScriptModel::summary() const
{
    const auto layers = static_cast<std::size_t>(
        std::count_if(m_tree.all().begin(), m_tree.all().end(),
                      [](const Module& module) { return module.leaf && !module.path.empty(); }));
    std::string methods;
    for (const std::string& method : m_methods)
        methods += (methods.empty() ? "" : ", ") + method;
    return "TorchScript program " + m_tree.all().front().kind + ", " + std::to_string(layers) +
           (layers == 1 ? " layer" : " layers") + ", methods " + methods;
}

void ScriptModel::describe(const std::filesystem::path& path)
{
    m_info.title = path.stem().string();
    m_info.format = "torchscript";
    m_info.system = "torchscript";
    m_info.summary = summary();
    m_info.isProgram = true;
    for (const NamedTensor& tensor : tensorsOf(m_tree)) {
        m_info.parameters.push_back({tensor.name, sizesOf(tensor.value)});
        if (tensor.trained)
            m_info.parameterCount += static_cast<std::uint64_t>(tensor.value.numel());
    }
    const Signature& signature = m_signatures.at(m_methods.front());
    InputInfo input{"input", {AxisKind::Step, AxisKind::Sample}, {-1, -1}, {}};
    for (const std::int64_t size : m_flow.wish)
        input.shape.push_back(size);
    if (m_flow.wish.size() == 1)
        input.axes.push_back(AxisKind::Unit);
    else if (m_flow.wish.size() == 2)
        input.axes.insert(input.axes.end(), {AxisKind::Channel, AxisKind::Unit});
    else if (m_flow.wish.size() == 3)
        input.axes.insert(input.axes.end(), {AxisKind::Channel, AxisKind::Height, AxisKind::Width});
    else
        input.shape.resize(2);
    input.help = "What '" + m_methods.front() + "' takes as '" + signature.input + "'";
    m_info.inputs.push_back(std::move(input));

    Json modules = Json::array();
    for (const Module& module : m_tree.all()) {
        Json entry = Json::object();
        entry.set("path", module.path);
        entry.set("class", module.kind);
        modules.push(std::move(entry));
    }
    Json methods = Json::array();
    for (const std::string& method : m_methods)
        methods.push(method);
    m_info.config = Json::object();
    m_info.config.set("archive_version", m_program.version);
    m_info.config.set("methods", std::move(methods));
    m_info.config.set("modules", std::move(modules));

    m_info.notes = m_program.notes;
    m_info.notes.push_back("a TorchScript program: running it executes what the file says");
    if (!m_program.deferred.empty())
        m_info.notes.push_back(std::to_string(m_program.deferred.size()) +
                               " objects restore their values with code of the file, which is not "
                               "executed before the first run");
    const auto training = m_tree.all().front().object->type()->findAttributeSlot("training");
    m_training = training && m_tree.all().front().object->getSlot(*training).isBool() &&
                 m_tree.all().front().object->getSlot(*training).toBool();
    if (m_training)
        m_info.notes.push_back("saved in training mode: dropout drops and batch norm uses the "
                               "batch, unless the option training=off says otherwise");
    if (!m_flow.complete)
        m_info.notes.push_back("the graph of layers is not complete, because the program is too "
                               "large to be followed");
    if (m_flow.wish.empty())
        m_info.notes.push_back("the program does not say which shape its input has");
}

void ScriptModel::addProbes()
{
    m_info.outputs.push_back({"output", "Output", ProbeKind::Other, {}});
    const auto add = [&](const std::string& id, ProbeKind kind) {
        if (m_info.probe(id) == nullptr)
            m_info.probes.push_back({id, id, kind, {}});
    };
    // Which of the two it is shows when it is run.
    const auto addBoth = [&](const std::string& layer) {
        add(layer + "/spikes", ProbeKind::Spikes);
        add(layer + "/output", ProbeKind::Other);
    };
    for (const std::string& path : m_flow.called) {
        addBoth(path);
        const Module* module = m_tree.find(path);
        for (const std::string& attribute : module->state)
            add(path + "/" + probeNameOfState(attribute), kindOfState(attribute));
        const auto tuple = tupleSizeOf(*module);
        for (std::size_t i = 0; i < tuple; ++i)
            add(path + "/" + std::to_string(i), ProbeKind::Other);
    }
    for (const std::string& layer : m_flow.operators)
        addBoth(layer);
    for (const std::string& attribute : m_tree.all().front().state)
        add("state/" + probeNameOfState(attribute), kindOfState(attribute));
    for (const LayerNode& node : m_flow.graph.nodes) {
        if (node.kind != "Input")
            add("count/" + node.id, ProbeKind::Other);
    }
    m_info.graph = m_flow.graph;
    // Frozen networks hold their weights as constants.
    if (m_info.parameterCount == 0) {
        for (const LayerNode& node : m_flow.graph.nodes)
            m_info.parameterCount += node.parameters;
    }
}

LabelledArray ScriptModel::parameter(std::string_view name) const
{
    for (const NamedTensor& tensor : tensorsOf(m_tree)) {
        if (tensor.name != name)
            continue;
        std::vector<Axis> axes;
        for (const std::size_t size : sizesOf(tensor.value)) {
            axes.emplace_back().kind = AxisKind::Feature;
            axes.back().size = size;
        }
        std::vector<float> values(static_cast<std::size_t>(tensor.value.numel()));
        nn::copyToFloats(tensor.value.detach().to(at::kFloat).contiguous(), values);
        return {std::move(axes), std::move(values)};
    }
    throw Error(ErrorKind::NotFound, "the program has no parameter '" + std::string(name) + "'");
}

const Signature& ScriptModel::signatureFor(const Params& options) const
{
    const std::string& method = options.text("method");
    const auto found = m_signatures.find(method.empty() ? m_methods.front() : method);
    if (found == m_signatures.end())
        throw Error(ErrorKind::BadParameter,
                    "the program has no method '" + method + "' that takes a tensor; " + summary());
    return found->second;
}

InputWish ScriptModel::wishFor(const Params& options) const
{
    InputWish wish;
    wish.name = signatureFor(options).input;
    wish.shape = m_flow.wish;
    return wish;
}

std::optional<InputWish> ScriptModel::inputWish(const Params& options) const
{
    return wishFor(options);
}

ParamSpecs ScriptModel::runOptions() const
{
    ParamSpecs specs = {
        {"method",
         "Method",
         "Which method of the program is called.",
         m_methods.front(),
         {},
         {},
         m_methods},
        {"mode",
         "Calls",
         "stepped: once per step, state carried on; whole: once with step, sample, ...; sample: "
         "once with sample, step, ...; auto: as the program shows.",
         std::string("auto"),
         {},
         {},
         {"auto", "stepped", "whole", "sample"}},
        {"batch", "Batch", "Samples computed together; 0 = as fits.", std::int64_t{0}, 0, 65536},
        {"training",
         "Training mode",
         "as-saved: dropout and batch norm as the file has them; off: as for a prediction.",
         std::string("as-saved"),
         {},
         {},
         {"as-saved", "off"}},
        {"state-shape", "Shape of the first state",
         "Where the program takes state without a default: sizes such as 128, several as 128;64; "
         "empty = found by a first call.",
         std::string()},
        {"arguments", "Further arguments",
         "Values of arguments that are neither data nor state, as JSON: {\"alpha\": 0.5}.",
         std::string()},
    };
    for (ParamSpec& spec : fitOptions())
        specs.push_back(std::move(spec));
    return specs;
}

} // namespace inspike::torchscript
