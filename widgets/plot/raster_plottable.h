// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Draws the marks or bins of a raster figure. On pixels it writes whole device pixels into an image
// (crisp, and bounded by pixels); on paper few marks are vector strokes and many become an image.

#include "core/figures/raster_figure.h"
#include "widgets/plot/plot_pch.h"
#include "widgets/theme/plot_look.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

namespace inspike {

// What lies under a point.
struct RasterHit
{
    std::size_t row = 0;     // first row of a bin,
    std::size_t rowEnd = 0;  // and the one after its last
    std::size_t pointed = 0; // the row under the point
    double from = 0.0;       // x units; `to` differs for a bin
    double to = 0.0;
    std::uint32_t count = 0;
    double distance = 0.0; // in drawing units
    // Of each category of the figure, where it has some.
    std::vector<std::uint32_t> categories = {};
};

class RasterPlottable : public QCPAbstractPlottable
{
public:
    RasterPlottable(QCPAxis* x, QCPAxis* y, std::shared_ptr<const RasterFigure> figure,
                    const PlotLook& look);

    // Another picture of the same kind; what is highlighted stays if the rows do.
    void setFigure(std::shared_ptr<const RasterFigure> figure);
    // Rows in here keep full strength; empty: all do.
    void setHighlight(const std::vector<Key>& keys);
    // Whether something lies behind the picture (a shade) that must shine through; costs more.
    void setTransparent(bool transparent) { m_transparent = transparent; }
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
    // Whether any of the rows [begin, end) keeps its full strength.
    bool strong(std::size_t begin, std::size_t end) const;
    bool strong(std::size_t row) const { return strong(row, row + 1); }
    void drawBands(QCPPainter* painter) const;
    void drawStrokes(QCPPainter* painter) const;
    void drawImage(QCPPainter* painter) const;
    // `area`: image pixel = area origin + pixel / dots, in drawing units.
    void paint(QImage& picture, QPointF origin, double dots) const;
    void paintMarks(QImage& image, QPointF origin, double dots) const;
    void paintBins(QImage& image, QPointF origin, double dots) const;
    QRgb background(const QImage& picture) const;
    std::size_t kinds() const { return std::max<std::size_t>(1, m_figure->categories.size()); }
    QColor inkOf(std::size_t category) const;
    // The colour of every cell of a row of cells that holds several kinds of spikes.
    std::vector<QRgb> mixedColours(std::size_t cellRow, bool pale) const;
    std::vector<QRgb> colours(bool pale, QRgb background) const; // of counts, see colourStep()
    std::uint64_t colourStep() const;
    std::vector<int> cellsOf(const QCPAxis& axis, int pixels, double origin, double dots,
                             bool columns) const;
    std::pair<std::size_t, std::size_t> rowsOfCell(std::size_t cellRow) const;
    double strokeHeight() const; // drawing units
    std::optional<RasterHit> hitMark(QPointF at, double tolerance) const;
    std::optional<RasterHit> hitBin(QPointF at) const;

    std::shared_ptr<const RasterFigure> m_figure;
    PlotLook m_look;
    double m_rowCentre = 0.0;
    std::uint32_t m_highest = 0;
    std::vector<std::uint32_t> m_strongBefore; // highlighted rows below each row; empty: all are
    std::vector<std::pair<std::size_t, std::size_t>> m_runs; // of highlighted rows
    bool m_transparent = true;
    mutable QImage m_image; // kept, because new memory costs more than painting it
};

} // namespace inspike
