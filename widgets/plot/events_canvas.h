// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A canvas that shows a figure of events: the frame can be zoomed and moved, a click or drag in the
// strip below asks for another time. The plot library stays inside.

#include "core/figures/events_figure.h"

#include <QString>
#include <QWidget>

#include <memory>
#include <optional>

namespace inspike {

class EventsCanvas : public QWidget
{
    Q_OBJECT

public:
    explicit EventsCanvas(QWidget* parent = nullptr);
    ~EventsCanvas() override;

    // Replaces what is shown; keeps the visible part of the sensor if `keepRange`.
    void setFigure(std::shared_ptr<const EventsFigure> figure, bool keepRange);
    // Time cursor in the strip; nullopt hides it.
    void setCursor(std::optional<double> time);
    // Visible part of the sensor and size of the frame in device pixels.
    Viewport viewport() const;
    bool zoomed() const;
    void setRange(double xLow, double xHigh, double yLow, double yHigh);
    void fit();
    // For tests and pointer handling.
    QPointF pixelOf(double x, double y) const; // of the sensor
    QPointF pixelOfTime(double time) const;    // middle of the strip

Q_SIGNALS:
    void rangeChanged(); // after zoom or pan; rebuild if needed
    void timeClicked(double time);
    void hovered(QString text); // exact values; empty when nothing

protected:
    void changeEvent(QEvent* event) override; // new theme or language: draws anew

private:
    friend class EventsSurface;
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace inspike
