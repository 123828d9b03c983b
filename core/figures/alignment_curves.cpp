// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// How CKA, MMD and the domain loss of the chosen layers go over steps, layers or epochs, with bands
// over samples.

#include "core/base/error.h"
#include "core/figures/alignment_measures.h"
#include "core/figures/stream_parts.h"

#include <algorithm>
#include <cmath>

namespace inspike {

namespace {

constexpr Colour kCkaColour{ColourRole::Category, 0};
constexpr Colour kMmdColour{ColourRole::Category, 5};
constexpr Colour kLossColour{ColourRole::Category, 3};

bool shows(const Params& params, const char* measure)
{
    return params.text("measures") == "all" || params.text("measures") == measure;
}

SeriesLine lineOf(const Text& label, Colour colour, const std::vector<double>& x, LineStyle style)
{
    SeriesLine line;
    line.label = label;
    line.colour = colour;
    line.style = style;
    line.x = x;
    return line;
}

void addBand(SeriesLine& line, const Band& band)
{
    line.y.push_back(band.value);
    line.low.push_back(band.low);
    line.high.push_back(band.high);
}

// Without replicates there is no band.
void finishBand(SeriesLine& line)
{
    const auto finite = [](double value) {
        return std::isfinite(value);
    };
    if (std::none_of(line.low.begin(), line.low.end(), finite)) {
        line.low.clear();
        line.high.clear();
    }
}

std::vector<double> extentOf(const SeriesLine& line)
{
    std::vector<double> values = line.y;
    values.insert(values.end(), line.low.begin(), line.low.end());
    values.insert(values.end(), line.high.begin(), line.high.end());
    return values;
}

// CKA is at home between 0 and 1; unbiased estimates may leave that range.
void setUnitRange(AxisInfo& axis, const std::vector<double>& values)
{
    axis.low = 0.0;
    axis.high = 1.0;
    for (const double value : values) {
        if (std::isfinite(value)) {
            axis.low = std::min(axis.low, value);
            axis.high = std::max(axis.high, value);
        }
    }
}

class Builder
{
public:
    Builder(const AlignmentBuild& build, const DomainCurve& curve) : m_build(build), m_curve(curve)
    {}

    SeriesFigure build()
    {
        m_figure.title.id = TextId::Alignment;
        m_figure.xIsTime = m_curve.over == CurveOver::Step;
        m_figure.note = noteOf();
        addX();
        const LineStyle style = m_curve.over == CurveOver::Layer || m_curve.points.size() < 2
                                    ? LineStyle::PointsAndLine
                                    : LineStyle::Solid;
        if (shows(m_build.params, "cka"))
            addCka(style);
        if (shows(m_build.params, "mmd") && m_curve.comparable)
            addMmd(style);
        if (shows(m_build.params, "domain"))
            addLoss(style);
        if (m_figure.panels.empty())
            addCka(style);
        return std::move(m_figure);
    }

private:
    Text noteOf() const
    {
        const auto undefined =
            std::count_if(m_curve.points.begin(), m_curve.points.end(),
                          [](const DomainMeasures& point) { return std::isnan(point.cka.value); });
        if (undefined > 0)
            return {TextId::UndefinedCells,
                    {std::to_string(undefined), std::to_string(m_curve.points.size())}};
        const AlignmentSubject& subject = m_build.subject;
        if (m_curve.over == CurveOver::Layer)
            return {TextId::PairCount, {std::to_string(subject.pairs().samples)}};
        if (m_curve.over == CurveOver::Step)
            return {TextId::Verbatim, {subject.layerName(subject.layerInfo(0))}};
        return subject.layersInWords();
    }

    void addX()
    {
        AxisInfo& x = m_figure.x;
        const auto count = static_cast<double>(m_curve.points.size());
        if (m_curve.over == CurveOver::Step) {
            const PairedSide& side = m_build.subject.side(1);
            const Activation* activation = side.run->find(side.layers[m_build.subject.layer(1)].id);
            const StepAxis axis = stepAxis(*side.run, *activation, m_curve.points.size());
            x = axis.axis;
            for (std::size_t i = 0; i < m_curve.points.size(); ++i)
                m_x.push_back(axis.position(i));
            return;
        }
        if (m_curve.over == CurveOver::Epoch) {
            x.label.id = TextId::Epoch;
            x.integral = true;
            for (const DomainMeasures& point : m_curve.points)
                m_x.push_back(point.x);
            setRange(x, m_x, false);
            m_figure.marks = {
                static_cast<double>(m_build.subject.epochs()[m_build.subject.epoch()].epoch)};
            return;
        }
        x.label.id = TextId::Layer;
        x.low = -0.5;
        x.high = count - 0.5;
        x.integral = true;
        for (std::size_t i = 0; i < m_curve.points.size(); ++i) {
            m_x.push_back(static_cast<double>(i));
            m_names.push_back({TextId::Verbatim, {m_curve.points[i].name}});
        }
    }

