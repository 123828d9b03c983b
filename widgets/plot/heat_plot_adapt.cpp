// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of HeatPlot that fits places, ticks and words to the size at hand.

#include "widgets/plot/heading_row.h"
#include "widgets/plot/heat_plot.h"
#include "widgets/plot/label_text.h"
#include "widgets/plot/legend_row.h"
#include "widgets/text/fonts.h"
#include "widgets/text/phrases.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace inspike {
namespace {

// In heights of a tick label.
constexpr double kAxesWidthEm = 5.0; // what a panel needs beside its cells
constexpr double kAxesHeightEm = 4.6;
constexpr double kBareWidthEm = 1.0; // without the words of its axes
constexpr double kBareHeightEm = 2.2;
constexpr double kLeastEm = 4.0;    // cells of less have no room for such words
constexpr double kBarEm = 6.0;      // what standing bars take from the width
constexpr double kLyingBarEm = 5.0; // what lying ones take from the height
constexpr double kShortestBarEm = 6.0;
constexpr double kBarsInTheWay = 0.75; // of the side of the smallest panel
constexpr double kNarrowestEm = 7.0;
constexpr double kOverhangPt = 8; // a label may be that much longer than its axis

constexpr double kNoLimit = std::numeric_limits<double>::infinity();

std::optional<double> aspectOf(const HeatPanel& panel)
{
    if (!panel.equalAspect)
        return std::nullopt;
    return (panel.x.high - panel.x.low) / (panel.y.high - panel.y.low);
}

QString elided(const QString& words, const QFontMetricsF& metrics, double room)
{
    QStringList lines;
    for (const QString& line : words.split(QLatin1Char('\n')))
        lines.append(metrics.elidedText(line, Qt::ElideRight, room));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

void HeatPlot::update()
{
    for (const auto phase :
         {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout})
        m_plot.plotLayout()->update(phase);
}

void HeatPlot::adapt()
{
    if (!filled() || m_panels.empty())
        return;
    m_bare = false;
    fitAll();
    const double least = m_look.units(m_look.tickPt) * kLeastEm;
    const bool cramped = std::any_of(m_panels.begin(), m_panels.end(), [least](const Panel& panel) {
        return panel.rect->width() < least && panel.rect->height() < least;
    });
    if (!cramped)
        return;
    m_bare = true;
    fitAll();
}

void HeatPlot::fitAll()
{
    arrange();
    // Twice: the layout depends on the size of labels, and these on the layout.
    for (int pass = 0; pass < 2; ++pass) {
        update();
        adaptTitles();
        for (std::size_t i = 0; i < m_panels.size(); ++i)
            adaptPanel(i);
        for (std::size_t i = 0; i < m_bars.size(); ++i)
            adaptBar(i);
    }
    update();
}

void HeatPlot::arrange()
{
    std::vector<GridCell> wanted;
    for (const HeatPanel& panel : m_figure->panels)
        wanted.push_back({panel.gridRow, panel.gridColumn, panel.widthShare, aspectOf(panel)});
    QSizeF room = m_plot.viewport().size();
    if (m_note != nullptr)
        room.rheight() -= m_note->minimumOuterSizeHint().height();
    if (m_legend != nullptr)
        room.rheight() -= m_legend->minimumOuterSizeHint().height();
    arrangeBars(wanted, room, m_look.units(m_look.tickPt));
    shareLabels();
}

// Bars stand at the right, unless they would be too short there, or take room that panels need.
void HeatPlot::arrangeBars(const std::vector<GridCell>& wanted, QSizeF room, double em)
{
    const QSizeF axes =
        (m_bare ? QSizeF(kBareWidthEm, kBareHeightEm) : QSizeF(kAxesWidthEm, kAxesHeightEm)) * em;
    const auto bars = static_cast<double>(m_bars.size());
    const QSizeF beside = room - QSizeF(m_bars.empty() ? 0.0 : kBarEm * em, 0.0);
    const QSizeF above = room - QSizeF(0.0, m_bars.empty() ? 0.0 : kLyingBarEm * em);
    const auto right = arranged(wanted, beside, axes, kNarrowestEm * em);
    const auto below = arranged(wanted, above, axes, kNarrowestEm * em);
    const double rightSide = smallestSide(right, beside, axes);
    const double belowSide = smallestSide(below, above, axes);
    int rows = 0;
    for (const GridCell& cell : right)
        rows = std::max(rows, cell.row + 1);
    const double length = rows * rightSide + (rows - 1) * axes.height();
    const bool lying =
        !m_bars.empty() &&
        ((length / bars < kShortestBarEm * em && belowSide > kBarsInTheWay * rightSide) ||
         rightSide < kBarsInTheWay * belowSide);
    m_grid->setCells(lying ? below : right);
    m_grid->setBarsBelow(lying);
    for (const Bar& bar : m_bars) {
        bar.colours->setLying(lying);
        for (QCPAxis* axis : {bar.right, bar.bottom}) {
            const bool numbered = lying == (axis == bar.bottom);
            axis->setTicks(numbered);
            axis->setTickLabels(numbered);
        }
    }
}

void HeatPlot::shareLabels()
{
    // Small multiples carry the words of their axes at the outer edge only.
    const std::vector<GridCell>& cells = m_grid->cells();
    for (std::size_t i = 0; i < cells.size(); ++i) {
        bool left = !m_bare, bottom = !m_bare;
        for (std::size_t j = 0; j < cells.size(); ++j) {
            if (j == i || !sharesAxes(i, j))
                continue;
            left &= cells[j].row != cells[i].row || cells[j].column != cells[i].column - 1;
            bottom &= cells[j].column != cells[i].column || cells[j].row != cells[i].row + 1;
        }
        m_panels[i].y->setTickLabels(left);
        m_panels[i].x->setTickLabels(bottom);
        m_panels[i].y->setTicks(!m_bare);
        m_panels[i].x->setTicks(!m_bare);
    }
}

// From the corner of a panel to that of its nearest neighbour, or somewhat beyond its end.
QSizeF HeatPlot::pitch(std::size_t index) const
{
    const std::vector<GridCell>& cells = m_grid->cells();
    const QRect rect = m_panels[index].rect->rect();
    QSizeF room(kNoLimit, kNoLimit);
    for (std::size_t j = 0; j < cells.size(); ++j) {
        const QRect other = m_panels[j].rect->rect();
        if (std::abs(cells[j].column - cells[index].column) == 1)
            room.rwidth() = std::min<double>(room.width(), std::abs(other.left() - rect.left()));
        if (std::abs(cells[j].row - cells[index].row) == 1)
            room.rheight() = std::min<double>(room.height(), std::abs(other.top() - rect.top()));
    }
    const QSizeF own = QSizeF(rect.size()) + QSizeF(1.0, 1.0) * m_look.units(kOverhangPt);
    return {room.width() < kNoLimit ? std::max<double>(room.width(), rect.width()) : own.width(),
            room.height() < kNoLimit ? std::max<double>(room.height(), rect.height())
                                     : own.height()};
}

void HeatPlot::adaptTitles()
{
    const QFontMetricsF metrics(figureFont(m_look.units(m_look.tickPt), true));
    const QFontMetricsF ticks(figureFont(m_look.units(m_look.tickPt)));
    const double letter = m_look.letter.isEmpty() ? 0.0 : m_look.units(m_look.labelPt + 2);
    for (std::size_t i = 0; i < m_panels.size(); ++i) {
        const Panel& panel = m_panels[i];
        const double width = pitch(i).width() - metrics.averageCharWidth();
        const QString words =
            elided(wrapped(phrase(info(i).title), metrics, width), metrics, width);
        panel.title->setText(words);
        const auto lines = words.isEmpty() ? 0 : words.count(QLatin1Char('\n')) + 1;
        const double gap = m_look.units(2);
        panel.title->position->setCoords(0, -gap / std::max(1, panel.rect->height()));
        double top =
            lines > 0 ? metrics.lineSpacing() * double(lines) + 1.5 * gap : 0.5 * ticks.height();
        if (m_grid->cells()[i].row == 0 && m_note == nullptr && m_legend == nullptr)
            top = std::max(top, letter);
        // The last number is centred on the end of the axis and must not stick out.
        const double right = panel.x->tickLabels() ? 1.5 * ticks.averageCharWidth() : 0.0;
        panel.rect->setMinimumMargins(
            {0, static_cast<int>(std::ceil(top)), static_cast<int>(std::ceil(right)), 0});
    }
}

void HeatPlot::adaptPanel(std::size_t index)
{
    const HeatPanel& shown = info(index);
    const Panel& panel = m_panels[index];
    const double em = m_look.units(m_look.tickPt);
    const QFontMetricsF labels(figureFont(m_look.units(m_look.labelPt)));
    const auto fitted = [&](const AxisInfo& axis, double room) {
        return cut(wrapped(axisLabel(axis), labels, room), labels, room);
    };
    panel.x->setLabel(panel.x->tickLabels() ? fitted(shown.x, pitch(index).width()) : QString());
    panel.y->setLabel(panel.y->tickLabels() ? fitted(shown.y, pitch(index).height()) : QString());
    if (shown.columnNames.empty())
        panel.x->ticker()->setTickCount(
            std::clamp(static_cast<int>(panel.rect->width() / (5.0 * em)), 2, 8));
    else
        adaptNames(*panel.x, shown.columnNames, true, shown.cells.left, shown.cells.right);
    if (shown.rowNames.empty())
        panel.y->ticker()->setTickCount(
            std::clamp(static_cast<int>(panel.rect->height() / (2.6 * em)), 2, 8));
    else
        adaptNames(*panel.y, shown.rowNames, false, shown.cells.top, shown.cells.bottom);
}

// A name at the middle of each row or column, upright where columns are narrow; only every n-th
// where there is no room for all.
void HeatPlot::adaptNames(QCPAxis& axis, const std::vector<Text>& names, bool across, double low,
                          double high)
{
    constexpr double kLongestEm = 9.0; // beyond, names would take the room of the cells
    const QFontMetricsF metrics(axis.tickLabelFont());
    const double longest = kLongestEm * m_look.units(m_look.tickPt);
    const double size = (high - low) / static_cast<double>(names.size());
    const double room =
        std::abs(axis.coordToPixel(low + size) - axis.coordToPixel(low)); // of one name
    QStringList shown;
    double widest = 0.0;
    for (const Text& name : names) {
        shown.append(metrics.elidedText(phrase(name), Qt::ElideMiddle, longest));
        widest = std::max(widest, metrics.horizontalAdvance(shown.back()));
    }
    const bool upright = across && widest + metrics.averageCharWidth() > room;
    axis.setTickLabelRotation(upright ? -90 : 0);
    const double needed = across && !upright ? widest : 1.05 * metrics.height();
    const auto every =
        static_cast<std::size_t>(std::max(1.0, std::ceil(needed / std::max(room, 1e-9))));
    auto ticker = QSharedPointer<QCPAxisTickerText>::create();
    for (std::size_t i = 0; i < names.size(); i += every) {
        const QString& name = shown[static_cast<qsizetype>(i)];
        if (!name.isEmpty()) // without a name there is no mark, either
            ticker->addTick(low + size * (static_cast<double>(i) + 0.5), name);
    }
    axis.setTicker(ticker);
}

void HeatPlot::adaptBar(std::size_t index)
{
    const bool lying = m_grid->barsBelow();
    const double length = lying ? m_bars[index].rect->width() : m_bars[index].rect->height();
    QCPAxis* axis = lying ? m_bars[index].bottom : m_bars[index].right;
    QCPAxis* other = lying ? m_bars[index].right : m_bars[index].bottom;
    const double em = m_look.units(m_look.tickPt);
    axis->ticker()->setTickCount(
        std::clamp(static_cast<int>(length / ((lying ? 5.0 : 3.2) * em)), 2, 5));
    const QFontMetricsF labels(figureFont(m_look.units(m_look.labelPt)));
    const double room = length + m_look.units(kOverhangPt);
    axis->setLabel(cut(wrapped(phrase(m_figure->scales[index].label), labels, room), labels, room));
    other->setLabel({});
}

} // namespace inspike
