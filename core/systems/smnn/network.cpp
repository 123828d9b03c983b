// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/smnn/network.h"

#include "core/base/error.h"
#include "core/base/param_spec.h"
#include "core/base/random.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

namespace inspike::smnn {

namespace {

constexpr double kTauSynapse = 0.010; // s
constexpr double kTauMembrane = 0.020;
constexpr double kTauDecay = 0.030;
constexpr double kTauRise = 0.002;
constexpr int kRefractorySteps = 5;

// Parameters of an older class of the published checkpoints; nothing reads them.
const std::set<std::string, std::less<>> kUnusedNames = {"vthr", "sigmoid_tau_d"};

const Tensor& required(const Checkpoint& checkpoint, const std::string& name)
{
    const auto found = checkpoint.state.find(name);
    if (found != checkpoint.state.end())
        return found->second;
    std::string names;
    for (const auto& [other, tensor] : checkpoint.state)
        names += (names.empty() ? "" : ", ") + other;
    throw Error(ErrorKind::BadModel, "SMNN needs the parameter '" + name + "'; the file has " +
                                         (names.empty() ? std::string("none") : names));
}

std::string described(const std::string& name, const Tensor& tensor)
{
    return name + " " + shapeText(tensor.shape);
}

[[noreturn]] void refuse(const std::string& name, const Tensor& tensor, const std::string& other,
                         const Tensor& otherTensor)
{
    throw Error(ErrorKind::BadShape,
                described(name, tensor) + " does not fit " + described(other, otherTensor));
}

void needFinite(const std::string& name, std::span<const float> values)
{
    if (!std::ranges::all_of(values, [](float value) { return std::isfinite(value); }))
        throw Error(ErrorKind::BadModel,
                    "the parameter '" + name + "' holds values that are not finite");
}

// The score vector; some published checkpoints store [N, 1] with one score per mode.
bool isVector(const Tensor& tensor)
{
    return tensor.shape.size() == 1 || (tensor.shape.size() == 2 && tensor.shape[1] == 1);
}

std::string textOf(const Json& config, std::string_view key)
{
    return config[key].toString();
}

bool contains(std::string_view text, std::string_view part)
{
    return text.find(part) != std::string_view::npos;
}

// An option that is given wins, then the file, then the assumption, which is noted.
std::string chosen(const Params& options, const char* option, const std::string& stored,
                   const std::string& assumed, const std::string& note,
                   std::vector<std::string>& notes)
{
    if (options.has(option) && options.text(option) != "auto")
        return options.text(option);
    if (!stored.empty())
        return stored;
    if (!note.empty())
        notes.push_back(note);
    return assumed;
}

std::string storedTask(const Json& config)
{
    const std::string task = textOf(config, "task");
    if (contains(task, "mnist"))
        return "mnist";
    return contains(task, "context") ? "context" : "";
}

std::string storedModel(const Json& config)
{
    const std::string model = textOf(config, "model");
    if (contains(model, "rate"))
        return "rate";
    if (contains(model, "spik"))
        return "spiking";
    return config["filter"].isString() ? "spiking" : "";
}

Config configFrom(const Checkpoint& checkpoint, const Params& options, std::size_t inputs,
                  std::vector<std::string>& notes)
{
    const Json& stored = checkpoint.config;
    const std::string task =
        chosen(options, "task", storedTask(stored),
               inputs == inputsOf(Task::Mnist) ? "mnist" : "context", "", notes);
    const std::string neuron = chosen(
        options, "model", storedModel(stored), "spiking",
        "the file does not say which neurons: spiking assumed (set model=rate if not)", notes);
    const bool rate = neuron == "rate";
    const std::string filterNote =
        rate ? ""
             : "the file does not name its synaptic filter: double assumed (set filter=single if "
               "not; the wrong filter ruins the context task)";
    const std::string filter =
        chosen(options, "filter", textOf(stored, "filter"), "double", filterNote, notes);
    const std::string gain = chosen(options, "gain", textOf(stored, "gain"), task, "", notes);
    if (filter != "single" && filter != "double")
        throw Error(ErrorKind::BadModel, "unknown filter '" + filter + "'; known: single, double");

    Config config;
    config.task = task == "mnist" ? Task::Mnist : Task::Context;
    config.neuron = rate ? Neuron::Rate : Neuron::Spiking;
    config.filter = filter == "single" ? Filter::Single : Filter::Double;
    config.gain = gain == "mnist" ? Gain::Mnist : Gain::Context;
    config.dt = stored["dt"].toDouble(config.dt);
    if (!(config.dt > 0.0) || config.dt > 1.0)
        throw Error(ErrorKind::BadModel, "the time step must be above 0 and at most 1 s");
    const std::int64_t steps = stored["T"].toInteger(config.task == Task::Mnist ? 50 : 500);
    config.steps = static_cast<std::size_t>(std::clamp<std::int64_t>(steps, 1, 1'000'000));
    return config;
}

} // namespace

Factors Factors::of(const Config& config)
{
    const double dt = config.dt;
    Factors factors{};
    factors.synapse = std::exp(-dt / kTauSynapse);
    factors.membrane = std::exp(-dt / kTauMembrane);
    factors.decay = std::exp(-dt / kTauDecay);
    factors.rise = std::exp(-dt / kTauRise);
    factors.refractory = kRefractorySteps * dt;
    if (config.filter == Filter::Single) {
        factors.riseGain = 0.0;
        factors.filterGain = dt / kTauDecay;
    } else if (config.gain == Gain::Context) {
        factors.riseGain = 1.0;
        factors.filterGain = 1.0 - factors.decay;
    } else {
        factors.riseGain = dt / (kTauDecay * kTauRise);
        factors.filterGain = dt;
    }
    return factors;
}

Weights Weights::zeros(std::size_t units, std::size_t modes, std::size_t inputs,
                       std::size_t outputs)
{
    Weights weights;
    weights.units = units;
    weights.modes = modes;
    weights.inputs = inputs;
    weights.outputs = outputs;
    weights.win.resize(units * inputs);
    weights.pin.resize(units * modes);
    weights.pout.resize(units * modes);
    weights.l.resize(modes);
    weights.wout.resize(outputs * units);
    return weights;
}

Weights Weights::zerosLike(const Weights& other)
{
    return zeros(other.units, other.modes, other.inputs, other.outputs);
}

Weights Weights::initial(const Config& config, std::size_t units, std::size_t modes,
                         std::uint64_t seed)
{
    Weights weights = zeros(units, modes, inputsOf(config.task), outputsOf(config.task));
    const std::array<double, 5> fanIn = {
        static_cast<double>(weights.inputs), static_cast<double>(modes), static_cast<double>(modes),
        static_cast<double>(units), static_cast<double>(weights.outputs)};
    for (std::size_t p = 0; p < kParameterNames.size(); ++p) {
        Random random(mixedSeed(seed, p));
        for (float& value : weights.values(p))
            value = static_cast<float>(random.normal() / std::sqrt(fanIn[p]));
    }
    if (config.neuron == Neuron::Rate)
        std::ranges::fill(weights.l, 1.0F / static_cast<float>(units));
    return weights;
}

std::size_t Weights::count() const
{
    return win.size() + pin.size() + pout.size() + l.size() + wout.size();
}

std::span<const float> Weights::values(std::size_t parameter) const
{
    const std::array<const std::vector<float>*, 5> all = {&win, &pin, &pout, &l, &wout};
    return *all.at(parameter);
}

std::span<float> Weights::values(std::size_t parameter)
{
    const std::array<std::vector<float>*, 5> all = {&win, &pin, &pout, &l, &wout};
    return *all.at(parameter);
}

std::vector<std::size_t> Weights::shape(std::size_t parameter) const
{
    const std::array<std::vector<std::size_t>, 5> all = {
        {{units, inputs}, {units, modes}, {units, modes}, {modes}, {outputs, units}}};
    return all.at(parameter);
}

std::size_t inputsOf(Task task)
{
    return task == Task::Mnist ? 784 : 4;
}

std::size_t outputsOf(Task task)
{
    return task == Task::Mnist ? 10 : 1;
}

ParamSpecs openOptions()
{
    return {{"task",
             "Task",
             "Which task the network was trained on; sets its read-out.",
             std::string("auto"),
             {},
             {},
             {"auto", "context", "mnist"}},
            {"model",
             "Neurons",
             "Spiking neurons or the rate network.",
             std::string("auto"),
             {},
             {},
             {"auto", "spiking", "rate"}},
            {"filter",
             "Synaptic filter",
             "Single or double exponential; a wrong one ruins the context task.",
             std::string("auto"),
             {},
             {},
             {"auto", "single", "double"}},
            {"gain",
             "Gain of the double filter",
             "As in the context task or as in the MNIST task.",
             std::string("auto"),
             {},
             {},
             {"auto", "context", "mnist"}}};
}

bool looksLikeNetwork(const Checkpoint& checkpoint) noexcept
{
    for (const char* name : kParameterNames) {
        const auto found = checkpoint.state.find(name);
        if (found == checkpoint.state.end())
            return false;
        const bool vector = std::string_view(name) == "l";
        if (vector ? !isVector(found->second) : found->second.shape.size() != 2)
            return false;
    }
    return true;
}

Weights loadWeights(const Checkpoint& checkpoint, const std::string& prefix)
{
    std::array<const Tensor*, 5> tensors{};
    for (std::size_t p = 0; p < kParameterNames.size(); ++p) {
        tensors[p] = &required(checkpoint, prefix + kParameterNames[p]);
        const bool vector = std::string_view(kParameterNames[p]) == "l";
        if (vector ? !isVector(*tensors[p]) : tensors[p]->shape.size() != 2)
            throw Error(ErrorKind::BadShape, described(prefix + kParameterNames[p], *tensors[p]) +
                                                 " must have " +
                                                 (vector ? "one dimension" : "two dimensions"));
    }
    const auto& [win, pin, pout, l, wout] = tensors;
    if (win->shape[0] == 0 || pin->shape[1] == 0 || win->shape[1] == 0 || wout->shape[0] == 0)
        throw Error(ErrorKind::BadShape, described("Win", *win) + " and " + described("pin", *pin) +
                                             " leave no unit, no mode or no input");
    if (pin->shape[0] != win->shape[0])
        refuse("pin", *pin, "Win", *win);
    if (pout->shape != pin->shape)
        refuse("pout", *pout, "pin", *pin);
    if (l->shape[0] != pin->shape[1]) {
        if (l->shape[0] == pin->shape[0])
            throw Error(ErrorKind::BadShape,
                        described("l", *l) + " does not fit " + described("pin", *pin) +
                            ": one score per unit, an older form that does not say how it acts");
        refuse("l", *l, "pin", *pin);
    }
    if (wout->shape[1] != win->shape[0])
        refuse("Wout", *wout, "Win", *win);

    Weights weights = Weights::zeros(win->shape[0], pin->shape[1], win->shape[1], wout->shape[0]);
    for (std::size_t p = 0; p < kParameterNames.size(); ++p) {
        const std::vector<float> values = tensors[p]->toFloats();
        needFinite(prefix + kParameterNames[p], values);
        std::ranges::copy(values, weights.values(p).begin());
    }
    return weights;
}

Network networkFrom(const Checkpoint& checkpoint, const Params& options,
                    std::vector<std::string>& notes)
{
    Network network;
    network.weights = loadWeights(checkpoint, "");
    network.config = configFrom(checkpoint, options, network.weights.inputs, notes);
    const Task task = network.config.task;
    if (network.weights.inputs != inputsOf(task) || network.weights.outputs != outputsOf(task)) {
        throw Error(ErrorKind::BadShape,
                    described("Win", checkpoint.state.at("Win")) + " and " +
                        described("Wout", checkpoint.state.at("Wout")) + " do not fit the " +
                        (task == Task::Mnist ? "MNIST" : "context") + " task, which has " +
                        std::to_string(inputsOf(task)) + " inputs and " +
                        std::to_string(outputsOf(task)) + " outputs");
    }
    if (checkpoint.state.at("l").shape.size() == 2)
        notes.emplace_back("the scores l are stored as a column; read as a vector");
    for (const auto& [name, tensor] : checkpoint.state) {
        if (kUnusedNames.contains(name))
            notes.push_back("the parameter '" + name + "' has no use in this network; ignored");
        else if (std::ranges::find(kParameterNames, name) == kParameterNames.end())
            notes.push_back("the unknown parameter '" + name + "' was ignored");
    }
    return network;
}

Json configJson(const Network& network)
{
    const Config& config = network.config;
    Json json = Json::object();
    json.set("task", config.task == Task::Mnist ? "mnist" : "context");
    json.set("model", config.neuron == Neuron::Rate ? "rate" : "spiking");
    if (config.neuron == Neuron::Spiking) {
        json.set("filter", config.filter == Filter::Single ? "single" : "double");
        json.set("gain", config.gain == Gain::Mnist ? "mnist" : "context");
    }
    json.set("N", static_cast<std::int64_t>(network.weights.units));
    json.set("P", static_cast<std::int64_t>(network.weights.modes));
    json.set("T", static_cast<std::int64_t>(config.steps));
    json.set("dt", config.dt);
    return json;
}

void storeWeights(const Weights& weights, const std::string& prefix, Checkpoint& checkpoint)
{
    for (std::size_t p = 0; p < kParameterNames.size(); ++p) {
        const std::span<const float> values = weights.values(p);
        checkpoint.state[prefix + kParameterNames[p]] =
            Tensor::fromFloats(weights.shape(p), {values.begin(), values.end()});
    }
}

} // namespace inspike::smnn
