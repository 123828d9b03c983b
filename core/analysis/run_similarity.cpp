// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// CKA between the layers of two matched runs.

#include "core/analysis/domains/cka.h"
#include "core/analysis/domains/paired_features.h"
#include "core/analysis/run_differences.h"
#include "core/base/error.h"

#include <algorithm>

namespace inspike {

namespace {

PairedSide sideOf(const RunMatch& match, std::size_t side)
{
    PairedSide made;
    made.run = match.runs[side];
    made.title = match.titles[side];
    made.layers = featureLayers(*made.run);
    for (std::size_t place = 0; place < match.samples(); ++place)
        made.order.push_back(match.sampleOf(side, place));
    return made;
}

// Features of a layer of both runs, means over steps. nullopt with a reason when there are none.
class Features
{
public:
    explicit Features(const RunMatch& match)
        : m_match(match), m_sides{sideOf(match, 0), sideOf(match, 1)}
    {}

    std::optional<std::array<Points, 2>> of(std::size_t layer, JobContext& job)
    {
        const ProbePair& probe = m_match.layers[layer].main();
        const auto a = m_sides[0].find(probe.a);
        const auto b = m_sides[1].find(probe.b);
        if (!a || !b) // without samples
            return std::nullopt;
        try {
            return std::array{featuresOf(m_sides[0], *a, {}, job),
                              featuresOf(m_sides[1], *b, {}, job)};
        } catch (const Error& error) {
            if (error.kind() == ErrorKind::Cancelled)
                throw;
            notes.push_back("No CKA of '" + m_match.layers[layer].name() + "': " + error.message());
            return std::nullopt;
        }
    }

    std::vector<std::string> notes;

private:
    const RunMatch& m_match;
    std::array<PairedSide, 2> m_sides;
};

std::string tooFew(const RunMatch& match)
{
    return "No CKA: it needs " + std::to_string(kLeastForCka) + " samples or more, not " +
           std::to_string(match.samples());
}

} // namespace

void addCka(const RunMatch& match, RunDifferences& differences, JobContext& job)
{
    if (match.samples() < kLeastForCka) {
        differences.notes.push_back(tooFew(match));
        return;
    }
    Features features(match);
    const auto count = static_cast<double>(match.layers.size());
    for (std::size_t i = 0; i < match.layers.size(); ++i) {
        JobContext part = job.part(double(i) / count, double(i + 1) / count);
        if (const auto points = features.of(i, part))
            differences.layers[i].cka = cka((*points)[0].view(), (*points)[1].view(), {}, part);
    }
    differences.notes.insert(differences.notes.end(), features.notes.begin(), features.notes.end());
}

LayerSimilarity similarityOf(const RunMatch& match, JobContext& job)
{
    LayerSimilarity similarity;
    if (match.samples() < kLeastForCka) {
        similarity.notes.push_back(tooFew(match));
        return similarity;
    }
    Features features(match);
    std::array<std::vector<Points>, 2> points;
    JobContext reading = job.part(0.0, 0.3);
    for (std::size_t i = 0; i < match.layers.size(); ++i) {
        auto both = features.of(i, reading);
        if (!both)
            continue;
        similarity.layers.push_back(i);
        points[0].push_back(std::move((*both)[0]));
        points[1].push_back(std::move((*both)[1]));
    }
    similarity.notes = std::move(features.notes);
    if (similarity.layers.empty())
        return similarity;
    std::array<std::vector<PointsView>, 2> views;
    for (std::size_t side = 0; side < 2; ++side) {
        for (const Points& one : points[side])
            views[side].push_back(one.view());
    }
    JobContext comparing = job.part(0.3, 1.0);
    similarity.values = ckaGrid(views[0], views[1], {}, comparing).values;
    return similarity;
}

} // namespace inspike
