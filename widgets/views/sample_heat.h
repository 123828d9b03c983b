// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A view of samples drawn as panels of cells.

#include "widgets/plot/heat_canvas.h"
#include "widgets/views/sample_follower.h"

namespace inspike {

class SampleHeat : public SampleFollower
{
    Q_OBJECT

public:
    SampleHeat(const ViewClass& viewClass, const ViewContext& viewContext, QWidget* parent);

    Viewport viewport() const override;
    void fit() override { m_canvas->fit(); }
    bool zoomed() const override { return m_canvas->zoomed(); }

protected:
    void showFigure(const Figure& shown, Cause cause) override;
    // A matrix shows as many cells as it has pixels.
    bool dependsOnSize() const override { return m_samples; }

private:
    const HeatPanel* panelAt(const HeatSpot& spot) const;
    // The sample of a row of a matrix of samples.
    std::optional<std::int64_t> sampleAt(const HeatSpot& spot) const;

    HeatCanvas* m_canvas;
    bool m_samples = false;
};

} // namespace inspike
