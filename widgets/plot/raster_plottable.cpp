// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/raster_plottable.h"

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

using Marks = std::vector<SpikeMark>;

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

void RasterPlottable::setHighlight(const std::unordered_set<Key>& keys)
{
    m_strong.clear();
    if (keys.empty())
        return;
    m_strong.resize(m_figure->rows.size());
    bool any = false;
    for (std::size_t row = 0; row < m_strong.size(); ++row) {
        m_strong[row] = keys.contains(m_figure->rows[row].key);
        any = any || m_strong[row];
    }
    // Keys of another space (trials, modes): nothing here to tell apart.
    if (!any)
        m_strong.clear();
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
    if (m_strong.empty())
        return;
    const double one = std::abs(mValueAxis->coordToPixel(1.0) - mValueAxis->coordToPixel(0.0));
    const double height = std::max(one, m_look.units(1.5));
    const QRectF area = clipRect();
    for (std::size_t row = 0; row < m_strong.size(); ++row) {
        if (!m_strong[row])
            continue;
        const double middle = mValueAxis->coordToPixel(static_cast<double>(row) + m_rowCentre);
        painter->fillRect(QRectF(area.left(), middle - 0.5 * height, area.width(), height),
                          m_look.theme.selection());
    }
}

void RasterPlottable::drawStrokes(QCPPainter* painter) const
{
    const auto& marks = std::get<Marks>(m_figure->body);
    const double half = 0.5 * strokeHeight();
    const QRectF area = clipRect();
    QPainterPath full;
    QPainterPath pale;
    for (const SpikeMark& mark : marks) {
        const QPointF at(mKeyAxis->coordToPixel(mark.time),
                         mValueAxis->coordToPixel(mark.row + m_rowCentre));
        if (!area.adjusted(-1, -half, 1, half).contains(at))
            continue;
        QPainterPath& path = strong(mark.row) ? full : pale;
        path.moveTo(at.x(), at.y() - half);
        path.lineTo(at.x(), at.y() + half);
    }
    const QColor ink = m_look.theme.colour({ColourRole::Foreground});
    painter->setBrush(Qt::NoBrush);
    const double width = m_look.units(m_look.markPt);
    for (const auto& [path, colour] :
         {std::pair(pale, m_look.theme.faded(ink, Theme::kFadedShare)), std::pair(full, ink)}) {
        if (path.isEmpty())
            continue;
        painter->setPen(QPen(colour, width, Qt::SolidLine, Qt::FlatCap));
        painter->drawPath(path);
    }
}

void RasterPlottable::drawImage(QCPPainter* painter) const
{
    const QRectF area = clipRect();
    if (painter->paintEngine()->type() != QPaintEngine::Raster) {
        const double dots = m_look.dotsPerUnit;
        const QSize size(std::max(1, static_cast<int>(std::ceil(area.width() * dots))),
                         std::max(1, static_cast<int>(std::ceil(area.height() * dots))));
        const QImage picture = image(size, area.topLeft(), dots);
        painter->setRenderHint(QPainter::LosslessImageRendering);
        painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
        painter->drawImage(QRectF(area.topLeft(), QSizeF(size) / dots), picture);
        return;
    }
    // Exactly one image pixel for one device pixel, else marks blur.
    const QTransform device = painter->deviceTransform();
    const QRect target = device.mapRect(area).toAlignedRect();
    const QPointF origin = device.inverted().map(QPointF(target.topLeft()));
    QImage picture = image(target.size(), origin, device.m11());
    const double ratio = painter->device()->devicePixelRatioF();
    picture.setDevicePixelRatio(ratio);
    painter->save();
    painter->resetTransform();
    painter->drawImage(QPointF(target.topLeft()) / ratio, picture);
    painter->restore();
}

QImage RasterPlottable::image(const QSize& size, QPointF origin, double dots) const
{
    QImage picture(size, QImage::Format_ARGB32_Premultiplied);
    picture.fill(Qt::transparent);
    if (std::holds_alternative<RasterBins>(m_figure->body))
        paintBins(picture, origin, dots);
    else
        paintMarks(picture, origin, dots);
    return picture;
}

