// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Internals of PlotCanvas, shared by its .cpp files.

#include "widgets/plot/figure_plot.h"
#include "widgets/plot/plot_canvas.h"
#include "widgets/plot/view_ranges.h"

#include <QVariantAnimation>

class QRubberBand;

namespace inspike {

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
    bool event(QEvent* event) override;

private:
    PlotCanvas::Impl& m_owner;
};

struct PlotCanvas::Impl
{
    explicit Impl(PlotCanvas& owner);

    void refill();
    void replot() { surface->replot(QCustomPlot::rpQueuedReplot); }
    const PlotPanel* panelAt(QPointF at) const;
    QPointF valueAt(const PlotPanel& panel, QPointF at) const;
    ViewRanges ranges() const;
    void show(const ViewRanges& ranges);
    void apply(const ViewRanges& wanted);
    void restore(const ViewRanges& before);
    ViewRanges whole() const;
    ViewRanges least() const;
    void zoom(QPointF at, double factor, bool xOnly);
    void zoomByKey(double factor, bool xOnly);
    void showEnd(bool last);
    void pan(double dxShare, double dyShare);
    void animateTo(const ViewRanges& target);

    void press(QMouseEvent& event);
    void move(QMouseEvent& event);
    void release(QMouseEvent& event);
    void finishBox(QPointF at);
    void click(QMouseEvent& event);
    void cancelBox();
    bool key(QKeyEvent& event);
    bool understands(const QKeyEvent& event) const;

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
    std::size_t pressedPanel = 0;
    std::optional<QPointF> pointer; // while it is over the canvas
    bool keyNavigation = false;
};

} // namespace inspike
