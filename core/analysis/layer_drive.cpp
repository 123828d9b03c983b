// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/layer_drive.h"

#include "core/analysis/layer_kinds.h"
#include "core/base/error.h"

#include <algorithm>
#include <set>

namespace inspike {

namespace {

bool isUniform(const std::vector<double>& weights)
{
    return std::all_of(weights.begin(), weights.end(),
                       [&](double weight) { return weight == weights.front(); });
}

} // namespace

std::string LedgerLack::words() const
{
    switch (why) {
    case Why::Nothing:
        break;
    case Why::Probe:
        return "needs probe '" + what + "'";
    case Why::Input:
        return "needs what was fed into '" + what + "'";
    case Why::Shape:
        return "has unknown shapes, or shapes that do not fit its synapses";
    case Why::Size:
        return "does not fit the number of values that '" + what + "' gave";
    case Why::Source:
        return "needs the spikes that '" + what + "' gave, which has no probe";
    }
    return {};
}

LayerDrive::LayerDrive(const LayerGraph& graph, const Run* run, std::optional<std::size_t> sample,
                       InputNumbers inputs)
    : m_graph(graph),
      m_run(run),
      m_sample(sample),
      m_inputs(inputs),
      m_into(graph.nodes.size()),
      m_from(graph.nodes.size()),
      m_recorded(graph.nodes.size()),
      m_fed(graph.nodes.size())
{
    for (const LayerEdge& edge : graph.edges) {
        m_into[edge.to].push_back(edge);
        m_from[edge.from].push_back(edge);
    }
    if (run == nullptr)
        return;
    m_samples = std::max<std::size_t>(run->sampleIds.size(), 1);
    const auto heed = [this](const LayerActivity& activity) {
        m_samples = std::max(m_samples, activity.samples());
        m_steps = std::max(m_steps, activity.steps().value_or(1));
    };
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        if (const Activation* activation = run->find(graph.nodes[i].output)) {
            m_recorded[i] = std::make_unique<LayerActivity>(*activation);
            heed(*m_recorded[i]);
        }
    }
    for (std::size_t i = 0; i < graph.nodes.size(); ++i) {
        const Tensor* tensor = m_into[i].empty() ? inputTensor(i) : nullptr;
        if (tensor == nullptr)
            continue;
        const LayerNode& node = graph.nodes[i];
        const LayerShape& shape = node.synapses ? node.inputShape : node.outputShape;
        m_fed[i] = std::make_unique<LayerActivity>(*tensor, shape.size(), m_samples);
        heed(*m_fed[i]);
    }
    if (sample && *sample >= m_samples) {
        throw Error(ErrorKind::BadShape, "sample " + std::to_string(*sample) +
                                             " asked for, but the run has " +
                                             std::to_string(m_samples));
    }
}

// As the node says; what is fed into "event/input" may be called so, or "event"; or it is the only
// one that fits.
const Tensor* LayerDrive::inputTensor(std::size_t node) const
{
    const LayerNode& layer = m_graph.nodes[node];
    const std::string& id = layer.id;
    for (const std::string& name :
         {layer.output, id, id.substr(0, id.rfind('/')), id.substr(0, id.find('/'))}) {
        const auto found = m_run->inputs.find(name);
        if (found != m_run->inputs.end() && !found->second.shape.empty())
            return &found->second;
    }
    const LayerShape& shape = layer.synapses ? layer.inputShape : layer.outputShape;
    const Tensor* only = nullptr;
    for (const auto& [name, tensor] : m_run->inputs) {
        if (name == "label" || !isKnown(shape) || tensor.shape.size() < shape.size())
            continue;
        const bool fits = std::equal(shape.rbegin(), shape.rend(), tensor.shape.rbegin(),
                                     [](std::int64_t wanted, std::size_t size) {
                                         return static_cast<std::size_t>(wanted) == size;
                                     });
        if (fits && only != nullptr)
            return nullptr;
        if (fits)
            only = &tensor;
    }
    return only;
}

const LayerActivity* LayerDrive::given(std::size_t node) const
{
    if (recorded(node) != nullptr)
        return recorded(node);
    return isPassing(m_graph.nodes[node]) ? fed(node) : nullptr;
}

