// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Where the samples of both domains lie, coloured by class, shaped by domain.

#include "core/base/error.h"
#include "core/figures/alignment_parts.h"
#include "core/figures/stream_parts.h"

#include <cmath>
#include <map>
#include <numbers>

namespace inspike {

namespace {

constexpr std::int64_t kEverything = -2; // the group of all samples
constexpr std::int64_t kFewColours = 8;

class Builder
{
public:
    explicit Builder(const AlignmentBuild& build)
        : m_build(build), m_subject(build.subject), m_params(build.params)
    {
        const std::string& axes = m_params.text("axes");
        m_components = {static_cast<std::size_t>(axes[0] - '1'),
                        static_cast<std::size_t>(axes[2] - '1')};
        for (const std::int64_t one : m_subject.classes().label)
            m_most = std::max(m_most, one);
        for (const std::int64_t one : m_subject.classes().predicted)
            m_most = std::max(m_most, one);
    }

    SeriesFigure build(const DomainPoints& points)
    {
        begin();
        if (m_subject.joint()) {
            addPanel(points, {0, 1});
            m_figure.x = *m_figure.panels.front().x;
            m_figure.panels.front().x.reset();
        } else {
            addPanel(points, {0});
            addPanel(points, {1});
            m_figure.grid = true;
            m_figure.x = *m_figure.panels.front().x;
        }
        m_figure.numbers = domainNumbers(m_build);
        return std::move(m_figure);
    }

private:
    void begin()
    {
        m_figure.title.id = TextId::Embedding;
        m_figure.note = m_subject.layersInWords();
        m_figure.xIsTime = false;
    }

    std::int64_t groupOf(std::size_t place) const
    {
        const std::string& colour = m_params.text("colour");
        if (colour == "domain")
            return kEverything;
        if (colour == "predicted")
            return m_subject.classes().predicted[place];
        return m_subject.classes().classOf(place);
    }

    // Event: filled; static: hollow, a square as long as shapes are not needed for classes.
    void style(SeriesLine& line, std::size_t side, std::int64_t group) const
    {
        line.style = LineStyle::Points;
        line.hollow = side == 0;
        const bool shapes = group >= 0 && m_most >= kFewColours;
        line.marker = shapes ? classMarker(group) : side == 0 ? Marker::Square : Marker::Disc;
        line.colour = group == kEverything ? m_subject.sideColour(side) : classColour(group);
    }

    Text labelOf(std::size_t side, std::int64_t group) const
    {
        if (group == kEverything)
            return m_subject.sideName(side);
        return m_subject.sideOfClass(side, group < 0 ? std::string("?")
                                                     : classWord(m_subject.classes(), group));
    }

    AxisInfo axisOf(const DomainPoints& points, std::size_t side, std::size_t number) const
    {
        const std::size_t component = m_components[number];
        AxisInfo axis;
        const std::string ordinal = std::to_string(component + 1);
        const EmbeddingMethod method = methodOf(m_params);
        if (method == EmbeddingMethod::PrincipalComponents)
            axis.label = {TextId::PrincipalComponent, {ordinal}};
        else
            axis.label = {TextId::Verbatim,
                          {(method == EmbeddingMethod::Tsne ? "t-SNE " : "UMAP ") + ordinal}};
        if (component < points.shares[side].size())
            axis.varianceShare = points.shares[side][component];
        if (component < points.ranges[side].size()) {
            const auto& range = points.ranges[side][component];
            setRange(axis, {range[0], range[1]}, false);
        }
        return axis;
    }

    void addPanel(const DomainPoints& points, const std::vector<std::size_t>& sides)
    {
        SeriesPanel panel;
        panel.x = axisOf(points, sides.front(), 0);
        panel.y = axisOf(points, sides.front(), 1);
        panel.pairs = sides.size() > 1;
        if (sides.size() == 1)
            panel.heading = {TextId::Verbatim, {headingOf(sides.front())}};
        addLegend(panel);
        std::vector<SeriesLine> shapes;
        for (const std::size_t side : sides)
            addSide(panel, shapes, points.side[side], side);
        for (SeriesLine& line : shapes)
            panel.lines.push_back(std::move(line));
        m_figure.panels.push_back(std::move(panel));
    }

    std::string headingOf(std::size_t side) const
    {
        return m_subject.side(side).title + ": " + m_subject.layerName(m_subject.layerInfo(side));
    }

    void addLegend(SeriesPanel& panel) const
    {
        for (const std::size_t side : {1, 0}) {
            SeriesLine line;
            style(line, side, kEverything);
            line.label = m_subject.sideName(side);
            if (m_params.text("colour") != "domain") {
                line.colour = {ColourRole::Foreground};
                if (m_most >= kFewColours)
                    line.marker = Marker::Disc;
            }
            panel.lines.push_back(std::move(line));
        }
        if (m_params.text("colour") != "domain") {
            SampleClasses shown = m_subject.classes();
            if (m_params.text("colour") == "predicted")
                shown.label = shown.predicted;
            for (SeriesLine& line : classLegend(shown)) {
                if (m_most < kFewColours)
                    line.marker = Marker::Disc;
                panel.lines.push_back(std::move(line));
            }
        }
    }

