// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/raster_plottable.h"

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

using Marks = std::vector<SpikeMark>;

constexpr std::uint32_t kMostColours = 1U << 14U;

// Rows lie on whole numbers when the axis starts half a row below zero, else between them.
double centreOfRows(const AxisInfo& y)
{
    return std::abs(y.low - std::round(y.low)) > 0.25 ? 0.0 : 0.5;
}

std::uint32_t highestOf(const RasterFigure& figure)
{
    const auto* bins = std::get_if<RasterBins>(&figure.body);
    if (bins == nullptr || bins->counts.empty())
        return 1;
    if (figure.density.high > 1) // whoever made the counts knows already
        return static_cast<std::uint32_t>(figure.density.high);
    return std::max<std::uint32_t>(1, *std::max_element(bins->counts.begin(), bins->counts.end()));
}

QRgb premultiplied(const QColor& colour)
{
    return qPremultiply(colour.rgba());
}

} // namespace

RasterPlottable::RasterPlottable(QCPAxis* x, QCPAxis* y, std::shared_ptr<const RasterFigure> figure,
                                 const PlotLook& look)
    : QCPAbstractPlottable(x, y),
      m_figure(std::move(figure)),
      m_look(look),
      m_rowCentre(centreOfRows(m_figure->y)),
      m_highest(highestOf(*m_figure))
{}

void RasterPlottable::setFigure(std::shared_ptr<const RasterFigure> figure)
{
    if (!figure->rows.sharesTable(m_figure->rows)) {
        m_strongBefore.clear();
        m_runs.clear();
    }
    m_figure = std::move(figure);
    m_rowCentre = centreOfRows(m_figure->y);
    m_highest = highestOf(*m_figure);
}

void RasterPlottable::setHighlight(const std::vector<Key>& keys)
{
    m_strongBefore.clear();
    m_runs.clear();
    const RasterRows& rows = m_figure->rows;
    std::vector<bool> chosen(rows.size());
    for (const Key& key : keys) {
        if (const auto row = rows.rowOf(key))
            chosen[*row] = true;
    }
    for (std::size_t row = 0; row < chosen.size(); ++row) {
        if (!chosen[row])
            continue;
        if (!m_runs.empty() && m_runs.back().second == row)
            ++m_runs.back().second;
        else
            m_runs.emplace_back(row, row + 1);
    }
    // Keys of another space (trials, modes): nothing here to tell apart.
    if (m_runs.empty())
        return;
    m_strongBefore.reserve(chosen.size() + 1);
    std::uint32_t before = 0;
    for (const bool each : chosen) {
        m_strongBefore.push_back(before);
        before += each ? 1 : 0;
    }
    m_strongBefore.push_back(before);
}

bool RasterPlottable::strong(std::size_t begin, std::size_t end) const
{
    if (m_strongBefore.empty())
        return true;
    const std::size_t rows = m_strongBefore.size() - 1;
    return m_strongBefore[std::min(end, rows)] > m_strongBefore[std::min(begin, rows)];
}

bool RasterPlottable::rasterised() const
{
    const auto* marks = std::get_if<Marks>(&m_figure->body);
    return marks == nullptr || marks->size() > kDenseMarks;
}

QCPRange RasterPlottable::getKeyRange(bool& found, QCP::SignDomain) const
{
    found = true;
    return {m_figure->x.low, m_figure->x.high};
}

QCPRange RasterPlottable::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const
{
    found = true;
    return {m_figure->y.low, m_figure->y.high};
}

double RasterPlottable::strokeHeight() const
{
    const double row = std::abs(mValueAxis->coordToPixel(1.0) - mValueAxis->coordToPixel(0.0));
    return std::max(0.8 * row, m_look.units(m_look.paper ? 0.6 : 0.75));
}

void RasterPlottable::draw(QCPPainter* painter)
{
    drawBands(painter);
    const bool pixels = painter->paintEngine()->type() == QPaintEngine::Raster;
    if (!pixels && m_look.paper && !rasterised())
        drawStrokes(painter);
    else
        drawImage(painter);
}