std::size_t LayerDrive::stepsAround(std::size_t node, bool before) const
{
    std::set<std::size_t> seen{node};
    std::vector<std::size_t> front{node};
    std::size_t most = 0;
    while (!front.empty()) {
        const std::size_t here = front.back();
        front.pop_back();
        if (before && fed(here) != nullptr)
            most = std::max(most, fed(here)->steps().value_or(1));
        for (const LayerEdge& edge : before ? m_into[here] : m_from[here]) {
            const std::size_t next = before ? edge.from : edge.to;
            if (!seen.insert(next).second)
                continue;
            if (recorded(next) != nullptr)
                most = std::max(most, recorded(next)->steps().value_or(1));
            else
                front.push_back(next);
        }
    }
    return most;
}

std::size_t LayerDrive::stepsOf(std::size_t node) const
{
    if (recorded(node) != nullptr && recorded(node)->steps())
        return *recorded(node)->steps();
    const std::size_t before = stepsAround(node, true);
    if (before > 1)
        return before;
    const std::size_t behind = stepsAround(node, false);
    if (behind > 1 && recorded(node) == nullptr)
        return behind;
    return before + behind > 0 || recorded(node) != nullptr ? 1 : m_steps;
}

bool LayerDrive::emitsSpikes(std::size_t node) const
{
    const LayerNode& layer = m_graph.nodes[node];
    if (!layer.spiking || isPassing(layer) || isReordering(layer) || isDelay(layer) ||
        isPool(layer))
        return false;
    const std::vector<LayerEdge>& into = m_into[node];
    return layer.synapses || isNeuron(layer) || into.empty() ||
           std::any_of(into.begin(), into.end(),
                       [this](const LayerEdge& edge) { return !m_graph.nodes[edge.from].spiking; });
}

LayerShape LayerDrive::outputShape(std::size_t node) const
{
    const LayerNode& layer = m_graph.nodes[node];
    if (isKnown(layer.outputShape))
        return layer.outputShape;
    return given(node) != nullptr ? given(node)->shape() : layer.outputShape;
}

LayerShape LayerDrive::inputShape(std::size_t node) const
{
    const LayerNode& layer = m_graph.nodes[node];
    if (isKnown(layer.inputShape))
        return layer.inputShape;
    if (fed(node) != nullptr)
        return fed(node)->shape();
    for (const LayerEdge& edge : m_into[node]) {
        LayerShape shape = outputShape(edge.from);
        if (isKnown(shape))
            return shape;
    }
    return layer.inputShape;
}

LedgerLack LayerDrive::lackOf(std::size_t node) const
{
    const LayerNode& layer = m_graph.nodes[node];
    if (m_into[node].empty() && isPassing(layer))
        return {LedgerLack::Why::Input, layer.id};
    if (!layer.output.empty())
        return {LedgerLack::Why::Probe, layer.output};
    if (layer.spiking) // runs of open formats forget the names of what they left out
        return {LedgerLack::Why::Probe, layer.id + "/spikes"};
    return {LedgerLack::Why::Source, layer.id};
}

// --- spikes or values

DriveKind LayerDrive::kindOfNetworkInput(std::size_t node, JobContext& job, LedgerLack& lack) const
{
    if (m_inputs != InputNumbers::Auto)
        return m_inputs == InputNumbers::Spikes ? DriveKind::Spikes : DriveKind::Values;
    const bool synapses = m_graph.nodes[node].synapses.has_value();
    if (!synapses && m_graph.nodes[node].spiking)
        return DriveKind::Spikes;
    const LayerActivity* activity = synapses ? fed(node) : given(node);
    if (activity == nullptr) {
        lack = {LedgerLack::Why::Input, m_graph.nodes[node].id};
        return DriveKind::Unknown;
    }
    return activity->numbers(job) == LayerActivity::Numbers::Fractions ? DriveKind::Values
                                                                       : DriveKind::Spikes;
}

DriveKind LayerDrive::kindOfInput(std::size_t node, JobContext& job, LedgerLack& lack)
{
    if (m_into[node].empty())
        return kindOfNetworkInput(node, job, lack);
    DriveKind all = DriveKind::Spikes;
    for (const LayerEdge& edge : m_into[node]) {
        const DriveKind one = kindOfOutput(edge.from, job, lack);
        if (one == DriveKind::Values)
            return one;
        if (one == DriveKind::Unknown)
            all = one;
    }
    return all;
}

