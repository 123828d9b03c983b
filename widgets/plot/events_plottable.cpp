// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/events_plottable.h"

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

constexpr double kFaintest = 0.45; // strength of a single event, so that it is seen at all
constexpr double kEvenShare = 0.35;
constexpr std::uint32_t kMostColours = 4096;

// Cells [first, second) that a device pixel covers, at least the one under its centre.
using CellSpan = std::pair<std::uint32_t, std::uint32_t>;

std::vector<CellSpan> spansOf(const QCPAxis& axis, int pixels, double origin, double dots,
                              std::uint32_t firstPixel, std::uint32_t binning, std::uint32_t cells)
{
    std::vector<CellSpan> spans(static_cast<std::size_t>(pixels), CellSpan{0, 0});
    const auto cellOf = [&](double at) {
        const double pixel = axis.pixelToCoord(origin + at / dots) + 0.5;
        return (pixel - firstPixel) / binning;
    };
    for (int i = 0; i < pixels; ++i) {
        const double one = cellOf(i);
        const double other = cellOf(i + 1);
        const double centre = 0.5 * (one + other);
        if (centre < 0 || centre >= cells)
            continue;
        const double low = std::min(one, other);
        const double high = std::max(one, other);
        CellSpan& span = spans[static_cast<std::size_t>(i)];
        span.first = static_cast<std::uint32_t>(centre);
        span.second = span.first + 1;
        if (high - low > 1.0) {
            span.first = static_cast<std::uint32_t>(std::max(0.0, std::floor(low)));
            span.second = std::min(cells, static_cast<std::uint32_t>(std::ceil(high)));
        }
    }
    return spans;
}

} // namespace

EventColours::EventColours(const EventsFigure& figure, const Theme& theme)
    : m_difference(figure.difference), m_limit(figure.density.high), m_theme(theme)
{
    const auto limit = static_cast<std::uint32_t>(std::min<double>(m_limit, kMostColours));
    for (std::uint32_t count = 0; count <= limit; ++count) {
        const double value = m_limit * count / std::max(1U, limit);
        m_on.push_back(of(value).rgb());
        m_off.push_back(of(-value).rgb());
    }
    m_even = theme.faded(theme.colour({ColourRole::Muted}), kEvenShare).rgb();
}

QColor EventColours::of(double value) const
{
    const double share = std::clamp(std::abs(value) / m_limit, 0.0, 1.0);
    if (share <= 0.0)
        return m_theme.canvas();
    if (!m_difference) {
        const auto& colours = Theme::viridis();
        return QColor(colours[static_cast<std::size_t>(std::lround(share * 255.0))]);
    }
    const QColor full = m_theme.colour({value > 0 ? ColourRole::On : ColourRole::Off});
    return m_theme.faded(full, kFaintest + (1.0 - kFaintest) * share);
}

QRgb EventColours::cell(std::uint32_t on, std::uint32_t off) const
{
    const auto pick = [this](const std::vector<QRgb>& colours, std::uint32_t count) {
        const double place = std::min<double>(count, m_limit) / m_limit;
        return colours[static_cast<std::size_t>(
            std::lround(place * static_cast<double>(colours.size() - 1)))];
    };
    if (!m_difference)
        return pick(m_on, on + off);
    if (on == off)
        return m_even;
    return on > off ? pick(m_on, on - off) : pick(m_off, off - on);
}

QCPColorGradient EventColours::gradient() const
{
    QCPColorGradient gradient;
    gradient.clearColorStops();
    gradient.setLevelCount(350);
    if (!m_difference) {
        constexpr int kStops = 17;
        for (int i = 0; i <= kStops; ++i)
            gradient.setColorStopAt(double(i) / kStops, of(m_limit * std::max(i, 1) / kStops));
        return gradient;
    }
    // Half an event on either side of 0 is no event.
    const auto place = [this](double value) {
        return 0.5 + 0.5 * value / m_limit;
    };
    const double half = std::min(0.5, 0.5 * m_limit);
    const double edge = 0.02 * half;
    for (const double side : {-1.0, 1.0}) {
        gradient.setColorStopAt(place(side * m_limit), of(side * m_limit));
        gradient.setColorStopAt(place(side * half), of(side * half));
        gradient.setColorStopAt(place(side * (half - edge)), of(0.0));
    }
    return gradient;
}

