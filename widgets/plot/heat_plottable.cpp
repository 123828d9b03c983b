// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/heat_plottable.h"

#include "widgets/plot/cell_image.h"
#include "widgets/text/fonts.h"
#include "widgets/text/phrases.h"

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

constexpr double kBoxPt = 0.9;
constexpr double kStrongBoxPt = 1.7;
constexpr double kThinBoxPt = 0.6;
constexpr double kThinPt = 7;   // a box of less is a row of a matrix, not to be covered
constexpr double kHaloPt = 1.4; // of the canvas, on either side of a line over a picture
constexpr float kPlateAlpha = 0.82F;

// Rows or columns of something that fills [first, last] with `cells` of them.
std::vector<CellSpan> spansOf(const QCPAxis& axis, int pixels, double origin, double dots,
                              double first, double last, std::size_t cells)
{
    const auto count = static_cast<std::uint32_t>(cells);
    return cellSpans(axis, pixels, origin, dots, first, (last - first) / std::max(1U, count),
                     count);
}

std::vector<QRgb> coloursOf(const Underlay& underlay, const UnderlayColours& colours)
{
    const std::vector<float>& values = *underlay.values;
    std::vector<QRgb> made;
    made.reserve(underlay.width * underlay.height);
    for (std::size_t i = 0; i + underlay.channels <= values.size(); i += underlay.channels) {
        if (underlay.channels < 3)
            made.push_back(colours.grey(values[i]));
        else
            made.push_back(colours.colour(values[i], values[i + 1], values[i + 2]));
    }
    return made;
}

// The mean colour of the pixels that share a device pixel.
QRgb meanOf(const std::vector<QRgb>& colours, std::size_t width, CellSpan down, CellSpan across)
{
    int red = 0, green = 0, blue = 0, count = 0;
    for (std::size_t row = down.first; row < down.second; ++row) {
        for (std::size_t column = across.first; column < across.second; ++column) {
            const QRgb colour = colours[row * width + column];
            red += qRed(colour);
            green += qGreen(colour);
            blue += qBlue(colour);
            ++count;
        }
    }
    return qRgb(red / count, green / count, blue / count);
}

// Of the cells that share a device pixel, the one that stands out most.
std::size_t strongest(const HeatCells& cells, CellSpan down, CellSpan across)
{
    std::size_t best = down.first * cells.columns + across.first;
    if (down.second - down.first == 1 && across.second - across.first == 1)
        return best;
    for (std::size_t row = down.first; row < down.second; ++row) {
        for (std::size_t column = across.first; column < across.second; ++column) {
            const std::size_t cell = row * cells.columns + column;
            if (std::abs(cells.values[cell]) > std::abs(cells.values[best]) ||
                std::isnan(cells.values[best]))
                best = cell;
        }
    }
    return best;
}

} // namespace

HeatPlottable::HeatPlottable(QCPAxis* x, QCPAxis* y) : QCPAbstractPlottable(x, y)
{
    setSelectable(QCP::stNone);
}

void HeatPlottable::show(std::shared_ptr<const HeatFigure> figure, std::size_t index,
                         const PlotLook& look)
{
    const auto before = m_figure;
    const HeatPanel& next = figure->panels[index];
    const bool covered = !next.cells.values.empty();
    const auto pictureOf = [](const HeatPanel& each) {
        return each.underlay ? each.underlay->values : nullptr;
    };
    const bool same = before && m_look.theme.dark() == look.theme.dark() &&
                      pictureOf(panel()) == pictureOf(next) &&
                      panel().cells.values.empty() != covered;
    if (!same) {
        m_below.clear();
        // A picture with fewer numbers than pixels is damaged: none.
        if (next.underlay && next.underlay->values &&
            next.underlay->values->size() >=
                next.underlay->width * next.underlay->height * next.underlay->channels)
            m_below = coloursOf(*next.underlay, UnderlayColours(look.theme, covered));
    }
    m_figure = std::move(figure);
    m_index = index;
    m_look = look;
    m_covers = HeatColours(m_figure->scales[next.scale], look.theme).cells(next);
}

