// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/bench/brush_bench.h"

#include "app/application.h"
#include "app/cli/bench/measure.h"
#include "app/gui/brush_painter.h"

#include <ctime>
#include <random>

namespace inspike {

namespace {

constexpr QSize kScreen(1920, 1080);
constexpr std::size_t kFeatures = 64;
constexpr std::size_t kSteps = 2;
constexpr std::size_t kClasses = 10;
constexpr int kBrushes = 20;
constexpr std::uint64_t kSeed = 1;

Activation features(const std::string& id, std::size_t pairs, float gap)
{
    std::mt19937_64 random(kSeed);
    std::normal_distribution<float> normal(0.0F, 0.3F);
    std::vector<float> centres(kClasses * kFeatures);
    for (float& value : centres)
        value = normal(random);
    std::vector<float> values;
    values.reserve(kSteps * pairs * kFeatures);
    for (std::size_t i = 0; i < kSteps * pairs * kFeatures; ++i) {
        const std::size_t label = i / kFeatures % pairs % kClasses;
        const float value =
            centres[label * kFeatures + i % kFeatures] + 0.5F * normal(random) + gap;
        values.push_back(std::min(value, 0.5F));
    }
    const auto axis = [](AxisKind kind, std::size_t size) {
        Axis made;
        made.kind = kind;
        made.size = size;
        return made;
    };
    Activation made;
    made.probe = {
        id, id, ProbeKind::Membrane, {AxisKind::Step, AxisKind::Sample, AxisKind::Feature}, false};
    made.values = LabelledArray({axis(AxisKind::Step, kSteps), axis(AxisKind::Sample, pairs),
                                 axis(AxisKind::Feature, kFeatures)},
                                std::move(values));
    return made;
}

std::shared_ptr<const Run> syntheticPairs(std::size_t pairs)
{
    Run run;
    run.outputs.emplace("static_feature", features("static_feature", pairs, -0.2F));
    run.outputs.emplace("event_feature", features("event_feature", pairs, 0.0F));
    std::vector<std::int64_t> labels;
    for (std::size_t i = 0; i < pairs; ++i)
        labels.push_back(static_cast<std::int64_t>(i % kClasses));
    run.inputs.emplace("label", Tensor::fromInt64({pairs}, labels));
    return std::make_shared<const Run>(std::move(run));
}

double processorMs()
{
    timespec now{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

} // namespace

Json brushBench(std::uint64_t pairs, JobContext& job)
{
    OffscreenApplication application("en");
    const Stopwatch opening;
    BrushPainter painter(kScreen, syntheticPairs(static_cast<std::size_t>(pairs)));
    Json result = Json::object();
    result.set("pairs", pairs);
    result.set("open_s", opening.seconds());
    std::mt19937_64 random(kSeed);
    std::vector<double> ms;
    std::vector<double> processor;
    for (int i = 0; i < kBrushes; ++i) {
        job.checkpoint();
        // From a few to half of all.
        const std::uint64_t every = 2 + random() % 50;
        std::vector<std::int64_t> samples;
        for (std::uint64_t sample = random() % every; sample < pairs; sample += every)
            samples.push_back(static_cast<std::int64_t>(sample));
        const Stopwatch watch;
        const double before = processorMs();
        painter.brush(samples);
        ms.push_back(watch.ms());
        processor.push_back(processorMs() - before);
    }
    result.set("brush_ms", quantiles(ms));
    result.set("brush_cpu_ms", quantiles(processor));
    return result;
}

} // namespace inspike
