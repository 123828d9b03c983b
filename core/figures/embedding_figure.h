// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where the samples lie before and after the cross-modal blocks, in two dimensions
// (core/analysis/stream_embedding.h).

#include "core/figures/view_catalogue.h"

namespace inspike {

// A panel per stage: features before, residual, features after. A point per sample and stream,
// coloured by class; filled: audio, hollow: visual. Parameters: stages (all, before-after), axes
// (common, own), at-step, step.
FigureKind makeEmbeddingKind();

} // namespace inspike
