// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/sample_heat.h"

#include <cmath>

namespace inspike {

SampleHeat::SampleHeat(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent)
    : SampleFollower(viewClass, viewContext, parent), m_canvas(new HeatCanvas(this))
{
    m_canvas->setAccessibleName(title());
    setCanvas(m_canvas);
    connect(m_canvas, &HeatCanvas::hovered, this, &View::pointed);
    connect(m_canvas, &HeatCanvas::rangeChanged, this, [this] {
        if (m_samples)
            requestBuild(Cause::Viewport);
    });
    connect(m_canvas, &HeatCanvas::clicked, this,
            [this](const HeatSpot& spot, Qt::KeyboardModifiers modifiers) {
                if (const auto sample = sampleAt(spot))
                    selectSample(*sample, modifiers);
            });
    connect(m_canvas, &HeatCanvas::pointed, this, [this](const std::optional<HeatSpot>& spot) {
        const auto sample = spot ? sampleAt(*spot) : std::nullopt;
        selectionModel().hover(
            sample ? std::optional(Key{KeyKind::Sample, source(), *sample}) : std::nullopt, this);
    });
}

Viewport SampleHeat::viewport() const
{
    return figure() ? m_canvas->viewport() : View::viewport();
}

void SampleHeat::showFigure(const Figure& shown, Cause cause)
{
    const auto& heat = std::get<HeatFigure>(shown);
    m_samples = !heat.panels.empty() && heat.panels.front().cellsAre == HeatCellsAre::Samples;
    m_canvas->setFigure(std::make_shared<const HeatFigure>(heat), cause == Cause::Viewport);
}

const HeatPanel* SampleHeat::panelAt(const HeatSpot& spot) const
{
    if (!figure())
        return nullptr;
    const auto& heat = std::get<HeatFigure>(*figure());
    return spot.panel < heat.panels.size() ? &heat.panels[spot.panel] : nullptr;
}

// By the place on the axis: a cell may stand for several rows.
std::optional<std::int64_t> SampleHeat::sampleAt(const HeatSpot& spot) const
{
    const HeatPanel* panel = panelAt(spot);
    if (panel == nullptr || panel->cellsAre != HeatCellsAre::Samples || spot.y < 0.0)
        return std::nullopt;
    const auto row = static_cast<std::size_t>(std::floor(spot.y));
    if (row >= panel->rowKeys.size())
        return std::nullopt;
    return panel->rowKeys[row];
}

} // namespace inspike
