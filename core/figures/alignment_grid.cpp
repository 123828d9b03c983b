// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// CKA of every layer of one side with every layer of the other.

#include "core/analysis/domains/cka.h"
#include "core/figures/alignment_measures.h"
#include "core/figures/stream_parts.h"

#include <cmath>

namespace inspike {

namespace {

CkaGrid gridOf(const AlignmentBuild& build)
{
    const AlignmentSubject& subject = build.subject;
    std::array<std::vector<Points>, 2> features;
    std::array<std::vector<PointsView>, 2> views;
    JobContext reading = build.job.part(0.0, 0.3);
    for (std::size_t side = 0; side < 2; ++side) {
        for (std::size_t i = 0; i < subject.side(side).layers.size(); ++i) {
            FeatureChoice choice = subject.choice();
            if (subject.side(side).layers[i].steps == 0)
                choice.steps = StepUse::Mean;
            features[side].push_back(featuresOf(subject.side(side), i, choice, reading));
        }
        for (const Points& points : features[side])
            views[side].push_back(points.view());
    }
    JobContext comparing = build.job.part(0.3, 1.0);
    return ckaGrid(views[0], views[1], ckaParamsOf(build.params), comparing);
}

Text axisWords(const AlignmentSubject& subject, std::size_t side)
{
    const Text name = subject.sideName(side);
    if (name.id == TextId::StaticDomain)
        return {TextId::StaticLayer};
    if (name.id == TextId::EventDomain)
        return {TextId::EventLayer};
    return {TextId::LayerOfRun, {subject.side(side).title}};
}

HeatBox boxAt(std::size_t row, std::size_t column, Colour colour)
{
    HeatBox box;
    box.left = static_cast<double>(column);
    box.right = box.left + 1.0;
    box.top = static_cast<double>(row);
    box.bottom = box.top + 1.0;
    box.colour = colour;
    return box;
}

class Builder
{
public:
    Builder(const AlignmentSubject& subject, const CkaGrid& grid) : m_subject(subject), m_grid(grid)
    {}

    HeatFigure build()
    {
        m_figure.title.id = TextId::Alignment;
        addPanel();
        HeatScale scale;
        scale.label.id = TextId::Cka;
        for (const double value : m_grid.values) {
            if (value < 0.0) // unbiased estimates
                scale.low = std::min(scale.low, value);
        }
        m_figure.scales.push_back(std::move(scale));
        m_figure.note = note();
        return std::move(m_figure);
    }

private:
    void addPanel()
    {
        HeatPanel panel;
        panel.y = AxisInfo{axisWords(m_subject, 0), {}, 0.0, static_cast<double>(m_grid.rows)};
        panel.x = AxisInfo{axisWords(m_subject, 1), {}, 0.0, static_cast<double>(m_grid.columns)};
        panel.yDown = false; // from the first layer at the bottom up, as networks are drawn
        panel.equalAspect = true;
        panel.crossed = true;
        panel.cellsAre = HeatCellsAre::Layers;
        panel.cells.rows = m_grid.rows;
        panel.cells.columns = m_grid.columns;
        panel.cells.right = panel.x.high;
        panel.cells.bottom = panel.y.high;
        for (const double value : m_grid.values)
            panel.cells.values.push_back(static_cast<float>(value));
        panel.totalRows = m_grid.rows;
        panel.totalColumns = m_grid.columns;
        for (const FeatureLayer& layer : m_subject.side(0).layers)
            panel.rowNames.push_back({TextId::Verbatim, {m_subject.layerName(layer)}});
        for (const FeatureLayer& layer : m_subject.side(1).layers)
            panel.columnNames.push_back({TextId::Verbatim, {m_subject.layerName(layer)}});
        for (const auto& [row, column] : m_subject.pairs().counterparts)
            panel.boxes.push_back(boxAt(row, column, {ColourRole::Muted}));
        HeatBox chosen = boxAt(m_subject.layer(0), m_subject.layer(1), {ColourRole::Accent});
        chosen.emphasised = true;
        panel.boxes.push_back(std::move(chosen));
        m_figure.panels.push_back(std::move(panel));
    }

    // The mean over counterparts, or how many cells have no value.
    Text note() const
    {
        std::size_t undefined = 0;
        for (const double value : m_grid.values)
            undefined += std::isnan(value) ? 1 : 0;
        if (undefined > 0)
            return {TextId::UndefinedCells,
                    {std::to_string(undefined), std::to_string(m_grid.values.size())}};
        double sum = 0.0;
        const auto& counterparts = m_subject.pairs().counterparts;
        for (const auto& [row, column] : counterparts)
            sum += m_grid(row, column);
        if (counterparts.empty())
            return m_subject.layersInWords();
        return {TextId::DiagonalMean, {shortText(sum / static_cast<double>(counterparts.size()))}};
    }

    const AlignmentSubject& m_subject;
    const CkaGrid& m_grid;
    HeatFigure m_figure;
};

} // namespace

std::optional<HeatFigure> gridPart(const AlignmentBuild& build)
{
    const std::string key = "grid|" + build.params.text("kernel") + "|" + build.subject.key(false);
    const auto grid =
        build.result<CkaGrid>(key, build.subject.owners(), [&] { return gridOf(build); });
    if (!grid)
        return std::nullopt;
    return Builder(build.subject, *grid).build();
}

} // namespace inspike
