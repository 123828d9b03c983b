// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/run_match.h"

#include "core/analysis/run_layers.h"
#include "core/analysis/sample_classes.h"
#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <algorithm>
#include <numeric>
#include <set>

namespace inspike {

namespace {

constexpr std::size_t kNamed = 3; // things that a note or an error names

std::string listed(const std::vector<std::string>& names, std::size_t most = kNamed)
{
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
        text += (i > 0 ? ", '" : "'") + names[i] + "'";
    return text + (names.size() > most ? ", ..." : "");
}

// --- which runs, and what they are called

std::string fileName(const std::string& path)
{
    const std::size_t slash = path.find_last_of('/');
    return slash == std::string::npos ? path : path.substr(slash + 1);
}

// "path" -> "plain", "model.reset" -> ...; what is the same for every run of a model is in there,
// too, and tells nothing apart.
void addSettings(const Json& json, const std::string& name,
                 std::vector<std::pair<std::string, std::string>>& settings)
{
    if (json.isObject()) {
        for (const auto& [key, value] : json.members())
            addSettings(value, key, settings);
    } else if (!json.isArray() && !json.isNull()) {
        settings.emplace_back(name, json.isString() ? json.toString() : json.dump());
    }
}

// The first setting that differs: "path=plain".
std::optional<std::array<std::string, 2>> differingSetting(const Run& a, const Run& b)
{
    std::array<std::vector<std::pair<std::string, std::string>>, 2> settings;
    for (const char* group : {"run", "options", "model", "config", "input"}) {
        addSettings(a.made.settings[group], group, settings[0]);
        addSettings(b.made.settings[group], group, settings[1]);
    }
    for (const auto& [name, value] : settings[0]) {
        const auto other = std::find_if(settings[1].begin(), settings[1].end(),
                                        [&](const auto& each) { return each.first == name; });
        if (other != settings[1].end() && other->second != value)
            return std::array{name + "=" + value, name + "=" + other->second};
    }
    if (a.made.seed != b.made.seed)
        return std::array{"seed=" + std::to_string(a.made.seed),
                          "seed=" + std::to_string(b.made.seed)};
    return std::nullopt;
}

std::array<std::string, 2> titlesOf(const Run& a, const Run& b)
{
    for (const auto member : {&Provenance::modelFile, &Provenance::recordingFile}) {
        const std::array names{fileName(a.made.*member), fileName(b.made.*member)};
        if (names[0] != names[1] && !names[0].empty() && !names[1].empty())
            return names;
    }
    if (const auto settings = differingSetting(a, b))
        return *settings;
    return {"A", "B"};
}

std::vector<std::size_t> numbersIn(const std::string& text, std::size_t runs)
{
    std::vector<std::size_t> numbers;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find(',', begin), text.size());
        const std::string word = text.substr(begin, end - begin);
        const bool digits = !word.empty() && word.size() < 9 &&
                            std::all_of(word.begin(), word.end(),
                                        [](char each) { return each >= '0' && each <= '9'; });
        const std::size_t number = digits ? std::stoul(word) : 0;
        if (number < 1 || number > runs) {
            throw Error(ErrorKind::BadParameter,
                        "runs: '" + word + "' is no number from 1 to " + std::to_string(runs));
        }
        numbers.push_back(number - 1);
        begin = end + 1;
    }
    return numbers;
}

std::array<std::shared_ptr<const Run>, 2>
chosenRuns(std::span<const std::shared_ptr<const Run>> runs, const std::string& wanted)
{
    if (const auto missing = lacksComparison(runs))
        throw Error(ErrorKind::NotFound, "no " + *missing);
    if (wanted.empty() && runs.size() > 2) {
        throw Error(ErrorKind::BadParameter,
                    "two runs are compared, not " + std::to_string(runs.size()) +
                        "; say which two, such as runs=1," + std::to_string(runs.size()));
    }
    if (wanted.empty())
        return {runs[0], runs[1]};
    const std::vector<std::size_t> numbers = numbersIn(wanted, runs.size());
    if (numbers.size() != 2) {
        throw Error(ErrorKind::BadParameter,
                    "runs: two numbers are needed, such as 1,2, not '" + wanted + "'");
    }
    return {runs[numbers[0]], runs[numbers[1]]};
}

