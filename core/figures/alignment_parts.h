// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parts of the picture of two domains, each a figure of its own. For the alignment*.cpp files.

#include "core/analysis/domains/cka.h"
#include "core/analysis/embedding/embedding.h"
#include "core/figures/alignment_figure.h"
#include "core/figures/alignment_subject.h"

#include <optional>

namespace inspike {

struct AlignmentBuild
{
    const AlignmentSubject& subject;
    const Params& params;
    AlignmentResults& results;
    AlignmentEffort effort;
    JobContext& job;

    // A result by its key: known, or made now; nullptr when it is not to be made.
    template <typename T, typename Make>
    std::shared_ptr<const T> result(const std::string& key, const AlignmentResults::Owners& owners,
                                    const Make& make) const
    {
        if (auto known = results.find<T>(key))
            return known;
        if (effort == AlignmentEffort::Known)
            return nullptr;
        return results.keep<T>(key, owners, make());
    }
};

// nullopt: not known yet.
std::optional<SeriesFigure> embeddingPart(const AlignmentBuild& build);
std::optional<SeriesFigure> curvesPart(const AlignmentBuild& build);
std::optional<HeatFigure> gridPart(const AlignmentBuild& build);
std::optional<SeriesFigure> densitiesPart(const AlignmentBuild& build);
// Step weights and the course of the training; always known.
SeriesFigure weightsPart(const AlignmentBuild& build);

// Where both sides lie.
struct DomainPoints
{
    std::array<Points, 2> side;                // [sample (and step), components]
    std::array<std::vector<double>, 2> shares; // of the variance, for principal components
    // Low and high of each component, over all epochs where they share their axes.
    std::array<std::vector<std::array<double, 2>>, 2> ranges;
};
// nullptr: not known yet.
std::shared_ptr<const DomainPoints> domainPoints(const AlignmentBuild& build);
// The key of its result, under which intermediate coordinates are shown.
std::string domainPointsKey(const AlignmentBuild& build);
EmbeddingMethod methodOf(const Params& params);

// How far apart the chosen layers are, in numbers.
std::vector<NamedNumber> domainNumbers(const AlignmentBuild& build);

CkaParams ckaParamsOf(const Params& params);
BootstrapParams bootstrapOf(const Params& params);
// c_t of the run, 1 where it has none.
std::vector<double> stepWeights(const Run& run, std::size_t steps);
// Settings that change the measures, for the keys of results.
std::string measureKey(const Params& params);

} // namespace inspike
