// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/events_plottable.h"

#include "widgets/plot/cell_image.h"

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

constexpr double kFaintest = 0.45; // strength of a single event, so that it is seen at all
constexpr double kEvenShare = 0.35;
constexpr std::uint32_t kMostColours = 4096;

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
    drawCellImage(
        *painter, clipRect(), m_look.dotsPerUnit,
        [this](QImage& image, QPointF origin, double dots) { paint(image, origin, dots); });
}

void EventsPlottable::paint(QImage& image, QPointF origin, double dots) const
{
    image.fill(m_look.theme.canvas());
    const EventFrame& frame = m_figure->frame;
    const PixelGrid& grid = frame.grid;
    const auto columns = cellSpans(*mKeyAxis, image.width(), origin.x(), dots, grid.x - 0.5,
                                   grid.binning, grid.columns);
    const auto rows = cellSpans(*mValueAxis, image.height(), origin.y(), dots, grid.y - 0.5,
                                grid.binning, grid.rows);
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
