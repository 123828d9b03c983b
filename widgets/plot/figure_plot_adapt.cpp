// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of FigurePlot that fits words and ticks to the size at hand, and that says what lies
// under the pointer.

#include "widgets/plot/figure_plot.h"
#include "widgets/plot/label_text.h"
#include "widgets/plot/series_graphs.h"
#include "widgets/plot/tickers.h"
#include "widgets/text/fonts.h"
#include "widgets/text/numbers.h"
#include "widgets/text/phrases.h"

#include <QCoreApplication>

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

constexpr double kLabelOverhangPt = 12; // a label may be that much longer than its axis

QString translated(const char* source)
{
    return QCoreApplication::translate("FigurePlot", source);
}

double widestLabel(const QCPAxis& axis, const QFontMetricsF& metrics)
{
    QVector<double> ticks;
    QVector<QString> labels;
    axis.ticker()->generate(axis.range(), QLocale::c(), QLatin1Char('g'), 6, ticks, nullptr,
                            &labels);
    double widest = 0;
    for (int i = 0; i < ticks.size() && i < labels.size(); ++i)
        if (axis.range().contains(ticks[i]))
            widest = std::max(widest, metrics.horizontalAdvance(labels[i]));
    return widest;
}

QString quantity(double value, const AxisInfo& axis)
{
    const QString unit = QString::fromStdString(axis.unit);
    return unit.isEmpty() ? numberText(value) : numberText(value) + QLatin1Char(' ') + unit;
}

} // namespace

void FigurePlot::adapt()
{
    arrangeGrid();
    adaptTime();
    // Twice: the number of ticks depends on the layout, and the layout on the width of tick labels.
    for (int pass = 0; pass < 2; ++pass) {
        for (const auto phase : {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins,
                                 QCPLayoutElement::upLayout})
            m_plot.plotLayout()->update(phase);
        adaptTicks();
        adaptLabels();
    }
    for (const auto phase :
         {QCPLayoutElement::upPreparation, QCPLayoutElement::upMargins, QCPLayoutElement::upLayout})
        m_plot.plotLayout()->update(phase);
    adaptShades();
}

void FigurePlot::adaptTime()
{
    if (m_panels.empty() || m_x.label.id != TextId::Time || m_x.unit != "ms")
        return;
    const QCPRange range = m_panels.front().x->range();
    const TimeScaling scaling = timeScaling(range.lower, range.upper);
    AxisInfo shown = m_x;
    shown.unit = scaling.unit;
    if (scaling.offsetMs != 0)
        shown.label = {TextId::TimeAfter, {timeText(scaling.offsetMs).toStdString()}};
    shown.low = scaling.offsetMs;
    if (m_timeShown && m_timeShown->unit == shown.unit && m_timeShown->low == shown.low)
        return;
    for (const PlotPanel& panel : m_panels) {
        if (panel.ownX)
            continue;
        panel.x->setTicker(QSharedPointer<TimeTicker>::create(scaling.unitMs, scaling.offsetMs));
        if (panel.x->tickLabels())
            panel.x->setLabel(axisLabel(shown));
    }
    m_timeShown = shown;
}

void FigurePlot::adaptTicks()
{
    for (const PlotPanel& panel : m_panels) {
        const double em = m_look.units(m_look.tickPt);
        const AxisInfo& x = panel.ownX ? *panel.ownX : m_x;
        const bool few = x.integral && x.high < 100.0; // short numbers
        const int across = static_cast<int>(panel.rect->width() / ((few ? 3.0 : 6.5) * em));
        const int up = static_cast<int>(panel.rect->height() / (3.2 * em));
        panel.x->ticker()->setTickCount(std::clamp(across, 2, 8));
        panel.y->ticker()->setTickCount(panel.strip ? 1
                                                    : std::clamp(up, m_grid != nullptr ? 2 : 1, 6));
    }
}

