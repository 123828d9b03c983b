// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How close two domains (still pictures and an event camera) or two networks are inside: where
// their samples lie, how CKA and MMD go over steps, layers or epochs, CKA of every layer with every
// other one, how membrane potentials are distributed.

#include "core/figures/alignment_results.h"
#include "core/figures/view_catalogue.h"

namespace inspike {

enum class AlignmentPart { Embedding, Curves, Grid, Densities, Weights };
const char* alignmentPartId(AlignmentPart part); // "embedding"
// That are shown with these parameters, in reading order.
std::vector<AlignmentPart> shownParts(const Params& params);

// Known: only what the results hold; what they do not is a part that says that it is being
// computed. Compute: everything.
enum class AlignmentEffort { Known, Compute };

// A composite of parts named as above (with show=overview), in as many columns as suit the shape of
// the viewport, or one part. What a run lacks for a
// part, and what one of several parts fails with, is said in its place; when a single part is
// shown, the error is thrown. Throws what AlignmentSubject throws.
Figure buildAlignment(const FigureInputs& inputs, const Params& params, const Viewport& viewport,
                      AlignmentResults& results, AlignmentEffort effort, JobContext& job);
// Computes a part into the results; errors are thrown.
void computePart(AlignmentPart part, const FigureInputs& inputs, const Params& params,
                 AlignmentResults& results, JobContext& job);
// The part waits for a result.
bool isPending(const Figure& part);

FigureKind makeAlignmentKind();

} // namespace inspike
