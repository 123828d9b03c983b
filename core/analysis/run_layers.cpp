// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/run_layers.h"

#include "core/analysis/natural_order.h"

#include <algorithm>
#include <array>
#include <map>

namespace inspike {

namespace {

constexpr std::array kSuffixes = {"/spikes", "/membrane", "/current", "/output"};
constexpr std::array kFolders = {"lif", "mem"}; // spikes and potentials of the same neurons

bool isRecorded(const Activation& activation)
{
    return std::any_of(activation.axes().begin(), activation.axes().end(), [](const Axis& axis) {
        return axis.kind == AxisKind::Sample || axis.kind == AxisKind::Step ||
               axis.kind == AxisKind::Time;
    });
}

bool isValue(ProbeKind kind)
{
    return kind == ProbeKind::Other || kind == ProbeKind::Embedding || kind == ProbeKind::Mode;
}

// The neurons whose spikes or potentials these are, from the id alone.
std::string stemOf(const std::string& id)
{
    for (const std::string_view suffix : kSuffixes) {
        if (id.size() > suffix.size() && id.ends_with(suffix))
            return id.substr(0, id.size() - suffix.size());
    }
    for (const std::string folder : kFolders) {
        const std::size_t at = ("/" + id).find("/" + folder + "/");
        if (at != std::string::npos)
            return id.substr(0, at) + id.substr(at + folder.size() + 1);
    }
    return id;
}

bool hasSuffix(const std::string& id)
{
    return std::any_of(kSuffixes.begin(), kSuffixes.end(),
                       [&](std::string_view suffix) { return id.ends_with(suffix); });
}

struct Group
{
    std::size_t rank = 0; // in the graph
    bool known = false;   // by the graph, or by the suffix of its probes
    std::string name;
    std::vector<std::string> probes; // in the order of the graph, else by name
};

// Probes of one network, group by group.
class Grouping
{
public:
    explicit Grouping(const Run& run) : m_run(run)
    {
        for (const LayerNode& node : run.graph.nodes) {
            for (const std::string& id : node.probes) {
                if (run.probes.contains(id) && m_nodeOf.emplace(id, &node).second)
                    groupOf(node).probes.push_back(id);
            }
        }
        for (const auto& [id, activation] : run.probes) {
            if (!m_nodeOf.contains(id) && isRecorded(activation))
                addByName(id);
        }
        joinOnly();
    }

    std::vector<Group> take()
    {
        std::vector<Group> groups;
        for (auto& [name, group] : m_groups)
            groups.push_back(std::move(group));
        std::sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
            return a.rank != b.rank ? a.rank < b.rank : naturalLess(a.name, b.name);
        });
        return groups;
    }

private:
    Group& groupOf(const LayerNode& node)
    {
        Group& group = m_groups["node " + node.id];
        group.rank = static_cast<std::size_t>(&node - m_run.graph.nodes.data());
        group.known = true;
        group.name = node.id;
        return group;
    }

    void addByName(const std::string& id)
    {
        const std::string stem = stemOf(id);
        Group& group = m_groups["name " + stem];
        group.rank = m_run.graph.nodes.size();
        group.known = group.known || hasSuffix(id);
        if (group.known)
            group.name = stem;
        else if (group.name.empty() || kindOf(id) == ProbeKind::Spikes)
            group.name = id;
        group.probes.push_back(id);
    }

    ProbeKind kindOf(const std::string& id) const { return m_run.probes.at(id).probe.kind; }

    // The only spikes and the only potentials of a run are of the same neurons.
    void joinOnly()
    {
        Group* spikes = nullptr;
        Group* membrane = nullptr;
        for (auto& [name, group] : m_groups) {
            for (const std::string& id : group.probes) {
                Group*& found = kindOf(id) == ProbeKind::Spikes ? spikes : membrane;
                if (kindOf(id) != ProbeKind::Spikes && kindOf(id) != ProbeKind::Membrane)
                    continue;
                if (found != nullptr)
                    return;
                found = &group;
            }
        }
        if (spikes == nullptr || membrane == nullptr || spikes == membrane)
            return;
        spikes->probes.insert(spikes->probes.end(), membrane->probes.begin(),
                              membrane->probes.end());
        membrane->probes.clear();
    }