    // Every step is a point of its own where that is asked for: samples side by side, then steps.
    void addSide(SeriesPanel& panel, std::vector<SeriesLine>& shapes, const Points& points,
                 std::size_t side)
    {
        const std::size_t samples = m_subject.pairs().samples;
        std::map<std::int64_t, SeriesLine> lines;
        for (std::size_t i = 0; i < points.count; ++i) {
            const double x = static_cast<double>(points.values[i * points.width + m_components[0]]);
            const double y = static_cast<double>(points.values[i * points.width + m_components[1]]);
            if (!std::isfinite(x) || !std::isfinite(y))
                continue;
            const std::size_t place = i % samples;
            SeriesLine& line = lines[groupOf(place)];
            line.x.push_back(x);
            line.y.push_back(y);
            line.keys.push_back(m_subject.keyOf(place));
        }
        for (auto& [group, line] : lines) {
            style(line, side, group);
            line.label = labelOf(side, group);
            line.inLegend = false;
            addShapes(shapes, line, side, group);
            panel.lines.push_back(std::move(line));
        }
    }

    // Mean and ellipse of a group.
    void addShapes(std::vector<SeriesLine>& shapes, const SeriesLine& points, std::size_t side,
                   std::int64_t group) const
    {
        const auto n = static_cast<double>(points.x.size());
        double mx = 0.0, my = 0.0, xx = 0.0, yy = 0.0, xy = 0.0;
        for (std::size_t i = 0; i < points.x.size(); ++i) {
            mx += points.x[i] / n;
            my += points.y[i] / n;
        }
        for (std::size_t i = 0; i < points.x.size(); ++i) {
            const double dx = points.x[i] - mx;
            const double dy = points.y[i] - my;
            xx += dx * dx / (n - 1.0);
            yy += dy * dy / (n - 1.0);
            xy += dx * dy / (n - 1.0);
        }
        const auto sigmas = static_cast<double>(m_params.integer("ellipses"));
        if (sigmas > 0.0 && points.x.size() >= 3) {
            SeriesLine ellipse = outlineOf(mx, my, xx, yy, xy, sigmas);
            ellipse.label = {TextId::DeviationEllipse, {shortText(sigmas)}};
            ellipse.colour = points.colour;
            ellipse.hollow = side == 0;
            ellipse.inLegend = false;
            shapes.push_back(std::move(ellipse));
        }
        if (m_params.flag("means") && points.x.size() >= 2) {
            SeriesLine mean;
            mean.x = {mx};
            mean.y = {my};
            mean.keys = {{KeyKind::Domain, m_subject.keySource(), group}};
            style(mean, side, group);
            mean.marker = Marker::Cross;
            mean.hollow = false;
            mean.label = {TextId::ClassMean};
            mean.inLegend = false;
            shapes.push_back(std::move(mean));
        }
    }

    static SeriesLine outlineOf(double mx, double my, double xx, double yy, double xy,
                                double sigmas)
    {
        constexpr int kCorners = 96;
        const double half = 0.5 * (xx + yy);
        const double away = std::hypot(0.5 * (xx - yy), xy);
        const double major = sigmas * std::sqrt(std::max(0.0, half + away));
        const double minor = sigmas * std::sqrt(std::max(0.0, half - away));
        const double turn = 0.5 * std::atan2(2.0 * xy, xx - yy);
        SeriesLine line;
        line.style = LineStyle::Outline;
        for (int i = 0; i <= kCorners; ++i) {
            const double angle = 2.0 * std::numbers::pi * i / kCorners;
            const double u = major * std::cos(angle);
            const double v = minor * std::sin(angle);
            line.x.push_back(mx + u * std::cos(turn) - v * std::sin(turn));
            line.y.push_back(my + u * std::sin(turn) + v * std::cos(turn));
        }
        return line;
    }

    const AlignmentBuild& m_build;
    const AlignmentSubject& m_subject;
    const Params& m_params;
    std::array<std::size_t, 2> m_components{};
    std::int64_t m_most = 0; // highest class
    SeriesFigure m_figure;
};

// Coordinates that a computation has reached so far.
std::optional<DomainPoints> pointsSoFar(const AlignmentBuild& build, int& iteration)
{
    const auto live = build.results.live(domainPointsKey(build));
    if (!live || !build.subject.joint())
        return std::nullopt;
    const std::size_t width = build.params.text("axes").back() == '3' ? 3 : 2;
    const std::size_t count = live->values.size() / width / 2;
    iteration = live->iteration;
    DomainPoints points;
    points.ranges[0].assign(width, {INFINITY, -INFINITY});
    for (std::size_t side = 0; side < 2; ++side) {
        points.side[side] = Points(count, width);
        for (std::size_t i = 0; i < count * width; ++i) {
            const float value = live->values[side * count * width + i];
            points.side[side].values[i] = value;
            auto& range = points.ranges[0][i % width];
            range[0] = std::min(range[0], static_cast<double>(value));
            range[1] = std::max(range[1], static_cast<double>(value));
        }
    }
    points.ranges[1] = points.ranges[0];
    return points;
}

} // namespace

std::optional<SeriesFigure> embeddingPart(const AlignmentBuild& build)
{
    if (const auto points = domainPoints(build))
        return Builder(build).build(*points);
    int iteration = 0;
    const auto soFar = pointsSoFar(build, iteration);
    if (!soFar)
        return std::nullopt;
    SeriesFigure figure = Builder(build).build(*soFar);
    figure.note = {TextId::IterationOf, {std::to_string(iteration)}};
    return figure;
}

} // namespace inspike