void RasterPlottable::drawBands(QCPPainter* painter) const
{
    const QRectF area = clipRect();
    const double least = m_look.units(1.5);
    QRectF band;
    const auto flush = [&] {
        if (!band.isNull())
            painter->fillRect(band, m_look.theme.selection());
    };
    for (const auto& [begin, end] : m_runs) {
        double top = mValueAxis->coordToPixel(static_cast<double>(end - 1) + m_rowCentre + 0.5);
        double bottom = mValueAxis->coordToPixel(static_cast<double>(begin) + m_rowCentre - 0.5);
        if (bottom < area.top() || top > area.bottom())
            continue;
        if (bottom - top < least) {
            const double middle = 0.5 * (top + bottom);
            top = middle - 0.5 * least;
            bottom = middle + 0.5 * least;
        }
        // Bands that would touch are one, so that their number is bounded by the height.
        if (!band.isNull() && bottom >= band.top()) {
            band.setTop(std::min(top, band.top()));
            continue;
        }
        flush();
        band = QRectF(area.left(), top, area.width(), bottom - top);
    }
    flush();
}

void RasterPlottable::drawStrokes(QCPPainter* painter) const
{
    const auto& marks = std::get<Marks>(m_figure->body);
    const double half = 0.5 * strokeHeight();
    const QRectF area = clipRect();
    // Of each kind of spikes: pale ones, and those of full strength.
    std::vector<QPainterPath> paths(2 * kinds());
    for (const SpikeMark& mark : marks) {
        const QPointF at(mKeyAxis->coordToPixel(mark.time),
                         mValueAxis->coordToPixel(mark.row + m_rowCentre));
        if (!area.adjusted(-1, -half, 1, half).contains(at))
            continue;
        QPainterPath& path = paths[(strong(mark.row) ? kinds() : 0) + mark.category];
        path.moveTo(at.x(), at.y() - half);
        path.lineTo(at.x(), at.y() + half);
    }
    painter->setBrush(Qt::NoBrush);
    const double width = m_look.units(m_look.markPt);
    for (std::size_t i = 0; i < paths.size(); ++i) {
        if (paths[i].isEmpty())
            continue;
        const QColor ink = inkOf(i % kinds());
        const QColor colour = i < kinds() ? m_look.theme.faded(ink, Theme::kFadedShare) : ink;
        painter->setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
        painter->drawPath(paths[i]);
    }
}

void RasterPlottable::drawImage(QCPPainter* painter) const
{
    const QRectF area = clipRect();
    if (painter->paintEngine()->type() != QPaintEngine::Raster) {
        const double dots = m_look.dotsPerUnit;
        const QSize size(std::max(1, static_cast<int>(std::ceil(area.width() * dots))),
                         std::max(1, static_cast<int>(std::ceil(area.height() * dots))));
        QImage picture(size, QImage::Format_ARGB32_Premultiplied);
        paint(picture, area.topLeft(), dots);
        painter->setRenderHint(QPainter::LosslessImageRendering);
        painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter->drawImage(QRectF(area.topLeft(), QSizeF(size) / dots), picture);
        return;
    }
    // Exactly one image pixel for one device pixel, else marks blur.
    const QTransform device = painter->deviceTransform();
    const QRect target = device.mapRect(area).toAlignedRect();
    const QPointF origin = device.inverted().map(QPointF(target.topLeft()));
    const bool opaque = !m_transparent && m_runs.empty();
    const auto format = opaque ? QImage::Format_RGB32 : QImage::Format_ARGB32_Premultiplied;
    if (m_image.size() != target.size() || m_image.format() != format)
        m_image = QImage(target.size(), format);
    m_image.setDevicePixelRatio(1.0);
    paint(m_image, origin, device.m11());
    const double ratio = painter->device()->devicePixelRatioF();
    m_image.setDevicePixelRatio(ratio);
    painter->save();
    painter->resetTransform();
    painter->drawImage(QPointF(target.topLeft()) / ratio, m_image);
    painter->restore();
}

void RasterPlottable::paint(QImage& picture, QPointF origin, double dots) const
{
    if (std::holds_alternative<RasterBins>(m_figure->body)) {
        paintBins(picture, origin, dots);
    } else {
        picture.fill(background(picture));
        paintMarks(picture, origin, dots);
    }
}

QRgb RasterPlottable::background(const QImage& picture) const
{
    return picture.hasAlphaChannel() ? 0 : m_look.theme.canvas().rgb();
}

