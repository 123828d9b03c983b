// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/plot_canvas.h"

#include "widgets/plot/canvas_surface.h"
#include "widgets/plot/plot_canvas_impl.h"
#include "widgets/text/phrases.h"

#include <QRubberBand>
#include <QVBoxLayout>

#include <cmath>

namespace inspike {
namespace {

constexpr int kAnimationMs = 150;
constexpr double kLeastMs = 0.005;   // of a time axis, to tell microseconds apart
constexpr double kLeastShare = 1e-6; // of any other axis

Text titleOf(const Figure& figure)
{
    return std::visit([](const auto& each) { return each.title; }, figure);
}

} // namespace

PlotCanvas::Impl::Impl(PlotCanvas& owner)
    : canvas(owner),
      surface(new PlotSurface(&owner, *this)),
      band(new QRubberBand(QRubberBand::Rectangle, surface))
{
    fillWith(canvas, surface);
    plot = std::make_unique<FigurePlot>(*surface, lookOf(canvas));
    QObject::connect(surface, &QCustomPlot::beforeReplot, &canvas, [this] { plot->adapt(); });
    animation.setDuration(kAnimationMs);
}

void PlotCanvas::Impl::refill()
{
    plot->setLook(lookOf(canvas));
    plot->fill(figure);
    plot->setHighlight(highlighted, highlightedX);
    plot->setCursor(cursor);
    canvas.setAccessibleName(phrase(titleOf(*figure)));
}

const PlotPanel* PlotCanvas::Impl::panelAt(QPointF at) const
{
    for (const PlotPanel& panel : plot->panels())
        if (panel.rect->rect().contains(at.toPoint()))
            return &panel;
    return nullptr;
}

QPointF PlotCanvas::Impl::valueAt(const PlotPanel& panel, QPointF at) const
{
    return {panel.x->pixelToCoord(at.x()), panel.y->pixelToCoord(at.y())};
}

ViewRanges PlotCanvas::Impl::ranges() const
{
    ViewRanges now;
    for (const PlotPanel& panel : plot->panels()) {
        const ViewRange x{panel.x->range().lower, panel.x->range().upper};
        if (!panel.ownX)
            now.x = x;
        now.ownX.push_back(x);
        now.y.push_back({panel.y->range().lower, panel.y->range().upper});
    }
    return now;
}

ViewRanges PlotCanvas::Impl::whole() const
{
    ViewRanges all;
    all.x = {plot->xInfo().low, plot->xInfo().high};
    for (const PlotPanel& panel : plot->panels()) {
        all.y.push_back({panel.yInfo.low, panel.yInfo.high});
        all.ownX.push_back(panel.ownX ? ViewRange{panel.ownX->low, panel.ownX->high} : all.x);
    }
    return all;
}

// The narrowest ranges that make sense: microseconds, one row.
ViewRanges PlotCanvas::Impl::least() const
{
    ViewRanges narrow;
    const auto share = [](double low, double high) {
        return ViewRange{0.0, kLeastShare * (high - low)};
    };
    narrow.x = share(plot->xInfo().low, plot->xInfo().high);
    if (plot->xInfo().unit == "ms")
        narrow.x.high = std::min(narrow.x.high, kLeastMs);
    for (const PlotPanel& panel : plot->panels()) {
        ViewRange y = share(panel.yInfo.low, panel.yInfo.high);
        if (panel.yInfo.integral)
            y.high = std::min(1.0, panel.yInfo.high - panel.yInfo.low);
        narrow.y.push_back(y);
    }
    return narrow;
}

void PlotCanvas::Impl::show(const ViewRanges& ranges)
{
    plot->setXRange(ranges.x.low, ranges.x.high);
    for (std::size_t i = 0; i < plot->panels().size() && i < ranges.y.size(); ++i) {
        const PlotPanel& panel = plot->panels()[i];
        if (!panel.strip)
            panel.y->setRange(ranges.y[i].low, ranges.y[i].high);
        if (panel.ownX && i < ranges.ownX.size())
            panel.x->setRange(ranges.ownX[i].low, ranges.ownX[i].high);
    }
}

void PlotCanvas::Impl::apply(const ViewRanges& wanted)
{
    const ViewRanges limited = bounded(wanted, whole(), least());
    show(limited);
    plot->setCursor(cursor);
    replot();
    Q_EMIT canvas.rangeChanged();
}

PlotCanvas::PlotCanvas(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>(*this))
{
    setMinimumSize(160, 120);
    m_impl->refill();
}

PlotCanvas::~PlotCanvas() = default;

void PlotCanvas::setFigure(Figure figure, bool keepRange)
{
    Impl& my = *m_impl;
    const ViewRanges before = my.ranges();
    auto next = std::make_shared<const Figure>(std::move(figure));
    const std::shared_ptr<const Figure> last = std::exchange(my.figure, next);
    if (keepRange && my.plot->update(next)) {
        // The same panels: zooming and dragging go on.
        if (!std::get<RasterFigure>(*next).rows.sharesTable(std::get<RasterFigure>(*last).rows))
            my.plot->setHighlight(my.highlighted, my.highlightedX);
        my.replot();
        return;
    }
    if (!keepRange) {
        my.animation.stop();
        my.cancelBox();
    }
    my.refill();
    if (keepRange)
        my.restore(before);
    my.replot();
}

// Ranges as they were before the panels were made anew.
void PlotCanvas::Impl::restore(const ViewRanges& before)
{
    ViewRanges wanted = whole();
    wanted.x = before.x;
    if (wanted.y.size() == before.y.size()) {
        wanted.y = before.y;
        wanted.ownX = before.ownX;
    }
    const ViewRanges limited = bounded(wanted, whole(), least());
    show(limited);
    plot->setCursor(cursor);
}

const Figure& PlotCanvas::figure() const
{
    return *m_impl->figure;
}

void PlotCanvas::setHighlight(std::vector<Key> keys,
                              std::optional<std::pair<double, double>> xRange)
{
    m_impl->highlighted = std::move(keys);
    m_impl->highlightedX = xRange;
    m_impl->plot->setHighlight(m_impl->highlighted, xRange);
    m_impl->replot();
}

void PlotCanvas::setCursor(std::optional<double> x)
{
    if (m_impl->cursor == x)
        return;
    m_impl->cursor = x;
    m_impl->plot->setCursor(x);
    m_impl->surface->layer(QStringLiteral("cursor"))->replot();
}

void PlotCanvas::setHover(const std::optional<Key>& key)
{
    m_impl->plot->setHover(key);
    m_impl->surface->layer(QStringLiteral("cursor"))->replot();
}

std::size_t PlotCanvas::hoverMarks() const
{
    return m_impl->plot->hoverMarks();
}

Viewport PlotCanvas::viewport() const
{
    Viewport view;
    if (m_impl->plot->panels().empty())
        return view;
    const PlotPanel& main = m_impl->plot->panels().front();
    const ViewRanges now = m_impl->ranges();
    view.xLow = now.x.low;
    view.xHigh = now.x.high;
    view.yLow = now.y.front().low;
    view.yHigh = now.y.front().high;
    const double ratio = devicePixelRatioF();
    view.widthPx = std::max(1, static_cast<int>(main.rect->width() * ratio));
    view.heightPx = std::max(1, static_cast<int>(main.rect->height() * ratio));
    return view;
}

void PlotCanvas::setRange(double xLow, double xHigh, double yLow, double yHigh)
{
    ViewRanges wanted = m_impl->ranges();
    wanted.x = {xLow, xHigh};
    if (!wanted.y.empty())
        wanted.y.front() = {yLow, yHigh};
    m_impl->apply(wanted);
}

bool PlotCanvas::zoomed() const
{
    const auto differ = [](const ViewRange& a, const ViewRange& b) {
        const double slack = 1e-6 * b.size();
        return std::abs(a.low - b.low) > slack || std::abs(a.high - b.high) > slack;
    };
    const ViewRanges shown = m_impl->ranges();
    const ViewRanges whole = m_impl->whole();
    if (differ(shown.x, whole.x))
        return true;
    for (std::size_t i = 0; i < shown.y.size() && i < whole.y.size(); ++i) {
        const PlotPanel& panel = m_impl->plot->panels()[i];
        if (!panel.strip && differ(shown.y[i], whole.y[i]))
            return true;
        if (panel.ownX && differ(shown.ownX[i], whole.ownX[i]))
            return true;
    }
    return false;
}

void PlotCanvas::setKeyNavigation(bool on)
{
    m_impl->keyNavigation = on;
}

void PlotCanvas::fit()
{
    m_impl->animation.stop();
    m_impl->apply(m_impl->whole());
}

void PlotCanvas::repaintNow()
{
    m_impl->surface->replot(QCustomPlot::rpImmediateRefresh);
}

QPointF PlotCanvas::pixelOf(double x, double y) const
{
    if (m_impl->plot->panels().empty())
        return {};
    const PlotPanel& main = m_impl->plot->panels().front();
    return {main.x->coordToPixel(x), main.y->coordToPixel(y)};
}

void PlotCanvas::changeEvent(QEvent* event)
{
    const auto type = event->type();
    if (m_impl && (type == QEvent::PaletteChange || type == QEvent::LanguageChange)) {
        const ViewRanges before = m_impl->ranges();
        m_impl->refill();
        m_impl->apply(before);
    }
    QWidget::changeEvent(event);
}

} // namespace inspike
