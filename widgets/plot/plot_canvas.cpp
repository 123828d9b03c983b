// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/plot_canvas.h"

#include "widgets/plot/figure_plot.h"
#include "widgets/plot/view_ranges.h"
#include "widgets/text/phrases.h"

#include <QRubberBand>
#include <QVBoxLayout>
#include <QVariantAnimation>

#include <cmath>

namespace inspike {
namespace {

constexpr double kHitTolerancePx = 6.0;
constexpr int kDragThresholdPx = 4;
constexpr int kAnimationMs = 150;
constexpr double kZoomPerNotch = 0.8;
constexpr double kPanPerKey = 0.1; // share of the visible range

Text titleOf(const Figure& figure)
{
    return std::visit([](const auto& each) { return each.title; }, figure);
}

} // namespace

// Gets the pointer and the keys; the plot library's own interactions stay off.
class PlotSurface : public QCustomPlot
{
public:
    PlotSurface(QWidget* parent, PlotCanvas::Impl& owner) : QCustomPlot(parent), m_owner(owner) {}

protected:
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void leaveEvent(QEvent* event) override;

private:
    PlotCanvas::Impl& m_owner;
};

struct PlotCanvas::Impl
{
    explicit Impl(PlotCanvas& owner);

    PlotLook look() const;
    void refill();
    void replot() { surface->replot(QCustomPlot::rpQueuedReplot); }
    const PlotPanel* panelAt(QPointF at) const;
    QPointF valueAt(const PlotPanel& panel, QPointF at) const;
    ViewRanges ranges() const;
    void apply(const ViewRanges& wanted);
    ViewRanges whole() const;
    void zoom(QPointF at, double factor, bool xOnly);
    void pan(double dxShare, double dyShare);
    void animateTo(const ViewRanges& target);

    void press(QMouseEvent& event);
    void move(QMouseEvent& event);
    void release(QMouseEvent& event);
    void finishBox(QPointF at);
    void click(QMouseEvent& event);
    void cancelBox();
    bool key(QKeyEvent& event);

    PlotCanvas& canvas;
    PlotSurface* surface;
    std::unique_ptr<FigurePlot> plot;
    std::shared_ptr<const Figure> figure = std::make_shared<const Figure>();
    std::vector<Key> highlighted;
    std::optional<std::pair<double, double>> highlightedX;
    std::optional<double> cursor;
    QRubberBand* band;
    QVariantAnimation animation;

    enum class Drag { None, Undecided, Pan, Box };
    Drag drag = Drag::None;
    QPointF pressedAt;
    ViewRanges pressedRanges;
    const PlotPanel* pressedPanel = nullptr;
};

PlotCanvas::Impl::Impl(PlotCanvas& owner)
    : canvas(owner),
      surface(new PlotSurface(&owner, *this)),
      band(new QRubberBand(QRubberBand::Rectangle, surface))
{
    surface->setMouseTracking(true);
    surface->setFocusPolicy(Qt::StrongFocus);
    canvas.setFocusProxy(surface);
    auto* layout = new QVBoxLayout(&canvas);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(surface);
    plot = std::make_unique<FigurePlot>(*surface, look());
    QObject::connect(surface, &QCustomPlot::beforeReplot, &canvas, [this] { plot->adapt(); });
    animation.setDuration(kAnimationMs);
}

PlotLook PlotCanvas::Impl::look() const
{
    PlotLook made;
    made.theme = currentTheme();
    made.perPt = canvas.logicalDpiX() / 72.0;
    return made;
}

void PlotCanvas::Impl::refill()
{
    plot->setLook(look());
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
        now.x = {panel.x->range().lower, panel.x->range().upper};
        now.y.push_back({panel.y->range().lower, panel.y->range().upper});
    }
    return now;
}

ViewRanges PlotCanvas::Impl::whole() const
{
    ViewRanges all;
    all.x = {plot->xInfo().low, plot->xInfo().high};
    for (const PlotPanel& panel : plot->panels())
        all.y.push_back({panel.yInfo.low, panel.yInfo.high});
    return all;
}