    SeriesPanel& addPanel(const Text& quantity)
    {
        SeriesPanel panel;
        panel.y.label = quantity;
        panel.xNames = m_names;
        m_figure.panels.push_back(std::move(panel));
        return m_figure.panels.back();
    }

    void addCka(LineStyle style)
    {
        SeriesPanel& panel = addPanel({TextId::Cka});
        SeriesLine line = lineOf({TextId::Cka}, kCkaColour, m_x, style);
        for (const DomainMeasures& point : m_curve.points)
            addBand(line, point.cka);
        setUnitRange(panel.y, extentOf(line));
        finishBand(line);
        line.inLegend = false;
        const bool banded = !line.low.empty();
        panel.lines.push_back(std::move(line));
        if (banded)
            panel.lines.push_back(bandsInWords());
    }

    // For the legend.
    SeriesLine bandsInWords() const
    {
        const std::string count = std::to_string(m_build.params.integer("bootstrap"));
        return lineOf({TextId::BootstrapBand, {count}}, {ColourRole::Muted}, {}, LineStyle::Solid);
    }

    void addMmd(LineStyle style)
    {
        SeriesPanel& panel = addPanel({TextId::SquaredMmd});
        SeriesLine line = lineOf({TextId::SquaredMmd}, kMmdColour, m_x, style);
        for (const DomainMeasures& point : m_curve.points)
            addBand(line, point.mmd);
        setRange(panel.y, extentOf(line), true);
        finishBand(line);
        line.inLegend = false;
        panel.lines.push_back(std::move(line));
    }

    // The loss; alone in the figure, also what it is made of: 1 - |CKA| and the weight of each
    // step.
    void addLoss(LineStyle style)
    {
        SeriesPanel& panel = addPanel({TextId::DomainLoss});
        const bool weighted = m_build.params.text("measures") == "domain" &&
                              std::any_of(m_curve.points.begin(), m_curve.points.end(),
                                          [](const DomainMeasures& p) { return p.weight != 1.0; });
        if (m_curve.over != CurveOver::Epoch) {
            SeriesLine gap = lineOf({TextId::DomainGap}, {ColourRole::Muted}, m_x, style);
            for (const DomainMeasures& point : m_curve.points)
                gap.y.push_back(1.0 - std::abs(point.cka.value));
            gap.style = LineStyle::Dashed;
            if (weighted)
                panel.lines.push_back(std::move(gap));
        }
        if (weighted && m_curve.over == CurveOver::Step) {
            SeriesLine weights =
                lineOf({TextId::StepWeight}, {ColourRole::Foreground}, m_x, LineStyle::Dashed);
            for (const DomainMeasures& point : m_curve.points)
                weights.y.push_back(point.weight);
            panel.lines.push_back(std::move(weights));
        }
        SeriesLine loss = lineOf({TextId::DomainLoss}, kLossColour, m_x, style);
        for (const DomainMeasures& point : m_curve.points)
            loss.y.push_back(point.domainLoss);
        std::vector<double> values = loss.y;
        for (const SeriesLine& line : panel.lines)
            values.insert(values.end(), line.y.begin(), line.y.end());
        panel.lines.push_back(std::move(loss));
        setRange(panel.y, values, true);
        if (panel.lines.size() == 1)
            panel.lines.front().inLegend = false;
    }

    const AlignmentBuild& m_build;
    const DomainCurve& m_curve;
    std::vector<double> m_x;
    std::vector<Text> m_names;
    SeriesFigure m_figure;
};

} // namespace

std::optional<SeriesFigure> curvesPart(const AlignmentBuild& build)
{
    const auto curve = domainCurve(build);
    if (!curve)
        return std::nullopt;
    return Builder(build, *curve).build();
}

} // namespace inspike
