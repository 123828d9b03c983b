// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The strip below a picture of events: their rate over time, the window that is shown, and the time
// cursor in a layer of its own.

#include "core/figures/events_figure.h"
#include "widgets/plot/plot_pch.h"
#include "widgets/theme/plot_look.h"

#include <memory>
#include <optional>

namespace inspike {

// An axis without grid, in the type and lines of the look.
QCPAxis* addStyledAxis(QCPAxisRect& rect, QCPAxis::AxisType side, const PlotLook& look);

class EventsStripPlot
{
public:
    // In a row of its own below what is there.
    EventsStripPlot(QCustomPlot& plot, std::shared_ptr<const EventsFigure> figure,
                    const PlotLook& look);

    QCPAxisRect* rect() const { return m_rect; }
    // Another window of the same strip.
    void setFigure(std::shared_ptr<const EventsFigure> figure);
    // Ticks and their label for the present width.
    void adaptTime();
    // What depends on the size of the rectangle.
    void adaptSize();
    void setCursor(std::optional<double> time);
    double timeAt(double pixel) const;
    double pixelOf(double time) const;
    // Rate of the bin at a time; empty beside the recording.
    QString wordsAt(double time) const;

private:
    void addRate();
    void addWindow();
    void addCursor();
    QCPAxis* time() const { return m_rect->axis(QCPAxis::atBottom); }
    QCPAxis* rate() const { return m_rect->axis(QCPAxis::atLeft); }

    QCustomPlot& m_plot;
    std::shared_ptr<const EventsFigure> m_figure;
    const PlotLook& m_look;
    QCPAxisRect* m_rect;
    QCPItemRect* m_window = nullptr;
    QCPItemStraightLine* m_cursor = nullptr;
};

} // namespace inspike
