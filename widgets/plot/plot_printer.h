// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Draws a 2-D figure onto any paint device: paper, picture, preview. The plot library stays inside.

#include "core/figures/figure_io.h"
#include "widgets/theme/plot_look.h"

#include <QSize>
#include <QTransform>

#include <memory>

class QPaintDevice;

namespace inspike {

struct PrintNotes
{
    bool rasterised = false; // dense marks became one bitmap
};

// `size` in drawing units (look.perPt of them in a point); `place` maps them to the device. Needs a
// QApplication. A ManifoldFigure draws nothing here.
PrintNotes printPlot(QPaintDevice& device, const QTransform& place,
                     std::shared_ptr<const Figure> figure, const PlotLook& look, QSize size);

} // namespace inspike
