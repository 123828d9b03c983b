// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fills a QCustomPlot from a figure of events: the frame with its true proportions, a bar for its
// colours, a still picture beside it, and below it the rate over time with the window shaded. The
// canvas on screen and the exporter on paper use this same class. Clouds are drawn by others.

#include "core/figures/events_figure.h"
#include "widgets/plot/events_plottable.h"
#include "widgets/plot/events_strip_plot.h"
#include "widgets/plot/view_ranges.h"
#include "widgets/theme/plot_look.h"

#include <memory>
#include <optional>

namespace inspike {

class HeadingRow;

class EventsPlot
{
public:
    EventsPlot(QCustomPlot& plot, PlotLook look);

    void setLook(PlotLook look); // applies to the next fill()
    // Whether fill() leaves room for a cloud, or draws only the strip below it.
    void keepRoom(bool keeps) { m_keepsRoom = keeps; }
    void fill(std::shared_ptr<const EventsFigure> figure);
    // As fill(), much quicker, and the visible range stays; false when the figures differ in more
    // than what they show, such as other axes.
    bool replace(std::shared_ptr<const EventsFigure> figure);
    // Proportions, ticks and words for the present size; call before drawing.
    void adapt();

    bool filled() const { return m_figure != nullptr; }
    QRect frameArea() const; // empty for a cloud
    QRect sceneArea() const; // the room of a cloud
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
    void addNotes();
    void addRoom();
    void addStill(QCPLayoutGrid& row);
    void adaptFrame();
    QSize makeSquare(QCPAxisRect& rect) const;
    QString frameWords(QPointF point) const;

    QCustomPlot& m_plot;
    PlotLook m_look;
    std::shared_ptr<const EventsFigure> m_figure;
    bool m_keepsRoom = false;
    std::unique_ptr<EventsStripPlot> m_strip;
    HeadingRow* m_notes = nullptr;
    QCPLayoutElement* m_room = nullptr;
    QCPAxisRect* m_frame = nullptr;
    QCPAxisRect* m_still = nullptr;
    EventsPlottable* m_cells = nullptr;
    QCPColorScale* m_bar = nullptr;
};

} // namespace inspike
