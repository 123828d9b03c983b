// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fills a QCustomPlot from a figure of events: the frame with its true proportions, a bar for its
// colours, and below it the rate over time with the window shaded. The canvas on screen and the
// exporter on paper use this same class.

#include "core/figures/events_figure.h"
#include "widgets/plot/events_plottable.h"
#include "widgets/plot/view_ranges.h"
#include "widgets/theme/plot_look.h"

#include <memory>
#include <optional>

namespace inspike {

class EventsPlot
{
public:
    EventsPlot(QCustomPlot& plot, PlotLook look);

    void setLook(PlotLook look); // applies to the next fill()
    void fill(std::shared_ptr<const EventsFigure> figure);
    // Proportions, ticks and words for the present size; call before drawing.
    void adapt();

    bool filled() const { return m_figure != nullptr; }
    QRect frameArea() const;
    QRect stripArea() const;
    ViewRange xRange() const;
    ViewRange yRange() const;
    void setRanges(ViewRange x, ViewRange y);
    void setCursor(std::optional<double> time);
    QPointF pointAt(QPointF pixel) const; // of the frame
    QPointF pixelOf(QPointF point) const; // of the frame
    double timeAt(double pixel) const;    // of the strip
    double pixelOfTime(double time) const;
    // What lies there, exactly; empty: nothing.
    QString wordsAt(QPointF pixel) const;

private:
    void clear();
    void addLegend();
    void addFrame();
    void addColourBar(QCPLayoutGrid& row);
    void addStrip();
    void adaptFrame();
    void adaptStrip();
    QString frameWords(QPointF point) const;
    QString stripWords(double time) const;
    QCPAxis* addAxis(QCPAxisRect& rect, QCPAxis::AxisType side);

    QCustomPlot& m_plot;
    PlotLook m_look;
    std::shared_ptr<const EventsFigure> m_figure;
    QCPAxisRect* m_frame = nullptr;
    QCPAxisRect* m_strip = nullptr;
    EventsPlottable* m_cells = nullptr;
    QCPColorScale* m_bar = nullptr;
    QCPItemRect* m_window = nullptr;
    QCPItemStraightLine* m_cursor = nullptr;
};

} // namespace inspike