// --- samples

std::vector<std::string> missingFrom(const std::vector<std::string>& ids,
                                     const std::set<std::string>& others)
{
    std::vector<std::string> missing;
    std::copy_if(ids.begin(), ids.end(), std::back_inserter(missing),
                 [&](const std::string& id) { return !others.contains(id); });
    return missing;
}

std::vector<std::size_t> byName(const Run& a, const Run& b)
{
    std::map<std::string, std::size_t> places;
    for (std::size_t i = 0; i < b.sampleIds.size(); ++i)
        places.emplace(b.sampleIds[i], i);
    std::vector<std::size_t> found;
    for (const std::string& id : a.sampleIds)
        found.push_back(places.at(id));
    return found;
}

void requireNames(const Run& run, std::size_t samples, const std::set<std::string>& names,
                  const char* which)
{
    if (run.sampleIds.size() != samples) {
        throw Error(ErrorKind::BadFormat, std::string("the ") + which + " run has " +
                                              std::to_string(samples) + " samples but names " +
                                              std::to_string(run.sampleIds.size()));
    }
    if (names.size() == run.sampleIds.size())
        return;
    std::set<std::string> seen;
    for (const std::string& id : run.sampleIds) {
        if (!seen.insert(id).second) {
            throw Error(ErrorKind::BadFormat, std::string("samples cannot be joined: the ") +
                                                  which + " run names '" + id + "' twice");
        }
    }
}

void noteLabels(RunMatch& match)
{
    const SampleClasses a = sampleClasses(*match.runs[0]);
    const SampleClasses b = sampleClasses(*match.runs[1]);
    std::size_t differ = 0;
    for (std::size_t i = 0; i < match.placeInB.size(); ++i) {
        const std::int64_t one = a.label[i];
        const std::int64_t other = b.label[match.placeInB[i]];
        differ += one != other && one != kNoClass && other != kNoClass ? 1 : 0;
    }
    if (differ > 0) {
        match.notes.push_back("The labels of " + std::to_string(differ) + " of " +
                              std::to_string(match.placeInB.size()) + " samples differ");
    }
}

std::string namesApart(const std::vector<std::string>& onlyA, const std::vector<std::string>& onlyB)
{
    std::string text;
    if (!onlyA.empty())
        text += "; only in the first: " + std::to_string(onlyA.size()) + " (" + listed(onlyA) + ")";
    if (!onlyB.empty())
        text +=
            "; only in the second: " + std::to_string(onlyB.size()) + " (" + listed(onlyB) + ")";
    return text;
}

class SampleJoiner
{
public:
    SampleJoiner(RunMatch& match, MatchParams::Join how)
        : m_match(match),
          m_how(how),
          m_counts{samplesIn(*match.runs[0]), samplesIn(*match.runs[1])},
          m_names{namesOf(0), namesOf(1)}
    {}

