// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure_export/painter_scene3d.h"

#include "widgets/figure_export/path_simplify.h"
#include "widgets/plot/legend_painter.h"
#include "widgets/scene3d/scene_axes.h"
#include "widgets/text/fonts.h"
#include "widgets/text/phrases.h"

#include <QImage>
#include <QPainter>

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

constexpr double kTolerancePt = 0.1;
constexpr qsizetype kChunk = 24; // points that share one depth
constexpr double kTrialPt = 0.4;
constexpr double kMeanPt = 1.5;
constexpr double kHaloPt = 0.75; // on either side of a mean

// Half the size of a point, by how many there are.
double pointPt(std::size_t points, bool cloud)
{
    if (!cloud)
        return 0.8;
    return points < 3000 ? 0.9 : points < 30'000 ? 0.6 : 0.35;
}
// Trials step back where means are drawn over them in the same colour.
constexpr double kTrialShareUnderMeans = 0.6;

// A piece of a path short enough to have one depth.
struct Piece
{
    QPolygonF line;
    double depth = 0;
    int category = 0;
};

struct EndPoint
{
    QPointF at;
    double depth = 0;
    int category = 0;
};

struct Projected
{
    std::vector<Piece> trials, means;
    std::vector<EndPoint> trialEnds, meanEnds;
    std::size_t points = 0;
    std::size_t segments = 0;
};

Vec3 worldOf(const std::array<float, 3>& point, const Vec3& scale)
{
    Vec3 world{};
    for (std::size_t i = 0; i < 3; ++i)
        world[i] = scale[i] * static_cast<double>(point[i]);
    return world;
}

class Projector
{
public:
    Projector(const ManifoldFigure& figure, const Projection& projection, const PlotLook& look)
        : m_figure(figure),
          m_projection(projection),
          m_tolerance(look.units(kTolerancePt)),
          m_scale(scaleOf(figure))
    {}

    Projected made()
    {
        for (const ManifoldPath& path : m_figure.paths)
            addPath(path);
        const auto byDepth = [](const auto& a, const auto& b) {
            return a.depth < b.depth;
        };
        std::stable_sort(m_out.trials.begin(), m_out.trials.end(), byDepth);
        std::stable_sort(m_out.means.begin(), m_out.means.end(), byDepth);
        std::stable_sort(m_out.trialEnds.begin(), m_out.trialEnds.end(), byDepth);
        std::stable_sort(m_out.meanEnds.begin(), m_out.meanEnds.end(), byDepth);
        return std::move(m_out);
    }

private:
    void addPath(const ManifoldPath& path)
    {
        if (m_figure.cloud) {
            addPoints(path);
            return;
        }
        QPolygonF run;
        double depth = 0;
        std::optional<EndPoint> end;
        const auto flush = [&] {
            addRun(run, path, run.isEmpty() ? 0 : depth / static_cast<double>(run.size()));
            run.clear();
            depth = 0;
        };
        for (const auto& point : path.points) {
            if (!isDrawable(point)) {
                flush();
                continue;
            }
            ++m_out.points;
            const Vec3 world = worldOf(point, m_scale);
            run.append(m_projection.pixel(world));
            depth += m_projection.depth(world);
            end = EndPoint{run.back(), m_projection.depth(world), path.category};
            if (run.size() > 4 * kChunk) {
                // The next piece starts where this one ends.
                const QPointF joint = run.back();
                flush();
                run.append(joint);
                depth = m_projection.depth(world);
            }
        }
        flush();
        if (end)
            (path.mean ? m_out.meanEnds : m_out.trialEnds).push_back(*end);
    }

    void addPoints(const ManifoldPath& path)
    {
        for (const auto& point : path.points) {
            const Vec3 world = worldOf(point, m_scale);
            m_out.trialEnds.push_back(
                {m_projection.pixel(world), m_projection.depth(world), path.category});
        }
        m_out.points += path.points.size();
        m_out.segments += path.points.size(); // each is drawn
    }

