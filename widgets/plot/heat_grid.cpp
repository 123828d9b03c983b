// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/heat_grid.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace inspike {
namespace {

constexpr double kNoLimit = std::numeric_limits<double>::infinity();
constexpr double kStrip = 1.5;        // proportions of what is no picture but follows one
constexpr double kWidestBeside = 1.6; // proportions of what fills its place beside pictures
constexpr double kWorthMoving = 1.2;
constexpr double kSpareAbove = 0.3; // share of the height that pictures leave over
constexpr int kPasses = 3;          // widths limit heights, and these widths

template <typename Of>
std::size_t countOf(const std::vector<GridCell>& cells, Of of)
{
    int most = 0;
    for (const GridCell& cell : cells)
        most = std::max(most, of(cell) + 1);
    return static_cast<std::size_t>(most);
}

std::size_t rowsOf(const std::vector<GridCell>& cells)
{
    return countOf(cells, [](const GridCell& cell) { return cell.row; });
}

std::size_t columnsOf(const std::vector<GridCell>& cells)
{
    return countOf(cells, [](const GridCell& cell) { return cell.column; });
}

// `room` in proportion to the shares, but none above its limit while others can take more.
std::vector<double> dealt(double room, const std::vector<double>& shares,
                          const std::vector<double>& limits)
{
    std::vector<double> sizes(shares.size(), 0.0);
    std::vector<bool> done(shares.size(), false);
    for (std::size_t round = 0; round < shares.size(); ++round) {
        double left = room;
        double open = 0.0;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            left -= done[i] ? sizes[i] : 0.0;
            open += done[i] ? 0.0 : shares[i];
        }
        bool limited = false;
        for (std::size_t i = 0; i < sizes.size(); ++i) {
            if (done[i])
                continue;
            sizes[i] = std::max(0.0, left) * shares[i] / std::max(open, 1e-9);
            if (sizes[i] > limits[i]) {
                sizes[i] = limits[i];
                done[i] = limited = true;
            }
        }
        if (!limited)
            break;
    }
    return sizes;
}

bool isStrip(const GridCell& cell)
{
    return cell.aspect && (*cell.aspect > kStrip || *cell.aspect < 1.0 / kStrip);
}

// Columns of pictures need no more than the pictures; strips are as wide as these, and what fills
// its place beside pictures is not much wider than high.
std::vector<double> widthLimits(const std::vector<GridCell>& cells, const GridSizes& sizes)
{
    std::vector<bool> pictures(sizes.heights.size(), false);
    for (const GridCell& cell : cells)
        pictures[static_cast<std::size_t>(cell.row)] =
            pictures[static_cast<std::size_t>(cell.row)] || cell.aspect;
    std::vector<double> limits(sizes.widths.size(), 0.0);
    for (const bool strips : {false, true}) {
        const std::vector<double> others = limits;
        for (const GridCell& cell : cells) {
            const auto row = static_cast<std::size_t>(cell.row);
            const auto column = static_cast<std::size_t>(cell.column);
            if (isStrip(cell) != strips || (strips && others[column] > 0.0))
                continue;
            double limit = cell.aspect.value_or(kWidestBeside) * sizes.heights[row];
            if (!cell.aspect && !pictures[row])
                limit = kNoLimit;
            limits[column] = std::max(limits[column], limit);
        }
    }
    return limits;
}

// What stands beside pictures is as high as the highest of them.
std::vector<double> heightLimits(const std::vector<GridCell>& cells, const GridSizes& sizes)
{
    std::vector<double> limits(sizes.heights.size(), 0.0);
    for (const GridCell& cell : cells) {
        double& limit = limits[static_cast<std::size_t>(cell.row)];
        if (cell.aspect)
            limit = std::max(limit, sizes.widths[std::size_t(cell.column)] / *cell.aspect);
    }
    for (double& limit : limits)
        limit = limit > 0.0 ? limit : kNoLimit;
    return limits;
}

QSizeF sizeOf(const GridCell& cell, const GridSizes& sizes)
{
    const double width = sizes.widths[static_cast<std::size_t>(cell.column)];
    const double height = sizes.heights[static_cast<std::size_t>(cell.row)];
    if (!cell.aspect)
        return {width, height};
    const double across = std::min(width, height * *cell.aspect);
    return {across, across / *cell.aspect};
}

double total(const std::vector<double>& sizes)
{
    return std::accumulate(sizes.begin(), sizes.end(), 0.0);
}

} // namespace

GridSizes gridSizes(const std::vector<GridCell>& cells, double width, double height)
{
    std::vector<double> shares(columnsOf(cells), 0.0);
    for (const GridCell& cell : cells) {
        double& share = shares[static_cast<std::size_t>(cell.column)];
        share = std::max(share, cell.share);
    }
    const std::vector<double> even(rowsOf(cells), 1.0);
    GridSizes sizes;
    sizes.widths.assign(shares.size(), 0.0);
    sizes.heights = dealt(height, even, std::vector<double>(even.size(), kNoLimit));
    for (int pass = 0; pass < kPasses; ++pass) {
        sizes.widths = dealt(width, shares, widthLimits(cells, sizes));
        sizes.heights = dealt(height, even, heightLimits(cells, sizes));
    }
    return sizes;
}

double smallestSide(const std::vector<GridCell>& cells, QSizeF area, QSizeF axes)
{
    const double width = area.width() - axes.width() * double(columnsOf(cells));
    const double height = area.height() - axes.height() * double(rowsOf(cells));
    if (width <= 0 || height <= 0)
        return 0.0;
    const GridSizes sizes = gridSizes(cells, width, height);
    double least = kNoLimit;
    for (const GridCell& cell : cells) {
        if (isStrip(cell) && !std::all_of(cells.begin(), cells.end(), isStrip))
            continue; // thin in any place
        const QSizeF size = sizeOf(cell, sizes);
        least = std::min(least, std::min(size.width(), size.height()));
    }
    return least;
}