    void join()
    {
        const Run& a = *m_match.runs[0];
        const Run& b = *m_match.runs[1];
        const bool named = !a.sampleIds.empty() && !b.sampleIds.empty();
        if (m_how == MatchParams::Join::Name && !named)
            throw Error(ErrorKind::BadFormat, "samples cannot be joined by name: a run names none");
        if (!named || m_how == MatchParams::Join::Place) {
            joinByPlace("");
            return;
        }
        requireNames(a, m_counts[0], m_names[0], "first");
        requireNames(b, m_counts[1], m_names[1], "second");
        const auto onlyA = missingFrom(a.sampleIds, m_names[1]);
        const auto onlyB = missingFrom(b.sampleIds, m_names[0]);
        if (onlyA.empty() && onlyB.empty()) {
            m_match.placeInB = byName(a, b);
            m_match.notes.emplace_back("Samples joined by name");
            noteLabels(m_match);
            return;
        }
        const bool none = onlyA.size() == m_counts[0];
        if (m_how == MatchParams::Join::Auto && none && m_counts[0] == m_counts[1]) {
            joinByPlace("; no name is in both (" + listed(onlyA, 1) + " and " + listed(onlyB, 1) +
                        ")");
            return;
        }
        throw Error(ErrorKind::BadFormat,
                    "samples cannot be joined: the first run names " + std::to_string(m_counts[0]) +
                        ", the second " + std::to_string(m_counts[1]) + namesApart(onlyA, onlyB));
    }

private:
    std::set<std::string> namesOf(std::size_t side) const
    {
        const std::vector<std::string>& ids = m_match.runs[side]->sampleIds;
        return {ids.begin(), ids.end()};
    }

    void joinByPlace(const std::string& why)
    {
        if (m_counts[0] != m_counts[1]) {
            const auto onlyA = missingFrom(m_match.runs[0]->sampleIds, m_names[1]);
            const auto onlyB = missingFrom(m_match.runs[1]->sampleIds, m_names[0]);
            throw Error(ErrorKind::BadFormat, "samples cannot be joined: the first run has " +
                                                  std::to_string(m_counts[0]) + ", the second " +
                                                  std::to_string(m_counts[1]) +
                                                  namesApart(onlyA, onlyB));
        }
        m_match.placeInB.resize(m_counts[0]);
        std::iota(m_match.placeInB.begin(), m_match.placeInB.end(), std::size_t{0});
        if (m_counts[0] > 1 || !why.empty())
            m_match.notes.push_back("Samples joined by place" + why);
        noteLabels(m_match);
    }

    RunMatch& m_match;
    MatchParams::Join m_how;
    std::array<std::size_t, 2> m_counts;
    std::array<std::set<std::string>, 2> m_names;
};

// --- layers

bool sameUnits(const RunMatch& match, const ProbePair& probe)
{
    return probe.empty() || ProbeExtent::of(match.find(0, probe).axes()).shape ==
                                ProbeExtent::of(match.find(1, probe).axes()).shape;
}

LayerMatch pairOf(const RunLayer& a, const RunLayer& b)
{
    LayerMatch pair;
    pair.names = {a.name, b.name};
    pair.output = a.output;
    pair.node = a.node;
    const auto both = [](const std::string& one, const std::string& other) {
        return one.empty() || other.empty() ? ProbePair{} : ProbePair{one, other};
    };
    pair.spikes = both(a.spikes, b.spikes);
    pair.membrane = both(a.membrane, b.membrane);
    pair.value = both(a.value, b.value);
    return pair;
}

class LayerMatcher
{
public:
    LayerMatcher(RunMatch& match, const std::string& globs) : m_match(match)
    {
        const std::vector<std::string> wanted = globList(globs);
        for (std::size_t side = 0; side < 2; ++side) {
            for (RunLayer& layer : layersOf(*match.runs[side])) {
                if (wanted.empty() || probeWanted(wanted, layer.name) ||
                    probeWanted(wanted, layer.spikes) || probeWanted(wanted, layer.value))
                    m_layers[side].push_back(std::move(layer));
            }
        }
        m_partner.assign(m_layers[0].size(), kNone);
        m_taken.assign(m_layers[1].size(), false);
    }

    void match()
    {
        for (std::size_t i = 0; i < m_layers[0].size(); ++i)
            takeFirst(i, 0, &LayerMatcher::sameName);
        const std::size_t named = matched();
        // What is left keeps its order: a later layer is never paired with an earlier one.
        std::size_t from = 0;
        for (std::size_t i = 0; i < m_layers[0].size(); ++i) {
            if (m_partner[i] == kNone && takeFirst(i, from, &LayerMatcher::alike))
                from = m_partner[i] + 1;
        }
        noteOrder(matched() - named);
        keep();
    }

private:
    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    using Rule = bool (LayerMatcher::*)(const RunLayer&, const RunLayer&) const;

