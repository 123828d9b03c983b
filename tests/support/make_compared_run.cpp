// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/make_compared_run.h"

#include "tests/support/make_run.h"

#include <algorithm>

namespace inspike::test {

Run comparedRun(const ComparedLayers& made)
{
    Run run;
    for (const auto& [name, units] : made.layers) {
        std::vector<float> spikes;
        std::vector<float> membrane;
        for (std::size_t t = 0; t < made.steps; ++t) {
            for (std::size_t b = 0; b < made.samples; ++b) {
                for (std::size_t n = 0; n < units; ++n) {
                    spikes.push_back(made.spike(t, b, n) ? 1.0F : 0.0F);
                    membrane.push_back(made.membrane(t, b, n));
                }
            }
        }
        const auto axes = axesOf({{AxisKind::Step, made.steps},
                                  {AxisKind::Sample, made.samples},
                                  {AxisKind::Unit, units}});
        run.probes.emplace(name + "/spikes",
                           spikesOf(name + "/spikes", LabelledArray(axes, std::move(spikes))));
        run.probes.emplace(name + "/membrane", probeOf(name + "/membrane", ProbeKind::Membrane,
                                                       LabelledArray(axes, std::move(membrane))));
    }
    std::vector<float> prediction;
    for (std::size_t b = 0; b < made.samples; ++b) {
        for (std::size_t k = 0; k < 2; ++k)
            prediction.push_back(made.prediction(b, k));
    }
    run.outputs.emplace(
        "prediction",
        probeOf("prediction", ProbeKind::Other,
                LabelledArray(axesOf({{AxisKind::Sample, made.samples}, {AxisKind::Class, 2}}),
                              std::move(prediction))));
    run.sampleIds = made.ids;
    run.sampleIds.resize(std::min(made.ids.size(), made.samples));
    return run;
}

std::shared_ptr<const Run> makeComparedRun(const ComparedLayers& made)
{
    return std::make_shared<const Run>(comparedRun(made));
}

ComparedLayers alteredLayers()
{
    ComparedLayers altered;
    altered.spike = [](std::size_t t, std::size_t b, std::size_t n) {
        if (n == 0 && t == 3)
            return false;
        return (n == 1 && b == 1 && t < 5) || ComparedLayers::usualSpike(t, b, n);
    };
    altered.prediction = [](std::size_t b, std::size_t k) {
        return b == 2 ? (k == 0 ? 0.0F : 5.5F) : ComparedLayers::usualPrediction(b, k);
    };
    return altered;
}

} // namespace inspike::test
