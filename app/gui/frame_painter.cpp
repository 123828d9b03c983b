// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gui/frame_painter.h"

#include "core/figures/event_layers.h"
#include "widgets/plot/events_canvas.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/scene3d/scene3d_widget.h"

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

struct EventsFramePainter::Canvas
{
    EventsCanvas plot;
    std::unique_ptr<Scene3DWidget> scene;
};

EventsFramePainter::EventsFramePainter(QSize size) : m_canvas(std::make_unique<Canvas>())
{
    m_canvas->plot.resize(size);
    m_canvas->plot.show();
    QApplication::processEvents();
}

EventsFramePainter::~EventsFramePainter() = default;

Viewport EventsFramePainter::viewport() const
{
    Viewport viewport;
    viewport.widthPx = m_canvas->plot.width();
    viewport.heightPx = m_canvas->plot.height();
    return viewport;
}

double EventsFramePainter::drawnShare() const
{
    return m_canvas->scene ? m_canvas->scene->drawnShare() : 1.0;
}

void EventsFramePainter::paint(EventsFigure figure)
{
    const auto shown = std::make_shared<const EventsFigure>(std::move(figure));
    if (shown->cloud) {
        const bool isFirst = !m_canvas->scene;
        if (isFirst) {
            m_canvas->scene = std::make_unique<Scene3DWidget>();
            m_canvas->scene->resize(m_canvas->plot.size());
            m_canvas->scene->show();
        }
        m_canvas->scene->setFigure(
            std::shared_ptr<const ManifoldFigure>(shown->cloud, &shown->cloud->scene), !isFirst);
    }
    m_canvas->plot.setFigure(shown, true);
    QApplication::processEvents();
}

} // namespace inspike