std::optional<std::size_t> HeatPlottable::cellAt(double x, double y) const
{
    const HeatCells& cells = panel().cells;
    const double column =
        std::floor((x - cells.left) / (cells.right - cells.left) * double(cells.columns));
    const double row =
        std::floor((y - cells.top) / (cells.bottom - cells.top) * double(cells.rows));
    if (!(column >= 0) || !(row >= 0) || column >= double(cells.columns) ||
        row >= double(cells.rows))
        return std::nullopt;
    return static_cast<std::size_t>(row) * cells.columns + static_cast<std::size_t>(column);
}

QCPRange HeatPlottable::getKeyRange(bool& found, QCP::SignDomain) const
{
    found = true;
    return {panel().x.low, panel().x.high};
}

QCPRange HeatPlottable::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const
{
    found = true;
    return {panel().y.low, panel().y.high};
}

void HeatPlottable::draw(QCPPainter* painter)
{
    if (!m_figure)
        return;
    drawCellImage(
        *painter, clipRect(), m_look.dotsPerUnit,
        [this](QImage& image, QPointF origin, double dots) { paint(image, origin, dots); });
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    if (panel().crossed)
        crossOut(*painter);
    for (const HeatBox& box : panel().boxes)
        drawBox(*painter, box);
    drawLabels(*painter);
    painter->restore();
}

void HeatPlottable::paint(QImage& image, QPointF origin, double dots) const
{
    image.fill(m_look.theme.canvas());
    if (!m_below.empty())
        paintUnderlay(image, origin, dots);
    if (!m_covers.empty())
        paintCells(image, origin, dots);
}

void HeatPlottable::paintUnderlay(QImage& image, QPointF origin, double dots) const
{
    const Underlay& below = *panel().underlay;
    const auto columns =
        spansOf(*mKeyAxis, image.width(), origin.x(), dots, below.left, below.right, below.width);
    const auto rows = spansOf(*mValueAxis, image.height(), origin.y(), dots, below.top,
                              below.bottom, below.height);
    for (int line = 0; line < image.height(); ++line) {
        const CellSpan down = rows[static_cast<std::size_t>(line)];
        if (down.second == 0)
            continue;
        auto* const pixels = reinterpret_cast<QRgb*>(image.scanLine(line));
        for (int i = 0; i < image.width(); ++i) {
            const CellSpan across = columns[static_cast<std::size_t>(i)];
            if (across.second != 0)
                pixels[i] = meanOf(m_below, below.width, down, across);
        }
    }
}

void HeatPlottable::paintCells(QImage& image, QPointF origin, double dots) const
{
    const HeatCells& cells = panel().cells;
    const auto columns =
        spansOf(*mKeyAxis, image.width(), origin.x(), dots, cells.left, cells.right, cells.columns);
    const auto rows =
        spansOf(*mValueAxis, image.height(), origin.y(), dots, cells.top, cells.bottom, cells.rows);
    for (int line = 0; line < image.height(); ++line) {
        const CellSpan down = rows[static_cast<std::size_t>(line)];
        if (down.second == 0)
            continue;
        auto* const pixels = reinterpret_cast<QRgb*>(image.scanLine(line));
        for (int i = 0; i < image.width(); ++i) {
            const CellSpan across = columns[static_cast<std::size_t>(i)];
            if (across.second != 0)
                pixels[i] = blended(m_covers[strongest(cells, down, across)], pixels[i]);
        }
    }
}

QRectF HeatPlottable::rectOf(const HeatBox& box) const
{
    return QRectF(QPointF(mKeyAxis->coordToPixel(box.left), mValueAxis->coordToPixel(box.top)),
                  QPointF(mKeyAxis->coordToPixel(box.right), mValueAxis->coordToPixel(box.bottom)))
        .normalized();
}

// Cells without a value.
void HeatPlottable::crossOut(QCPPainter& painter) const
{
    const HeatCells& cells = panel().cells;
    const double width = (cells.right - cells.left) / static_cast<double>(cells.columns);
    const double height = (cells.bottom - cells.top) / static_cast<double>(cells.rows);
    painter.setPen(
        QPen(m_look.theme.colour({ColourRole::Muted}), m_look.units(kThinBoxPt), Qt::SolidLine));
    for (std::size_t i = 0; i < cells.values.size(); ++i) {
        if (!std::isnan(cells.values[i]))
            continue;
        HeatBox box;
        box.left = cells.left + width * static_cast<double>(i % cells.columns);
        box.right = box.left + width;
        box.top = cells.top + height * static_cast<double>(i / cells.columns);
        box.bottom = box.top + height;
        const QRectF rect = rectOf(box);
        painter.drawLine(rect.topLeft(), rect.bottomRight());
        painter.drawLine(rect.bottomLeft(), rect.topRight());
    }
}