    static bool something(const RunLayer& a, const RunLayer& b)
    {
        const LayerMatch pair = pairOf(a, b);
        return !pair.main().empty();
    }

    bool sameName(const RunLayer& a, const RunLayer& b) const
    {
        const bool probes =
            (!a.spikes.empty() && a.spikes == b.spikes) || (!a.value.empty() && a.value == b.value);
        return a.output == b.output && (a.name == b.name || probes) && something(a, b);
    }

    bool alike(const RunLayer& a, const RunLayer& b) const
    {
        if (a.output != b.output || a.kind != b.kind || !something(a, b))
            return false;
        const LayerMatch pair = pairOf(a, b);
        return sameUnits(m_match, pair.main());
    }

    bool takeFirst(std::size_t a, std::size_t from, Rule rule)
    {
        for (std::size_t b = from; b < m_layers[1].size(); ++b) {
            if (m_taken[b] || !(this->*rule)(m_layers[0][a], m_layers[1][b]))
                continue;
            m_partner[a] = b;
            m_taken[b] = true;
            return true;
        }
        return false;
    }

    std::size_t matched() const
    {
        return m_layers[0].size() -
               static_cast<std::size_t>(std::count(m_partner.begin(), m_partner.end(), kNone));
    }

    void noteOrder(std::size_t count)
    {
        if (count == 0)
            return;
        std::string pairs;
        for (std::size_t a = 0; a < m_layers[0].size(); ++a) {
            const std::size_t b = m_partner[a];
            if (b != kNone && m_layers[0][a].name != m_layers[1][b].name &&
                !sameName(m_layers[0][a], m_layers[1][b]))
                pairs += (pairs.empty() ? "'" : ", '") + m_layers[0][a].name + "' with '" +
                         m_layers[1][b].name + "'";
        }
        m_match.notes.push_back("Layers of other names matched by order, kind and shape: " + pairs);
    }

    void keep()
    {
        std::vector<std::string> resized;
        for (std::size_t a = 0; a < m_layers[0].size(); ++a) {
            if (m_partner[a] == kNone) {
                m_match.unmatched[0].push_back(m_layers[0][a].name);
                continue;
            }
            LayerMatch pair = pairOf(m_layers[0][a], m_layers[1][m_partner[a]]);
            pair.sameUnits = sameUnits(m_match, pair.main());
            if (!sameUnits(m_match, pair.membrane))
                pair.membrane = {};
            if (!pair.sameUnits)
                resized.push_back(pair.name());
            m_match.layers.push_back(std::move(pair));
        }
        for (std::size_t b = 0; b < m_layers[1].size(); ++b) {
            if (!m_taken[b])
                m_match.unmatched[1].push_back(m_layers[1][b].name);
        }
        if (!resized.empty()) {
            m_match.notes.push_back("Units differ in number, so that only rates and CKA compare: " +
                                    listed(resized));
        }
    }

    RunMatch& m_match;
    std::array<std::vector<RunLayer>, 2> m_layers;
    std::vector<std::size_t> m_partner;
    std::vector<bool> m_taken;
};

void requireLayers(const RunMatch& match)
{
    if (!match.layers.empty())
        return;
    const auto names = [&](std::size_t side) {
        return match.unmatched[side].empty() ? std::string("nothing")
                                             : listed(match.unmatched[side]);
    };
    throw Error(ErrorKind::NotFound, "the runs have no layer in common: the first recorded " +
                                         names(0) + ", the second " + names(1));
}

