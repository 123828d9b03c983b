// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What speaks for each class in one sample: audio, visual and bias add up to the logit, over all
// steps and in every step (core/analysis/evidence_split.h).

#include "core/figures/series_figure.h"
#include "core/figures/view_catalogue.h"

namespace inspike {

// First a panel with all classes (the most likely ones where there are many), then one over steps
// for each of the most likely classes and the label. Parameters: classes (how many of these),
// trial.
FigureKind makeEvidenceKind();

} // namespace inspike