void HeatPlottable::drawBox(QCPPainter& painter, const HeatBox& box) const
{
    double width = m_look.units(box.emphasised ? kStrongBoxPt : kBoxPt);
    QRectF rect = rectOf(box);
    painter.setBrush(Qt::NoBrush);
    if (std::min(rect.width(), rect.height()) < m_look.units(kThinPt)) {
        width = m_look.units(kThinBoxPt);
        rect.adjust(-0.5 * width, -0.5 * width, 0.5 * width, 0.5 * width);
    }
    // A line of the canvas on either side keeps the box visible over any colour.
    const double halo = width > m_look.units(kThinBoxPt) ? m_look.units(kHaloPt) : 0.0;
    painter.setPen(
        QPen(m_look.theme.canvas(), width + halo, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(rect);
    painter.setPen(
        QPen(m_look.theme.colour(box.colour), width, Qt::SolidLine, Qt::SquareCap, Qt::MiterJoin));
    painter.drawRect(rect);
}

// Above the box, or below it at the upper end of the panel; a label that would cover another one is
// left out.
void HeatPlottable::drawLabels(QCPPainter& painter) const
{
    painter.setFont(figureFont(m_look.units(m_look.tickPt)));
    const QFontMetricsF metrics(painter.font());
    const double pad = m_look.units(1);
    const QRectF area = clipRect();
    std::vector<QRectF> taken;
    for (const HeatBox& box : panel().boxes) {
        const QString words = phrase(box.label);
        const QRectF rect = rectOf(box);
        if (words.isEmpty() || !rect.intersects(area))
            continue;
        QRectF plate(0, 0, metrics.horizontalAdvance(words) + 2 * pad, metrics.height());
        plate.moveBottomLeft(rect.topLeft() - QPointF(0, 1.5 * pad));
        if (plate.top() < area.top())
            plate.moveTop(rect.bottom() + 1.5 * pad);
        plate.moveRight(std::min(plate.right(), area.right()));
        plate.moveLeft(std::max(plate.left(), area.left()));
        const auto covers = [&plate](const QRectF& other) {
            return other.intersects(plate);
        };
        if (plate.width() > area.width() || plate.bottom() > area.bottom() ||
            std::any_of(taken.begin(), taken.end(), covers))
            continue;
        taken.push_back(plate);
        QColor paper = m_look.theme.canvas();
        paper.setAlphaF(kPlateAlpha);
        painter.fillRect(plate, paper);
        painter.setPen(m_look.theme.colour({ColourRole::Foreground}));
        painter.drawText(QPointF(plate.left() + pad, plate.top() + metrics.ascent()), words);
    }
}

HeatBar::HeatBar(QCPAxis* x, QCPAxis* y) : QCPAbstractPlottable(x, y)
{
    setSelectable(QCP::stNone);
}

void HeatBar::show(const HeatScale& scale, double opacity, const PlotLook& look)
{
    m_colours.emplace(scale, look.theme);
    m_opacity = opacity;
    m_look = look;
}

QCPRange HeatBar::getKeyRange(bool& found, QCP::SignDomain) const
{
    found = false;
    return {};
}

QCPRange HeatBar::getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const
{
    found = false;
    return {};
}

void HeatBar::draw(QCPPainter* painter)
{
    if (!m_colours)
        return;
    const auto paint = [this](QImage& image, QPointF origin, double dots) {
        const int length = m_lying ? image.width() : image.height();
        const int width = m_lying ? image.height() : image.width();
        for (int i = 0; i < length; ++i) {
            const double at = (m_lying ? origin.x() : origin.y()) + (i + 0.5) / dots;
            const double value = (m_lying ? mKeyAxis : mValueAxis)->pixelToCoord(at);
            const std::vector<QRgb> colours = m_colours->stripes(value, m_opacity);
            for (int j = 0; j < width; ++j) {
                const auto stripe =
                    static_cast<std::size_t>(j) * colours.size() / static_cast<std::size_t>(width);
                image.setPixel(m_lying ? i : j, m_lying ? j : i, colours[stripe]);
            }
        }
    };
    drawCellImage(*painter, clipRect(), m_look.dotsPerUnit, paint);
}

} // namespace inspike
