// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Places panels in a grid whose columns and rows line up, with true proportions where a panel asks
// for them, and colour bars at the right or below. Where the grid is too narrow for its panels,
// they go below each other.

#include "widgets/plot/plot_pch.h"

#include <optional>
#include <vector>

namespace inspike {

struct GridCell
{
    int row = 0;
    int column = 0;
    double share = 1.0;           // of the width
    std::optional<double> aspect; // width to height; nullopt fills its place
};

// Widths of the columns and heights of the rows, without axes and gaps.
struct GridSizes
{
    std::vector<double> widths;
    std::vector<double> heights;
};

GridSizes gridSizes(const std::vector<GridCell>& cells, double width, double height);
// Side of the smallest cell. `axes`: what a cell needs around itself.
double smallestSide(const std::vector<GridCell>& cells, QSizeF area, QSizeF axes);
// The cells at the places they ask for, or in fewer columns: a single row when that makes the
// smallest of them clearly larger, several rows when it would be below `narrowest` otherwise.
std::vector<GridCell> arranged(const std::vector<GridCell>& cells, QSizeF area, QSizeF axes,
                               double narrowest);

class HeatGrid : public QCPLayoutGrid
{
public:
    HeatGrid() = default;

    void addPanel(QCPAxisRect* rect); // in the order of the cells
    void addBar(QCPAxisRect* rect);
    void setCells(std::vector<GridCell> cells) { m_cells = std::move(cells); }
    const std::vector<GridCell>& cells() const { return m_cells; }
    void setMeasures(double gap, double barWidth, double longestBar);
    void setBarsBelow(bool below) { m_barsBelow = below; }
    bool barsBelow() const { return m_barsBelow; }

    void updateLayout() override;
    QSize minimumOuterSizeHint() const override { return {0, 0}; }
    QSize maximumOuterSizeHint() const override { return {QWIDGETSIZE_MAX, QWIDGETSIZE_MAX}; }

private:
    double barsNeed() const; // across their length
    void placeBars(const QRectF& panels) const;

    std::vector<QCPAxisRect*> m_panels;
    std::vector<QCPAxisRect*> m_bars;
    std::vector<GridCell> m_cells;
    double m_gap = 6.0;
    double m_barWidth = 8.0;
    double m_longestBar = 100.0; // below the panels
    bool m_barsBelow = false;
};

} // namespace inspike
