// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/alignment_subject.h"

#include "core/base/error.h"

#include <algorithm>
#include <cstdio>

namespace inspike {

namespace {

constexpr std::array<ColourRole, 2> kDomainColours{ColourRole::Static, ColourRole::Event};

std::string addressOf(const void* thing)
{
    char text[32];
    std::snprintf(text, sizeof text, "%p", thing);
    return text;
}

std::size_t epochPlace(const std::vector<EpochRun>& epochs, std::int64_t wanted)
{
    if (wanted == 0)
        return epochs.size() - 1;
    std::string known;
    for (std::size_t i = 0; i < epochs.size(); ++i) {
        if (epochs[i].epoch == wanted)
            return i;
        known += (known.empty() ? "" : ", ") + std::to_string(epochs[i].epoch);
    }
    throw Error(ErrorKind::BadParameter, "epoch: there is no run of epoch " +
                                             std::to_string(wanted) + "; there are " + known);
}

Pairing pairingOf(const Params& params)
{
    const std::string& compare = params.text("pairing");
    if (compare == "branches")
        return Pairing::Branches;
    if (compare == "runs")
        return Pairing::Runs;
    return compare == "layers" ? Pairing::Layers : Pairing::Auto;
}

std::size_t layerByName(const PairedSide& side, const std::string& name, const char* parameter)
{
    if (const auto found = side.find(name))
        return *found;
    std::string known;
    for (const FeatureLayer& layer : side.layers)
        known += (known.empty() ? "" : ", ") + layer.name;
    throw Error(ErrorKind::BadParameter, std::string(parameter) + ": " + side.title +
                                             " has no layer '" + name + "'; there are " + known);
}

// The feature of the network, else the last hidden layer both sides have.
std::pair<std::size_t, std::size_t> usualLayers(const PairedFeatures& pairs)
{
    for (const char* name : {"feature", "event_feature"}) {
        const auto a = pairs.a.find(name);
        const auto b = pairs.b.find(name);
        if (a && b)
            return {*a, *b};
    }
    for (std::size_t i = pairs.counterparts.size(); i-- > 0;) {
        if (!pairs.a.layers[pairs.counterparts[i].first].output)
            return pairs.counterparts[i];
    }
    if (!pairs.counterparts.empty())
        return pairs.counterparts.back();
    return {pairs.a.layers.size() - 1, pairs.b.layers.size() - 1};
}

std::size_t partnerOf(const PairedFeatures& pairs, std::size_t layerOfA, std::size_t fallback)
{
    for (const auto& [a, b] : pairs.counterparts) {
        if (a == layerOfA)
            return b;
    }
    return fallback;
}

} // namespace

std::vector<EpochRun> epochsOf(std::span<const std::shared_ptr<const Run>> runs)
{
    std::vector<EpochRun> epochs;
    for (const auto& run : runs) {
        const Json& epoch = run->made.settings["epoch"];
        if (!epoch.isNumber())
            return {};
        epochs.push_back({epoch.toInteger(), run});
    }
    if (epochs.size() < 2)
        return {};
    std::stable_sort(epochs.begin(), epochs.end(),
                     [](const EpochRun& a, const EpochRun& b) { return a.epoch < b.epoch; });
    return epochs;
}

std::vector<std::shared_ptr<const Run>> pairedRuns(const FigureInputs& inputs, const Params& params)
{
    std::vector<std::shared_ptr<const Run>> runs = inputs.runs;
    if (runs.empty() && inputs.run)
        runs = {inputs.run};
    const Pairing pairing = pairingOf(params);
    const bool two = pairing == Pairing::Runs;
    const bool one = pairing == Pairing::Branches || pairing == Pairing::Layers;
    if (const std::vector<EpochRun> epochs = epochsOf(runs); !epochs.empty()) {
        runs = {epochs[epochPlace(epochs, params.integer("epoch"))].run};
        if (two)
            runs.push_back(epochs.back().run);
    }
    if (runs.size() > 2)
        runs.resize(2);
    if (one && runs.size() > 1)
        runs.resize(1);
    return runs;
}

AlignmentSubject::AlignmentSubject(const FigureInputs& inputs, const Params& params)
    : m_shown(pairedRuns(inputs, params)),
      m_epochs(epochsOf(inputs.runs)),
      m_params(params),
      m_everyStep(params.text("steps") == "each"),
      m_oneStep(params.text("steps") == "one"),
      m_step(static_cast<std::size_t>(params.integer("step"))),
      m_keySource(inputs.keySource)
{
    if (!m_epochs.empty())
        m_epoch = epochPlace(m_epochs, params.integer("epoch"));
    pair(params);
}

void AlignmentSubject::pair(const Params& params)
{
    PairingParams pairing;
    pairing.pairing = pairingOf(params);
    pairing.layers = params.text("layers");
    pairing.join = params.text("join") == "by-id" ? JoinRule::ById : JoinRule::Strict;
    m_pairs = std::make_shared<const PairedFeatures>(pairFeatures(m_shown, pairing));
    chooseLayers(params);
    nameClasses();
    if (steps() == 0)
        m_everyStep = m_oneStep = false;
}

void AlignmentSubject::chooseLayers(const Params& params)
{
    const auto [a, b] = usualLayers(*m_pairs);
    m_layers = {a, b};
    const std::string& name = params.text("layer");
    const std::string& other = params.text("other-layer");
    if (!name.empty()) {
        m_layers[0] = layerByName(m_pairs->a, name, "layer");
        m_layers[1] = partnerOf(*m_pairs, m_layers[0], b);
    }
    if (!other.empty())
        m_layers[1] = layerByName(m_pairs->b, other, "other-layer");
}

// Labels by place; predictions of the second side, the events.
void AlignmentSubject::nameClasses()
{
    const SampleClasses all = sampleClasses(*m_pairs->b.run);
    m_classes.names = all.names;
    m_classes.label = m_pairs->label;
    m_classes.predicted.assign(m_pairs->samples, kNoClass);
    for (std::size_t i = 0; i < m_pairs->samples; ++i) {
        const std::size_t sample = m_pairs->b.order[i];
        if (sample < all.predicted.size())
            m_classes.predicted[i] = all.predicted[sample];
    }
}

bool AlignmentSubject::joint() const
{
    return m_pairs->a.run == m_pairs->b.run && layerInfo(0).name == layerInfo(1).name &&
           layerInfo(0).features == layerInfo(1).features;
}

FeatureChoice AlignmentSubject::choice() const
{
    FeatureChoice made;
    if (m_oneStep) {
        made.steps = StepUse::One;
        made.step = m_step;
    }
    made.meanOverPlaces = m_params.text("places") == "mean";
    return made;
}

std::size_t AlignmentSubject::steps() const
{
    const std::size_t a = layerInfo(0).steps;
    const std::size_t b = layerInfo(1).steps;
    return std::min(a, b);
}

Points AlignmentSubject::features(std::size_t sideNumber, JobContext& job) const
{
    return features(sideNumber, choice(), job);
}

Points AlignmentSubject::features(std::size_t sideNumber, const FeatureChoice& wanted,
                                  JobContext& job) const
{
    return featuresOf(side(sideNumber), layer(sideNumber), wanted, job);
}

AlignmentSubject AlignmentSubject::at(std::size_t epoch) const
{
    AlignmentSubject other = *this;
    other.m_epoch = epoch;
    other.m_shown.front() = m_epochs[epoch].run;
    other.pair(m_params);
    return other;
}

Key AlignmentSubject::keyOf(std::size_t place) const
{
    return {KeyKind::Sample, m_keySource, static_cast<std::int64_t>(m_pairs->a.order[place])};
}

std::string AlignmentSubject::key(bool withLayers) const
{
    std::string made;
    for (const auto& run : m_shown)
        made += addressOf(run.get()) + "|";
    made += m_params.text("pairing") + "|" + m_params.text("layers") + "|" + m_params.text("join") +
            "|" + m_params.text("places");
    if (withLayers)
        made += "|" + layerInfo(0).id + "|" + layerInfo(1).id;
    made += m_oneStep ? "|step " + std::to_string(m_step) : m_everyStep ? "|each" : "|mean";
    return made;
}

Text AlignmentSubject::sideName(std::size_t sideNumber) const
{
    const PairedSide& shown = side(sideNumber);
    if (shown.title == "static")
        return {TextId::StaticDomain};
    if (shown.title == "event")
        return {TextId::EventDomain};
    if (m_pairs->pairing == Pairing::Runs && !m_epochs.empty())
        return {
            TextId::EpochNumber,
            {std::to_string(sideNumber == 0 ? m_epochs[m_epoch].epoch : m_epochs.back().epoch)}};
    return {TextId::Verbatim, {shown.title}};
}

Text AlignmentSubject::sideOfClass(std::size_t sideNumber, const std::string& word) const
{
    const Text name = sideName(sideNumber);
    if (name.id == TextId::StaticDomain)
        return {TextId::StaticOfClass, {word}};
    if (name.id == TextId::EventDomain)
        return {TextId::EventOfClass, {word}};
    return {TextId::RunOfClass, {name.args.front(), word}};
}

Colour AlignmentSubject::sideColour(std::size_t sideNumber) const
{
    if (m_pairs->pairing == Pairing::Branches)
        return {kDomainColours[sideNumber]};
    return {ColourRole::Category, sideNumber == 0 ? 0 : 4};
}

const std::string& AlignmentSubject::layerName(const FeatureLayer& layer) const
{
    return m_pairs->pairing == Pairing::Branches ? layer.name : layer.id;
}

Text AlignmentSubject::layersInWords() const
{
    const std::string& first = layerName(layerInfo(0));
    const std::string& second = layerName(layerInfo(1));
    const std::string words = first == second ? first : first + " | " + second;
    if (m_oneStep)
        return {TextId::LayerAtStep, {words, std::to_string(m_step)}};
    if (m_everyStep)
        return {TextId::LayerEachStep, {words}};
    if (steps() > 0)
        return {TextId::LayerOverSteps, {words}};
    if (first != second)
        return {TextId::TwoLayers, {first, second}};
    return {TextId::Verbatim, {words}};
}

} // namespace inspike
