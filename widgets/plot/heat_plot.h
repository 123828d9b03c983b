// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fills a QCustomPlot from a figure of cells: panels in a grid, each with its title and axes, a bar
// for each scale, above them a note and a legend. The canvas on screen and the exporter on paper
// use this same class.

#include "core/figures/heat_figure.h"
#include "widgets/plot/heat_grid.h"
#include "widgets/plot/heat_plottable.h"
#include "widgets/plot/view_ranges.h"
#include "widgets/theme/plot_look.h"

#include <QString>

#include <memory>
#include <optional>
#include <vector>

namespace inspike {

class HeadingRow;
class LegendRow;

class HeatPlot
{
public:
    HeatPlot(QCustomPlot& plot, PlotLook look);

    void setLook(PlotLook look); // applies to the next fill()
    // Replaces what is shown; visible ranges stay when the panels are the same ones.
    void fill(std::shared_ptr<const HeatFigure> figure);
    // Proportions, ticks and words for the present size; call before drawing.
    void adapt();

    bool filled() const { return m_figure != nullptr; }
    std::size_t panels() const { return m_panels.size(); }
    QRect area(std::size_t panel) const { return m_panels[panel].rect->rect(); }
    std::optional<std::size_t> panelAt(QPointF pixel) const;
    ViewRange xRange(std::size_t panel) const;
    ViewRange yRange(std::size_t panel) const;
    // Also of the panels that share its axes.
    void setRanges(std::size_t panel, ViewRange x, ViewRange y);
    void fit(std::size_t panel);
    QPointF pointAt(std::size_t panel, QPointF pixel) const;
    QPointF pixelOf(std::size_t panel, QPointF point) const;
    std::optional<std::size_t> cellAt(std::size_t panel, QPointF pixel) const;
    // What lies there, exactly; empty: nothing.
    QString wordsAt(std::size_t panel, QPointF pixel) const;

private:
    struct Panel
    {
        QCPAxisRect* rect = nullptr;
        QCPAxis* x = nullptr;
        QCPAxis* y = nullptr;
        HeatPlottable* cells = nullptr;
        QCPItemText* title = nullptr;
    };
    struct Bar
    {
        QCPAxisRect* rect = nullptr;
        QCPAxis* right = nullptr; // one of both has the numbers
        QCPAxis* bottom = nullptr;
        HeatBar* colours = nullptr;
    };

    const HeatPanel& info(std::size_t panel) const { return m_figure->panels[panel]; }
    void build(const HeatFigure& figure);
    Panel addPanel();
    Bar addBar();
    void addWords(const HeatFigure& figure);
    QCPAxis* addAxis(QCPAxisRect& rect, QCPAxis::AxisType side);
    void addBorder(QCPAxisRect& rect);
    void show(std::size_t panel);
    void showBar(std::size_t scale);
    void update();
    void fitAll();
    void arrange();
    void arrangeBars(const std::vector<GridCell>& wanted, QSizeF room, double em);
    void shareLabels();
    bool sharesAxes(std::size_t one, std::size_t other) const;
    QSizeF pitch(std::size_t panel) const;
    void adaptTitles();
    void adaptPanel(std::size_t panel);
    void adaptNames(QCPAxis& axis, const std::vector<Text>& names, bool across, double low,
                    double high);
    void adaptBar(std::size_t scale);
    QString where(const HeatPanel& panel, std::size_t row, std::size_t column) const;

    QCustomPlot& m_plot;
    PlotLook m_look;
    std::shared_ptr<const HeatFigure> m_figure;
    HeatGrid* m_grid = nullptr;
    HeadingRow* m_note = nullptr;
    LegendRow* m_legend = nullptr;
    std::vector<Panel> m_panels;
    std::vector<Bar> m_bars;
    bool m_bare = false; // no room for the words of axes
};

} // namespace inspike
