// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Draws the marks or bins of a raster figure. On pixels it writes whole device pixels into an image
// (crisp, and bounded by pixels); on paper few marks are vector strokes and many become an image.

#include "core/figures/raster_figure.h"
#include "widgets/plot/plot_pch.h"
#include "widgets/theme/plot_look.h"

#include <memory>
#include <optional>
#include <unordered_set>

namespace inspike {

// What lies under a point.
struct RasterHit
{
    std::size_t row = 0;
    double from = 0.0; // x units; `to` differs for a bin
    double to = 0.0;
    std::uint32_t count = 0;
    double distance = 0.0; // in drawing units
};

class RasterPlottable : public QCPAbstractPlottable
{
public:
    RasterPlottable(QCPAxis* x, QCPAxis* y, std::shared_ptr<const RasterFigure> figure,
                    const PlotLook& look);

    // Rows in here keep full strength; empty: all do.
    void setHighlight(const std::unordered_set<Key>& keys);
    std::optional<RasterHit> hit(QPointF at, double tolerance) const;
    // Position of a row's centre on the y axis is row + this.
    double rowCentre() const { return m_rowCentre; }
    bool rasterised() const;
    std::uint32_t highestCount() const { return m_highest; }

    double selectTest(const QPointF&, bool, QVariant*) const override { return -1; }
    QCPRange getKeyRange(bool& found, QCP::SignDomain) const override;
    QCPRange getValueRange(bool& found, QCP::SignDomain, const QCPRange&) const override;

protected:
    void draw(QCPPainter* painter) override;
    void drawLegendIcon(QCPPainter*, const QRectF&) const override {}

private:
    // Colours of a row: of marks, by fade.
    bool strong(std::size_t row) const { return m_strong.empty() || m_strong[row]; }
    void drawBands(QCPPainter* painter) const;
    void drawStrokes(QCPPainter* painter) const;
    void drawImage(QCPPainter* painter) const;
    // `area`: image pixel = area origin + pixel / dots, in drawing units.
    QImage image(const QSize& size, QPointF origin, double dots) const;
    void paintMarks(QImage& image, QPointF origin, double dots) const;
    void paintBins(QImage& image, QPointF origin, double dots) const;
    double strokeHeight() const; // drawing units
    std::optional<RasterHit> hitMark(QPointF at, double tolerance) const;
    std::optional<RasterHit> hitBin(QPointF at) const;

    std::shared_ptr<const RasterFigure> m_figure;
    PlotLook m_look;
    double m_rowCentre = 0.0;
    std::uint32_t m_highest = 0;
    std::vector<bool> m_strong; // per row; empty: all
};

} // namespace inspike