void RasterPlottable::paintMarks(QImage& image, QPointF origin, double dots) const
{
    const auto& marks = std::get<Marks>(m_figure->body);
    const int tall = std::max(1, static_cast<int>(std::lround(strokeHeight() * dots)));
    const int wide = std::max(1, static_cast<int>(std::lround(m_look.units(m_look.markPt) * dots)));
    const double xSlope = (mKeyAxis->coordToPixel(1.0) - mKeyAxis->coordToPixel(0.0)) * dots;
    const double xZero = (mKeyAxis->coordToPixel(0.0) - origin.x()) * dots - 0.5 * (wide - 1);
    const double ySlope = (mValueAxis->coordToPixel(1.0) - mValueAxis->coordToPixel(0.0)) * dots;
    const double yZero = (mValueAxis->coordToPixel(m_rowCentre) - origin.y()) * dots - 0.5 * tall;
    // Pale marks first, so that they never cover a highlighted one; of several kinds the later ones
    // are on top.
    const bool single = kinds() == 1;
    for (std::size_t pass = m_strongBefore.empty() ? kinds() : 0; pass < 2 * kinds(); ++pass) {
        const bool full = pass >= kinds();
        const std::size_t category = pass % kinds();
        const QColor ink = inkOf(category);
        const QRgb colour = premultiplied(full ? ink : m_look.theme.faded(ink, Theme::kFadedShare));
        for (const SpikeMark& mark : marks) {
            if (strong(mark.row) != full || (!single && mark.category != category))
                continue;
            const int x = static_cast<int>(std::floor(xZero + xSlope * mark.time));
            const int y = static_cast<int>(std::lround(yZero + ySlope * mark.row));
            const int xEnd = std::min(x + wide, image.width());
            const int yEnd = std::min(y + tall, image.height());
            for (int line = std::max(y, 0); line < yEnd; ++line) {
                auto* pixels = reinterpret_cast<QRgb*>(image.scanLine(line));
                for (int column = std::max(x, 0); column < xEnd; ++column)
                    pixels[column] = colour;
            }
        }
    }
}

// Counts share a colour in steps of this, so that the table of colours stays small.
std::uint64_t RasterPlottable::colourStep() const
{
    return m_highest / kMostColours + 1;
}

std::vector<QRgb> RasterPlottable::colours(bool pale, QRgb background) const
{
    const auto& scale = Theme::viridis();
    const std::uint64_t step = colourStep();
    const auto highest = static_cast<double>(m_highest);
    std::vector<QRgb> table(static_cast<std::size_t>(m_highest / step) + 1);
    for (std::size_t i = 0; i < table.size(); ++i) {
        const double count = static_cast<double>(i * step);
        double share = count / highest;
        if (m_figure->logCounts)
            share = m_highest > 1 ? std::log(std::max(1.0, count)) / std::log(highest) : 1.0;
        const QRgb colour = scale[static_cast<std::size_t>(std::clamp(share, 0.0, 1.0) * 255.0)];
        table[i] = pale ? m_look.theme.faded(QColor(colour), Theme::kFadedShare).rgb() : colour;
    }
    if (m_figure->logCounts) // there is no logarithm of nothing
        table[0] = background;
    return table;
}

// Pixel column or row -> cell; -1 where there is none.
std::vector<int> RasterPlottable::cellsOf(const QCPAxis& axis, int pixels, double origin,
                                          double dots, bool columns) const
{
    const auto& bins = std::get<RasterBins>(m_figure->body);
    std::vector<int> cells(static_cast<std::size_t>(pixels), -1);
    for (int i = 0; i < pixels; ++i) {
        const double value = axis.pixelToCoord(origin + (i + 0.5) / dots);
        const auto cell = columns ? bins.columnAt(value) : bins.rowAt(value - m_rowCentre);
        if (cell)
            cells[static_cast<std::size_t>(i)] = static_cast<int>(*cell);
    }
    return cells;
}

