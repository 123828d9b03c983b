// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/graph_canvas.h"

#include "widgets/plot/graph_painter.h"
#include "widgets/text/phrases.h"

#include <QApplication>
#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QVariantAnimation>
#include <QWheelEvent>

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr double kZoomPerNotch = 0.8;
constexpr int kGlideMs = 150;
constexpr double kPanPerKey = 0.1;
constexpr double kReadableLine = 15.0; // px
constexpr double kLargestLine = 60.0;

} // namespace

struct GraphCanvas::Impl
{
    explicit Impl(GraphCanvas& owner) : canvas(owner)
    {
        glide.setDuration(kGlideMs);
        QObject::connect(&glide, &QVariantAnimation::valueChanged, &canvas,
                         [this](const QVariant& value) { glideTo(value.toDouble()); });
    }

    PlotLook look() const
    {
        PlotLook made;
        made.theme = currentTheme();
        made.perPt = canvas.logicalDpiX() / 72.0;
        return made;
    }

    QRectF room() const { return painter.room(canvas.size(), look()); }
    GraphPlace fitted() const { return painter.fitted(room(), look()); }

    // Some of the figure stays in view.
    GraphPlace inside(GraphPlace wanted) const
    {
        const QRectF seen = room();
        const QSizeF size =
            QSizeF(painter.figure()->width, painter.figure()->height) * wanted.scale;
        const auto clamp = [](double at, double length, double low, double high) {
            const double keep = std::min(length, 0.3 * (high - low));
            return std::clamp(at, low - length + keep, high - keep);
        };
        wanted.origin.setX(clamp(wanted.origin.x(), size.width(), seen.left(), seen.right()));
        wanted.origin.setY(clamp(wanted.origin.y(), size.height(), seen.top(), seen.bottom()));
        return wanted;
    }

    void go(const GraphPlace& wanted)
    {
        glide.stop();
        place = inside(wanted);
        canvas.update();
    }

    void glideFrom(const GraphPlace& wanted)
    {
        glide.stop();
        start = place;
        target = inside(wanted);
        if (!canvas.isVisible()) {
            place = target;
            return;
        }
        glide.setStartValue(0.0);
        glide.setEndValue(1.0);
        glide.start();
    }

    // Even steps of the size, and the middle on a straight way.
    void glideTo(double share)
    {
        place.scale = start.scale * std::pow(target.scale / start.scale, share);
        const QPointF middle = room().center();
        const QPointF from = start.figureFrom(middle);
        const QPointF to = target.figureFrom(middle);
        place.origin = middle - (from + (to - from) * share) * place.scale;
        if (share >= 1.0)
            place = target;
        canvas.update();
    }

    void zoom(QPointF at, double factor)
    {
        const double least = 0.5 * std::min(fitted().scale, kReadableLine);
        GraphPlace next = place;
        next.scale = std::clamp(place.scale * factor, least, std::max(least, kLargestLine));
        next.origin = at - place.figureFrom(at) * next.scale;
        fits = false;
        go(next);
    }

    void pan(QPointF way)
    {
        GraphPlace next = place;
        next.origin += way;
        fits = false;
        go(next);
    }

    bool isFrame(std::size_t box) const
    {
        const GraphBox& one = painter.figure()->boxes[box];
        return one.isGroup && !one.isCollapsed;
    }

    // Frames are where their names are.
    QPointF handleOf(std::size_t box) const
    {
        const GraphBox& one = painter.figure()->boxes[box];
        return isFrame(box) ? QPointF(one.left + 0.5, one.top + 0.8)
                            : QPointF(one.left + 0.5 * one.width, one.top + 0.5 * one.height);
    }

    std::optional<std::size_t> neighbour(int dx, int dy) const;
    std::optional<std::size_t> frameAround(std::size_t box) const;
    void step(int dx, int dy);
    void enter();
    void point(std::optional<QPointF> at);

    GraphCanvas& canvas;
    GraphPainter painter;
    GraphPlace place;
    bool fits = true; // shows everything, also after a change of size
    std::optional<std::size_t> current;
    GraphMarks marks;
    std::optional<std::size_t> pointedAt;

    QVariantAnimation glide;
    GraphPlace start, target;
    bool pressed = false, dragging = false;
    QPointF pressedAt, last;
};

// The nearest box in that direction; what lies aside counts double.
std::optional<std::size_t> GraphCanvas::Impl::neighbour(int dx, int dy) const
{
    const auto& boxes = painter.figure()->boxes;
    const QPointF from = handleOf(*current);
    std::optional<std::size_t> best;
    double least = 0.0;
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        if (i == *current || isFrame(i))
            continue;
        const QPointF way = handleOf(i) - from;
        const double ahead = way.x() * dx + way.y() * dy;
        const double aside = std::abs(way.x() * dy) + std::abs(way.y() * dx);
        if (ahead <= 0.5 || aside > 3.0 * ahead + 12.0)
            continue;
        const double cost = ahead + 2.0 * aside;
        if (!best || cost < least) {
            best = i;
            least = cost;
        }
    }
    return best;
}

