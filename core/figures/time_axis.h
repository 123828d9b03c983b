// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How figures show time: ms when the duration of a step is known, else "Time step".

#include "core/base/time.h"
#include "core/figures/figure.h"

#include <optional>

namespace inspike {

struct TimeScale
{
    bool steps = false;
    double perTick = 1.0; // axis units per tick (us, or step)

    double axisFromTick(double tick) const { return tick * perTick; }
    double tickFromAxis(double value) const { return value / perTick; }
};

// Ticks are us, or steps.
inline TimeScale scaleOfTicks(bool steps)
{
    return {steps, steps ? 1.0 : 1.0 / kMicrosecondsPerMs};
}

// Ticks are the steps of a run.
inline TimeScale scaleOfSteps(std::optional<Time> stepDuration)
{
    return {!stepDuration, stepDuration ? msFromTime(*stepDuration) : 1.0};
}

inline AxisInfo timeAxis(const TimeScale& scale, double low, double high)
{
    AxisInfo axis;
    axis.label.id = scale.steps ? TextId::TimeStep : TextId::Time;
    axis.unit = scale.steps ? "" : "ms";
    axis.low = low;
    axis.high = high > low ? high : low + 1.0;
    axis.integral = scale.steps;
    return axis;
}

} // namespace inspike
