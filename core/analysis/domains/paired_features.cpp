// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/domains/paired_features.h"

#include "core/analysis/natural_order.h"
#include "core/analysis/run_layers.h"
#include "core/analysis/sample_classes.h"
#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <numeric>

namespace inspike {

namespace {

constexpr std::array kBranches = {"static", "event"};
constexpr const char* kSpikesPart = "/lif/";
constexpr const char* kMembranePart = "/mem/";
constexpr std::size_t kNamed = 6; // layers that an error names

std::optional<FeatureLayer> layerOf(const std::string& id, const Activation& activation,
                                    bool output)
{
    FeatureLayer layer;
    layer.id = layer.name = id;
    layer.kind = activation.probe.kind;
    layer.output = output;
    layer.features = 1;
    bool sampled = false;
    std::size_t first = 0;
    for (const Axis& axis : activation.axes()) {
        switch (axis.kind) {
        case AxisKind::Query:
        case AxisKind::Key:
            return std::nullopt;
        case AxisKind::Sample:
            sampled = true;
            layer.samples = axis.size;
            break;
        case AxisKind::Time:
        case AxisKind::Step:
            layer.steps = axis.size;
            break;
        case AxisKind::Channel:
        case AxisKind::Feature:
        case AxisKind::Unit:
        case AxisKind::Class:
            if (layer.channels == 0)
                layer.channels = axis.size;
            [[fallthrough]];
        default:
            first = first == 0 ? axis.size : first;
            layer.features *= axis.size;
        }
    }
    if (!sampled || first == 0 || layer.kind == ProbeKind::Attention)
        return std::nullopt;
    if (layer.channels == 0)
        layer.channels = first;
    for (const std::string branch : kBranches) {
        if (id.starts_with(branch + "/") || id.starts_with(branch + "_")) {
            layer.branch = branch;
            layer.name = id.substr(branch.size() + 1);
        }
    }
    return layer;
}

void addLayers(const std::map<std::string, Activation>& activations, bool outputs,
               std::vector<FeatureLayer>& layers)
{
    const auto before = static_cast<std::ptrdiff_t>(layers.size());
    for (const auto& [id, activation] : activations) {
        if (auto layer = layerOf(id, activation, outputs))
            layers.push_back(std::move(*layer));
    }
    std::sort(layers.begin() + before, layers.end(),
              [](const FeatureLayer& a, const FeatureLayer& b) { return naturalLess(a.id, b.id); });
}

// What says the same as another layer.
bool derived(const FeatureLayer& layer, const Run& run)
{
    if (layer.name == "running_mean")
        return true;
    const std::size_t at = ("/" + layer.id).find(kMembranePart);
    if (layer.kind != ProbeKind::Membrane || at == std::string::npos)
        return false;
    std::string spikes = "/" + layer.id;
    spikes.replace(at, std::string(kMembranePart).size(), kSpikesPart);
    return run.probes.contains(spikes.substr(1));
}

bool wanted(const FeatureLayer& layer, const std::vector<std::string>& globs)
{
    return probeWanted(globs, layer.id) || probeWanted(globs, layer.name);
}

PairedSide sideOf(const std::shared_ptr<const Run>& run, const std::string& branch,
                  const std::vector<std::string>& globs)
{
    PairedSide side;
    side.run = run;
    side.title = branch;
    const std::size_t samples = samplesIn(*run);
    for (FeatureLayer& layer : featureLayers(*run)) {
        const bool chosen = globs.empty() ? !derived(layer, *run) : wanted(layer, globs);
        if (!chosen || (!branch.empty() && layer.branch != branch))
            continue;
        if (layer.samples != samples) {
            throw Error(ErrorKind::BadFormat, layer.id + " has " + std::to_string(layer.samples) +
                                                  " samples, the run " + std::to_string(samples));
        }
        side.layers.push_back(std::move(layer));
    }
    side.order.resize(samples);
    std::iota(side.order.begin(), side.order.end(), std::size_t{0});
    return side;
}

void requireGlobs(const std::vector<std::string>& globs, const PairedSide& a, const PairedSide& b)
{
    for (const std::string& glob : globs) {
        const auto matches = [&](const PairedSide& side) {
            return std::any_of(side.layers.begin(), side.layers.end(),
                               [&](const FeatureLayer& layer) { return wanted(layer, {glob}); });
        };
        if (matches(a) || matches(b))
            continue;
        std::string known;
        const std::vector<FeatureLayer> all = featureLayers(*a.run);
        for (std::size_t i = 0; i < std::min(all.size(), kNamed); ++i)
            known += (i > 0 ? ", " : "") + all[i].id;
        throw Error(ErrorKind::BadParameter, "no layer '" + glob + "' to compare; there are " +
                                                 known + (all.size() > kNamed ? ", ..." : ""));
    }
}

bool hasBranches(const Run& run)
{
    const std::vector<FeatureLayer> layers = featureLayers(run);
    return std::all_of(kBranches.begin(), kBranches.end(), [&](const char* branch) {
        return std::any_of(layers.begin(), layers.end(),
                           [&](const FeatureLayer& layer) { return layer.branch == branch; });
    });
}

Pairing resolved(Pairing pairing, std::span<const std::shared_ptr<const Run>> runs)
{
    if (pairing == Pairing::Auto && runs.size() > 1)
        return Pairing::Runs;
    if (pairing == Pairing::Auto)
        return hasBranches(*runs[0]) ? Pairing::Branches : Pairing::Layers;
    if (pairing == Pairing::Runs && runs.size() < 2)
        throw Error(ErrorKind::NotFound, "no second run to compare with");
    if (pairing == Pairing::Branches && !hasBranches(*runs[0]))
        throw Error(ErrorKind::NotFound, "no branches 'static' and 'event' in the run");
    return pairing;
}

void nameRuns(PairedSide& a, PairedSide& b)
{
    const Provenance& one = a.run->made;
    const Provenance& other = b.run->made;
    a.title = "first run";
    b.title = "second run";
    if (one.modelFile != other.modelFile && !one.modelFile.empty() && !other.modelFile.empty()) {
        a.title = one.modelFile;
        b.title = other.modelFile;
    } else if (one.recordingFile != other.recordingFile && !one.recordingFile.empty() &&
               !other.recordingFile.empty()) {
        a.title = one.recordingFile;
        b.title = other.recordingFile;
    }
}

void addCounterparts(PairedFeatures& paired)
{
    if (paired.pairing == Pairing::Layers)
        return;
    for (std::size_t i = 0; i < paired.a.layers.size(); ++i) {
        const FeatureLayer& layer = paired.a.layers[i];
        const auto place =
            paired.b.find(paired.pairing == Pairing::Branches ? layer.name : layer.id);
        if (place && paired.b.layers[*place].features == layer.features)
            paired.counterparts.emplace_back(i, *place);
    }
}

void addLabels(PairedFeatures& paired)
{
    const std::vector<std::int64_t> ofA = sampleClasses(*paired.a.run).label;
    const std::vector<std::int64_t> ofB = sampleClasses(*paired.b.run).label;
    for (std::size_t i = 0; i < paired.samples; ++i) {
        const std::int64_t label = ofA[paired.a.order[i]];
        paired.label.push_back(label != kNoClass ? label : ofB[paired.b.order[i]]);
        if (!paired.a.run->sampleIds.empty() && i < paired.a.run->sampleIds.size())
            paired.ids.push_back(paired.a.run->sampleIds[paired.a.order[i]]);
    }
}

} // namespace

std::vector<FeatureLayer> featureLayers(const Run& run)
{
    std::vector<FeatureLayer> layers;
    addLayers(run.probes, false, layers);
    addLayers(run.outputs, true, layers);
    return layers;
}

std::optional<std::size_t> PairedSide::find(std::string_view idOrName) const
{
    for (const auto member : {&FeatureLayer::id, &FeatureLayer::name}) {
        for (std::size_t i = 0; i < layers.size(); ++i) {
            if (layers[i].*member == idOrName)
                return i;
        }
    }
    return std::nullopt;
}

std::optional<std::string> lacksPairs(std::span<const std::shared_ptr<const Run>> runs)
{
    for (const std::shared_ptr<const Run>& run : runs) {
        if (!run || featureLayers(*run).empty())
            return "a run with probes or outputs of samples";
    }
    return runs.empty() ? std::optional<std::string>("a run, or two") : std::nullopt;
}

std::optional<std::string> lacksCounterparts(std::span<const std::shared_ptr<const Run>> runs)
{
    if (auto missing = lacksPairs(runs))
        return missing;
    if (runs.size() == 1 && !hasBranches(*runs[0]))
        return "a second run, or a run with branches 'static' and 'event'";
    return std::nullopt;
}

PairedFeatures pairFeatures(std::span<const std::shared_ptr<const Run>> runs,
                            const PairingParams& params)
{
    if (const auto missing = lacksPairs(runs))
        throw Error(ErrorKind::NotFound, "no " + *missing);
    if (runs.size() > 2) {
        throw Error(ErrorKind::BadParameter,
                    "two runs are compared, not " + std::to_string(runs.size()));
    }
    const std::vector<std::string> globs = globList(params.layers);
    PairedFeatures paired;
    paired.pairing = resolved(params.pairing, runs);
    const bool branches = paired.pairing == Pairing::Branches;
    const bool two = paired.pairing == Pairing::Runs;
    paired.a = sideOf(runs[0], branches ? kBranches[0] : "", globs);
    paired.b = sideOf(runs[two ? 1 : 0], branches ? kBranches[1] : "", globs);
    requireGlobs(globs, paired.a, paired.b);
    paired.samples = paired.a.order.size();
    if (two) {
        nameRuns(paired.a, paired.b);
        SampleJoin join = joinSamples(*runs[0], *runs[1], params.join);
        paired.b.order = std::move(join.placeInB);
        paired.note = std::move(join.note);
    } else {
        paired.note = branches ? "Both branches of one run" : "Layers of one run";
    }
    addLabels(paired);
    addCounterparts(paired);
    if (paired.a.layers.empty() || paired.b.layers.empty())
        throw Error(ErrorKind::NotFound, "no layers on both sides that could be compared");
    return paired;
}

} // namespace inspike