    void addRun(const QPolygonF& run, const ManifoldPath& path, double depth)
    {
        if (run.size() < 2)
            return;
        Piece piece{simplified(run, m_tolerance), depth, path.category};
        m_out.segments += static_cast<std::size_t>(piece.line.size()) - 1;
        (path.mean ? m_out.means : m_out.trials).push_back(std::move(piece));
    }

    const ManifoldFigure& m_figure;
    const Projection& m_projection;
    double m_tolerance;
    Vec3 m_scale;
    Projected m_out;
};

class ScenePainter
{
public:
    ScenePainter(const ManifoldFigure& figure, const PlotLook& look)
        : m_figure(figure),
          m_look(look),
          m_hasMeans(std::any_of(figure.paths.begin(), figure.paths.end(),
                                 [](const ManifoldPath& path) { return path.mean; }))
    {}

    void trials(QPainter& painter, const Projected& scene) const
    {
        painter.setBrush(Qt::NoBrush);
        int category = -1;
        for (const Piece& piece : scene.trials) {
            if (piece.category != category)
                painter.setPen(QPen(trialColour(piece.category), m_look.units(kTrialPt),
                                    Qt::SolidLine, Qt::FlatCap, Qt::BevelJoin));
            category = piece.category;
            painter.drawPolyline(piece.line);
        }
        painter.setPen(Qt::NoPen);
        const double radius = m_look.units(pointPt(scene.trialEnds.size(), m_figure.cloud));
        int brush = -1;
        for (const EndPoint& end : scene.trialEnds) {
            if (end.category != brush)
                painter.setBrush(trialColour(end.category));
            brush = end.category;
            painter.drawEllipse(end.at, radius, radius);
        }
    }

