// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Two runs side by side on one page: the spikes of a layer, common ones grey and those of one run
// only in its colour; the difference of rates of every layer; CKA of every layer with every layer;
// what the networks answer to a sample.

#include "core/analysis/run_differences.h"
#include "core/figures/alignment_results.h"
#include "core/figures/view_catalogue.h"

namespace inspike {

enum class ComparePart { Raster, Rates, Similarity, Answers };
const char* comparePartId(ComparePart part); // "raster", "rates", "cka", "logits"
// That are shown with these parameters, in reading order.
std::vector<ComparePart> shownCompareParts(const Params& params);

// Known: only what the results hold; what takes its time and is not there is a part that says that
// it is being computed. Compute: everything.
enum class CompareEffort { Known, Compute };
// Of the page: two, or all parts beside one another where it is low and wide, below one another
// where it is narrow.
std::size_t compareColumns(int width, int height, std::size_t parts);

// A composite of parts named as above (with show=overview), in as many columns as suit the shape of
// the viewport, or one part. The range of the viewport is that of the raster. What the runs lack
// for a part is said in its place; when a single part is shown, the error is thrown. Throws what
// matchRuns throws.
Figure buildComparison(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
                       AlignmentResults& results, CompareEffort effort, JobContext& job);
// Computes what a part waits for into the results; errors are thrown.
void computeComparePart(ComparePart part, const FigureInputs& inputs, const Params& params,
                        AlignmentResults& results, JobContext& job);

// The match that a figure of these inputs is drawn from.
RunMatch matchOf(const FigureInputs& inputs, const Params& params);
// The layer whose spikes are wanted, else the first with spikes over time of the same units. Throws
// Error{BadParameter} for a name that no layer has; nullopt: there is none.
std::optional<std::size_t> comparedLayer(const RunMatch& match, const Params& params);
// What stands for a layer of the match in the selection.
Key layerKey(const RunMatch& match, std::size_t layer, std::uint64_t keySource);

FigureKind makeCompareKind();

} // namespace inspike