void PlotCanvas::Impl::apply(const ViewRanges& wanted)
{
    const ViewRanges limited = bounded(wanted, whole());
    plot->setXRange(limited.x.low, limited.x.high);
    for (std::size_t i = 0; i < plot->panels().size() && i < limited.y.size(); ++i) {
        const PlotPanel& panel = plot->panels()[i];
        if (!panel.strip)
            panel.y->setRange(limited.y[i].low, limited.y[i].high);
    }
    plot->setCursor(cursor);
    replot();
    Q_EMIT canvas.rangeChanged();
}

void PlotCanvas::Impl::zoom(QPointF at, double factor, bool xOnly)
{
    const PlotPanel* panel = panelAt(at);
    if (panel == nullptr)
        return;
    const QPointF centre = valueAt(*panel, at);
    const auto index = static_cast<std::size_t>(panel - plot->panels().data());
    ViewRanges next = ranges();
    next.x = next.x.scaled(centre.x(), factor);
    if (!xOnly && !panel->strip)
        next.y[index] = next.y[index].scaled(centre.y(), factor);
    apply(next);
}

void PlotCanvas::Impl::pan(double dxShare, double dyShare)
{
    ViewRanges next = ranges();
    next.x = next.x.moved(dxShare * next.x.size());
    for (ViewRange& y : next.y)
        y = y.moved(dyShare * y.size());
    apply(next);
}

void PlotCanvas::Impl::animateTo(const ViewRanges& target)
{
    animation.stop();
    animation.disconnect();
    const ViewRanges from = ranges();
    animation.setStartValue(0.0);
    animation.setEndValue(1.0);
    animation.setEasingCurve(QEasingCurve::OutCubic);
    QObject::connect(&animation, &QVariantAnimation::valueChanged, &canvas,
                     [this, from, target](const QVariant& share) {
                         apply(between(from, target, share.toDouble()));
                     });
    animation.start();
}

void PlotCanvas::Impl::press(QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton)
        return;
    animation.stop();
    pressedPanel = panelAt(event.position());
    if (pressedPanel == nullptr)
        return;
    pressedAt = event.position();
    pressedRanges = ranges();
    drag = event.modifiers().testFlag(Qt::ShiftModifier) ? Drag::Box : Drag::Undecided;
    if (drag == Drag::Box) {
        band->setGeometry(QRect(pressedAt.toPoint(), QSize()));
        band->show();
    }
}

void PlotCanvas::Impl::move(QMouseEvent& event)
{
    const QPointF at = event.position();
    if (drag == Drag::None) {
        const PlotHit found = plot->hit(at, kHitTolerancePx);
        Q_EMIT canvas.hovered(found.words);
        Q_EMIT canvas.hoveredKey(found.key);
        return;
    }
    if (drag == Drag::Box) {
        band->setGeometry(QRect(pressedAt.toPoint(), at.toPoint())
                              .normalized()
                              .intersected(pressedPanel->rect->rect()));
        return;
    }
    const QPointF way = at - pressedAt;
    if (drag == Drag::Undecided && way.manhattanLength() < kDragThresholdPx)
        return;
    drag = Drag::Pan;
    surface->setCursor(Qt::ClosedHandCursor);
    const auto index = static_cast<std::size_t>(pressedPanel - plot->panels().data());
    ViewRanges next = pressedRanges;
    next.x = next.x.moved(-way.x() / pressedPanel->rect->width() * next.x.size());
    if (!pressedPanel->strip)
        next.y[index] =
            next.y[index].moved(way.y() / pressedPanel->rect->height() * next.y[index].size());
    apply(next);
}

void PlotCanvas::Impl::release(QMouseEvent& event)
{
    if (event.button() != Qt::LeftButton || drag == Drag::None)
        return;
    const Drag ended = drag;
    drag = Drag::None;
    surface->unsetCursor();
    if (ended == Drag::Box)
        finishBox(event.position());
    else if (ended == Drag::Undecided)
        click(event);
}

void PlotCanvas::Impl::finishBox(QPointF at)
{
    band->hide();
    if ((at - pressedAt).manhattanLength() < kDragThresholdPx)
        return;
    const QPointF one = valueAt(*pressedPanel, pressedAt);
    const QPointF other = valueAt(*pressedPanel, at);
    Q_EMIT canvas.boxSelected(std::min(one.x(), other.x()), std::max(one.x(), other.x()),
                              std::min(one.y(), other.y()), std::max(one.y(), other.y()));
}

