// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the figures of networks with an audio and a visual stream share: names and colours of
// classes, the axis of steps, the pictures of the inputs.

#include "core/analysis/sample_classes.h"
#include "core/figures/heat_figure.h"
#include "core/figures/series_figure.h"
#include "core/figures/time_axis.h"

namespace inspike {

// A class keeps its colour in every view; beyond eight of them the marker tells them apart, beyond
// that many nothing does and they are muted.
constexpr std::int64_t kTellableClasses = 32;
constexpr std::int64_t kClassColours = 8; // then they begin again
Colour classColour(std::int64_t classNumber);
Marker classMarker(std::int64_t classNumber);
// Its name, else "Class 3".
Text className(const SampleClasses& classes, std::int64_t classNumber);
// Its name or number, as an argument of a longer text.
std::string classWord(const SampleClasses& classes, std::int64_t classNumber);

// Legend lines without points for the classes that samples have, in their order.
std::vector<SeriesLine> classLegend(const SampleClasses& classes);

constexpr std::array<ColourRole, 2> kStreamColours{ColourRole::Audio, ColourRole::Visual};

// Step t lies at position(t) of an axis with room on both sides.
struct StepAxis
{
    AxisInfo axis;
    double perStep = 1.0;

    double position(std::size_t step) const { return static_cast<double>(step) * perStep; }
};
StepAxis stepAxis(const Run& run, const Activation& activation, std::size_t steps);

// The number of the shown sample; throws Error{BadShape} when the run has no such one.
std::size_t shownSample(const Params& params, std::size_t samples);

// A range that holds the values and has air above and below; `zero`: and 0.
void setRange(AxisInfo& axis, const std::vector<double>& values, bool zero);

// "0.07", "12.3": what a reader can compare at a glance.
std::string shortText(double value);

// The input of one sample as a picture with its axes: the spectrogram in s and Hz (columns and rows
// where these are unknown), low frequencies at the bottom; the frame in its pixels. Empty panel
// without underlay when the run kept no such input. `step` chooses among inputs that change.
HeatPanel inputPanel(const Run& run, std::size_t stream, std::size_t sample, std::size_t step);

ParamSpec trialParam();
// at-step and step: one step instead of the mean over all of them.
void addStepParams(ParamSpecs& specs);
int chosenStep(const Params& params); // or kAllSteps

} // namespace inspike
