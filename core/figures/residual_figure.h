// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How much each stream takes from the other one: residual energy and firing rate of the residual,
// step by step and sample by sample (core/analysis/residual_energy.h).

#include "core/figures/view_catalogue.h"

namespace inspike {

// Panels: energy and rate over steps (mean and standard deviation over samples, and the shown
// sample), and the energies of every sample, audio against visual. Parameters: block, trial.
FigureKind makeResidualKind();

} // namespace inspike
