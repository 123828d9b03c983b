// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A canvas that shows a figure of cells: each panel can be zoomed and moved, cells can be pointed
// at and clicked. Showing a figure with the same panels again keeps what is visible and costs a
// repaint only. The plot library stays inside.

#include "core/figures/heat_figure.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>

namespace inspike {

// A cell of a panel.
struct HeatSpot
{
    std::size_t panel = 0;
    std::size_t row = 0;
    std::size_t column = 0;
    double x = 0.0, y = 0.0; // where the pointer is, on the axes

    friend bool operator==(const HeatSpot&, const HeatSpot&) = default;
};

class HeatCanvas : public QWidget
{
    Q_OBJECT

public:
    explicit HeatCanvas(QWidget* parent = nullptr);
    ~HeatCanvas() override;

    // Keeps the visible ranges of panels with the same axes if `keepRange`.
    void setFigure(std::shared_ptr<const HeatFigure> figure, bool keepRange);
    const std::shared_ptr<const HeatFigure>& figure() const;
    // Visible part of the panel that shows a matrix (the first panel if none does) and its size in
    // device pixels.
    Viewport viewport() const;
    bool zoomed() const;
    void setRange(std::size_t panel, double xLow, double xHigh, double yLow, double yHigh);
    void fit();
    // For tests and pointer handling.
    QPointF pixelOf(std::size_t panel, double x, double y) const;
    QPointF pixelOfCell(std::size_t panel, std::size_t row, std::size_t column) const;

Q_SIGNALS:
    void rangeChanged();                                 // after zoom or pan; rebuild if needed
    void hovered(QString text);                          // exact values; empty when nothing
    void pointed(std::optional<inspike::HeatSpot> spot); // another cell, or none
    void clicked(inspike::HeatSpot spot, Qt::KeyboardModifiers modifiers);
    void cancelled(); // Esc

protected:
    void changeEvent(QEvent* event) override; // new theme or language: draws anew

private:
    friend class HeatSurface;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace inspike