void noteUnmatched(RunMatch& match)
{
    constexpr const char* kSides[] = {"first", "second"};
    for (std::size_t side = 0; side < 2; ++side) {
        if (!match.unmatched[side].empty()) {
            match.notes.push_back(std::string("Only in the ") + kSides[side] +
                                  " run: " + listed(match.unmatched[side]));
        }
    }
}

} // namespace

ProbeExtent ProbeExtent::of(const std::vector<Axis>& axes)
{
    ProbeExtent extent;
    for (const Axis& axis : axes) {
        const bool step = axis.kind == AxisKind::Time || axis.kind == AxisKind::Step;
        if (step && extent.steps == 0) {
            extent.steps = axis.size;
        } else if (axis.kind == AxisKind::Sample && extent.samples == 0) {
            extent.samples = axis.size;
        } else {
            extent.units *= axis.size;
            if (axis.size != 1)
                extent.shape.push_back(axis.size);
        }
    }
    return extent;
}

std::string LayerMatch::name() const
{
    return names[0] == names[1] ? names[0] : names[0] + " | " + names[1];
}

const ProbePair& LayerMatch::main() const
{
    return !spikes.empty() ? spikes : !value.empty() ? value : membrane;
}

std::string RunMatch::sampleName(std::size_t place) const
{
    const std::vector<std::string>& ids = runs[0]->sampleIds;
    return place < ids.size() ? ids[place] : std::to_string(place);
}

const Activation& RunMatch::find(std::size_t side, const ProbePair& probe) const
{
    const Activation* found = runs[side]->find(side == 0 ? probe.a : probe.b);
    if (found == nullptr)
        throw Error(ErrorKind::NotFound, "a run has no probe '" + probe.a + "'");
    return *found;
}

std::optional<std::size_t> RunMatch::layerNamed(std::string_view name) const
{
    for (std::size_t i = 0; i < layers.size(); ++i) {
        const LayerMatch& layer = layers[i];
        if (layer.name() == name || layer.names[0] == name || layer.names[1] == name)
            return i;
    }
    for (std::size_t i = 0; i < layers.size(); ++i) {
        for (const ProbePair* probe : {&layers[i].spikes, &layers[i].membrane, &layers[i].value}) {
            if (!probe->empty() && (probe->a == name || probe->b == name))
                return i;
        }
    }
    return std::nullopt;
}

std::optional<std::string> lacksComparison(std::span<const std::shared_ptr<const Run>> runs)
{
    const bool none = runs.empty() || std::any_of(runs.begin(), runs.end(),
                                                  [](const auto& run) { return run == nullptr; });
    if (none)
        return "two runs to compare";
    return runs.size() < 2 ? std::optional<std::string>("a second run to compare with")
                           : std::nullopt;
}

RunMatch matchRuns(std::span<const std::shared_ptr<const Run>> runs, const MatchParams& params)
{
    RunMatch match;
    match.runs = chosenRuns(runs, params.runs);
    match.titles = titlesOf(*match.runs[0], *match.runs[1]);
    LayerMatcher(match, params.layers).match();
    requireLayers(match);
    SampleJoiner(match, params.join).join();
    noteUnmatched(match);
    return match;
}

ParamSpecs matchSpecs()
{
    return {{"runs", "Runs", "Which two of several runs, such as 1,3; empty = there are two",
             std::string()},
            {"layers", "Layers", "Which layers, such as conv*,fc1; empty = all", std::string()},
            {"join",
             "Join samples",
             "By name in any order, by place, or auto: by place only where no name is in both runs",
             std::string("auto"),
             {},
             {},
             {"auto", "name", "place"}}};
}

MatchParams matchParams(const Params& params)
{
    MatchParams match;
    match.runs = params.text("runs");
    match.layers = params.text("layers");
    const std::string& join = params.text("join");
    match.join = join == "name"    ? MatchParams::Join::Name
                 : join == "place" ? MatchParams::Join::Place
                                   : MatchParams::Join::Auto;
    return match;
}

} // namespace inspike
