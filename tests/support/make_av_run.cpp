// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/make_av_run.h"

#include "tests/support/make_run.h"

#include <cmath>

namespace inspike::test {

namespace {

constexpr float kAlpha = 1.5F;
constexpr const char* kStreams[] = {"audio", "visual"};

// The same scattered numbers in 0...modulus - 1 for the same arguments, in any program.
std::size_t scatter(std::size_t a, std::size_t b, std::size_t c, std::size_t d, std::size_t modulus)
{
    std::uint64_t mixed = 1469598103934665603ULL;
    for (const std::size_t part : {a, b, c, d})
        mixed = (mixed ^ (part + 17)) * 1099511628211ULL;
    return static_cast<std::size_t>((mixed >> 33) % modulus);
}

std::size_t labelOf(const AvRunSize& size, std::size_t b)
{
    return 2 * b % size.classes;
}

std::size_t predictionOf(const AvRunSize& size, std::size_t b)
{
    return (labelOf(size, b) + (b % 5 == 4 ? 1 : 0)) % size.classes;
}

// Features before the block: 0, 1 or 2, more of them in the channels of the class.
float featureOf(const AvRunSize& size, std::size_t stream, std::size_t t, std::size_t b,
                std::size_t c, std::size_t token)
{
    const bool own = c % size.classes == labelOf(size, b);
    const std::size_t odds = own ? 3 : 6;
    const std::size_t drawn = scatter(stream * 64 + t, b, c, token, odds);
    return drawn == 0 ? 2.0F : drawn == 1 ? 1.0F : 0.0F;
}

float residualOf(const AvRunSize& size, std::size_t stream, std::size_t t, std::size_t b,
                 std::size_t c, std::size_t token)
{
    const bool own = c % size.classes == labelOf(size, b);
    return scatter(stream * 64 + t + 1000, b, c, token, own ? 3 : 9) == 0 ? 1.0F : 0.0F;
}

using Value = float (*)(const AvRunSize&, std::size_t, std::size_t, std::size_t, std::size_t,
                        std::size_t);

LabelledArray tokenValues(const AvRunSize& size, std::size_t stream, Value value)
{
    const std::size_t tokens = size.rows * size.columns;
    std::vector<float> values;
    for (std::size_t t = 0; t < size.steps; ++t) {
        for (std::size_t b = 0; b < size.samples; ++b) {
            for (std::size_t c = 0; c < size.channels; ++c) {
                for (std::size_t n = 0; n < tokens; ++n)
                    values.push_back(value(size, stream, t, b, c, n));
            }
        }
    }
    return {{axisOf(AxisKind::Step, size.steps), axisOf(AxisKind::Sample, size.samples),
             axisOf(AxisKind::Channel, size.channels), axisOf(AxisKind::Token, tokens)},
            std::move(values)};
}

float fusedOf(const AvRunSize& size, std::size_t stream, std::size_t t, std::size_t b,
              std::size_t c, std::size_t token)
{
    return featureOf(size, stream, t, b, c, token) +
           kAlpha * residualOf(size, stream, t, b, c, token);
}

float spikeOf(const AvRunSize& size, std::size_t stream, std::size_t t, std::size_t b,
              std::size_t c, std::size_t token)
{
    return avSpike(size, stream, t, b, c, token) ? 1.0F : 0.0F;
}

void addStages(Run& run, const AvRunSize& size, std::size_t stream)
{
    const auto add = [&](const std::string& id, Value value) {
        run.probes.emplace(id, probeOf(id, ProbeKind::Other, tokenValues(size, stream, value)));
    };
    const std::string block = "stage/block." + std::to_string(stream);
    add(std::string("stage/") + kStreams[stream] + "_patch_embed", &featureOf);
    add(block + ".residual", &residualOf);
    add(block + ".fused", &fusedOf);
    const std::size_t tokens = size.rows * size.columns;
    std::vector<float> means;
    for (std::size_t t = 0; t < size.steps; ++t) {
        for (std::size_t b = 0; b < size.samples; ++b) {
            for (std::size_t c = 0; c < size.channels; ++c) {
                float sum = 0.0F;
                for (std::size_t n = 0; n < tokens; ++n)
                    sum += residualOf(size, stream, t, b, c, n);
                means.push_back(sum / static_cast<float>(tokens));
            }
        }
    }
    const std::string id = std::string(kStreams[stream]) + "_residual";
    run.outputs.emplace(
        id, probeOf(id, ProbeKind::Embedding,
                    {{axisOf(AxisKind::Step, size.steps), axisOf(AxisKind::Sample, size.samples),
                      axisOf(AxisKind::Feature, size.channels)},
                     std::move(means)}));
}

void addSpikes(Run& run, const AvRunSize& size, std::size_t stream)
{
    const LabelledArray tokens = tokenValues(size, stream, &spikeOf);
    const std::string front = std::string("lif/") + kStreams[stream] + "_patch_embed.rpe_lif";
    run.probes.emplace(front, spikesOf(front, {{axisOf(AxisKind::Step, size.steps),
                                                axisOf(AxisKind::Sample, size.samples),
                                                axisOf(AxisKind::Channel, size.channels),
                                                axisOf(AxisKind::Height, size.rows),
                                                axisOf(AxisKind::Width, size.columns)},
                                               {tokens.values().begin(), tokens.values().end()}}));
    const std::string block = "lif/block." + std::to_string(stream) + ".trans_lif";
    const std::array order{AxisKind::Step, AxisKind::Sample, AxisKind::Token, AxisKind::Channel};
    run.probes.emplace(block, spikesOf(block, tokens.permuted(order)));
}

void addEvidence(Run& run, const AvRunSize& size)
{
    std::vector<float> logits(size.samples * size.classes, 0.0F);
    std::vector<float> bias;
    for (std::size_t k = 0; k < size.classes; ++k)
        bias.push_back(0.125F * static_cast<float>(k % 3) - 0.125F);
    for (std::size_t stream = 0; stream < 2; ++stream) {
        std::vector<float> values;
        for (std::size_t t = 0; t < size.steps; ++t) {
            for (std::size_t b = 0; b < size.samples; ++b) {
                for (std::size_t k = 0; k < size.classes; ++k) {
                    values.push_back(avEvidence(size, stream, t, b, k));
                    logits[b * size.classes + k] += values.back() / static_cast<float>(size.steps);
                }
            }
        }
        const std::string id = std::string("evidence/") + kStreams[stream];
        run.probes.emplace(id, probeOf(id, ProbeKind::Other,
                                       {{axisOf(AxisKind::Step, size.steps),
                                         axisOf(AxisKind::Sample, size.samples),
                                         axisOf(AxisKind::Class, size.classes)},
                                        std::move(values)}));
    }
    for (std::size_t i = 0; i < logits.size(); ++i)
        logits[i] += bias[i % size.classes];
    run.outputs.emplace("logits", probeOf("logits", ProbeKind::Other,
                                          {{axisOf(AxisKind::Sample, size.samples),
                                            axisOf(AxisKind::Class, size.classes)},
                                           std::move(logits)}));
    run.parameters.emplace("head.bias",
                           LabelledArray({axisOf(AxisKind::Class, size.classes)}, bias));
}

// Bands that rise, and a disc that lies elsewhere for each class.
void addInputs(Run& run, const AvRunSize& size)
{
    const std::size_t side = size.pixels;
    std::vector<float> audio;
    std::vector<float> picture;
    for (std::size_t b = 0; b < size.samples; ++b) {
        const std::size_t label = labelOf(size, b);
        for (std::size_t i = 0; i < side * side; ++i) {
            const std::size_t band = (i / side + 2 * (i % side) / 3 + 3 * label) % 7;
            audio.push_back(band < 2 ? 2.0F - static_cast<float>(band) : -4.0F);
        }
        for (std::size_t channel = 0; channel < 3; ++channel) {
            for (std::size_t i = 0; i < side * side; ++i) {
                const double x = static_cast<double>(i % side) / static_cast<double>(side);
                const double y = static_cast<double>(i / side) / static_cast<double>(side);
                const double away = std::hypot(x - 0.3 - 0.2 * static_cast<double>(label), y - 0.5);
                const bool inside = away < 0.22;
                picture.push_back(inside ? (channel == label % 3 ? 0.9F : 0.5F)
                                         : 0.25F + 0.2F * static_cast<float>(y));
            }
        }
    }
    std::vector<std::int64_t> labels;
    std::vector<float> seconds;
    for (std::size_t b = 0; b < size.samples; ++b) {
        labels.push_back(static_cast<std::int64_t>(labelOf(size, b)));
        seconds.push_back(2.0F);
    }
    run.inputs.emplace("audio", Tensor::fromFloats({size.samples, 1, 1, side, side}, audio));
    run.inputs.emplace("visual", Tensor::fromFloats({size.samples, 1, 3, side, side}, picture));
    run.inputs.emplace("picture", Tensor::fromFloats({size.samples, 3, side, side}, picture));
    run.inputs.emplace("label", Tensor::fromInt64({size.samples}, labels));
    run.inputs.emplace("audio_seconds", Tensor::fromFloats({size.samples}, seconds));
}

} // namespace

Axis axisOf(AxisKind kind, std::size_t size)
{
    Axis axis;
    axis.kind = kind;
    axis.size = size;
    return axis;
}

bool avSpike(const AvRunSize& size, std::size_t stream, std::size_t t, std::size_t b, std::size_t c,
             std::size_t token)
{
    // Often around a place of the class.
    const auto row = static_cast<double>(token / size.columns);
    const auto column = static_cast<double>(token % size.columns);
    const double across = static_cast<double>(size.columns) *
                          (stream == 0 ? 0.5 : 0.25 + 0.25 * static_cast<double>(labelOf(size, b)));
    const double away =
        std::hypot(row + 0.5 - 0.5 * static_cast<double>(size.rows), column + 0.5 - across);
    const std::size_t odds = away < 0.3 * static_cast<double>(size.columns) ? 2 : 7;
    return scatter(stream * 64 + t + 2000, b, c, token, odds) == 0;
}

float avEvidence(const AvRunSize& size, std::size_t stream, std::size_t t, std::size_t b,
                 std::size_t k)
{
    const float noise =
        0.125F * static_cast<float>(scatter(stream * 64 + t + 3000, b, k, 0, 9)) - 0.5F;
    const float own = stream == 0 ? 1.5F : 2.25F;
    return k == predictionOf(size, b) ? own + noise : noise;
}

Run makeAvRun(const AvRunSize& size)
{
    Run run;
    run.made.system = "s-cmrl";
    Json config = Json::object();
    config.set("alpha", static_cast<double>(kAlpha));
    config.set("attn_method", "SpatialTemporal");
    Json names = Json::array();
    for (std::size_t k = 0; k < size.classes; ++k)
        names.push("class-" + std::string(1, static_cast<char>('a' + k % 26)));
    config.set("class_names", std::move(names));
    run.made.settings = Json::object();
    run.made.settings.set("config", std::move(config));
    for (std::size_t stream = 0; stream < 2; ++stream) {
        addStages(run, size, stream);
        addSpikes(run, size, stream);
    }
    addEvidence(run, size);
    addInputs(run, size);
    run.parameters.emplace("token_grid", LabelledArray({axisOf(AxisKind::Feature, 2)},
                                                       {static_cast<float>(size.rows),
                                                        static_cast<float>(size.columns)}));
    return run;
}

} // namespace inspike::test
