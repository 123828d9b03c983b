// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Draws a 2-D figure onto any paint device: paper, picture, preview. The plot library stays inside.

#include "core/figures/figure_io.h"
#include "widgets/theme/plot_look.h"

#include <QRect>
#include <QSize>
#include <QTransform>

#include <memory>

class QPaintDevice;
class QPainter;

namespace inspike {

struct PrintNotes
{
    bool rasterised = false; // dense marks became one bitmap
    QRect sceneArea = {};    // of the page, left free for the cloud of a figure of events
};

// A page on a device, in drawing units (look.perPt of them in a point); `place` maps them to the
// device. Vector devices take one painter for the whole page. Needs a QApplication.
class PlotPage
{
public:
    // Paints the background.
    PlotPage(QPaintDevice& device, const QTransform& place, const PlotLook& look, QSize size);
    ~PlotPage();
    PlotPage(const PlotPage&) = delete;
    PlotPage& operator=(const PlotPage&) = delete;

    // Draws a figure and the letter of the look into a part of the page. A ManifoldFigure and a
    // CompositeFigure draw nothing here.
    PrintNotes draw(std::shared_ptr<const Figure> figure, const PlotLook& look, QRect area);
    // For what is no plot.
    QPainter& painter();

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace inspike
