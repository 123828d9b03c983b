// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/views/sample_series.h"

namespace inspike {

SampleSeries::SampleSeries(const ViewClass& viewClass, const ViewContext& viewContext,
                           QWidget* parent)
    : SampleFollower(viewClass, viewContext, parent), m_canvas(new PlotCanvas(this))
{
    m_canvas->setAccessibleName(title());
    setCanvas(m_canvas);
    connect(m_canvas, &PlotCanvas::keyClicked, this,
            [this](const Key& key, Qt::KeyboardModifiers modifiers) {
                if (key.kind == KeyKind::Sample)
                    selectSample(key.index, modifiers);
            });
    connect(m_canvas, &PlotCanvas::backgroundClicked, this, [this](double x) {
        if (std::get<SeriesFigure>(*figure()).xIsTime)
            selectionModel().cursor().setPosition(x);
    });
    connect(m_canvas, &PlotCanvas::hovered, this, &View::pointed);
    connect(m_canvas, &PlotCanvas::hoveredKey, this, [this](const std::optional<Key>& key) {
        const bool sample = key && key->kind == KeyKind::Sample;
        selectionModel().hover(sample ? key : std::nullopt, this);
    });
}

Viewport SampleSeries::viewport() const
{
    return figure() ? m_canvas->viewport() : View::viewport();
}

void SampleSeries::showFigure(const Figure& shown, Cause cause)
{
    m_canvas->setFigure(shown, cause == Cause::Viewport);
}

void SampleSeries::showSelection(const Selection& selection)
{
    SampleFollower::showSelection(selection);
    m_canvas->setHighlight(selectionModel().highlighted(), std::nullopt);
}

void SampleSeries::showCursor(std::optional<double> position)
{
    SampleFollower::showCursor(position);
    const bool time = std::get<SeriesFigure>(*figure()).xIsTime;
    m_canvas->setCursor(time ? position : std::nullopt);
}

} // namespace inspike