DriveKind LayerDrive::kindOfOutput(std::size_t node, JobContext& job, LedgerLack& lack)
{
    const auto known = m_kinds.find(node);
    if (known == m_kinds.end()) {
        m_kinds[node] = {DriveKind::Spikes, {}}; // of a loop: as the rest of it says
        LedgerLack found;
        const DriveKind kind = findKind(node, job, found);
        m_kinds[node] = {kind, found};
    }
    if (m_kinds[node].second)
        lack = m_kinds[node].second;
    return m_kinds[node].first;
}

DriveKind LayerDrive::findKind(std::size_t node, JobContext& job, LedgerLack& lack)
{
    const LayerNode& layer = m_graph.nodes[node];
    if (layer.spiking)
        return DriveKind::Spikes;
    if (isPassing(layer) || isReordering(layer) || isDelay(layer) || isPool(layer))
        return kindOfInput(node, job, lack);
    if (layer.synapses || givesValues(layer))
        return DriveKind::Values;
    if (m_into[node].empty())
        return kindOfNetworkInput(node, job, lack);
    if (recorded(node) != nullptr) {
        return recorded(node)->numbers(job) == LayerActivity::Numbers::Whole ? DriveKind::Spikes
                                                                             : DriveKind::Values;
    }
    if (layer.output.empty())
        return DriveKind::Values; // as the graph says, and nothing could tell otherwise
    lack = lackOf(node);
    return DriveKind::Unknown;
}

// --- how much

double LayerDrive::scaleOf(const LayerActivity& activity) const
{
    return !m_sample && activity.samples() == 1 ? static_cast<double>(m_samples) : 1.0;
}

LedgerLack LayerDrive::foldActivity(const LayerActivity& activity, std::size_t node,
                                    const std::vector<double>& weights, std::size_t shift,
                                    Folding& folding) const
{
    const bool samplesFit = activity.samples() == 1 || activity.samples() == m_samples;
    if (activity.features() != weights.size() || !samplesFit)
        return {LedgerLack::Why::Size, m_graph.nodes[node].id};
    const double scale = scaleOf(activity);
    std::vector<double>& perStep = folding.perStep;
    double always = 0.0; // at every step
    const bool stepless = !activity.steps();
    activity.forEach(m_sample, folding.job, [&](const LayerActivity::Entry& entry) {
        const double amount = entry.value * weights[entry.feature] * scale;
        if (stepless)
            always += amount;
        else if (entry.step + shift < perStep.size())
            perStep[entry.step + shift] += amount;
    });
    for (std::size_t t = shift; stepless && t < perStep.size(); ++t)
        perStep[t] += always;
    return {};
}

LedgerLack LayerDrive::foldSources(std::size_t node, const std::vector<double>& weights,
                                   std::size_t shift, Folding& folding) const
{
    if (m_into[node].empty())
        return fed(node) != nullptr ? foldActivity(*fed(node), node, weights, shift, folding)
                                    : LedgerLack{LedgerLack::Why::Input, m_graph.nodes[node].id};
    if (std::find(folding.path.begin(), folding.path.end(), node) != folding.path.end())
        return {LedgerLack::Why::Source, m_graph.nodes[node].id};
    folding.path.push_back(node);
    for (const LayerEdge& edge : m_into[node]) {
        const LedgerLack lack =
            fold(edge.from, weights, shift + (edge.recurrent ? 1U : 0U), folding);
        if (lack)
            return lack;
    }
    folding.path.pop_back();
    return {};
}

LedgerLack LayerDrive::fold(std::size_t node, const std::vector<double>& weights, std::size_t shift,
                            Folding& folding) const
{
    const LayerNode& layer = m_graph.nodes[node];
    if (isPool(layer))
        return foldPool(node, weights, shift, folding);
    if (given(node) != nullptr)
        return foldActivity(*given(node), node, weights, shift, folding);
    const bool handsOn = isPassing(layer) || (isReordering(layer) && isUniform(weights));
    if (!handsOn || m_into[node].empty())
        return lackOf(node);
    return foldSources(node, weights, shift, folding);
}

