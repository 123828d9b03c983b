// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where a layer fires with short intervals, over the spectrogram and the picture
// (core/analysis/spike_activation_map.h).

#include "core/figures/view_catalogue.h"

namespace inspike {

// A panel per stream that has the layer. Colours have the same range at every step. Parameters:
// layer, gamma, at-step, step, trial.
FigureKind makeActivationKind();

} // namespace inspike
