// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Fills a QCustomPlot from a figure: panels, axes, marks, legends, shades. The canvas on screen and
// the exporter on paper use this same class and differ only in PlotLook.

#include "core/figures/figure_io.h"
#include "widgets/plot/legend_painter.h"
#include "widgets/plot/plot_pch.h"
#include "widgets/plot/raster_plottable.h"
#include "widgets/theme/plot_look.h"

#include <memory>
#include <optional>
#include <unordered_set>
#include <utility>
#include <vector>

namespace inspike {

class CloudGraph;
class HeadingRow;

// A part of the picture with its own y axis; all share the range of x but those with an own one.
struct PlotPanel
{
    QCPAxisRect* rect = nullptr;
    QCPAxis* x = nullptr;
    QCPAxis* y = nullptr;
    AxisInfo yInfo;
    bool strip = false; // the rate strip: y follows the data
    std::optional<AxisInfo> ownX = std::nullopt;
    std::vector<Text> xNames = {}; // of x = 0, 1, ...
};

// A thing under the pointer.
struct PlotHit
{
    std::optional<Key> key;
    QString words;
};

class FigurePlot
{
public:
    FigurePlot(QCustomPlot& plot, PlotLook look);
    ~FigurePlot();

    // Applies to the next fill().
    void setLook(PlotLook look);
    // Removes what was drawn and draws this.
    void fill(std::shared_ptr<const Figure> figure);
    // Draws this in the place of what is shown, with its panels and ranges, at a fraction of the
    // cost of fill(). False, and nothing changed, when the figure has other parts.
    bool update(std::shared_ptr<const Figure> figure);
    // Ticks, wrapped labels and shade labels for the present size and range; call before drawing.
    void adapt();

    const std::vector<PlotPanel>& panels() const { return m_panels; }
    const AxisInfo& xInfo() const { return m_x; }
    // Marks that a vector file would carry; beyond kDenseMarks they are one bitmap.
    bool rasterised() const;

    void setXRange(double low, double high);
    void setHighlight(const std::vector<Key>& keys,
                      std::optional<std::pair<double, double>> xRange);
    void setCursor(std::optional<double> x);
    // What another view points at, softly: its row, or its curves thicker. On the cursor's layer,
    // so that only this is painted anew.
    void setHover(const std::optional<Key>& key);
    std::size_t hoverMarks() const
    {
        return m_hoverRows.size() + m_hoverLines.size() + m_hoverPairs.size();
    }
    PlotHit hit(QPointF at, double tolerance) const;
    // What the points of a panel inside a rectangle of its axes stand for; nullopt when it has no
    // such points at all.
    std::optional<std::vector<Key>> keysIn(std::size_t panel, const QRectF& range) const;

private:
    struct LineInPlot
    {
        QCPGraph* graph = nullptr;
        QCPGraph* bandLow = nullptr;
        QCPGraph* bandHigh = nullptr;
        QCPErrorBars* bars = nullptr;
        const SeriesLine* line = nullptr;
        std::size_t panel = 0;
    };
    struct ShadeInPlot
    {
        std::pair<double, double> range;
        QCPItemText* words = nullptr;
    };

    void clear();
    void fillRaster(const RasterFigure& figure);
    bool updateRaster(const std::shared_ptr<const RasterFigure>& figure);
    void showRaster(const RasterFigure& figure);
    void fillSeries(const SeriesFigure& figure);
    void sizePoints(const SeriesFigure& figure);
    int addRasterHead(const RasterFigure& figure);
    void addColourScale(const RasterFigure& figure);
    void showColours(const RasterFigure& figure);
    void addRateStrip(const RasterFigure& figure);
    void showRate(const RasterFigure& figure);
    std::size_t addPanel(int layoutRow, const AxisInfo& y);
    std::size_t addPanel(QCPLayoutGrid& layout, int row, const AxisInfo& y);
    void fillStack(const SeriesFigure& figure, int row);
    void fillGrid(const SeriesFigure& figure, int row);
    void arrangeGrid();
    HeadingRow* addHeading(QCPLayoutGrid& layout, int row, const Text& words, bool bold);
    void addLegend(std::vector<LegendItem> items, int row);
    void addMarks(const std::vector<double>& marks);
    void finishPanels();
    void finishX(PlotPanel& panel, bool labelled);
    void addCursor(const PlotPanel& panel);
    void styleAxis(QCPAxis& axis) const;
    void addShades(const std::vector<Shade>& shades);
    QCPGraph* graphFor(const SeriesLine& line, const PlotPanel& panel) const;
    void addLine(const SeriesLine& line, std::size_t panel);
    void addSpread(LineInPlot& entry);
    void addLevels(const SeriesPanel& panel, std::size_t index);
    std::vector<LegendItem> legendOf(const SeriesPanel& panel,
                                     std::vector<LegendItem>& shown) const;
    LegendItem legendItem(const SeriesLine& line) const;
    void restyleLine(const LineInPlot& entry, bool strong) const;
    void highlightPoints(const std::unordered_set<Key>& chosen);
    void hoverRow(std::size_t row);
    void hoverLine(const LineInPlot& entry);
    void hoverPoints(const LineInPlot& entry, const Key& key);
    void joinPoints(std::size_t panel, const Key& key);
    void adaptTicks();
    void adaptTime();
    void adaptLabels();
    void adaptNames(const PlotPanel& panel) const;
    void adaptShades();
    PlotHit hitRaster(const RasterHit& hit) const;
    QString rowWords(const RasterHit& hit) const;
    QString countWords(const RasterHit& hit) const;
    PlotHit hitLine(QPointF at, double tolerance) const;
    PlotHit hitPoint(QPointF at, double tolerance) const;
    QString xWords(const PlotPanel& panel, double x) const;
    QPen pen(const QColor& colour, double pt, Qt::PenStyle style = Qt::SolidLine) const;

    QCustomPlot& m_plot;
    PlotLook m_look;
    std::shared_ptr<const Figure> m_figure;
    AxisInfo m_x;
    std::vector<PlotPanel> m_panels;
    QCPMarginGroup* m_margins = nullptr;
    RasterPlottable* m_raster = nullptr;
    QCPColorScale* m_colours = nullptr; // of a density; hidden while marks are shown
    QCPGraph* m_rate = nullptr;
    int m_rasterRow = 0;                 // of the layout: below its note and legend
    std::optional<AxisInfo> m_timeShown; // unit and offset of the ticks of a time axis
    QCPLayoutGrid* m_grid = nullptr;     // of panels side by side, each in a cell of its own
    std::vector<QCPLayoutGrid*> m_cells;
    int m_gridColumns = 0;
    std::vector<LineInPlot> m_lines;
    std::vector<ShadeInPlot> m_shades;
    std::vector<QCPItemStraightLine*> m_cursors;
    std::vector<QCPItemRect*> m_ranges; // highlighted stretch of x
    std::vector<QCPItemRect*> m_hoverRows;
    std::vector<QCPGraph*> m_hoverLines;
    std::vector<QCPItemLine*> m_hoverPairs;
    std::vector<bool> m_pairs; // per panel: points of one key are joined
    std::vector<CloudGraph*> m_chosenPoints;
    double m_pointPt = 0.0;
    bool m_densePoints = false; // vector files get a bitmap
};

} // namespace inspike
