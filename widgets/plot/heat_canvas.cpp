// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/heat_canvas.h"

#include "widgets/plot/canvas_surface.h"
#include "widgets/plot/heat_plot.h"
#include "widgets/text/phrases.h"

#include <QApplication>
#include <QVBoxLayout>

#include <cmath>

namespace inspike {
namespace {

constexpr double kZoomPerNotch = 0.8;
constexpr double kPanPerKey = 0.1;    // share of the visible range
constexpr double kLeastShare = 0.002; // of an axis, in view

} // namespace

struct HeatCanvas::Impl
{
    explicit Impl(HeatCanvas& owner);

    void refill();
    void replot() { surface->replot(QCustomPlot::rpQueuedReplot); }
    ViewRange fullX(std::size_t panel) const;
    ViewRange fullY(std::size_t panel) const;
    bool zoomed(std::size_t panel) const;
    std::size_t mainPanel() const;
    void apply(std::size_t panel, ViewRange x, ViewRange y);
    void zoom(std::size_t panel, QPointF at, double factor);
    void pan(std::size_t panel, double dxShare, double dyShare);
    bool key(QKeyEvent& event);
    std::optional<HeatSpot> spotAt(QPointF pixel) const;
    void press(const QMouseEvent& event);
    void move(const QMouseEvent& event);
    void release(const QMouseEvent& event);
    void wheel(const QWheelEvent& event);
    void leave() { point(std::nullopt); }
    void point(std::optional<QPointF> at);

    HeatCanvas& canvas;
    CanvasSurface<Impl>* surface;
    std::unique_ptr<HeatPlot> plot;
    std::shared_ptr<const HeatFigure> figure;