std::vector<GridCell> arranged(const std::vector<GridCell>& cells, QSizeF area, QSizeF axes,
                               double narrowest)
{
    std::vector<GridCell> best = cells;
    const double most = smallestSide(cells, area, axes);
    if (most >= narrowest && rowsOf(cells) > 1)
        return best;
    double worthIt = kWorthMoving * most;
    for (std::size_t columns = columnsOf(cells) - 1; columns >= 1; --columns) {
        std::vector<GridCell> tried = cells;
        for (std::size_t i = 0; i < tried.size(); ++i) {
            tried[i].row = static_cast<int>(i / columns);
            tried[i].column = static_cast<int>(i % columns);
        }
        const double least = smallestSide(tried, area, axes);
        if (least > worthIt) {
            worthIt = least;
            best = std::move(tried);
        }
    }
    return best;
}

void HeatGrid::addPanel(QCPAxisRect* rect)
{
    m_panels.push_back(rect);
    addElement(0, columnCount(), rect); // the place does not count
}

void HeatGrid::addBar(QCPAxisRect* rect)
{
    m_bars.push_back(rect);
    addElement(0, columnCount(), rect);
}

void HeatGrid::setMeasures(double gap, double barWidth, double longestBar)
{
    m_gap = gap;
    m_barWidth = barWidth;
    m_longestBar = longestBar;
}

double HeatGrid::barsNeed() const
{
    double need = 0.0;
    for (const QCPAxisRect* bar : m_bars) {
        const QMargins margins = bar->margins();
        const double around =
            m_barsBelow ? margins.top() + margins.bottom() : margins.left() + margins.right();
        need = std::max(need, m_gap + m_barWidth + around);
    }
    return need;
}

void HeatGrid::updateLayout()
{
    const std::size_t columns = columnsOf(m_cells);
    const std::size_t rows = rowsOf(m_cells);
    std::vector<double> left(columns, 0.0), right(columns, 0.0), top(rows, 0.0), bottom(rows, 0.0);
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const QMargins margins = m_panels[i]->margins();
        const auto column = static_cast<std::size_t>(m_cells[i].column);
        const auto row = static_cast<std::size_t>(m_cells[i].row);
        left[column] = std::max<double>(left[column], margins.left());
        right[column] = std::max<double>(right[column], margins.right());
        top[row] = std::max<double>(top[row], margins.top());
        bottom[row] = std::max<double>(bottom[row], margins.bottom());
    }
    const double bars = barsNeed();
    const double aroundX =
        total(left) + total(right) + m_gap * double(columns - 1) + (m_barsBelow ? 0.0 : bars);
    const double aroundY =
        total(top) + total(bottom) + m_gap * double(rows - 1) + (m_barsBelow ? bars : 0.0);
    const GridSizes sizes = gridSizes(m_cells, std::max(1.0, mRect.width() - aroundX),
                                      std::max(1.0, mRect.height() - aroundY));
    const double spareX = std::max(0.0, mRect.width() - aroundX - total(sizes.widths));
    const double spareY = std::max(0.0, mRect.height() - aroundY - total(sizes.heights));
    std::vector<double> x, y;
    double across = mRect.left() + 0.5 * spareX;
    for (std::size_t i = 0; i < columns; ++i) {
        x.push_back(across + left[i]);
        across += left[i] + sizes.widths[i] + right[i] + m_gap;
    }
    double down = mRect.top() + kSpareAbove * spareY;
    for (std::size_t i = 0; i < rows; ++i) {
        y.push_back(down + top[i]);
        down += top[i] + sizes.heights[i] + bottom[i] + m_gap;
    }
    for (std::size_t i = 0; i < m_cells.size(); ++i) {
        const QSizeF size = sizeOf(m_cells[i], sizes);
        const QRect inner(static_cast<int>(std::lround(x[std::size_t(m_cells[i].column)])),
                          static_cast<int>(std::lround(y[std::size_t(m_cells[i].row)])),
                          std::max(1, static_cast<int>(size.width())),
                          std::max(1, static_cast<int>(size.height())));
        m_panels[i]->setOuterRect(inner.marginsAdded(m_panels[i]->margins()));
    }
    const double insideX = m_barsBelow ? x.back() + sizes.widths.back() : across - m_gap;
    const double insideY = m_barsBelow ? down - m_gap : y.back() + sizes.heights.back();
    placeBars(QRectF(QPointF(x.front(), y.front()), QPointF(insideX, insideY)));
}

// `panels` ends with the axes of the last ones where bars follow.
void HeatGrid::placeBars(const QRectF& panels) const
{
    const auto count = static_cast<double>(m_bars.size());
    const double between = 3.0 * m_gap;
    const double room = (m_barsBelow ? panels.width() : panels.height()) - between * (count - 1);
    const double length = m_barsBelow ? std::min(room / count, m_longestBar) : room / count;
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const QMargins margins = m_bars[i]->margins();
        const double along = double(i) * (length + between);
        QRectF inner(panels.right() + m_gap + margins.left(), panels.top() + along, m_barWidth,
                     length);
        if (m_barsBelow)
            inner = QRectF(panels.left() + along, panels.bottom() + m_gap + margins.top(), length,
                           m_barWidth);
        m_bars[i]->setOuterRect(inner.toRect().marginsAdded(margins));
    }
}

} // namespace inspike