std::optional<std::size_t> GraphCanvas::Impl::frameAround(std::size_t box) const
{
    const auto& boxes = painter.figure()->boxes;
    const GraphBox& inner = boxes[box];
    for (std::size_t i = boxes.size(); i-- > 0;) {
        const GraphBox& outer = boxes[i];
        if (i != box && isFrame(i) && outer.left <= inner.left && outer.top <= inner.top &&
            outer.left + outer.width >= inner.left + inner.width &&
            outer.top + outer.height >= inner.top + inner.height)
            return i;
    }
    return std::nullopt;
}

void GraphCanvas::Impl::step(int dx, int dy)
{
    const auto& boxes = painter.figure()->boxes;
    if (!current) {
        for (std::size_t i = 0; i < boxes.size() && !current; ++i) {
            if (!isFrame(i))
                current = i;
        }
    } else if (const auto next = neighbour(dx, dy)) {
        current = next;
    } else {
        return;
    }
    if (!current)
        return;
    const QRectF seen = room();
    const QRectF rect = place.rectFrom(boxes[*current]);
    if (!seen.contains(rect) || place.scale < 0.5 * kReadableLine)
        canvas.showBox(*current);
    Q_EMIT canvas.clicked(*current, Qt::NoModifier);
}

void GraphCanvas::Impl::enter()
{
    if (!current)
        return;
    const GraphBox& box = painter.figure()->boxes[*current];
    if (box.isGroup)
        Q_EMIT canvas.activated(*current);
    else if (const auto frame = frameAround(*current))
        Q_EMIT canvas.activated(*frame);
}

void GraphCanvas::Impl::point(std::optional<QPointF> at)
{
    const auto box = at ? canvas.boxAt(*at) : std::nullopt;
    if (box == pointedAt)
        return;
    pointedAt = box;
    marks.hovered = box;
    canvas.setCursor(box ? Qt::PointingHandCursor : Qt::ArrowCursor);
    canvas.update();
    Q_EMIT canvas.pointed(box);
    Q_EMIT canvas.hovered(box ? painter.wordsOf(*box) : QString());
}

GraphCanvas::GraphCanvas(QWidget* parent) : QWidget(parent), m_impl(std::make_unique<Impl>(*this))
{
    setMinimumSize(160, 120);
    setMouseTracking(true);
    setFocusPolicy(Qt::StrongFocus);
    setAttribute(Qt::WA_OpaquePaintEvent);
}

GraphCanvas::~GraphCanvas() = default;

void GraphCanvas::setFigure(std::shared_ptr<const GraphFigure> figure, bool keep,
                            const std::string& anchor)
{
    const auto find = [](const GraphFigure& graph, const std::string& id) {
        const auto box = std::find_if(graph.boxes.begin(), graph.boxes.end(),
                                      [&](const GraphBox& one) { return one.id == id; });
        return box == graph.boxes.end() ? nullptr : &*box;
    };
    const auto before = m_impl->painter.figure();
    keep = keep && before != nullptr;
    const GraphBox* from = keep && !anchor.empty() ? find(*before, anchor) : nullptr;
    std::string currentId;
    if (before && m_impl->current)
        currentId = before->boxes[*m_impl->current].id;
    m_impl->painter.setFigure(figure);
    m_impl->pointedAt.reset();
    m_impl->marks = {};
    const GraphBox* now = currentId.empty() ? nullptr : find(*figure, currentId);
    m_impl->current =
        now ? std::optional(static_cast<std::size_t>(now - figure->boxes.data())) : std::nullopt;
    setAccessibleName(phrase(figure->title));
    if (!keep || m_impl->fits) {
        m_impl->fits = true;
        m_impl->go(m_impl->fitted());
        return;
    }
    GraphPlace place = m_impl->place;
    const GraphBox* to = from != nullptr ? find(*figure, anchor) : nullptr;
    if (to != nullptr) {
        const auto top = [](const GraphBox& box) {
            return QPointF(box.left + 0.5 * box.width, box.top);
        };
        place.origin += (top(*from) - top(*to)) * place.scale;
    }
    m_impl->go(place);
}

const std::shared_ptr<const GraphFigure>& GraphCanvas::figure() const
{
    return m_impl->painter.figure();
}

void GraphCanvas::setSelected(std::vector<bool> selected)
{
    if (selected == m_impl->marks.selected)
        return;
    m_impl->marks.selected = std::move(selected);
    update();
}

std::optional<std::size_t> GraphCanvas::current() const
{
    return m_impl->current;
}

void GraphCanvas::setCurrent(std::optional<std::size_t> box)
{
    m_impl->current = box;
}

void GraphCanvas::setHovered(std::optional<std::size_t> box)
{
    if (box == m_impl->marks.hovered)
        return;
    m_impl->marks.hovered = box;
    update();
}

void GraphCanvas::fit()
{
    if (!figure())
        return;
    m_impl->fits = true;
    m_impl->glideFrom(m_impl->fitted());
}

bool GraphCanvas::zoomed() const
{
    return figure() && !m_impl->fits;
}