void FigurePlot::adaptLabels()
{
    const QFontMetricsF ticks(figureFont(m_look.units(m_look.tickPt)));
    const QFontMetricsF labels(figureFont(m_look.units(m_look.labelPt)));
    double widest = 0;
    for (const PlotPanel& panel : m_panels)
        widest = std::max(widest, widestLabel(*panel.y, ticks));
    for (const PlotPanel& panel : m_panels) {
        // Axis labels stand in one line although their tick labels differ in width.
        const double missing = widest - widestLabel(*panel.y, ticks);
        panel.y->setLabelPadding(static_cast<int>(std::lround(m_look.units(2.5) + missing)));
        const double height = panel.rect->height();
        const QString words =
            wrapped(axisLabel(panel.yInfo), labels, height + m_look.units(m_look.labelPt));
        // The strip is short, but its neighbour's label is far away.
        panel.y->setLabel(
            panel.strip ? words : cut(words, labels, height + m_look.units(kLabelOverhangPt)));
        if (!panel.xNames.empty())
            adaptNames(panel);
    }
}

// Names that do not fit side by side stand upright.
void FigurePlot::adaptNames(const PlotPanel& panel) const
{
    constexpr double kLongestEm = 7.0; // upright
    const QFontMetricsF metrics(figureFont(m_look.units(m_look.tickPt)));
    const double em = m_look.units(m_look.tickPt);
    const double room = std::abs(panel.x->coordToPixel(1) - panel.x->coordToPixel(0)) - 0.4 * em;
    QStringList names;
    double widest = 0;
    for (const Text& name : panel.xNames) {
        names.append(phrase(name));
        widest = std::max(widest, metrics.horizontalAdvance(names.back()));
    }
    const bool upright = widest > room;
    const int every = upright ? std::max(1, static_cast<int>(std::ceil(0.8 * em / room))) : 1;
    for (qsizetype i = 0; upright && i < names.size(); ++i)
        names[i] = i % every == 0 ? metrics.elidedText(names[i], Qt::ElideRight, kLongestEm * em)
                                  : QString();
    if (const auto ticker = panel.x->ticker().dynamicCast<NameTicker>())
        ticker->setNames(names);
    panel.x->setTickLabelRotation(upright ? -90 : 0);
}

void FigurePlot::adaptShades()
{
    if (m_panels.empty())
        return;
    const PlotPanel& top = m_panels.front();
    const QFontMetricsF metrics(figureFont(m_look.units(m_look.tickPt)));
    for (const ShadeInPlot& shade : m_shades) {
        const double from = std::max(shade.range.first, top.x->range().lower);
        const double to = std::min(shade.range.second, top.x->range().upper);
        const double room = top.x->coordToPixel(to) - top.x->coordToPixel(from);
        shade.words->setVisible(room >= metrics.horizontalAdvance(shade.words->text()));
        const double gap = m_look.units(1.5) / std::max(1, top.rect->height());
        shade.words->position->setCoords(0.5 * (from + to), -gap);
    }
}

PlotHit FigurePlot::hit(QPointF at, double tolerance) const
{
    if (m_raster != nullptr) {
        const auto found = m_raster->hit(at, tolerance);
        return found ? hitRaster(*found) : PlotHit{};
    }
    return hitLine(at, tolerance);
}

// "unit 5", "rows 64-127", "x 3, y 4, ON"
QString FigurePlot::rowWords(const RasterHit& hit) const
{
    const auto& figure = std::get<RasterFigure>(*m_figure);
    if (hit.rowEnd > hit.row + 1) {
        const auto last = std::min(hit.rowEnd, figure.rows.size()) - 1;
        return translated(QT_TRANSLATE_NOOP("FigurePlot", "rows %1"))
            .arg(QString::number(hit.row) + QChar(0x2013) + QString::number(last));
    }
    const std::uint32_t unit = figure.rows[hit.pointed].unit;
    if (figure.sensor.empty())
        return translated(QT_TRANSLATE_NOOP("FigurePlot", "unit %1")).arg(unit);
    const std::uint32_t line = unit / figure.sensor.width;
    return QStringLiteral("x %1, y %2, %3")
        .arg(unit % figure.sensor.width)
        .arg(line % figure.sensor.height)
        .arg(line >= figure.sensor.height ? QStringLiteral("ON") : QStringLiteral("OFF"));
}

