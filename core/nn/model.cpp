// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/model.h"

#include <algorithm>

namespace inspike {

namespace {

// Whether `text` matches `glob`, where * stands for any characters and ? for one. Linear in memory,
// and without the exponential cases of the recursive way.
bool matches(std::string_view glob, std::string_view text)
{
    std::size_t g = 0;
    std::size_t t = 0;
    std::size_t starAt = std::string_view::npos;
    std::size_t textAtStar = 0;
    while (t < text.size()) {
        if (g < glob.size() && glob[g] == '*') {
            starAt = g++;
            textAtStar = t;
        } else if (g < glob.size() && (glob[g] == '?' || glob[g] == text[t])) {
            ++g;
            ++t;
        } else if (starAt != std::string_view::npos) {
            g = starAt + 1;
            t = ++textAtStar;
        } else {
            return false;
        }
    }
    return glob.find_first_not_of('*', g) == std::string_view::npos;
}

} // namespace

std::string_view probeKindName(ProbeKind kind)
{
    switch (kind) {
    case ProbeKind::Spikes:
        return "spikes";
    case ProbeKind::Membrane:
        return "membrane";
    case ProbeKind::Current:
        return "current";
    case ProbeKind::Attention:
        return "attention";
    case ProbeKind::Embedding:
        return "embedding";
    case ProbeKind::Mode:
        return "mode";
    case ProbeKind::Other:
        break;
    }
    return "other";
}

ProbeKind probeKindFromName(std::string_view name)
{
    for (const ProbeKind kind : {ProbeKind::Spikes, ProbeKind::Membrane, ProbeKind::Current,
                                 ProbeKind::Attention, ProbeKind::Embedding, ProbeKind::Mode}) {
        if (probeKindName(kind) == name)
            return kind;
    }
    return ProbeKind::Other;
}

const Probe* ModelInfo::probe(std::string_view id) const
{
    for (const std::vector<Probe>* list : {&probes, &outputs}) {
        for (const Probe& candidate : *list) {
            if (candidate.id == id)
                return &candidate;
        }
    }
    return nullptr;
}

const std::vector<Axis>& Activation::axes() const
{
    if (const auto* dense = std::get_if<LabelledArray>(&values))
        return dense->axes();
    return std::get<SparseSpikes>(values).axes;
}

LabelledArray Activation::dense() const
{
    if (const auto* array = std::get_if<LabelledArray>(&values))
        return *array;
    return std::get<SparseSpikes>(values).dense();
}

const Activation* Run::find(std::string_view id) const
{
    const std::string name(id);
    for (const auto* group : {&probes, &outputs}) {
        const auto found = group->find(name);
        if (found != group->end())
            return &found->second;
    }
    return nullptr;
}

bool probeWanted(const std::vector<std::string>& globs, std::string_view id)
{
    return std::any_of(globs.begin(), globs.end(),
                       [id](const std::string& glob) { return matches(glob, id); });
}

} // namespace inspike
