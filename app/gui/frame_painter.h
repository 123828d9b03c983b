// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Paints figures on a canvas of the window, one after the other, as panning and zooming does; for
// measuring how long a frame takes. Needs a QApplication.

#include "core/figures/figure_io.h"

#include <QSize>

#include <memory>

namespace inspike {

class FramePainter
{
public:
    explicit FramePainter(QSize size);
    ~FramePainter();

    Viewport viewport() const; // size of the canvas; ranges are empty
    // Shows the figure at this range (empty: all of it) and returns when its pixels are painted.
    void paint(Figure figure, const Viewport& viewport);

private:
    struct Canvas;
    std::unique_ptr<Canvas> m_canvas;
};

// The same for figures of events, as the event view shows them while it plays.
class EventsFramePainter
{
public:
    explicit EventsFramePainter(QSize size);
    ~EventsFramePainter();

    Viewport viewport() const;
    void paint(EventsFigure figure);
    double drawnShare() const; // of the points of a cloud

private:
    struct Canvas;
    std::unique_ptr<Canvas> m_canvas;
};

} // namespace inspike
