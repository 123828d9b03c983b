// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the canvases of this folder share: a surface of the plot library that fills the widget and
// hands the pointer and the keys to the canvas; the library's own interactions stay off.

#include "widgets/plot/figure_plot.h"
#include "widgets/theme/theme.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QVBoxLayout>
#include <QWheelEvent>

namespace inspike {

// The theme of the moment, at the resolution of the screen.
inline PlotLook lookOf(const QWidget& canvas)
{
    PlotLook made;
    made.theme = currentTheme();
    made.perPt = canvas.logicalDpiX() / 72.0;
    return made;
}

inline void fillWith(QWidget& canvas, QWidget* surface)
{
    surface->setMouseTracking(true);
    surface->setFocusPolicy(Qt::StrongFocus);
    canvas.setFocusProxy(surface);
    auto* layout = new QVBoxLayout(&canvas);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(surface);
}

// The owner has a canvas with fit() and takes press, move, release, wheel, key and leave.
template <typename Owner>
class CanvasSurface : public QCustomPlot
{
public:
    CanvasSurface(QWidget* parent, Owner& owner) : QCustomPlot(parent), m_owner(owner) {}

protected:
    void mousePressEvent(QMouseEvent* event) override { m_owner.press(*event); }
    void mouseMoveEvent(QMouseEvent* event) override { m_owner.move(*event); }
    void mouseReleaseEvent(QMouseEvent* event) override { m_owner.release(*event); }
    void mouseDoubleClickEvent(QMouseEvent* event) override
    {
        if (event->button() == Qt::LeftButton)
            m_owner.canvas.fit();
    }
    void wheelEvent(QWheelEvent* event) override
    {
        m_owner.wheel(*event);
        event->accept();
    }
    void keyPressEvent(QKeyEvent* event) override
    {
        const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier ||
                           event->modifiers() == Qt::ShiftModifier;
        if (!plain || !m_owner.key(*event))
            QWidget::keyPressEvent(event);
    }
    void leaveEvent(QEvent* event) override
    {
        m_owner.leave();
        QCustomPlot::leaveEvent(event);
    }

private:
    Owner& m_owner;
};

} // namespace inspike
