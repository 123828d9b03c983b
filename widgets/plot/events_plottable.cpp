// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/events_plottable.h"

#include "widgets/plot/cell_image.h"

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

constexpr double kFaintest = 0.45; // strength of a single event, so that it is seen at all
constexpr double kFaintestAmount = 0.06;
constexpr double kEvenShare = 0.35;
constexpr std::uint32_t kMostColours = 4096;
constexpr std::uint32_t kAmountColours = 256;

// Over `size` units of the axes, from -0.5 on.
void paintPicture(QImage& image, QPointF origin, double dots, std::pair<QCPAxis*, QCPAxis*> axes,
                  const PixelPicture& picture, QSizeF size, const Theme& theme)
{
    const auto columns = cellSpans(*axes.first, image.width(), origin.x(), dots, -0.5,
                                   size.width() / static_cast<double>(picture.width),
                                   static_cast<std::uint32_t>(picture.width));
    const auto rows = cellSpans(*axes.second, image.height(), origin.y(), dots, -0.5,
                                size.height() / static_cast<double>(picture.height),
                                static_cast<std::uint32_t>(picture.height));
    const PicturePixels pixels(picture, theme);
    for (int line = 0; line < image.height(); ++line) {
        const CellSpan down = rows[static_cast<std::size_t>(line)];
        auto* const out = reinterpret_cast<QRgb*>(image.scanLine(line));
        for (int i = 0; i < image.width() && down.second > 0; ++i) {
            const CellSpan across = columns[static_cast<std::size_t>(i)];
            if (across.second > 0)
                out[i] = pixels.at((across.first + across.second - 1) / 2,
                                   (down.first + down.second - 1) / 2);
        }
    }
}

} // namespace

EventColours::EventColours(const EventsFigure& figure, const Theme& theme)
    : m_difference(figure.difference),
      m_counts(figure.amounts == nullptr),
      m_limit(figure.density.high),
      m_theme(theme)
{
    const auto limit = m_counts
                           ? static_cast<std::uint32_t>(std::min<double>(m_limit, kMostColours))
                           : kAmountColours;
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
    const double faintest = m_counts ? kFaintest : kFaintestAmount;
    return m_theme.faded(full, faintest + (1.0 - faintest) * share);
}

QRgb EventColours::amount(float value) const
{
    const double place = std::min(std::abs(static_cast<double>(value)) / m_limit, 1.0);
    const auto& colours = value < 0.0F && m_difference ? m_off : m_on;
    return colours[static_cast<std::size_t>(
        std::lround(place * static_cast<double>(colours.size() - 1)))];
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
    if (!m_counts) {
        constexpr int kStops = 16;
        for (int i = -kStops; i <= kStops; ++i)
            gradient.setColorStopAt(0.5 + 0.5 * i / kStops, of(m_limit * i / kStops));
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

PicturePixels::PicturePixels(const PixelPicture& picture, const Theme& theme)
    : m_picture(picture), m_canvas(theme.canvas())
{}

QRgb PicturePixels::at(std::size_t x, std::size_t y) const
{
    const auto mixed = [&](std::size_t channel, int canvas) {
        const double light = 255.0 * static_cast<double>(m_picture.at(x, y, channel));
        return static_cast<int>(std::lround(canvas + (light - canvas) * m_picture.opacity));
    };
    return qRgb(mixed(0, m_canvas.red()), mixed(1, m_canvas.green()), mixed(2, m_canvas.blue()));
}

PicturePlottable::PicturePlottable(QCPAxis* x, QCPAxis* y,
                                   std::shared_ptr<const PixelPicture> picture,
                                   const PlotLook& look)
    : QCPAbstractPlottable(x, y), m_picture(std::move(picture)), m_look(look)
{
    setSelectable(QCP::stNone);
}

QCPRange PicturePlottable::getKeyRange(bool& found, QCP::SignDomain) const
{
    found = true;
    return {-0.5, static_cast<double>(m_picture->width) - 0.5};
}

QCPRange PicturePlottable::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const
{
    found = true;
    return {-0.5, static_cast<double>(m_picture->height) - 0.5};
}

void PicturePlottable::draw(QCPPainter* painter)
{
    const QSizeF size(static_cast<double>(m_picture->width),
                      static_cast<double>(m_picture->height));
    drawCellImage(*painter, clipRect(), m_look.dotsPerUnit,
                  [&](QImage& image, QPointF origin, double dots) {
                      image.fill(m_look.theme.canvas());
                      paintPicture(image, origin, dots, {mKeyAxis, mValueAxis}, *m_picture, size,
                                   m_look.theme);
                  });
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

void EventsPlottable::setFigure(std::shared_ptr<const EventsFigure> figure)
{
    m_figure = std::move(figure);
    m_colours = EventColours(*m_figure, m_look.theme);
}

void EventsPlottable::paint(QImage& image, QPointF origin, double dots) const
{
    image.fill(m_look.theme.canvas());
    if (m_figure->below)
        paintPicture(image, origin, dots, {mKeyAxis, mValueAxis}, *m_figure->below,
                     {m_figure->x.high - m_figure->x.low, m_figure->y.high - m_figure->y.low},
                     m_look.theme);
    if (const EventAmounts* amounts = m_figure->amounts.get()) {
        const bool difference = m_figure->difference;
        paintCells(
            image, origin, dots,
            [amounts](std::size_t cell) {
                return std::max(std::abs(amounts->on[cell]), std::abs(amounts->off[cell]));
            },
            [&](std::size_t cell) { return m_colours.amount(amounts->shown(cell, difference)); });
        return;
    }
    const EventFrame& frame = m_figure->frame;
    paintCells(
        image, origin, dots,
        [&frame](std::size_t cell) { return frame.on[cell] + frame.off[cell]; },
        [&](std::size_t cell) { return m_colours.cell(frame.on[cell], frame.off[cell]); });
}

template <typename Strength, typename ColourOf>
void EventsPlottable::paintCells(QImage& image, QPointF origin, double dots, Strength strength,
                                 ColourOf colourOf) const
{
    const PixelGrid& grid = m_figure->frame.grid;
    const auto columns = cellSpans(*mKeyAxis, image.width(), origin.x(), dots, grid.x - 0.5,
                                   grid.binning, grid.columns);
    const auto rows = cellSpans(*mValueAxis, image.height(), origin.y(), dots, grid.y - 0.5,
                                grid.binning, grid.rows);
    for (int line = 0; line < image.height(); ++line) {
        const CellSpan down = rows[static_cast<std::size_t>(line)];
        auto* const pixels = reinterpret_cast<QRgb*>(image.scanLine(line));
        for (int i = 0; i < image.width(); ++i) {
            const CellSpan across = columns[static_cast<std::size_t>(i)];
            auto most = decltype(strength(0)){0};
            std::size_t strongest = 0;
            for (std::uint32_t row = down.first; row < down.second; ++row) {
                for (std::uint32_t column = across.first; column < across.second; ++column) {
                    const std::size_t cell = std::size_t{row} * grid.columns + column;
                    if (const auto here = strength(cell); here > most) {
                        most = here;
                        strongest = cell;
                    }
                }
            }
            if (most > 0)
                pixels[i] = colourOf(strongest);
        }
    }
}

} // namespace inspike