void GraphCanvas::showBox(std::size_t box)
{
    GraphPlace next = m_impl->place;
    next.scale = std::max(next.scale, kReadableLine);
    next.origin = m_impl->room().center() - m_impl->handleOf(box) * next.scale;
    m_impl->fits = false;
    m_impl->glideFrom(next);
}

QPointF GraphCanvas::pixelOf(std::size_t box) const
{
    return m_impl->place.pointFrom(m_impl->handleOf(box));
}

std::optional<std::size_t> GraphCanvas::boxAt(QPointF pixel) const
{
    if (!figure() || !m_impl->room().contains(pixel))
        return std::nullopt;
    const auto& boxes = figure()->boxes;
    for (std::size_t i = boxes.size(); i-- > 0;) {
        if (m_impl->place.rectFrom(boxes[i]).contains(pixel))
            return i;
    }
    return std::nullopt;
}

double GraphCanvas::pixelsPerLine() const
{
    return m_impl->place.scale;
}

QString GraphCanvas::wordsOf(std::size_t box) const
{
    return m_impl->painter.wordsOf(box);
}

void GraphCanvas::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const PlotLook look = m_impl->look();
    paintBackground(painter, look, size());
    if (!figure())
        return;
    painter.setRenderHint(QPainter::Antialiasing);
    const QRectF page(QPointF(0, 0), QSizeF(size()));
    const QRectF room = m_impl->room();
    painter.save();
    painter.setClipRect(QRectF(0.0, room.top(), page.width(), room.height()));
    m_impl->painter.paintGraph(painter, m_impl->place, page, look, m_impl->marks);
    painter.restore();
    m_impl->painter.paintEdges(painter, size(), look);
}

void GraphCanvas::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    if (figure())
        m_impl->go(m_impl->fits ? m_impl->fitted() : m_impl->place);
}

void GraphCanvas::mousePressEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !figure())
        return;
    m_impl->pressed = true;
    m_impl->dragging = false;
    m_impl->pressedAt = m_impl->last = event->position();
}

void GraphCanvas::mouseMoveEvent(QMouseEvent* event)
{
    if (!figure())
        return;
    if (!m_impl->pressed) {
        m_impl->point(event->position());
        return;
    }
    const QPointF way = event->position() - m_impl->pressedAt;
    if (way.manhattanLength() >= QApplication::startDragDistance())
        m_impl->dragging = true;
    if (!m_impl->dragging)
        return;
    m_impl->pan(event->position() - m_impl->last);
    m_impl->last = event->position();
}

void GraphCanvas::mouseReleaseEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const bool click = m_impl->pressed && !m_impl->dragging;
    m_impl->pressed = m_impl->dragging = false;
    if (!click || !figure())
        return;
    const auto box = boxAt(event->position());
    m_impl->current = box;
    if (box)
        Q_EMIT clicked(*box, event->modifiers());
    else
        Q_EMIT backgroundClicked();
}

void GraphCanvas::mouseDoubleClickEvent(QMouseEvent* event)
{
    if (event->button() != Qt::LeftButton || !figure())
        return;
    const auto box = boxAt(event->position());
    if (!box)
        fit();
    else if (figure()->boxes[*box].isGroup)
        Q_EMIT activated(*box);
    else
        showBox(*box);
}

void GraphCanvas::wheelEvent(QWheelEvent* event)
{
    if (figure())
        m_impl->zoom(event->position(), std::pow(kZoomPerNotch, -event->angleDelta().y() / 120.0));
    event->accept();
}

void GraphCanvas::keyPressEvent(QKeyEvent* event)
{
    const bool plain = (event->modifiers() & ~(Qt::KeypadModifier | Qt::ShiftModifier)) == 0;
    if (!figure() || !plain) {
        QWidget::keyPressEvent(event);
        return;
    }
    const auto move = [this](double across, double down) {
        m_impl->pan({kPanPerKey * across * width(), kPanPerKey * down * height()});
    };
    switch (event->key()) {
    case Qt::Key_Left:
        return m_impl->step(-1, 0);
    case Qt::Key_Right:
        return m_impl->step(1, 0);
    case Qt::Key_Up:
        return m_impl->step(0, -1);
    case Qt::Key_Down:
        return m_impl->step(0, 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
        return m_impl->enter();
    case Qt::Key_A:
        return move(1, 0);
    case Qt::Key_D:
        return move(-1, 0);
    case Qt::Key_W:
        return move(0, 1);
    case Qt::Key_S:
        return move(0, -1);
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return m_impl->zoom(m_impl->room().center(), 1.0 / kZoomPerNotch);
    case Qt::Key_Minus:
        return m_impl->zoom(m_impl->room().center(), kZoomPerNotch);
    case Qt::Key_Escape:
        Q_EMIT cancelled();
        return;
    default:
        QWidget::keyPressEvent(event);
    }
}

void GraphCanvas::leaveEvent(QEvent* event)
{
    if (figure())
        m_impl->point(std::nullopt);
    QWidget::leaveEvent(event);
}

void GraphCanvas::changeEvent(QEvent* event)
{
    if (m_impl && figure() && event->type() == QEvent::LanguageChange)
        m_impl->painter.retranslate();
    update();
    QWidget::changeEvent(event);
}

} // namespace inspike
