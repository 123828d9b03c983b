// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The look of an axis: hairlines, type, padding, no grid. One for all plots.

#include "widgets/plot/plot_pch.h"
#include "widgets/theme/plot_look.h"

namespace inspike {

void styleAxis(QCPAxis& axis, const PlotLook& look);

} // namespace inspike
