// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/schedule.h"

#include <cmath>
#include <numbers>

namespace inspike {

namespace {

template <typename Schedule>
double warmUpRateOf(const Schedule& schedule, int epoch)
{
    return schedule.warmUpRate +
           epoch * (schedule.rate - schedule.warmUpRate) / schedule.warmUpEpochs;
}

} // namespace

double learningRateOf(const CosineSchedule& schedule, int epoch)
{
    if (epoch < schedule.warmUpEpochs)
        return warmUpRateOf(schedule, epoch);
    if (epoch >= schedule.epochs)
        return schedule.finalRate;
    const double angle = std::numbers::pi * epoch / schedule.epochs;
    return schedule.finalRate +
           0.5 * (schedule.rate - schedule.finalRate) * (1.0 + std::cos(angle));
}

double learningRateOf(const StepSchedule& schedule, int epoch)
{
    if (epoch < schedule.warmUpEpochs)
        return warmUpRateOf(schedule, epoch);
    return schedule.rate * std::pow(schedule.factor, epoch / schedule.everyEpochs);
}

} // namespace inspike