void RasterPlottable::paintBins(QImage& image, QPointF origin, double dots) const
{
    const auto& bins = std::get<RasterBins>(m_figure->body);
    const QRgb behind = background(image);
    const std::vector<int> columnOf = cellsOf(*mKeyAxis, image.width(), origin.x(), dots, true);
    const std::vector<int> rowOf = cellsOf(*mValueAxis, image.height(), origin.y(), dots, false);
    const auto isCell = [](int cell) {
        return cell >= 0;
    };
    const auto first = std::find_if(columnOf.begin(), columnOf.end(), isCell);
    const auto last = std::find_if(columnOf.rbegin(), columnOf.rend(), isCell).base();
    const auto from = first - columnOf.begin();
    const auto to = first == columnOf.end() ? from : last - columnOf.begin();
    const std::vector<QRgb> full = colours(false, behind);
    const std::vector<QRgb> pale = m_strongBefore.empty() ? full : colours(true, behind);
    const auto step = static_cast<std::uint32_t>(colourStep());
    const QRgb* painted = nullptr; // the line above, while the row of cells is the same
    int shown = -1;
    for (int y = 0; y < image.height(); ++y) {
        const int row = rowOf[static_cast<std::size_t>(y)];
        auto* pixels = reinterpret_cast<QRgb*>(image.scanLine(y));
        if (row < 0) {
            std::fill(pixels, pixels + image.width(), behind);
            continue;
        }
        if (row == shown) {
            std::copy(painted, painted + image.width(), pixels);
            continue;
        }
        std::fill(pixels, pixels + from, behind);
        std::fill(pixels + to, pixels + image.width(), behind);
        const auto cellRow = static_cast<std::size_t>(row);
        const auto [begin, end] = rowsOfCell(cellRow);
        if (!bins.categories.empty()) {
            const std::vector<QRgb> mixed = mixedColours(cellRow, !strong(begin, end));
            for (auto x = from; x < to; ++x)
                pixels[x] = mixed[static_cast<std::size_t>(columnOf[static_cast<std::size_t>(x)])];
            shown = row;
            painted = pixels;
            continue;
        }
        const QRgb* table = (strong(begin, end) ? full : pale).data();
        const std::uint32_t* counts = bins.counts.data() + cellRow * bins.columns;
        const int* columns = columnOf.data();
        if (step == 1) {
            for (auto x = from; x < to; ++x)
                pixels[x] = table[counts[columns[x]]];
        } else {
            for (auto x = from; x < to; ++x) {
                // Few of many is still not nothing.
                const std::uint32_t count = counts[columns[x]];
                pixels[x] = table[count == 0 ? 0 : std::max(1U, count / step)];
            }
        }
        shown = row;
        painted = pixels;
    }
}

std::pair<std::size_t, std::size_t> RasterPlottable::rowsOfCell(std::size_t cellRow) const
{
    const auto& bins = std::get<RasterBins>(m_figure->body);
    const auto rowAfter = [&](double edge) {
        return static_cast<std::size_t>(std::max(0.0, std::ceil(edge + 0.5 - 1e-9)));
    };
    return {rowAfter(bins.rowLow(cellRow)), rowAfter(bins.rowLow(cellRow + 1))};
}

std::optional<RasterHit> RasterPlottable::hit(QPointF at, double tolerance) const
{
    if (!QRectF(clipRect()).adjusted(-1, -1, 1, 1).contains(at))
        return std::nullopt;
    return std::holds_alternative<RasterBins>(m_figure->body) ? hitBin(at) : hitMark(at, tolerance);
}

std::optional<RasterHit> RasterPlottable::hitMark(QPointF at, double tolerance) const
{
    const double half = 0.5 * strokeHeight();
    std::optional<RasterHit> best;
    for (const SpikeMark& mark : std::get<Marks>(m_figure->body)) {
        const double dx = std::abs(mKeyAxis->coordToPixel(mark.time) - at.x());
        if (dx > tolerance)
            continue;
        const double middle = mValueAxis->coordToPixel(mark.row + m_rowCentre);
        const double dy = std::max(0.0, std::abs(middle - at.y()) - half);
        const double distance = std::hypot(dx, dy);
        if (distance <= tolerance && (!best || distance < best->distance))
            best = RasterHit{mark.row,  mark.row + 1U, mark.row, mark.time,
                             mark.time, mark.count,    distance, {}};
        else
            continue;
        best->categories.assign(m_figure->categories.size(), 0);
        if (mark.category < best->categories.size())
            best->categories[mark.category] = mark.count;
    }
    return best;
}

std::optional<RasterHit> RasterPlottable::hitBin(QPointF at) const
{
    const auto& bins = std::get<RasterBins>(m_figure->body);
    const double y = mValueAxis->pixelToCoord(at.y()) - m_rowCentre;
    const auto column = bins.columnAt(mKeyAxis->pixelToCoord(at.x()));
    const auto cellRow = bins.rowAt(y);
    const double row = std::floor(y + 0.5);
    if (!column || !cellRow || row < 0 || row >= static_cast<double>(m_figure->rows.size()))
        return std::nullopt;
    const std::uint32_t count = bins.counts[*cellRow * bins.columns + *column];
    if (count == 0)
        return std::nullopt;
    const auto [begin, end] = rowsOfCell(*cellRow);
    RasterHit found{begin,
                    end,
                    static_cast<std::size_t>(row),
                    bins.columnLow(*column),
                    bins.columnLow(*column + 1),
                    count,
                    0.0,
                    {}};
    for (const CellCounts& counts : bins.categories)
        found.categories.push_back(counts[*cellRow * bins.columns + *column]);
    return found;
}

} // namespace inspike
