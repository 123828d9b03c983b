// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Draws the cells of an event frame, each device pixel in the colour of the cell under it; where
// several cells share a pixel, in that of the one with the most events.

#include "core/figures/events_figure.h"
#include "widgets/plot/plot_pch.h"
#include "widgets/theme/plot_look.h"

#include <QImage>

#include <memory>
#include <vector>

namespace inspike {

// Colours of ON minus OFF events, or of all, by count.
class EventColours
{
public:
    EventColours(const EventsFigure& figure, const Theme& theme);

    QColor of(double value) const; // 0 = no difference, or no events
    QRgb cell(std::uint32_t on, std::uint32_t off) const;
    // For the bar that explains them.
    QCPColorGradient gradient() const;

private:
    bool m_difference;
    double m_limit;
    Theme m_theme;
    std::vector<QRgb> m_on, m_off; // by count, 0 ... limit
    QRgb m_even;                   // as many ON as OFF events
};

class EventsPlottable : public QCPAbstractPlottable
{
public:
    EventsPlottable(QCPAxis* x, QCPAxis* y, std::shared_ptr<const EventsFigure> figure,
                    const PlotLook& look);

    // Cell under a point of the frame; nullopt outside.
    std::optional<std::size_t> cellAt(double x, double y) const;

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

private:
    void paint(QImage& image, QPointF origin, double dots) const;

    std::shared_ptr<const EventsFigure> m_figure;
    PlotLook m_look;
    EventColours m_colours;
};

} // namespace inspike
