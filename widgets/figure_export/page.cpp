// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure_export/page.h"

#include "widgets/figure_export/painter_scene3d.h"
#include "widgets/plot/plot_printer.h"

#include <QPainter>

#include <cmath>

namespace inspike {
namespace {

PlotLook lookOf(const ExportStyle& style, bool vector)
{
    PlotLook look;
    look.theme = Theme(style.dark);
    look.perPt = kUnitsPerPt;
    look.labelPt = style.fontPt;
    look.tickPt = std::max(5.0, style.fontPt - 1.0);
    // Lines grow with the type, so that a poster is not a page of hairs.
    const double scale = std::max(1.0, style.fontPt / 8.0);
    look.hairlinePt = 0.5 * scale;
    look.linePt = 0.8 * scale;
    look.markPt = 0.45 * scale;
    look.paper = vector;
    look.dotsPerUnit = static_cast<double>(style.dpi) / kUnitsPerInch;
    look.letter = style.panelLetter;
    return look;
}

} // namespace

QSize pageUnits(QSizeF sizeMm)
{
    const auto units = [](double mm) {
        return std::max(1, static_cast<int>(std::lround(mm / 25.4 * kUnitsPerInch)));
    };
    return {units(sizeMm.width()), units(sizeMm.height())};
}

PageNotes drawPage(QPaintDevice& device, const QTransform& place, const Figure& figure,
                   const ExportStyle& style, QSize units, bool vector)
{
    const PlotLook look = lookOf(style, vector);
    const auto* manifold = std::get_if<ManifoldFigure>(&figure);
    if (manifold == nullptr) {
        // The caller keeps the figure alive for as long as this takes.
        const std::shared_ptr<const Figure> borrowed(std::shared_ptr<void>(), &figure);
        return {printPlot(device, place, borrowed, look, units).rasterised};
    }
    QPainter painter(&device);
    painter.setTransform(place);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setRenderHint(QPainter::TextAntialiasing);
    paintPage(painter, look, units);
    const double edge = look.units(2);
    const QRectF area = QRectF(QPointF(0, 0), QSizeF(units)).adjusted(edge, edge, -edge, -edge);
    const SceneNotes notes = paintScene3D(painter, *manifold, look, style.camera, area);
    return {notes.rasterised, notes.points, notes.segments};
}

std::string metadataOf(const ExportStyle& style, const PageNotes& notes)
{
    Json data = style.provenance.isObject() ? style.provenance : Json::object();
    if (notes.rasterised)
        data.set("dense_layer", "bitmap, " + std::to_string(style.dpi) + " dpi");
    if (notes.points > notes.segments)
        data.set("paths", "simplified within 0.1 pt: " + std::to_string(notes.points) +
                              " points as " + std::to_string(notes.segments) + " segments");
    return data.dump();
}

} // namespace inspike