    const Run& m_run;
    std::map<std::string, const LayerNode*> m_nodeOf;
    std::map<std::string, Group> m_groups;
};

class LayerList
{
public:
    explicit LayerList(const Run& run)
        : m_run(run),
          m_spiking(std::any_of(run.probes.begin(), run.probes.end(), [](const auto& entry) {
              return entry.second.probe.kind == ProbeKind::Spikes;
          }))
    {}

    void add(const Group& group)
    {
        std::vector<std::string> spikes =
            idsOf(group, [](ProbeKind kind) { return kind == ProbeKind::Spikes; });
        std::vector<std::string> membranes =
            idsOf(group, [](ProbeKind kind) { return kind == ProbeKind::Membrane; });
        for (const std::string& id : spikes) {
            // Several neurons of one node each go by their own name.
            RunLayer layer{spikes.size() > 1 ? id : group.name, id, {}, {}, ProbeKind::Spikes};
            const auto own = std::find_if(membranes.begin(), membranes.end(), [&](const auto& m) {
                return stemOf(m) == stemOf(id) || (spikes.size() == 1 && membranes.size() == 1);
            });
            if (own != membranes.end()) {
                layer.membrane = *own;
                membranes.erase(own);
            }
            m_layers.push_back(std::move(layer));
        }
        const std::size_t before = m_layers.size() - spikes.size();
        if (spikes.empty())
            addSilent(group, membranes);
        for (std::size_t i = before; i < m_layers.size(); ++i) {
            if (group.rank < m_run.graph.nodes.size())
                m_layers[i].node = group.rank;
        }
    }

    void addOutput(const std::string& id, const Activation& activation)
    {
        const ProbeKind kind = activation.probe.kind;
        if (!isRecorded(activation) || kind == ProbeKind::Attention)
            return;
        RunLayer layer{id, {}, {}, {}, kind, true};
        (kind == ProbeKind::Spikes ? layer.spikes : layer.value) = id;
        m_layers.push_back(std::move(layer));
    }

    std::vector<RunLayer> take() { return std::move(m_layers); }

private:
    template <typename Is>
    std::vector<std::string> idsOf(const Group& group, Is is) const
    {
        std::vector<std::string> ids;
        for (const std::string& id : group.probes) {
            const Activation& activation = m_run.probes.at(id);
            if (is(activation.probe.kind) && isRecorded(activation))
                ids.push_back(id);
        }
        return ids;
    }

    void addSilent(const Group& group, const std::vector<std::string>& membranes)
    {
        const std::vector<std::string> values = idsOf(group, &isValue);
        // Beside spikes, of values that no graph explains only embeddings are layers: the others
        // follow from what is there already.
        const bool told =
            group.known || !m_spiking ||
            (!values.empty() && m_run.probes.at(values.front()).probe.kind == ProbeKind::Embedding);
        if (!values.empty() && told) {
            const ProbeKind kind = m_run.probes.at(values.front()).probe.kind;
            m_layers.push_back(
                {group.name, {}, membranes.empty() ? "" : membranes.front(), values.front(), kind});
        } else if (!membranes.empty()) {
            m_layers.push_back({group.name, {}, membranes.front(), {}, ProbeKind::Membrane});
        }
    }

    const Run& m_run;
    bool m_spiking;
    std::vector<RunLayer> m_layers;
};

} // namespace

std::vector<RunLayer> layersOf(const Run& run)
{
    LayerList list(run);
    for (const Group& group : Grouping(run).take())
        list.add(group);
    std::vector<std::string> outputs;
    for (const auto& [id, activation] : run.outputs)
        outputs.push_back(id);
    std::sort(outputs.begin(), outputs.end(), &naturalLess);
    for (const std::string& id : outputs)
        list.addOutput(id, run.outputs.at(id));
    return list.take();
}

std::vector<std::string> globList(std::string_view text)
{
    std::vector<std::string> globs;
    std::string glob;
    for (std::size_t i = 0; i <= text.size(); ++i) {
        const char letter = i < text.size() ? text[i] : ',';
        if (letter == ',' && !glob.empty())
            globs.push_back(std::exchange(glob, {}));
        else if (letter != ',' && letter != ' ')
            glob += letter;
    }
    return globs;
}

} // namespace inspike