    void means(QPainter& painter, const Projected& scene) const
    {
        painter.setBrush(Qt::NoBrush);
        for (const bool halo : {true, false})
            for (const Piece& piece : scene.means) {
                const QColor ink = halo ? m_look.theme.canvas() : colour(piece.category, 1.0);
                const double width = m_look.units(halo ? kMeanPt + 2 * kHaloPt : kMeanPt);
                painter.setPen(QPen(ink, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
                painter.drawPolyline(piece.line);
            }
        const double radius = m_look.units(2.4);
        for (const EndPoint& end : scene.meanEnds) {
            painter.setPen(QPen(m_look.theme.canvas(), m_look.units(kHaloPt)));
            painter.setBrush(colour(end.category, 1.0));
            painter.drawEllipse(end.at, radius, radius);
        }
    }

    std::vector<LegendItem> legend() const
    {
        std::vector<LegendItem> items;
        const bool anyTrial = std::any_of(m_figure.paths.begin(), m_figure.paths.end(),
                                          [](const ManifoldPath& path) { return !path.mean; });
        for (std::size_t i = 0; i < m_figure.categories.size(); ++i)
            items.push_back({phrase(m_figure.categories[i].label), colour(static_cast<int>(i), 1.0),
                             Qt::SolidLine, m_figure.cloud ? 0.0 : m_look.units(kMeanPt),
                             m_figure.cloud});
        if (m_figure.cloud)
            return items;
        const QColor ink = m_look.theme.colour({ColourRole::Foreground});
        if (m_hasMeans)
            items.push_back({phrase({TextId::ConditionMean}), ink, Qt::SolidLine,
                             m_look.units(kMeanPt), false});
        if (anyTrial)
            items.push_back(
                {phrase({TextId::Trial}), ink, Qt::SolidLine, m_look.units(kTrialPt), false});
        if (m_hasMeans || anyTrial)
            items.push_back({phrase({TextId::EndPoint}), ink, Qt::SolidLine, 0.0, true});
        return items;
    }

private:
    // Opaque: Qt hands every short run of translucent pixels to other threads and waits for them,
    // which took longer than the drawing.
    QColor trialColour(int category) const
    {
        return m_look.theme.faded(colour(category, 1.0), m_hasMeans ? kTrialShareUnderMeans : 1.0);
    }

    QColor colour(int category, double alpha) const
    {
        const auto index = static_cast<std::size_t>(std::max(category, 0));
        QColor made = index < m_figure.categories.size()
                          ? m_look.theme.colour(m_figure.categories[index].colour)
                          : m_look.theme.colour({ColourRole::Muted});
        made.setAlphaF(static_cast<float>(alpha));
        return made;
    }

    const ManifoldFigure& m_figure;
    const PlotLook& m_look;
    bool m_hasMeans;
};

// Where everything goes: the picture with its legend beside or above, together in the middle.
struct Arrangement
{
    Projection projection;
    QRectF legend;
};

Arrangement arranged(const ManifoldFigure& figure, const PlotLook& look, const Camera3D& camera,
                     const std::vector<LegendItem>& items, const QRectF& area)
{
    const QFont font = figureFont(look.units(look.tickPt));
    // Nothing may come under the panel letter.
    const double letter = look.letter.isEmpty() ? 0 : look.units(1.5 * look.labelPt);
    const double strip = area.width() - 2 * letter;
    const LegendSizes legend{legendSize(items, font, 0), legendSize(items, font, strip),
                             items.empty() ? 0 : look.units(4)};
    QSizeF size = area.size();
    LegendFit fit = fittedWithLegend(figure, camera, look, size, legend);
    QPointF shift = area.topLeft();
    if (fit.beside && letter > 0) {
        size.rheight() -= letter;
        shift.ry() += letter;
        fit.camera = fittedWithWords(figure, camera, look, size,
                                     {0, 0, legend.column.width() + legend.gap, 0});
    }
    const QRectF taken = layOutAxes(figure, Projection(fit.camera, size), look).bounds();
    QRectF words({0, 0}, fit.beside ? legend.column : legend.strip);
    if (fit.beside)
        words.moveTopLeft({taken.right() + legend.gap, taken.top()});
    else
        words.moveTopLeft(
            {taken.center().x() - words.width() / 2, taken.top() - legend.gap - words.height()});
    // Even margins around both; a strip wider than the picture stays on the page.
    const QRectF all = items.empty() ? taken : taken.united(words);
    shift += QRectF({0, 0}, size).center() - all.center();
    return {Projection(fit.camera, size, shift), words.translated(shift)};
}

void paintTrialsAsImage(QPainter& painter, const ScenePainter& scene, const Projected& projected,
                        const PlotLook& look, const QRectF& area)
{
    const double dots = look.dotsPerUnit;
    QImage image(QSize(static_cast<int>(std::ceil(area.width() * dots)),
                       static_cast<int>(std::ceil(area.height() * dots))),
                 QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::transparent);
    QPainter pixels(&image);
    pixels.setRenderHint(QPainter::Antialiasing);
    pixels.scale(dots, dots);
    pixels.translate(-area.topLeft());
    scene.trials(pixels, projected);
    pixels.end();
    painter.setRenderHint(QPainter::LosslessImageRendering);
    painter.drawImage(QRectF(area.topLeft(), QSizeF(image.size()) / dots), image);
}

} // namespace

SceneNotes paintScene3D(QPainter& painter, const ManifoldFigure& figure, const PlotLook& look,
                        const std::optional<Camera3D>& camera, const QRectF& area)
{
    const ScenePainter scene(figure, look);
    const std::vector<LegendItem> items = scene.legend();
    const auto [projection, legend] =
        arranged(figure, look, camera.value_or(defaultCamera(figure)), items, area);
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    paintLegend(painter, items, figureFont(look.units(look.tickPt)),
                look.theme.colour({ColourRole::Foreground}), legend);
    const Projected projected = Projector(figure, projection, look).made();
    paintAxes(painter, layOutAxes(figure, projection, look), look);
    SceneNotes notes{projected.points, projected.segments, false};
    notes.rasterised = look.paper && projected.segments > kDenseMarks;
    if (notes.rasterised)
        paintTrialsAsImage(painter, scene, projected, look, area);
    else
        scene.trials(painter, projected);
    scene.means(painter, projected);
    painter.restore();
    return notes;
}

} // namespace inspike