    std::optional<std::size_t> pressed; // panel
    bool dragging = false;
    QPointF pressedAt;
    ViewRange pressedX, pressedY;
    std::optional<HeatSpot> last; // pointed at; of this, only the cell counts
};

HeatCanvas::Impl::Impl(HeatCanvas& owner)
    : canvas(owner), surface(new CanvasSurface<Impl>(&owner, *this))
{
    fillWith(canvas, surface);
    plot = std::make_unique<HeatPlot>(*surface, lookOf(canvas));
    QObject::connect(surface, &QCustomPlot::beforeReplot, &canvas, [this] { plot->adapt(); });
}

void HeatCanvas::Impl::refill()
{
    plot->setLook(lookOf(canvas));
    if (!figure)
        return;
    plot->fill(figure);
    canvas.setAccessibleName(phrase(figure->title));
}

ViewRange HeatCanvas::Impl::fullX(std::size_t panel) const
{
    return {figure->panels[panel].x.low, figure->panels[panel].x.high};
}

ViewRange HeatCanvas::Impl::fullY(std::size_t panel) const
{
    return {figure->panels[panel].y.low, figure->panels[panel].y.high};
}

bool HeatCanvas::Impl::zoomed(std::size_t panel) const
{
    const double whole = fullX(panel).size();
    return plot->xRange(panel).size() < whole - 1e-6 * whole;
}

std::size_t HeatCanvas::Impl::mainPanel() const
{
    for (std::size_t i = 0; i < figure->panels.size(); ++i) {
        if (figure->panels[i].cellsAre == HeatCellsAre::Matrix)
            return i;
    }
    return 0;
}

// At most the whole panel, with its proportions, and no part beside it.
void HeatCanvas::Impl::apply(std::size_t panel, ViewRange x, ViewRange y)
{
    const auto inside = [](ViewRange wanted, ViewRange whole) {
        if (wanted.size() >= whole.size())
            return whole;
        if (wanted.low < whole.low)
            return wanted.moved(whole.low - wanted.low);
        return wanted.high > whole.high ? wanted.moved(whole.high - wanted.high) : wanted;
    };
    if (x.size() < kLeastShare * fullX(panel).size())
        return;
    plot->setRanges(panel, inside(x, fullX(panel)), inside(y, fullY(panel)));
    replot();
    Q_EMIT canvas.rangeChanged();
}

void HeatCanvas::Impl::zoom(std::size_t panel, QPointF at, double factor)
{
    const QPointF centre = plot->pointAt(panel, at);
    apply(panel, plot->xRange(panel).scaled(centre.x(), factor),
          plot->yRange(panel).scaled(centre.y(), factor));
}

void HeatCanvas::Impl::pan(std::size_t panel, double dxShare, double dyShare)
{
    const ViewRange x = plot->xRange(panel);
    const ViewRange y = plot->yRange(panel);
    apply(panel, x.moved(dxShare * x.size()), y.moved(dyShare * y.size()));
}

// Keys move the panel under the pointer, or the main one.
bool HeatCanvas::Impl::key(QKeyEvent& event)
{
    if (!figure || figure->panels.empty())
        return false;
    const std::size_t panel = last ? last->panel : mainPanel();
    const double down = figure->panels[panel].yDown ? kPanPerKey : -kPanPerKey;
    switch (event.key()) {
    case Qt::Key_A:
        pan(panel, -kPanPerKey, 0);
        return true;
    case Qt::Key_D:
        pan(panel, kPanPerKey, 0);
        return true;
    case Qt::Key_W:
        pan(panel, 0, -down);
        return true;
    case Qt::Key_S:
        pan(panel, 0, down);
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        zoom(panel, plot->area(panel).center(), kZoomPerNotch);
        return true;
    case Qt::Key_Minus:
        zoom(panel, plot->area(panel).center(), 1 / kZoomPerNotch);
        return true;
    case Qt::Key_Escape:
        Q_EMIT canvas.cancelled();
        return true;
    default:
        return false;
    }
}

std::optional<HeatSpot> HeatCanvas::Impl::spotAt(QPointF pixel) const
{
    const auto panel = figure ? plot->panelAt(pixel) : std::nullopt;
    const auto cell = panel ? plot->cellAt(*panel, pixel) : std::nullopt;
    if (!cell)
        return std::nullopt;
    const std::size_t columns = figure->panels[*panel].cells.columns;
    const QPointF at = plot->pointAt(*panel, pixel);
    return HeatSpot{*panel, *cell / columns, *cell % columns, at.x(), at.y()};
}

void HeatCanvas::Impl::press(const QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton || !figure)
        return;
    pressedAt = event.position();
    pressed = plot->panelAt(pressedAt);
    dragging = false;
    if (pressed) {
        pressedX = plot->xRange(*pressed);
        pressedY = plot->yRange(*pressed);
    }
}

void HeatCanvas::Impl::move(const QMouseEvent& event)
{
    if (!figure)
        return;
    const QPointF way = event.position() - pressedAt;
    if (pressed && way.manhattanLength() >= QApplication::startDragDistance())
        dragging = true;
    if (!pressed || !dragging) {
        point(event.position());
        return;
    }
    const QRect area = plot->area(*pressed);
    const double down = figure->panels[*pressed].yDown ? -1.0 : 1.0;
    apply(*pressed, pressedX.moved(-way.x() / area.width() * pressedX.size()),
          pressedY.moved(down * way.y() / area.height() * pressedY.size()));
}

void HeatCanvas::Impl::release(const QMouseEvent& event)
{
    const auto spot = spotAt(event.position());
    if (pressed && !dragging && spot && event.button() == Qt::LeftButton)
        Q_EMIT canvas.clicked(*spot, event.modifiers());
    pressed.reset();
    dragging = false;
}

void HeatCanvas::Impl::point(std::optional<QPointF> at)
{
    const auto panel = at && figure ? plot->panelAt(*at) : std::nullopt;
    const auto spot = at ? spotAt(*at) : std::nullopt;
    const bool same = spot.has_value() == last.has_value() &&
                      (!spot || (spot->panel == last->panel && spot->row == last->row &&
                                 spot->column == last->column));
    last = spot;
    if (!same)
        Q_EMIT canvas.pointed(spot);
    Q_EMIT canvas.hovered(panel ? plot->wordsAt(*panel, *at) : QString());
}

