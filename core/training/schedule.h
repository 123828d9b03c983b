// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The learning rate of an epoch: a straight warm-up, then half a cosine, or steps, whose clock
// started at epoch 0 (as in timm, whose schedules many published trainings use).

namespace inspike {

struct CosineSchedule
{
    double rate = 5e-3;       // at the top
    double warmUpRate = 1e-6; // of epoch 0
    double finalRate = 1e-5;  // from `epochs` on
    int warmUpEpochs = 5;
    int epochs = 100;
};

// epoch = 0, 1, ...
double learningRateOf(const CosineSchedule& schedule, int epoch);

// Falls by a factor every so many epochs, after the same warm-up.
struct StepSchedule
{
    double rate = 5e-3;
    double warmUpRate = 1e-6; // of epoch 0
    double factor = 0.1;
    int warmUpEpochs = 5;
    int everyEpochs = 40;
};

double learningRateOf(const StepSchedule& schedule, int epoch);

} // namespace inspike
