// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/fast_sample.h"

#include "core/nn/detail/spike_attention.h"
#include "core/systems/scmrl/layers.h"

#include <algorithm>

namespace inspike::scmrl {

using nn::ActiveForm;
using nn::SpikeBits;

namespace {

constexpr auto kScale = static_cast<float>(kAttentionScale);

// values[step][position][channel] += spikes
void addSpikes(const SpikeBits& spikes, std::vector<float>& values)
{
    float* row = values.data();
    for (std::size_t step = 0; step < spikes.steps(); ++step) {
        for (std::size_t position = 0; position < spikes.positions(); ++position) {
            nn::eachBit(spikes.at(step, position), spikes.words(),
                        [&](std::size_t channel) { row[channel] += 1.0F; });
            row += spikes.channels();
        }
    }
}

// Pixel by pixel, as the first layer reads them.
nn::ActiveMaps activePicture(const PictureView& input, const Config& config)
{
    const std::size_t pixels = config.height * config.width;
    std::vector<float> values(input.steps.size() * pixels * input.channels);
    for (std::size_t step = 0; step < input.steps.size(); ++step) {
        for (std::size_t channel = 0; channel < input.channels; ++channel) {
            const float* source = input.steps[step] + channel * pixels;
            float* target = values.data() + step * pixels * input.channels + channel;
            for (std::size_t i = 0; i < pixels; ++i)
                target[i * input.channels] = source[i];
        }
    }
    return nn::activeValues(values, input.steps.size(), config.height, config.width,
                            input.channels);
}

// Mean over tokens times mean over steps, per channel: an outer product.
std::vector<float> productOfMeans(const SpikeBits& a, const SpikeBits& b)
{
    const std::size_t channels = a.channels();
    const std::size_t tokens = a.positions();
    std::vector<float> overTokens(a.steps() * channels);
    std::vector<float> overSteps(tokens * channels);
    for (std::size_t step = 0; step < a.steps(); ++step) {
        for (std::size_t token = 0; token < tokens; ++token) {
            nn::eachBit(a.at(step, token), a.words(),
                        [&](std::size_t c) { overTokens[step * channels + c] += 1.0F; });
            nn::eachBit(b.at(step, token), b.words(),
                        [&](std::size_t c) { overSteps[token * channels + c] += 1.0F; });
        }
    }
    for (float& count : overTokens)
        count /= static_cast<float>(tokens);
    for (float& count : overSteps)
        count /= static_cast<float>(a.steps());
    std::vector<float> product(a.steps() * tokens * channels);
    float* target = product.data();
    for (std::size_t step = 0; step < a.steps(); ++step) {
        for (std::size_t token = 0; token < tokens; ++token) {
            for (std::size_t c = 0; c < channels; ++c)
                *target++ = overTokens[step * channels + c] * overSteps[token * channels + c];
        }
    }
    return product;
}

} // namespace

SpikeBits SamplePass::spikes(const FastLayer& layer, const nn::ActiveMaps& input,
                             NeuronLayout layout, std::size_t columns)
{
    m_job.checkpoint();
    std::vector<float> currents;
    const bool wanted = m_record.wants("lif_in/" + layer.neurons);
    SpikeBits bits =
        layer.weights.run(input, m_config.steps, m_threads, wanted ? &currents : nullptr);
    m_record.neurons(layer.neurons, bits, currents, layout, columns);
    return bits;
}

std::vector<float> SamplePass::denseOf(const SpikeBits& spikes) const
{
    std::vector<float> values(spikes.steps() * spikes.positions() * spikes.channels());
    addSpikes(spikes, values);
    return values;
}

Tokens SamplePass::frontEnd(const FastFrontEnd& front, const PictureView& input)
{
    std::size_t lines = m_config.height;
    std::size_t columns = m_config.width;
    nn::ActiveMaps active = activePicture(input, m_config);
    SpikeBits pooled;
    for (std::size_t i = 0; i < front.stages.size(); ++i) {
        const std::string part = "front ends, stage " + std::to_string(i);
        if (i == 0)
            m_clock.lap("pictures to lists");
        const SpikeBits bits = spikes(front.stages[i], active, NeuronLayout::Pictures, columns);
        m_clock.lap(part);
        pooled = nn::maxPooled(bits, lines, columns);
        lines = nn::pooledSize(lines);
        columns = nn::pooledSize(columns);
        active =
            nn::activeSpikes(i + 1 < front.stages.size() ? ActiveForm::Groups : ActiveForm::Spikes,
                             {&pooled}, columns);
        m_clock.lap("max-pools and lists of active inputs");
    }
    const SpikeBits relative = spikes(front.relative, active, NeuronLayout::Pictures, columns);
    m_clock.lap("front ends, relative position");
    Tokens tokens{denseOf(pooled), nn::activeSpikes(ActiveForm::Spikes, {&pooled, &relative}, 1)};
    addSpikes(relative, tokens.values);
    m_record.tokens("stage/" + front.name, tokens.values, m_config.embed);
    return tokens;
}

// x asks, y answers: between tokens, or between steps.
SpikeBits SamplePass::attention(const FastAttention& layers, const Tokens& x, const Tokens& y,
                                bool steps, bool relative)
{
    const SpikeBits q = spikes(layers.query, x.active, NeuronLayout::Tokens, 1);
    const SpikeBits k = spikes(layers.key, y.active, NeuronLayout::Tokens, 1);
    const SpikeBits v = spikes(layers.value, y.active, NeuronLayout::Tokens, 1);
    m_clock.lap("query, key, value");
    const std::string id = mapId(layers.name);
    std::vector<float> map;
    std::vector<float>* wanted = relative || m_record.wants(id) ? &map : nullptr;
    std::vector<float> attended = steps ? nn::attendSteps(q, k, v, kHeads, wanted)
                                        : nn::attendTokens(q, k, v, kHeads, wanted);
    const auto heads = static_cast<std::int64_t>(kHeads);
    const auto side = static_cast<std::int64_t>(steps ? q.steps() : q.positions());
    if (wanted != nullptr)
        m_record.blocks(id, map, steps ? q.positions() : q.steps(), {heads, side, side});
    if (relative)
        attended = relativeAttention(map, v);
    for (float& value : attended)
        value *= kScale;
    const SpikeBits mixed = nn::spikesOf(attended, 1.0F, q.steps(), q.positions(), m_config.embed);
    const bool currents = m_record.wants("lif_in/" + layers.neurons);
    m_record.neurons(layers.neurons, mixed, currents ? attended : std::vector<float>(),
                     NeuronLayout::Tokens, 1);
    m_clock.lap("attention between spikes");
    SpikeBits projected =
        spikes(layers.projection, nn::activeSpikes(ActiveForm::Spikes, {&mixed}, 1),
               NeuronLayout::Tokens, 1);
    m_clock.lap("projection of attention");
    return projected;
}

// SCA: a random table is added to the map, whose neurons say which values are taken.
std::vector<float> SamplePass::relativeAttention(const std::vector<float>& map,
                                                 const SpikeBits& value) const
{
    const std::size_t steps = value.steps();
    const std::size_t tokens = value.positions();
    const std::size_t width = m_config.headWidth();
    const std::vector<float> table = relativePositions(m_config, m_seed);
    std::vector<float> currents = map;
    for (std::size_t i = 0; i < currents.size(); ++i)
        currents[i] += table[i % table.size()];
    const SpikeBits chosen = nn::spikesOf(currents, 1.0F, steps, kHeads * tokens, tokens);
    std::vector<float> result(steps * tokens * m_config.embed);
    for (std::size_t step = 0; step < steps; ++step) {
        for (std::size_t i = 0; i < kHeads * tokens; ++i) {
            const std::size_t first = i / tokens * width;
            float* row = result.data() + (step * tokens + i % tokens) * m_config.embed + first;
            nn::eachBit(chosen.at(step, i), chosen.words(), [&](std::size_t token) {
                for (std::size_t c = 0; c < width; ++c)
                    row[c] += value.test(step, token, first + c) ? 1.0F : 0.0F;
            });
        }
    }
    return result;
}

std::vector<float> SamplePass::spatialTemporal(const FastBlock& block, const Tokens& x,
                                               const Tokens& y)
{
    const SpikeBits a = attention(*block.spatial, x, y, false, false);
    if (m_record.wants("stage/" + block.name + ".spatial_attn_out"))
        m_record.tokens("stage/" + block.name + ".spatial_attn_out", denseOf(a), m_config.embed);
    const SpikeBits b = attention(*block.temporal, x, y, true, false);
    if (m_record.wants("stage/" + block.name + ".temporal_attn_out"))
        m_record.tokens("stage/" + block.name + ".temporal_attn_out", denseOf(b), m_config.embed);
    return productOfMeans(a, b);
}

// CMCI: neurons over both inputs, then an MLP.
std::vector<float> SamplePass::mixed(const FastBlock& block, const Tokens& x, const Tokens& y)
{
    const SpikeBits m =
        spikes(*block.mixing, nn::joinedSpikes(x.active, y.active), NeuronLayout::Apart, 1);
    return withMlp(*block.mixingMlp, nn::activeSpikes(ActiveForm::Spikes, {&m}, 1), denseOf(m));
}

// WeightAttention: a number per step multiplies everything.
std::vector<float> SamplePass::weighted(const FastBlock& block, const Tokens& x,
                                        const Tokens& y) const
{
    const std::vector<float> own = tokenMean(x.values);
    const std::vector<float> other = tokenMean(y.values);
    const std::size_t width = m_config.embed;
    const std::size_t size = x.values.size() / m_config.steps;
    std::vector<float> result = x.values;
    for (std::size_t step = 0; step < m_config.steps; ++step) {
        std::vector<float> both(own.begin() + static_cast<std::ptrdiff_t>(step * width),
                                own.begin() + static_cast<std::ptrdiff_t>((step + 1) * width));
        both.insert(both.end(), other.begin() + static_cast<std::ptrdiff_t>(step * width),
                    other.begin() + static_cast<std::ptrdiff_t>((step + 1) * width));
        const float weight =
            block.weighting[1].apply(block.weighting[0].apply(both, 0, true), 0, true).front();
        for (std::size_t i = 0; i < size; ++i)
            result[step * size + i] *= weight;
    }
    return result;
}

Tokens SamplePass::residualSum(const Tokens& x, const std::vector<float>& residual) const
{
    Tokens sum{x.values, {}};
    const auto alpha = static_cast<float>(m_config.alpha);
    for (std::size_t i = 0; i < sum.values.size(); ++i)
        sum.values[i] += residual[i] * alpha;
    sum.active = nn::activeValues(sum.values, m_config.steps, m_config.tokens(), 1, m_config.embed);
    return sum;
}

SamplePass::Fused SamplePass::block(const FastBlock& block, const Tokens& x, const Tokens& y,
                                    bool visual)
{
    Fused fused;
    if (m_config.fusion == Fusion::Cmci)
        fused.residual = mixed(block, x, y);
    else if (m_config.fusion == Fusion::WeightAttention)
        fused.residual = weighted(block, x, y);
    else if (m_config.fusion == Fusion::SpatialTemporal)
        fused.residual = spatialTemporal(block, x, y);
    else if (block.temporal)
        fused.residual = denseOf(attention(*block.temporal, x, y, true, false));
    else
        fused.residual = denseOf(
            attention(*block.spatial, x, y, false, visual && m_config.fusion == Fusion::Sca));
    const std::string stage = "stage/" + block.name;
    m_record.tokens(stage + ".attn_out", fused.residual, m_config.embed);
    const auto sparse = [this](std::span<const float> values) {
        return nn::activeValues(values, m_config.steps, m_config.tokens(), 1, m_config.embed);
    };
    if (m_config.fusion == Fusion::Cmci) {
        fused.features = x;
    } else if (m_config.fusion == Fusion::WeightAttention || m_config.fusion == Fusion::Sca) {
        fused.features = {fused.residual, sparse(fused.residual)};
    } else {
        if (block.alignment)
            fused.residual = denseOf(
                spikes(*block.alignment, sparse(fused.residual), NeuronLayout::Transposed, 1));
        fused.features = residualSum(x, fused.residual);
    }
    m_clock.lap("alignment and sum");
    m_record.tokens(stage + ".residual", fused.residual, m_config.embed);
    m_record.tokens(stage + ".fused", fused.features.values, m_config.embed);
    return fused;
}

std::vector<float> SamplePass::withMlp(const FastMlp& mlp, const nn::ActiveMaps& active,
                                       std::vector<float> x)
{
    const SpikeBits hidden = spikes(mlp.first, active, NeuronLayout::Tokens, 1);
    const SpikeBits bits = spikes(mlp.second, nn::activeSpikes(ActiveForm::Spikes, {&hidden}, 1),
                                  NeuronLayout::Tokens, 1);
    addSpikes(bits, x);
    m_clock.lap("MLPs");
    return x;
}

std::vector<float> SamplePass::tokenMean(const std::vector<float>& values) const
{
    const std::size_t width = m_config.embed;
    const std::size_t tokens = m_config.tokens();
    std::vector<float> means(m_config.steps * width);
    std::vector<double> sums(width);
    for (std::size_t step = 0; step < m_config.steps; ++step) {
        std::ranges::fill(sums, 0.0);
        for (std::size_t token = 0; token < tokens; ++token) {
            const float* row = values.data() + (step * tokens + token) * width;
            for (std::size_t c = 0; c < width; ++c)
                sums[c] += row[c];
        }
        for (std::size_t c = 0; c < width; ++c)
            means[step * width + c] = static_cast<float>(sums[c] / static_cast<double>(tokens));
    }
    return means;
}

std::vector<float> SamplePass::stepMean(const std::vector<float>& means) const
{
    const std::size_t width = means.size() / m_config.steps;
    std::vector<float> result(width);
    for (std::size_t c = 0; c < width; ++c) {
        double sum = 0.0;
        for (std::size_t step = 0; step < m_config.steps; ++step)
            sum += means[step * width + c];
        result[c] = static_cast<float>(sum / static_cast<double>(m_config.steps));
    }
    return result;
}

// What one modality says about each class at each step.
void SamplePass::evidence(const std::string& modality, const std::vector<float>& means,
                          std::size_t offset) const
{
    const std::string id = "evidence/" + modality;
    if (!m_record.wants(id))
        return;
    const std::size_t width = m_config.embed;
    std::vector<float> values;
    for (std::size_t step = 0; step < m_config.steps; ++step) {
        const std::vector<float> row =
            m_layers.heads.front().apply({means.data() + step * width, width}, offset, false);
        values.insert(values.end(), row.begin(), row.end());
    }
    m_record.blocks(id, values, m_config.steps, {static_cast<std::int64_t>(m_config.classes)});
}

SampleOutputs SamplePass::oneHead(const std::vector<float>& audio,
                                  const std::vector<float>& visual) const
{
    const bool concat = m_config.interaction == Interaction::Concat;
    evidence("audio", audio, 0);
    evidence("visual", visual, concat ? m_config.embed : 0);
    std::vector<float> feature = stepMean(audio);
    const std::vector<float> other = stepMean(visual);
    if (concat) {
        feature.insert(feature.end(), other.begin(), other.end());
    } else {
        for (std::size_t c = 0; c < feature.size(); ++c)
            feature[c] += other[c];
    }
    m_record.row("stage/fused_feature", feature);
    SampleOutputs outputs;
    outputs.logits = m_layers.heads.front().apply(feature, 0, true);
    return outputs;
}

SampleOutputs SamplePass::oneStream(const PictureView& input)
{
    const Tokens x = frontEnd(m_layers.fronts.front(), input);
    const std::vector<float> attended =
        denseOf(attention(*m_layers.blocks.front().spatial, x, x, false, false));
    m_record.tokens("stage/block.0.attn_out", attended, m_config.embed);
    std::vector<float> values = x.values;
    for (std::size_t i = 0; i < values.size(); ++i)
        values[i] += attended[i];
    m_record.tokens("stage/block.0.fused", values, m_config.embed);
    const nn::ActiveMaps active =
        nn::activeValues(values, m_config.steps, m_config.tokens(), 1, m_config.embed);
    values = withMlp(m_layers.mlps.front(), active, std::move(values));
    m_record.tokens("stage/block.0", values, m_config.embed);
    const std::vector<float> means = tokenMean(values);
    evidence(m_config.modality == Modality::Audio ? "audio" : "visual", means, 0);
    const std::vector<float> feature = stepMean(means);
    m_record.row("stage/fused_feature", feature);
    SampleOutputs outputs;
    outputs.logits = m_layers.heads.front().apply(feature, 0, true);
    return outputs;
}

SampleOutputs SamplePass::twoStreams(const PictureView& audio, const PictureView& visual)
{
    const Tokens x = frontEnd(m_layers.fronts[0], audio);
    const Tokens y = frontEnd(m_layers.fronts[1], visual);
    const bool crossed = m_config.crossAttention;
    const Fused a = crossed ? block(m_layers.blocks[0], x, y, false) : Fused{x, {}};
    const Fused v = crossed ? block(m_layers.blocks[1], y, x, true) : Fused{y, {}};
    const std::vector<float> fa = withMlp(m_layers.mlps[0], a.features.active, a.features.values);
    const std::vector<float> fv = withMlp(m_layers.mlps[1], v.features.active, v.features.values);
    m_record.tokens("stage/mlp.0", fa, m_config.embed);
    m_record.tokens("stage/mlp.1", fv, m_config.embed);
    SampleOutputs outputs;
    if (crossed && m_config.fusion == Fusion::Cmci) {
        outputs.logits = m_layers.heads[0].apply(stepMean(tokenMean(a.residual)), 0, true);
        outputs.audioResidual = m_layers.heads[1].apply(stepMean(tokenMean(fa)), 0, true);
        outputs.visualResidual = m_layers.heads[2].apply(stepMean(tokenMean(fv)), 0, true);
        return outputs;
    }
    outputs = oneHead(tokenMean(fa), tokenMean(fv));
    if (crossed) {
        outputs.audioResidual = tokenMean(a.residual);
        outputs.visualResidual = tokenMean(v.residual);
    }
    m_clock.lap("means and head");
    return outputs;
}

} // namespace inspike::scmrl