void PlotCanvas::Impl::click(QMouseEvent& event)
{
    const PlotHit found = plot->hit(event.position(), kHitTolerancePx);
    if (found.key)
        Q_EMIT canvas.keyClicked(*found.key, event.modifiers());
    else
        Q_EMIT canvas.backgroundClicked(valueAt(*pressedPanel, event.position()).x());
}

void PlotCanvas::Impl::cancelBox()
{
    drag = Drag::None;
    band->hide();
}

bool PlotCanvas::Impl::key(QKeyEvent& event)
{
    switch (event.key()) {
    case Qt::Key_A:
    case Qt::Key_Left:
        pan(-kPanPerKey, 0);
        return true;
    case Qt::Key_D:
    case Qt::Key_Right:
        pan(kPanPerKey, 0);
        return true;
    case Qt::Key_W:
    case Qt::Key_Up:
        pan(0, kPanPerKey);
        return true;
    case Qt::Key_S:
    case Qt::Key_Down:
        pan(0, -kPanPerKey);
        return true;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
    case Qt::Key_Minus: {
        if (plot->panels().empty())
            return false;
        const bool in = event.key() != Qt::Key_Minus;
        zoom(plot->panels().front().rect->center(), in ? kZoomPerNotch : 1 / kZoomPerNotch, false);
        return true;
    }
    case Qt::Key_Escape:
        if (drag != Drag::Box)
            return false;
        cancelBox();
        return true;
    default:
        return false;
    }
}

void PlotSurface::mousePressEvent(QMouseEvent* event)
{
    m_owner.press(*event);
}

void PlotSurface::mouseMoveEvent(QMouseEvent* event)
{
    m_owner.move(*event);
}

void PlotSurface::mouseReleaseEvent(QMouseEvent* event)
{
    m_owner.release(*event);
}

void PlotSurface::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() == Qt::LeftButton)
        m_owner.animateTo(m_owner.whole());
}

void PlotSurface::wheelEvent(QWheelEvent* event)
{
    // Shift turns the wheel sideways on some systems.
    const QPoint turn = event->angleDelta();
    const double notches = (turn.y() != 0 ? turn.y() : turn.x()) / 120.0;
    const bool xOnly = event->modifiers().testFlag(Qt::ShiftModifier);
    m_owner.zoom(event->position(), std::pow(kZoomPerNotch, notches), xOnly);
    event->accept();
}

void PlotSurface::keyPressEvent(QKeyEvent* event)
{
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier ||
                       event->modifiers() == Qt::ShiftModifier;
    if (!plain || !m_owner.key(*event))
        QWidget::keyPressEvent(event);
}

void PlotSurface::leaveEvent(QEvent* event)
{
    Q_EMIT m_owner.canvas.hovered({});
    Q_EMIT m_owner.canvas.hoveredKey({});
    QCustomPlot::leaveEvent(event);
}

PlotCanvas::PlotCanvas(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>(*this))
{
    setMinimumSize(160, 120);
    m_impl->refill();
}

PlotCanvas::~PlotCanvas() = default;

void PlotCanvas::setFigure(Figure figure, bool keepRange)
{
    m_impl->animation.stop();
    m_impl->cancelBox();
    const ViewRanges before = m_impl->ranges();
    m_impl->figure = std::make_shared<const Figure>(std::move(figure));
    m_impl->refill();
    if (keepRange) {
        ViewRanges wanted = m_impl->whole();
        wanted.x = before.x;
        for (std::size_t i = 0; i < wanted.y.size() && i < before.y.size(); ++i)
            if (wanted.y.size() == before.y.size())
                wanted.y[i] = before.y[i];
        const ViewRanges limited = bounded(wanted, m_impl->whole());
        m_impl->plot->setXRange(limited.x.low, limited.x.high);
        for (std::size_t i = 0; i < limited.y.size(); ++i)
            if (!m_impl->plot->panels()[i].strip)
                m_impl->plot->panels()[i].y->setRange(limited.y[i].low, limited.y[i].high);
        m_impl->plot->setCursor(m_impl->cursor);
    }
    m_impl->replot();
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
        if (!m_impl->plot->panels()[i].strip && differ(shown.y[i], whole.y[i]))
            return true;
    }
    return false;
}

void PlotCanvas::fit()
{
    m_impl->animation.stop();
    m_impl->apply(m_impl->whole());
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