void RasterPlottable::paintMarks(QImage& image, QPointF origin, double dots) const
{
    const auto& marks = std::get<Marks>(m_figure->body);
    const QColor ink = m_look.theme.colour({ColourRole::Foreground});
    const QRgb full = premultiplied(ink);
    const QRgb pale = premultiplied(m_look.theme.faded(ink, Theme::kFadedShare));
    const int tall = std::max(1, static_cast<int>(std::lround(strokeHeight() * dots)));
    const int wide = std::max(1, static_cast<int>(std::lround(m_look.units(m_look.markPt) * dots)));
    const double xSlope = (mKeyAxis->coordToPixel(1.0) - mKeyAxis->coordToPixel(0.0)) * dots;
    const double xZero = (mKeyAxis->coordToPixel(0.0) - origin.x()) * dots - 0.5 * (wide - 1);
    const double ySlope = (mValueAxis->coordToPixel(1.0) - mValueAxis->coordToPixel(0.0)) * dots;
    const double yZero = (mValueAxis->coordToPixel(m_rowCentre) - origin.y()) * dots - 0.5 * tall;
    // Pale marks first, so that they never cover a highlighted one.
    for (const bool pass : {false, true}) {
        if (!pass && m_strong.empty())
            continue;
        const QRgb colour = pass ? full : pale;
        for (const SpikeMark& mark : marks) {
            if (strong(mark.row) != pass)
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

void RasterPlottable::paintBins(QImage& image, QPointF origin, double dots) const
{
    const auto& bins = std::get<RasterBins>(m_figure->body);
    if (bins.columns == 0 || bins.rows == 0)
        return;
    std::vector<int> columnOf(static_cast<std::size_t>(image.width()), -1);
    for (int x = 0; x < image.width(); ++x) {
        const double value = mKeyAxis->pixelToCoord(origin.x() + (x + 0.5) / dots);
        const double share = (value - bins.xLow) / (bins.xHigh - bins.xLow);
        if (share >= 0 && share < 1)
            columnOf[static_cast<std::size_t>(x)] =
                static_cast<int>(share * static_cast<double>(bins.columns));
    }
    const auto& scale = Theme::viridis();
    std::vector<QRgb> paleScale;
    for (const QRgb entry : scale)
        paleScale.push_back(m_look.theme.faded(QColor(entry), Theme::kFadedShare).rgb());
    for (int y = 0; y < image.height(); ++y) {
        const double value = mValueAxis->pixelToCoord(origin.y() + (y + 0.5) / dots);
        const double share = (value - bins.yLow) / (bins.yHigh - bins.yLow);
        if (!(share >= 0 && share < 1))
            continue;
        const auto binRow = static_cast<std::size_t>(share * static_cast<double>(bins.rows));
        const auto unitRow = static_cast<std::size_t>(
            std::clamp(value - m_rowCentre + 0.5, 0.0,
                       std::max(0.0, static_cast<double>(m_figure->rows.size()) - 1.0)));
        const bool pale = !m_figure->rows.empty() && !strong(unitRow);
        const std::vector<QRgb>& colours = pale ? paleScale : scale;
        auto* pixels = reinterpret_cast<QRgb*>(image.scanLine(y));
        for (int x = 0; x < image.width(); ++x) {
            const int column = columnOf[static_cast<std::size_t>(x)];
            if (column < 0)
                continue;
            const std::uint32_t count =
                bins.counts[binRow * bins.columns + static_cast<std::size_t>(column)];
            pixels[x] = colours[static_cast<std::size_t>(count) * 255 / m_highest];
        }
    }
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
            best = RasterHit{mark.row, mark.time, mark.time, mark.count, distance};
    }
    return best;
}

std::optional<RasterHit> RasterPlottable::hitBin(QPointF at) const
{
    const auto& bins = std::get<RasterBins>(m_figure->body);
    const double x = (mKeyAxis->pixelToCoord(at.x()) - bins.xLow) / (bins.xHigh - bins.xLow);
    const double yValue = mValueAxis->pixelToCoord(at.y());
    const double y = (yValue - bins.yLow) / (bins.yHigh - bins.yLow);
    if (!(x >= 0 && x < 1 && y >= 0 && y < 1))
        return std::nullopt;
    const auto column = static_cast<std::size_t>(x * static_cast<double>(bins.columns));
    const auto binRow = static_cast<std::size_t>(y * static_cast<double>(bins.rows));
    const std::uint32_t count = bins.counts[binRow * bins.columns + column];
    const double row = std::floor(yValue - m_rowCentre + 0.5);
    if (count == 0 || row < 0 || row >= static_cast<double>(m_figure->rows.size()))
        return std::nullopt;
    const double width = (bins.xHigh - bins.xLow) / static_cast<double>(bins.columns);
    const double from = bins.xLow + width * static_cast<double>(column);
    return RasterHit{static_cast<std::size_t>(row), from, from + width, count, 0.0};
}

} // namespace inspike
