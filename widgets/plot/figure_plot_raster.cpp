// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of FigurePlot that draws rasters: density with its bar, rate strip, and the next picture
// of the same kind in the place of the last one.

#include "widgets/plot/figure_plot.h"
#include "widgets/plot/heading_row.h"
#include "widgets/plot/plot_layers.h"
#include "widgets/plot/tickers.h"
#include "widgets/text/phrases.h"

#include <QLocale>

#include <algorithm>

namespace inspike {
namespace {

bool sameShades(const std::vector<Shade>& a, const std::vector<Shade>& b)
{
    return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const Shade& x, const Shade& y) {
        return x.from == y.from && x.to == y.to && x.label == y.label;
    });
}

bool sameHead(const RasterFigure& a, const RasterFigure& b)
{
    return a.note == b.note &&
           std::equal(a.categories.begin(), a.categories.end(), b.categories.begin(),
                      b.categories.end(), [](const SpikeCategory& x, const SpikeCategory& y) {
                          return x.label == y.label && x.colour == y.colour && x.spikes == y.spikes;
                      });
}

// Cells of several kinds with at most one spike each say all by their hue.
bool hasBar(const RasterFigure& figure)
{
    return std::holds_alternative<RasterBins>(figure.body) &&
           (figure.categories.empty() || figure.density.high > 1.0);
}

constexpr double kKindSamplePt = 5.0; // height of a colour in the legend

} // namespace

void FigurePlot::fillRaster(const RasterFigure& figure)
{
    m_x = figure.x;
    m_rasterRow = addRasterHead(figure);
    addPanel(m_rasterRow, figure.y);
    addShades(figure.shades);
    PlotPanel& main = m_panels.front();
    // The base class aliases the figure, so that the plottable keeps it alive.
    const std::shared_ptr<const RasterFigure> shared(m_figure, &figure);
    m_raster = new RasterPlottable(main.x, main.y, shared, m_look);
    m_raster->setLayer(QStringLiteral("main"));
    if (hasBar(figure))
        addColourScale(figure);
    if (!figure.rateValues.empty())
        addRateStrip(figure);
    showRaster(figure);
    m_plot.plotLayout()->setRowStretchFactor(m_rasterRow, 4);
}

// What is shown, and what its colours mean. Returns the row below.
int FigurePlot::addRasterHead(const RasterFigure& figure)
{
    int row = 0;
    if (figure.note != Text{})
        addHeading(*m_plot.plotLayout(), row++, figure.note, false)->setWraps(true);
    std::vector<LegendItem> items;
    for (const SpikeCategory& category : figure.categories) {
        const QString words = QStringLiteral("%1: %2").arg(
            phrase(category.label), QLocale().toString(qulonglong{category.spikes}));
        items.push_back({words, m_look.theme.colour(category.colour), Qt::SolidLine,
                         m_look.units(kKindSamplePt), false});
    }
    if (!items.empty())
        addLegend(std::move(items), row++);
    return row;
}

bool FigurePlot::updateRaster(const std::shared_ptr<const RasterFigure>& figure)
{
    const auto& before = std::get<RasterFigure>(*m_figure);
    const bool strip = !figure->rateValues.empty();
    if ((hasBar(*figure) && m_colours == nullptr) || strip != (m_rate != nullptr) ||
        !sameShades(before.shades, figure->shades) || !sameHead(before, *figure))
        return false;
    m_x = figure->x;
    m_panels.front().yInfo = figure->y;
    m_raster->setFigure(figure);
    showRaster(*figure);
    return true;
}

void FigurePlot::showRaster(const RasterFigure& figure)
{
    m_panels.front().y->setTicker(
        QSharedPointer<RowTicker>::create(figure.rows, m_raster->rowCentre()));
    if (m_colours != nullptr)
        showColours(figure);
    if (m_rate != nullptr)
        showRate(figure);
}

