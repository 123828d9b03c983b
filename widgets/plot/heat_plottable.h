// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Draws a panel of cells: the picture below, the cells over it without smoothing, and the boxes
// with their labels. HeatBar draws the colours of a scale.

#include "core/figures/heat_figure.h"
#include "widgets/plot/heat_colours.h"
#include "widgets/plot/plot_pch.h"
#include "widgets/theme/plot_look.h"

#include <QImage>

#include <memory>
#include <optional>
#include <vector>

namespace inspike {

class HeatPlottable : public QCPAbstractPlottable
{
public:
    HeatPlottable(QCPAxis* x, QCPAxis* y);

    // The figure keeps the panel alive.
    void show(std::shared_ptr<const HeatFigure> figure, std::size_t panel, const PlotLook& look);
    // Cell under a point of the axes; nullopt outside.
    std::optional<std::size_t> cellAt(double x, double y) const;

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

private:
    const HeatPanel& panel() const { return m_figure->panels[m_index]; }
    void paint(QImage& image, QPointF origin, double dots) const;
    void paintUnderlay(QImage& image, QPointF origin, double dots) const;
    void paintCells(QImage& image, QPointF origin, double dots) const;
    QRectF rectOf(const HeatBox& box) const;
    void drawBox(QCPPainter& painter, const HeatBox& box) const;
    void drawLabels(QCPPainter& painter) const;
    void crossOut(QCPPainter& painter) const;

    std::shared_ptr<const HeatFigure> m_figure;
    std::size_t m_index = 0;
    PlotLook m_look;
    std::vector<QRgb> m_below; // colours of the underlay
    std::vector<Cover> m_covers;
};

// Colours along one of its axes, that of the scale; several tints stand side by side.
class HeatBar : public QCPAbstractPlottable
{
public:
    HeatBar(QCPAxis* x, QCPAxis* y);

    void show(const HeatScale& scale, double opacity, const PlotLook& look);
    void setLying(bool lying) { m_lying = lying; } // from left to right

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

private:
    std::optional<HeatColours> m_colours;
    double m_opacity = 1.0;
    bool m_lying = false;
    PlotLook m_look;
};

} // namespace inspike