void HeatCanvas::Impl::wheel(const QWheelEvent& event)
{
    const auto panel = figure ? plot->panelAt(event.position()) : std::nullopt;
    if (panel)
        zoom(*panel, event.position(), std::pow(kZoomPerNotch, event.angleDelta().y() / 120.0));
}

HeatCanvas::HeatCanvas(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>(*this))
{
    setMinimumSize(160, 120);
}

HeatCanvas::~HeatCanvas() = default;

void HeatCanvas::setFigure(std::shared_ptr<const HeatFigure> figure, bool keepRange)
{
    const bool first = !m_impl->figure;
    m_impl->figure = std::move(figure);
    if (first || m_impl->plot->panels() == 0)
        m_impl->refill();
    else
        m_impl->plot->fill(m_impl->figure);
    for (std::size_t i = 0; !keepRange && i < m_impl->plot->panels(); ++i)
        m_impl->plot->fit(i);
    m_impl->replot();
}

const std::shared_ptr<const HeatFigure>& HeatCanvas::figure() const
{
    return m_impl->figure;
}

Viewport HeatCanvas::viewport() const
{
    Viewport view;
    if (!m_impl->figure || m_impl->figure->panels.empty())
        return view;
    const std::size_t panel = m_impl->mainPanel();
    const ViewRange x = m_impl->plot->xRange(panel);
    const ViewRange y = m_impl->plot->yRange(panel);
    view.xLow = x.low;
    view.xHigh = x.high;
    view.yLow = y.low;
    view.yHigh = y.high;
    const QSizeF size = QSizeF(m_impl->plot->area(panel).size()) * devicePixelRatioF();
    view.widthPx = std::max(1, static_cast<int>(size.width()));
    view.heightPx = std::max(1, static_cast<int>(size.height()));
    return view;
}

bool HeatCanvas::zoomed() const
{
    for (std::size_t i = 0; m_impl->figure && i < m_impl->plot->panels(); ++i) {
        if (m_impl->zoomed(i))
            return true;
    }
    return false;
}

void HeatCanvas::setRange(std::size_t panel, double xLow, double xHigh, double yLow, double yHigh)
{
    if (m_impl->figure)
        m_impl->apply(panel, {xLow, xHigh}, {yLow, yHigh});
}

void HeatCanvas::fit()
{
    if (!m_impl->figure)
        return;
    for (std::size_t i = 0; i < m_impl->plot->panels(); ++i)
        m_impl->plot->fit(i);
    m_impl->replot();
    Q_EMIT rangeChanged();
}

QPointF HeatCanvas::pixelOf(std::size_t panel, double x, double y) const
{
    return m_impl->figure ? m_impl->plot->pixelOf(panel, {x, y}) : QPointF();
}

QPointF HeatCanvas::pixelOfCell(std::size_t panel, std::size_t row, std::size_t column) const
{
    if (!m_impl->figure)
        return {};
    const HeatCells& cells = m_impl->figure->panels[panel].cells;
    const double across = (static_cast<double>(column) + 0.5) / static_cast<double>(cells.columns);
    const double down = (static_cast<double>(row) + 0.5) / static_cast<double>(cells.rows);
    return pixelOf(panel, cells.left + across * (cells.right - cells.left),
                   cells.top + down * (cells.bottom - cells.top));
}

void HeatCanvas::changeEvent(QEvent* event)
{
    const auto type = event->type();
    if (m_impl && m_impl->figure &&
        (type == QEvent::PaletteChange || type == QEvent::LanguageChange)) {
        std::vector<std::pair<ViewRange, ViewRange>> ranges;
        for (std::size_t i = 0; i < m_impl->plot->panels(); ++i)
            ranges.emplace_back(m_impl->plot->xRange(i), m_impl->plot->yRange(i));
        m_impl->refill();
        for (std::size_t i = 0; i < ranges.size(); ++i)
            m_impl->plot->setRanges(i, ranges[i].first, ranges[i].second);
        m_impl->replot();
    }
    QWidget::changeEvent(event);
}

} // namespace inspike
