// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A view of samples drawn as curves, bars and points.

#include "widgets/plot/plot_canvas.h"
#include "widgets/views/sample_follower.h"

namespace inspike {

class SampleSeries : public SampleFollower
{
    Q_OBJECT

public:
    SampleSeries(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent);

    Viewport viewport() const override;
    void fit() override { m_canvas->fit(); }
    bool zoomed() const override { return m_canvas->zoomed(); }

protected:
    void showFigure(const Figure& shown, Cause cause) override;
    void showSelection(const Selection& selection) override;
    void showCursor(std::optional<double> position) override;
    void showHover(const std::optional<Key>& key) override { m_canvas->setHover(key); }

private:
    PlotCanvas* m_canvas;
};

} // namespace inspike