void FigurePlot::addColourScale(const RasterFigure& figure)
{
    m_colours = new QCPColorScale(&m_plot);
    m_colours->setType(QCPAxis::atRight);
    QCPColorGradient gradient;
    gradient.clearColorStops();
    const auto& colours = Theme::viridis();
    for (std::size_t i = 0; figure.categories.empty() && i < colours.size(); i += 15)
        gradient.setColorStopAt(static_cast<double>(i) / 255.0, QColor(colours[i]));
    if (!figure.categories.empty()) { // strength alone: the legend says the hues
        gradient.setColorStopAt(0, m_look.theme.canvas());
        gradient.setColorStopAt(1, m_look.theme.colour({ColourRole::Muted}));
    }
    gradient.setLevelCount(256);
    m_colours->setGradient(gradient);
    m_colours->setBarWidth(static_cast<int>(m_look.units(7)));
    styleAxis(*m_colours->axis());
    m_colours->axis()->setTickLength(0, static_cast<int>(m_look.units(2)));
    // The frame of the bar is made of the other three axes.
    QCPAxisRect* bar = m_colours->axis()->axisRect();
    for (QCPAxis* side : bar->axes()) {
        side->setLayer(kColourLayer);
        if (side != m_colours->axis())
            side->setBasePen(m_colours->axis()->basePen());
    }
    bar->setLayer(kColourLayer);
    m_colours->setMarginGroup(QCP::msTop | QCP::msBottom, m_margins);
    m_panels.front().rect->setMarginGroup(QCP::msTop | QCP::msBottom, m_margins);
    m_plot.plotLayout()->addElement(m_rasterRow, 1, m_colours);
}

void FigurePlot::showColours(const RasterFigure& figure)
{
    // Hidden on its layer, the bar keeps its room: zooming in does not move the picture.
    const bool shown = hasBar(figure);
    m_plot.layer(kColourLayer)->setVisible(shown);
    if (!shown)
        return;
    const auto highest = static_cast<double>(m_raster->highestCount());
    QCPAxis& axis = *m_colours->axis();
    if (figure.logCounts) {
        m_colours->setDataScaleType(QCPAxis::stLogarithmic);
        m_colours->setDataRange({1.0, std::max(2.0, highest)});
        axis.setTicker(QSharedPointer<CountTicker>::create());
    } else {
        m_colours->setDataScaleType(QCPAxis::stLinear);
        m_colours->setDataRange({0.0, highest});
        auto ticker = QSharedPointer<NumberTicker>::create(true);
        ticker->setTickCount(4);
        axis.setTicker(ticker);
    }
    axis.setLabel(phrase(figure.density.label));
}

void FigurePlot::addRateStrip(const RasterFigure& figure)
{
    const std::size_t index = addPanel(m_rasterRow + 1, figure.rate);
    PlotPanel& strip = m_panels[index];
    strip.strip = true;
    m_rate = new QCPGraph(strip.x, strip.y);
    m_rate->setLayer(QStringLiteral("main"));
    m_rate->setLineStyle(QCPGraph::lsStepLeft);
    const QColor ink = m_look.theme.colour({ColourRole::Foreground});
    m_rate->setPen(pen(ink, m_look.linePt * 0.8));
    m_rate->setBrush(m_look.theme.faded(ink, 0.18));
    m_plot.plotLayout()->setRowStretchFactor(m_rasterRow + 1, 1);
}

void FigurePlot::showRate(const RasterFigure& figure)
{
    PlotPanel& strip = m_panels[1];
    strip.yInfo = figure.rate;
    // Air above the highest bin, whose line would be cut in half.
    strip.y->setRange(figure.rate.low,
                      figure.rate.high + 0.08 * (figure.rate.high - figure.rate.low));
    // Each value holds until the next edge, the last one until the end of its bin.
    QVector<double> values(figure.rateValues.begin(), figure.rateValues.end());
    if (!values.isEmpty())
        values.append(values.back());
    m_rate->setData(QVector<double>(figure.rateEdges.begin(), figure.rateEdges.end()), values,
                    true);
}

} // namespace inspike
