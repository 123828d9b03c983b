// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of FigurePlot that sets panels side by side, each with its heading and its axes, in as
// many columns as suit the size.

#include "widgets/plot/figure_plot.h"
#include "widgets/plot/heading_row.h"
#include "widgets/text/fonts.h"
#include "widgets/text/phrases.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {
namespace {

constexpr double kNarrowestEm = 15.0; // of a panel with its axis, in heights of a tick label
constexpr double kBestAspect = 1.6;

// Columns for which panels come nearest to the best aspect, and few places stay empty.
int columnsFor(int panels, double width, double height, double narrowest)
{
    int best = 1;
    double least = std::numeric_limits<double>::infinity();
    for (int columns = 1; columns <= panels; ++columns) {
        if (columns > 1 && width / columns < narrowest)
            break;
        const int rows = (panels + columns - 1) / columns;
        const double aspect = (width / columns) / (height / rows);
        const double score =
            std::abs(std::log(aspect / kBestAspect)) + 0.15 * (columns * rows - panels);
        if (score < least) {
            least = score;
            best = columns;
        }
    }
    return best;
}

} // namespace

HeadingRow* FigurePlot::addHeading(QCPLayoutGrid& layout, int row, const Text& words, bool bold)
{
    QFont font = figureFont(m_look.units(m_look.tickPt));
    font.setBold(bold);
    auto* heading =
        new HeadingRow(&m_plot, phrase(words), font, m_look.theme.colour({ColourRole::Foreground}));
    heading->setMarginGroup(QCP::msLeft | QCP::msRight, m_margins);
    layout.addElement(row, 0, heading);
    layout.setRowStretchFactor(row, 0.001);
    return heading;
}

void FigurePlot::fillGrid(const SeriesFigure& figure, int row)
{
    std::vector<LegendItem> shown;
    for (const SeriesPanel& panel : figure.panels)
        legendOf(panel, shown);
    // One curve may be drawn in several ways.
    for (std::size_t i = shown.size(); i-- > 0;) {
        const auto same = [&](const LegendItem& item) {
            return item.words == shown[i].words && item.colour == shown[i].colour;
        };
        if (std::any_of(shown.begin(), shown.begin() + static_cast<std::ptrdiff_t>(i), same))
            shown.erase(shown.begin() + static_cast<std::ptrdiff_t>(i));
    }
    if (!shown.empty())
        addLegend(std::move(shown), row++);
    m_grid = new QCPLayoutGrid;
    m_grid->setRowSpacing(static_cast<int>(m_look.units(4)));
    m_grid->setColumnSpacing(static_cast<int>(m_look.units(4)));
    m_plot.plotLayout()->addElement(row, 0, m_grid);
    for (const SeriesPanel& panel : figure.panels) {
        auto* cell = new QCPLayoutGrid;
        cell->setRowSpacing(0);
        m_grid->addElement(static_cast<int>(m_cells.size()), 0, cell);
        m_cells.push_back(cell);
        if (panel.heading != Text{})
            addHeading(*cell, 0, panel.heading, true);
        const std::size_t index = addPanel(*cell, 1, panel.y);
        m_panels[index].ownX = panel.x;
        m_panels[index].xNames = panel.xNames;
        for (const SeriesLine& line : panel.lines)
            addLine(line, index);
        addLevels(panel, index);
    }
    m_gridColumns = 1;
}

void FigurePlot::arrangeGrid()
{
    if (m_grid == nullptr)
        return;
    const QRect area = m_plot.viewport();
    const int columns = columnsFor(static_cast<int>(m_cells.size()), area.width(), area.height(),
                                   kNarrowestEm * m_look.units(m_look.tickPt));
    if (columns == m_gridColumns)
        return;
    m_gridColumns = columns;
    for (QCPLayoutGrid* cell : m_cells)
        m_grid->take(cell);
    m_grid->simplify();
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const auto place = static_cast<int>(i);
        m_grid->addElement(place / columns, place % columns, m_cells[i]);
    }
}

void FigurePlot::addMarks(const std::vector<double>& marks)
{
    for (const PlotPanel& panel : m_panels) {
        for (const double x : marks) {
            if (panel.ownX)
                continue;
            auto* item = new QCPItemStraightLine(&m_plot);
            item->setLayer(QStringLiteral("grid"));
            item->setClipAxisRect(panel.rect);
            item->setSelectable(false);
            for (QCPItemPosition* position : {item->point1, item->point2}) {
                position->setAxisRect(panel.rect);
                position->setAxes(panel.x, panel.y);
                position->setTypeX(QCPItemPosition::ptPlotCoords);
                position->setTypeY(QCPItemPosition::ptAxisRectRatio);
            }
            item->point1->setCoords(x, 0);
            item->point2->setCoords(x, 1);
            item->setPen(
                pen(m_look.theme.colour({ColourRole::Muted}), m_look.hairlinePt, Qt::DashLine));
        }
    }
}

} // namespace inspike
