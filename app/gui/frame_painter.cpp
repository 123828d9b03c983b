// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/frame_painter.h"

#include "widgets/plot/plot_canvas.h"

#include <QApplication>

namespace inspike {

struct FramePainter::Canvas
{
    PlotCanvas plot;
};

FramePainter::FramePainter(QSize size) : m_canvas(std::make_unique<Canvas>())
{
    m_canvas->plot.resize(size);
    m_canvas->plot.show();
    QApplication::processEvents();
}

FramePainter::~FramePainter() = default;

Viewport FramePainter::viewport() const
{
    Viewport viewport;
    viewport.widthPx = m_canvas->plot.width();
    viewport.heightPx = m_canvas->plot.height();
    return viewport;
}

void FramePainter::paint(Figure figure, const Viewport& viewport)
{
    const bool ranged = viewport.xHigh > viewport.xLow && viewport.yHigh > viewport.yLow;
    m_canvas->plot.setFigure(std::move(figure), ranged);
    if (ranged)
        m_canvas->plot.setRange(viewport.xLow, viewport.xHigh, viewport.yLow, viewport.yHigh);
    QApplication::processEvents();
}

} // namespace inspike