EventsPlottable::EventsPlottable(QCPAxis* x, QCPAxis* y, std::shared_ptr<const EventsFigure> figure,
                                 const PlotLook& look)
    : QCPAbstractPlottable(x, y),
      m_figure(std::move(figure)),
      m_look(look),
      m_colours(*m_figure, look.theme)
{
    setSelectable(QCP::stNone);
}

std::optional<std::size_t> EventsPlottable::cellAt(double x, double y) const
{
    const PixelGrid& grid = m_figure->frame.grid;
    const double column = std::floor((x + 0.5 - grid.x) / grid.binning);
    const double row = std::floor((y + 0.5 - grid.y) / grid.binning);
    if (column < 0 || row < 0 || column >= grid.columns || row >= grid.rows)
        return std::nullopt;
    return static_cast<std::size_t>(row) * grid.columns + static_cast<std::size_t>(column);
}

QCPRange EventsPlottable::getKeyRange(bool& found, QCP::SignDomain) const
{
    found = true;
    return {m_figure->x.low, m_figure->x.high};
}

QCPRange EventsPlottable::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const
{
    found = true;
    return {m_figure->y.low, m_figure->y.high};
}

void EventsPlottable::draw(QCPPainter* painter)
{
    const QRectF area = clipRect();
    painter->save();
    painter->setRenderHint(QPainter::LosslessImageRendering);
    painter->setRenderHint(QPainter::SmoothPixmapTransform, false);
    if (painter->paintEngine()->type() != QPaintEngine::Raster) {
        const double dots = m_look.dotsPerUnit;
        QImage image(std::max(1, static_cast<int>(std::ceil(area.width() * dots))),
                     std::max(1, static_cast<int>(std::ceil(area.height() * dots))),
                     QImage::Format_RGB32);
        paint(image, area.topLeft(), dots);
        painter->drawImage(QRectF(area.topLeft(), QSizeF(image.size()) / dots), image);
    } else {
        // Exactly one image pixel for one device pixel.
        const QTransform device = painter->deviceTransform();
        const QRect target = device.mapRect(area).toAlignedRect();
        QImage image(target.size(), QImage::Format_RGB32);
        paint(image, device.inverted().map(QPointF(target.topLeft())), device.m11());
        const double ratio = painter->device()->devicePixelRatioF();
        image.setDevicePixelRatio(ratio);
        painter->resetTransform();
        painter->drawImage(QPointF(target.topLeft()) / ratio, image);
    }
    painter->restore();
}

void EventsPlottable::paint(QImage& image, QPointF origin, double dots) const
{
    image.fill(m_look.theme.canvas());
    const EventFrame& frame = m_figure->frame;
    const PixelGrid& grid = frame.grid;
    const auto columns =
        spansOf(*mKeyAxis, image.width(), origin.x(), dots, grid.x, grid.binning, grid.columns);
    const auto rows =
        spansOf(*mValueAxis, image.height(), origin.y(), dots, grid.y, grid.binning, grid.rows);
    for (int line = 0; line < image.height(); ++line) {
        const CellSpan down = rows[static_cast<std::size_t>(line)];
        auto* const pixels = reinterpret_cast<QRgb*>(image.scanLine(line));
        for (int i = 0; i < image.width(); ++i) {
            const CellSpan across = columns[static_cast<std::size_t>(i)];
            std::uint32_t on = 0, off = 0;
            for (std::uint32_t row = down.first; row < down.second; ++row) {
                for (std::uint32_t column = across.first; column < across.second; ++column) {
                    const std::size_t cell = std::size_t{row} * grid.columns + column;
                    if (frame.on[cell] + frame.off[cell] > on + off) {
                        on = frame.on[cell];
                        off = frame.off[cell];
                    }
                }
            }
            if (on + off > 0)
                pixels[i] = m_colours.cell(on, off);
        }
    }
}

} // namespace inspike
