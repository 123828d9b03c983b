// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure_export/page.h"

#include "core/figures/event_layers.h"
#include "widgets/figure_export/painter_scene3d.h"
#include "widgets/plot/plot_printer.h"

#include <QPainter>

#include <algorithm>
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

// "b" after 'a', for the parts of a plate.
QString letterAfter(const QString& first, int count)
{
    if (first.isEmpty())
        return {};
    QString letter = first;
    letter.back() = QChar(first.back().unicode() + count);
    return letter;
}

class PageDrawing
{
public:
    PageDrawing(QPaintDevice& device, const QTransform& place, const ExportStyle& style,
                QSize units, bool vector)
        : m_style(style), m_look(lookOf(style, vector)), m_page(device, place, m_look, units)
    {}

    void draw(const Figure& figure, const QRectF& area, const QString& letter)
    {
        if (const auto* composite = std::get_if<CompositeFigure>(&figure)) {
            drawParts(*composite, area, letter);
            return;
        }
        m_look.letter = letter;
        if (const auto* manifold = std::get_if<ManifoldFigure>(&figure)) {
            drawScene(*manifold, area);
            return;
        }
        // The caller keeps the figure alive for as long as this takes.
        const std::shared_ptr<const Figure> borrowed(std::shared_ptr<void>(), &figure);
        const PrintNotes printed = m_page.draw(borrowed, m_look, area.toRect());
        m_notes.rasterised |= printed.rasterised;
        const auto* events = std::get_if<EventsFigure>(&figure);
        if (events != nullptr && events->cloud) {
            m_look.letter.clear(); // is there already
            drawScene(events->cloud->scene, printed.sceneArea);
        }
    }

    const PageNotes& notes() const { return m_notes; }

private:
    void drawParts(const CompositeFigure& figure, const QRectF& area, const QString& letter)
    {
        const QString first = letter.isEmpty() ? QStringLiteral("a") : letter;
        const PlotLook whole = m_look;
        for (std::size_t i = 0; i < figure.parts.size(); ++i) {
            const FigurePart& part = figure.parts[i];
            const QRectF place(area.left() + part.left * area.width(),
                               area.top() + part.top * area.height(), part.width * area.width(),
                               part.height * area.height());
            fitType(place.width());
            draw(*part.figure, place,
                 figure.parts.size() > 1 ? letterAfter(first, static_cast<int>(i)) : letter);
            m_look = whole;
        }
    }

    // Narrow parts have smaller letters, down to what journals still take.
    void fitType(double width)
    {
        constexpr double kLeastPt = 5.0;
        constexpr double kFullWidthPt = 200.0; // of a part for type of full size
        const double share = std::min(1.0, width / m_look.units(kFullWidthPt));
        m_look.labelPt = std::min(m_look.labelPt, std::max(kLeastPt, share * m_look.labelPt));
        m_look.tickPt = std::min(m_look.tickPt, std::max(kLeastPt, share * m_look.tickPt));
    }

    void drawScene(const ManifoldFigure& figure, const QRectF& area)
    {
        QPainter& painter = m_page.painter();
        painter.save();
        painter.translate(area.topLeft());
        paintLetter(painter, m_look);
        const double edge = m_look.units(2);
        const QRectF inner = QRectF(QPointF(0, 0), area.size()).adjusted(edge, edge, -edge, -edge);
        const SceneNotes scene = paintScene3D(painter, figure, m_look, m_style.camera, inner);
        painter.restore();
        m_notes.rasterised |= scene.rasterised;
        m_notes.points += scene.points;
        m_notes.segments += scene.segments;
    }

    const ExportStyle& m_style;
    PlotLook m_look;
    PlotPage m_page;
    PageNotes m_notes;
};

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
    PageDrawing drawing(device, place, style, units, vector);
    drawing.draw(figure, QRectF(QPointF(0, 0), QSizeF(units)), style.panelLetter);
    return drawing.notes();
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
