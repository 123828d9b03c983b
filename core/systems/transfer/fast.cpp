// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/fast.h"

#include "core/base/error.h"
#include "core/base/parallel.h"
#include "core/systems/transfer/fast_sample.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/linear.h>

#include <algorithm>

namespace inspike::transfer {

namespace {

// Pictures [T or 1, B, 2, S, S] as floats in order; a dimension of steps that only repeats the same
// memory counts as one.
class PictureBatch
{
public:
    PictureBatch(const at::Tensor& x, const Config& config, std::int64_t steps)
    {
        const auto side = static_cast<std::int64_t>(config.size);
        const bool fits = x.dim() == 5 && (x.size(0) == steps || x.size(0) == 1) && steps > 0 &&
                          x.size(2) == static_cast<std::int64_t>(kChannels) && x.size(3) == side &&
                          x.size(4) == side;
        if (!fits)
            throw Error(ErrorKind::BadShape, "the pictures are not " + std::to_string(steps) +
                                                 " steps of 2 x " + std::to_string(side) + " x " +
                                                 std::to_string(side));
        const bool repeats = x.size(0) > 1 && x.stride(0) == 0;
        m_pictures = (repeats ? x.narrow(0, 0, 1) : x).detach().to(at::kFloat).contiguous();
    }
    std::size_t samples() const { return static_cast<std::size_t>(m_pictures.size(1)); }
    SampleView view(std::size_t sample, std::size_t head) const
    {
        SampleView view{{}, sample, head};
        for (std::int64_t step = 0; step < m_pictures.size(0); ++step)
            view.pictures.push_back(m_pictures.data_ptr<float>() + step * m_pictures.stride(0) +
                                    static_cast<std::int64_t>(sample) * m_pictures.stride(1));
        return view;
    }

private:
    at::Tensor m_pictures;
};

at::Tensor stepTensor(std::int64_t steps, std::size_t samples,
                      const std::vector<std::size_t>& shape)
{
    std::vector<std::int64_t> whole = {steps, static_cast<std::int64_t>(samples)};
    whole.insert(whole.end(), shape.begin(), shape.end());
    return at::empty(whole, at::TensorOptions().dtype(at::kFloat));
}

// Copies the steps of a sample into [T, B, ...].
void put(const std::vector<float>& values, std::size_t sample, const at::Tensor& target)
{
    const auto steps = static_cast<std::size_t>(target.size(0));
    const auto samples = static_cast<std::size_t>(target.size(1));
    const std::size_t size = values.size() / steps;
    for (std::size_t step = 0; step < steps; ++step)
        std::copy_n(values.data() + step * size, size,
                    target.data_ptr<float>() + (step * samples + sample) * size);
}

} // namespace

struct FastNetwork::Prepared
{
    FastLayers layers;
};

FastNetwork::FastNetwork(const Network& network)
    : m_prepared(std::make_unique<const Prepared>(Prepared{FastLayers(network)}))
{}
FastNetwork::~FastNetwork() = default;
FastNetwork::FastNetwork(FastNetwork&&) noexcept = default;
FastNetwork& FastNetwork::operator=(FastNetwork&&) noexcept = default;

BranchOutputs FastNetwork::forward(Branch branch, const at::Tensor& x, std::int64_t steps,
                                   const Pass& pass, JobContext& job, PartTimes* times) const
{
    const FastLayers& layers = m_prepared->layers;
    const Config& config = layers.config;
    const PictureBatch pictures(x, config, steps);
    const std::size_t samples = pictures.samples();
    const auto threads = static_cast<std::size_t>(std::max(1, at::get_num_threads()));
    const int within =
        static_cast<int>(std::max<std::size_t>(1, threads / std::max<std::size_t>(1, samples)));
    // SCNN has one head for both branches, networks without pictures have one anyway.
    const bool resNet = config.arch == Arch::ResNet18;
    const std::size_t heads = resNet ? layers.headWeights.size() : layers.heads.size();
    const std::size_t head = branch == Branch::Static ? 0 : heads - 1;
    BranchOutputs outputs;
    outputs.feature = stepTensor(steps, samples, featureShape(config));
    if (!resNet)
        outputs.logits = stepTensor(steps, samples, {config.classes});
    FastRecord record(pass.recorder, branch, static_cast<std::size_t>(steps), samples);
    std::vector<PartTimes> parts(times != nullptr ? samples : 0);
    parallelPieces(samples, static_cast<int>(threads), [&](std::size_t sample) {
        SamplePass one(layers, static_cast<std::size_t>(steps), record, within,
                       times != nullptr ? &parts[sample] : nullptr, job);
        const SampleOutputs result = one.run(pictures.view(sample, head));
        put(result.feature, sample, outputs.feature);
        if (!resNet)
            put(result.logits, sample, outputs.logits);
    });
    if (resNet)
        outputs.logits =
            at::linear(outputs.feature, layers.headWeights[head], layers.headBiases[head]);
    for (const PartTimes& part : parts) {
        for (const auto& [name, seconds] : part)
            (*times)[name] += seconds;
    }
    record.logits(outputs.logits);
    record.deliver();
    return outputs;
}

} // namespace inspike::transfer