PlotHit FigurePlot::hitRaster(const RasterHit& hit) const
{
    const auto& figure = std::get<RasterFigure>(*m_figure);
    const bool steps = m_x.unit.empty();
    QString when;
    if (hit.to > hit.from)
        when = steps ? numberText(hit.from) + QChar(0x2013) + numberText(hit.to)
                     : timeSpanText(hit.from, hit.to);
    else
        when = steps ? numberText(hit.from) : timeText(hit.from);
    if (steps)
        when = translated(QT_TRANSLATE_NOOP("FigurePlot", "step %1")).arg(when);
    return {figure.rows[hit.pointed].key,
            QStringList{rowWords(hit), when, countWords(hit)}.join(QStringLiteral(", "))};
}

// "3 spikes"; of several kinds "3 spikes (in both: 2, only A: 1)"
QString FigurePlot::countWords(const RasterHit& hit) const
{
    const auto& figure = std::get<RasterFigure>(*m_figure);
    QString count = hit.count == 1
                        ? translated(QT_TRANSLATE_NOOP("FigurePlot", "1 spike"))
                        : translated(QT_TRANSLATE_NOOP("FigurePlot", "%1 spikes")).arg(hit.count);
    if (figure.fidelity.sampled())
        count = translated(QT_TRANSLATE_NOOP("FigurePlot", "%1 of a sample")).arg(count);
    QStringList kinds;
    for (std::size_t k = 0; k < hit.categories.size(); ++k) {
        if (hit.categories[k] == 0)
            continue;
        kinds.append(QStringLiteral("%1: %2")
                         .arg(phrase(figure.categories[k].label))
                         .arg(hit.categories[k]));
    }
    return kinds.isEmpty() ? count
                           : QStringLiteral("%1 (%2)").arg(count, kinds.join(QStringLiteral(", ")));
}

// Exact position along x, as its axis says it.
QString FigurePlot::xWords(const PlotPanel& panel, double x) const
{
    const auto place = static_cast<std::size_t>(std::max(0L, std::lround(x)));
    if (place < panel.xNames.size())
        return phrase(panel.xNames[place]);
    return quantity(x, panel.ownX ? *panel.ownX : m_x);
}

PlotHit FigurePlot::hitPoint(QPointF at, double tolerance) const
{
    PlotHit found;
    double best = tolerance;
    for (const LineInPlot& entry : m_lines) {
        const auto* cloud = dynamic_cast<const CloudGraph*>(entry.graph);
        const PlotPanel& panel = m_panels[entry.panel];
        if (cloud == nullptr || !panel.rect->rect().contains(at.toPoint()))
            continue;
        const auto nearest = cloud->nearest(at);
        if (!nearest || nearest->distance > best)
            continue;
        best = nearest->distance;
        const std::size_t i = nearest->point;
        found.key = entry.line->keys[i];
        QStringList parts;
        if (found.key->kind == KeyKind::Sample)
            parts.append(phrase({TextId::SampleNumber, {std::to_string(found.key->index)}}));
        parts.append(phrase(entry.line->label));
        parts.append(xWords(panel, entry.line->x[i]));
        parts.append(quantity(entry.line->y[i], panel.yInfo));
        found.words = parts.join(QStringLiteral(", "));
    }
    return found;
}

PlotHit FigurePlot::hitLine(QPointF at, double tolerance) const
{
    if (PlotHit point = hitPoint(at, tolerance); point.key)
        return point;
    const LineInPlot* nearest = nullptr;
    double best = tolerance;
    for (const LineInPlot& entry : m_lines) {
        if (!m_panels[entry.panel].rect->rect().contains(at.toPoint()))
            continue;
        const double distance = entry.graph->selectTest(at, false);
        if (distance >= 0 && distance <= best) {
            best = distance;
            nearest = &entry;
        }
    }
    if (nearest == nullptr)
        return {};
    const PlotPanel& panel = m_panels[nearest->panel];
    const double x = panel.x->pixelToCoord(at.x());
    // Exact values come from the datum nearest in x, not from the pixel.
    const auto data = nearest->graph->data();
    auto datum = data->findBegin(x, true);
    if (datum == data->constEnd())
        return {};
    const auto next = datum + 1;
    if (next != data->constEnd() && std::abs(next->key - x) < std::abs(datum->key - x))
        datum = next;
    QStringList parts;
    if (const QString label = phrase(nearest->line->label); !label.isEmpty())
        parts.append(label);
    parts.append(xWords(panel, datum->key));
    parts.append(quantity(datum->value, panel.yInfo));
    return {nearest->line->key, parts.join(QStringLiteral(", "))};
}

} // namespace inspike
