// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/psychometric_figure.h"

#include <algorithm>

namespace inspike {

namespace {

constexpr int kFirstContextColour = 4; // 0 to 3 are the combinations of context and choice

void addLine(std::span<const PsychometricPoint> points, int context, bool relevant,
             SeriesPanel& panel)
{
    std::vector<PsychometricPoint> mine;
    for (const PsychometricPoint& point : points) {
        if (point.context == context && point.relevant == relevant)
            mine.push_back(point);
    }
    if (mine.empty())
        return;
    std::stable_sort(mine.begin(), mine.end(),
                     [](const auto& a, const auto& b) { return a.offset < b.offset; });
    SeriesLine line;
    line.label = {relevant ? TextId::RelevantInContext : TextId::IrrelevantInContext,
                  {std::to_string(context + 1)}};
    line.key = {KeyKind::Domain, 0, context};
    line.colour = {ColourRole::Category, kFirstContextColour + context};
    line.style = relevant ? LineStyle::PointsAndLine : LineStyle::Dashed;
    for (const PsychometricPoint& point : mine) {
        line.x.push_back(point.offset);
        line.y.push_back(point.probability);
        line.low.push_back(point.low);
        line.high.push_back(point.high);
    }
    panel.lines.push_back(std::move(line));
}

} // namespace

SeriesFigure buildPsychometrics(std::span<const PsychometricPoint> points)
{
    SeriesFigure figure;
    figure.title.id = TextId::Psychometrics;
    figure.xIsTime = false;
    figure.x.label.id = TextId::StimulusOffset;
    figure.x.unit = "a.u.";
    SeriesPanel panel;
    panel.y.label.id = TextId::ChoiceProbability;
    for (const bool relevant : {true, false}) {
        for (const int context : {0, 1})
            addLine(points, context, relevant, panel);
    }
    if (!points.empty()) {
        const auto [low, high] =
            std::minmax_element(points.begin(), points.end(),
                                [](const auto& a, const auto& b) { return a.offset < b.offset; });
        const double margin = std::max(0.05 * (high->offset - low->offset), 1e-3);
        figure.x.low = low->offset - margin;
        figure.x.high = high->offset + margin;
    }
    panel.y.low = -0.03; // markers at 0 and 1 stay whole
    panel.y.high = 1.03;
    panel.levels.push_back({0.5, {}, {ColourRole::Muted}});
    figure.panels.push_back(std::move(panel));
    return figure;
}

} // namespace inspike
