// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The alignment matrix: how alike the sound of each sample and the picture of each other one are,
// ordered by class, blocks of a class outlined (core/analysis/alignment_matrix.h).

#include "core/figures/view_catalogue.h"

namespace inspike {

// One panel of cells whose rowKeys are the samples. With more samples than pixels a cell is the
// mean over several rows and columns, which the fidelity says; a window of the viewport shows the
// pairs themselves. Parameters: values (raw, softmax), tau, samples (outlined), at-step, step.
FigureKind makeSimilarityKind();

} // namespace inspike
