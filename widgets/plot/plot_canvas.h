// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A canvas that shows any 2-D figure (raster, series) with axes, legend, zoom, pan, box selection
// and hover. The plot library stays inside. The canvas only shows and asks: a click or box emits a
// request, what is highlighted is set from outside.

#include "core/figures/figure_io.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QImage;
class QPainter;

namespace inspike {

class PlotCanvas : public QWidget
{
    Q_OBJECT

public:
    explicit PlotCanvas(QWidget* parent = nullptr);
    ~PlotCanvas() override;

    // Replaces what is shown; keeps the visible range if `keepRange`.
    void setFigure(Figure figure, bool keepRange);
    const Figure& figure() const;
    // Marks with these keys keep full strength, the rest fades to 25 %; empty: nothing fades.
    void setHighlight(std::vector<Key> keys, std::optional<std::pair<double, double>> xRange);
    // Time cursor in x units; nullopt hides it.
    void setCursor(std::optional<double> x);
    // Softly marks what another view points at.
    void setHover(const std::optional<Key>& key);
    std::size_t hoverMarks() const; // rows, curves and pairs marked now
    // Visible ranges and pixel size, for building the next figure.
    Viewport viewport() const;
    bool zoomed() const; // shows another range than the whole figure's
    void setRange(double xLow, double xHigh, double yLow, double yHigh);
    void fit();
    // Left, Right, Home and End move the picture while it has the focus (else the time cursor).
    void setKeyNavigation(bool on);
    // Draws at once instead of with the next events; for measuring.
    void repaintNow();
    // Pixel of a point in figure coordinates, for tests and pointer handling.
    QPointF pixelOf(double x, double y) const;

Q_SIGNALS:
    void rangeChanged(); // after zoom or pan; rebuild if needed
    void keyClicked(inspike::Key key, Qt::KeyboardModifiers modifiers);
    void backgroundClicked(double x);
    void boxSelected(double xLow, double xHigh, double yLow, double yHigh);
    // The same box, where the panel has points that stand for a thing each: these, twice where two
    // points stand for it.
    void keysBoxed(std::vector<inspike::Key> keys);
    void hovered(QString text); // exact values; empty when nothing
    void hoveredKey(std::optional<inspike::Key> key);

protected:
    void changeEvent(QEvent* event) override; // new theme or language: draws anew

private:
    friend class PlotSurface;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace inspike
