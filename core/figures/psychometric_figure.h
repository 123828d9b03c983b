// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Psychometric curves as a picture: probability of choice "+" against the offset, relevant stimulus
// solid, irrelevant dashed, with 95 % intervals.

#include "core/analysis/psychometrics.h"
#include "core/figures/series_figure.h"

#include <span>

namespace inspike {

SeriesFigure buildPsychometrics(std::span<const PsychometricPoint> points);

} // namespace inspike