LedgerLack LayerDrive::foldPool(std::size_t node, const std::vector<double>& weights,
                                std::size_t shift, Folding& folding) const
{
    const LayerNode& layer = m_graph.nodes[node];
    std::optional<SynapseCounts> window;
    try {
        window.emplace(*layer.synapses, inputShape(node), outputShape(node));
    } catch (const Error&) {
        return {LedgerLack::Why::Shape, layer.id};
    }
    if (window->outputs() != weights.size())
        return {LedgerLack::Why::Size, layer.id};
    if (isMaxPool(layer)) {
        if (recorded(node) != nullptr)
            return foldActivity(*recorded(node), node, weights, shift, folding);
        const LayerActivity* source = onlySource(node);
        if (source == nullptr || !source->isGrouped() || source->features() != window->inputs())
            return lackOf(node);
        return foldGreatest(*window, *source, weights, shift, folding);
    }
    // The pool itself need not be recorded, but may be when what comes in is not.
    const std::vector<double> before = folding.perStep;
    const LedgerLack lack = foldSources(node, window->gathered(weights), shift, folding);
    if (!lack || recorded(node) == nullptr)
        return lack;
    folding.perStep = before;
    std::vector<double> counts = weights;
    for (double& weight : counts)
        weight *= isMeanPool(layer) ? window->fanIn() : 1.0;
    return foldActivity(*recorded(node), node, counts, shift, folding);
}

// Of every output of the window the greatest value that it sees counts.
LedgerLack LayerDrive::foldGreatest(const SynapseCounts& window, const LayerActivity& source,
                                    const std::vector<double>& weights, std::size_t shift,
                                    Folding& folding) const
{
    std::vector<double> greatest(window.outputs(), 0.0);
    std::vector<std::size_t> touched;
    std::pair<std::size_t, std::size_t> now; // step, sample
    const double scale = scaleOf(source);
    double always = 0.0;
    const auto finish = [&] {
        double sum = 0.0;
        for (const std::size_t output : touched) {
            sum += greatest[output] * weights[output] * scale;
            greatest[output] = 0.0;
        }
        touched.clear();
        if (!source.steps())
            always += sum;
        else if (now.first + shift < folding.perStep.size())
            folding.perStep[now.first + shift] += sum;
    };
    source.forEach(m_sample, folding.job, [&](const LayerActivity::Entry& entry) {
        const std::pair here(entry.step, entry.sample);
        if (here != now) {
            finish();
            now = here;
        }
        window.forEachReached(entry.feature, [&](std::size_t output) {
            if (greatest[output] == 0.0)
                touched.push_back(output);
            greatest[output] = std::max(greatest[output], entry.value);
        });
    });
    finish();
    for (std::size_t t = shift; !source.steps() && t < folding.perStep.size(); ++t)
        folding.perStep[t] += always;
    return {};
}

LedgerLack LayerDrive::addInput(std::size_t node, const std::vector<double>& weights,
                                std::vector<double>& perStep, JobContext& job)
{
    Folding folding{perStep, job};
    return foldSources(node, weights, 0, folding);
}

LedgerLack LayerDrive::addOutput(std::size_t node, std::vector<double>& sums,
                                 std::vector<double>& active, JobContext& job) const
{
    const LayerActivity* activity = recorded(node);
    if (activity == nullptr)
        return lackOf(node);
    const double scale = scaleOf(*activity);
    activity->forEach(m_sample, job, [&](const LayerActivity::Entry& entry) {
        if (entry.step < sums.size()) {
            sums[entry.step] += entry.value * scale;
            active[entry.step] += scale;
        }
    });
    return {};
}

const LayerActivity* LayerDrive::onlySource(std::size_t node) const
{
    std::size_t here = node;
    for (std::size_t passed = 0; passed <= m_graph.nodes.size(); ++passed) {
        if (m_into[here].empty())
            return here == node ? fed(node) : nullptr;
        if (m_into[here].size() != 1 || m_into[here].front().recurrent)
            return nullptr;
        here = m_into[here].front().from;
        if (given(here) != nullptr)
            return given(here);
        if (!isPassing(m_graph.nodes[here]))
            return nullptr;
    }
    return nullptr;
}

bool LayerDrive::addActiveInputs(std::size_t node, std::vector<double>& active,
                                 JobContext& job) const
{
    const LayerActivity* source = onlySource(node);
    if (source == nullptr)
        return false;
    const double scale = scaleOf(*source);
    double always = 0.0;
    source->forEach(m_sample, job, [&](const LayerActivity::Entry& entry) {
        if (!source->steps())
            always += scale;
        else if (entry.step < active.size())
            active[entry.step] += scale;
    });
    for (double& step : active)
        step += always;
    return true;
}

} // namespace inspike
