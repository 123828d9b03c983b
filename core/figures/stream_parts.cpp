// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/stream_parts.h"

#include "core/analysis/trial_array.h"
#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <set>

namespace inspike {

namespace {

constexpr double kHighestHz = 11'025.0; // of the spectrogram: half of 22,050 Hz

// Least and greatest finite value become 0 and 1.
void normalise(std::vector<float>& values)
{
    float low = INFINITY;
    float high = -INFINITY;
    for (const float value : values) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    for (float& value : values)
        value = high > low && std::isfinite(value) ? (value - low) / (high - low) : 0.0F;
}

// Planes [channel][row][column] of one sample.
struct Planes
{
    std::size_t channels = 0;
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<float> values;
};

// Of an input [sample, step, channel, row, column] or [sample, channel, row, column].
std::optional<Planes> planesOf(const Tensor& tensor, std::size_t sample, std::size_t step)
{
    const auto& shape = tensor.shape;
    if (shape.size() < 4 || shape.size() > 5 || sample >= shape[0] || tensor.elements() == 0)
        return std::nullopt;
    Planes planes;
    planes.channels = shape[shape.size() - 3];
    planes.rows = shape[shape.size() - 2];
    planes.columns = shape[shape.size() - 1];
    const std::size_t steps = shape.size() == 5 ? shape[1] : 1;
    const std::size_t size = planes.channels * planes.rows * planes.columns;
    const std::size_t first = (sample * steps + std::min(step, steps - 1)) * size;
    const std::size_t bytes = sizeOf(tensor.dtype);
    Tensor one;
    one.dtype = tensor.dtype;
    one.shape = {size};
    one.bytes.assign(tensor.bytes.begin() + static_cast<std::ptrdiff_t>(first * bytes),
                     tensor.bytes.begin() + static_cast<std::ptrdiff_t>((first + size) * bytes));
    planes.values = one.toFloats();
    return planes;
}

// Grey or RGB with the channels innermost.
Underlay underlayOf(const Planes& planes, bool asItIs)
{
    const std::size_t places = planes.rows * planes.columns;
    const std::size_t channels = planes.channels == 3 ? 3 : 1;
    std::vector<float> pixels(places * channels, 0.0F);
    for (std::size_t c = 0; c < planes.channels; ++c) {
        for (std::size_t i = 0; i < places; ++i) // ON and OFF events add up
            pixels[i * channels + (channels == 3 ? c : 0)] += planes.values[c * places + i];
    }
    if (!asItIs)
        normalise(pixels);
    Underlay underlay;
    underlay.width = planes.columns;
    underlay.height = planes.rows;
    underlay.channels = channels;
    underlay.values = std::make_shared<const std::vector<float>>(std::move(pixels));
    return underlay;
}

double secondsOf(const Run& run, std::size_t sample)
{
    const auto found = run.inputs.find("audio_seconds");
    if (found == run.inputs.end() || sample >= found->second.elements())
        return 0.0;
    const double seconds = found->second.toDoubles()[sample];
    return std::isfinite(seconds) ? std::max(0.0, seconds) : 0.0;
}

void setSpectrogramAxes(HeatPanel& panel, double seconds)
{
    Underlay& underlay = *panel.underlay;
    const bool known = seconds > 0.0;
    underlay.right = known ? seconds : static_cast<double>(underlay.width);
    underlay.bottom = known ? kHighestHz : static_cast<double>(underlay.height);
    panel.x.label.id = known ? TextId::Time : TextId::PictureColumn;
    panel.x.unit = known ? "s" : "";
    panel.y.label.id = known ? TextId::Frequency : TextId::PictureRow;
    panel.y.unit = known ? "Hz" : "";
    panel.yDown = false;
}

void setFrameAxes(HeatPanel& panel)
{
    Underlay& underlay = *panel.underlay;
    underlay.right = static_cast<double>(underlay.width);
    underlay.bottom = static_cast<double>(underlay.height);
    panel.x.label.id = TextId::PictureColumn;
    panel.y.label.id = TextId::PictureRow;
    panel.equalAspect = true;
}

} // namespace

Colour classColour(std::int64_t classNumber)
{
    if (classNumber < 0 || classNumber >= kTellableClasses)
        return {ColourRole::Muted};
    return {ColourRole::Category, static_cast<int>(classNumber % kClassColours)};
}

Marker classMarker(std::int64_t classNumber)
{
    if (classNumber < 0 || classNumber >= kTellableClasses)
        return Marker::Disc;
    return static_cast<Marker>(classNumber / kClassColours);
}

Text className(const SampleClasses& classes, std::int64_t classNumber)
{
    if (classNumber < 0)
        return {TextId::ClassUnknown};
    const std::string name = classes.nameOf(classNumber);
    if (!name.empty())
        return {TextId::Verbatim, {name}};
    return {TextId::ClassNumber, {std::to_string(classNumber)}};
}

std::string classWord(const SampleClasses& classes, std::int64_t classNumber)
{
    const std::string name = classes.nameOf(classNumber);
    return name.empty() ? std::to_string(classNumber) : name;
}

std::vector<SeriesLine> classLegend(const SampleClasses& classes)
{
    std::set<std::uint64_t> present; // as unsigned numbers, "no class" is the last
    for (std::size_t i = 0; i < classes.samples(); ++i)
        present.insert(static_cast<std::uint64_t>(classes.classOf(i)));
    std::vector<SeriesLine> lines;
    for (const std::uint64_t number : present) {
        const auto one = static_cast<std::int64_t>(number);
        if (one >= kTellableClasses)
            continue;
        SeriesLine line;
        line.label = className(classes, one);
        line.colour = classColour(one);
        line.marker = classMarker(one);
        line.style = LineStyle::Points;
        lines.push_back(std::move(line));
    }
    return lines;
}

StepAxis stepAxis(const Run& run, const Activation& activation, std::size_t steps)
{
    const TimeScale scale = scaleOfSteps(stepDurationOf(run, activation.axes()));
    constexpr double kRoom = 0.5; // of a step, for its bars
    StepAxis result;
    result.perStep = scale.perTick;
    result.axis = timeAxis(scale, scale.axisFromTick(-kRoom),
                           scale.axisFromTick(static_cast<double>(steps) - kRoom));
    result.axis.integral = scale.steps;
    return result;
}

std::size_t shownSample(const Params& params, std::size_t samples)
{
    const auto sample = static_cast<std::size_t>(params.integer("trial"));
    if (sample >= samples) {
        throw Error(ErrorKind::BadShape, "sample " + std::to_string(sample) +
                                             " asked for, but the run has " +
                                             std::to_string(samples));
    }
    return sample;
}

void setRange(AxisInfo& axis, const std::vector<double>& values, bool zero)
{
    double low = zero ? 0.0 : INFINITY;
    double high = zero ? 0.0 : -INFINITY;
    for (const double value : values) {
        if (std::isfinite(value)) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    if (!(low <= high))
        low = high = 0.0;
    constexpr double kAir = 0.08;
    if (zero && low == high) { // all 0
        axis.low = 0.0;
        axis.high = 1.0;
        return;
    }
    const double margin = high > low ? kAir * (high - low) : 0.5;
    axis.low = zero && low == 0.0 && high > 0.0 ? 0.0 : low - margin;
    axis.high = zero && high == 0.0 && low < 0.0 ? 0.0 : high + margin;
}

std::string shortText(double value)
{
    if (!std::isfinite(value))
        return "n/a";
    char text[32];
    std::snprintf(text, sizeof text, "%.3g", value);
    return text;
}

HeatPanel inputPanel(const Run& run, std::size_t stream, std::size_t sample, std::size_t step)
{
    HeatPanel panel;
    panel.side = static_cast<int>(stream);
    const auto planes = [&](const char* name) -> std::optional<Planes> {
        const auto found = run.inputs.find(name);
        return found == run.inputs.end() ? std::nullopt : planesOf(found->second, sample, step);
    };
    const auto picture = stream == 1 ? planes("picture") : std::nullopt;
    const auto input = picture ? picture : planes(stream == 0 ? "audio" : "visual");
    if (input)
        panel.underlay = underlayOf(*input, picture.has_value());
    if (panel.underlay && stream == 0)
        setSpectrogramAxes(panel, secondsOf(run, sample));
    else if (panel.underlay)
        setFrameAxes(panel);
    if (panel.underlay) {
        panel.x.high = panel.underlay->right;
        panel.y.high = panel.underlay->bottom;
    }
    return panel;
}

ParamSpec trialParam()
{
    return {"trial", "Trial", "Number of the trial, from 0", std::int64_t{0}, 0};
}

void addStepParams(ParamSpecs& specs)
{
    specs.push_back({"at-step", "One step",
                     "Show the step below, or that of the time cursor, instead of the mean over "
                     "all steps",
                     false});
    specs.push_back({"step", "Step", "Number of the step, from 0", std::int64_t{0}, 0});
}

int chosenStep(const Params& params)
{
    return params.flag("at-step") ? static_cast<int>(params.integer("step")) : kAllSteps;
}

} // namespace inspike
