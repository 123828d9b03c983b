// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The weights of one layer: how they are distributed, and each of them as a cell of a picture.

#include "core/figures/view_catalogue.h"

namespace inspike {

// The weights of a matrix [to, from], or of kernels [to, from, ...], as tiles with a line between
// them. More cells than the picture has pixels are joined: each is the mean of a block. Weights
// that are not finite are left empty.
// `places`: three dimensions are channel, row and column of neurons, a tile per channel.
HeatFigure weightsPicture(const LabelledArray& weights, const Text& title, const Viewport& viewport,
                          bool places = false);
// Counts of weights in equal bins; `logarithmic` draws their logarithms.
SeriesFigure weightsHistogram(const LabelledArray& weights, bool logarithmic);

// Of the layers of a network that have weights, in a model or kept by a run. Parameters: layer (id;
// empty = the first one), parameter (name; empty = the weights rather than the bias), counts
// (linear, log).
FigureKind makeWeightsKind();

} // namespace inspike
