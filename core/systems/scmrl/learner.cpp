// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/scmrl/learner.h"

#include "core/nn/detail/bridge.h"
#include "core/nn/detail/guard.h"
#include "core/systems/scmrl/forward.h"
#include "core/systems/scmrl/objective.h"
#include "core/training/classification.h"

#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>

namespace inspike::scmrl {

namespace {

std::vector<float> floatsOf(const at::Tensor& tensor)
{
    std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
    nn::copyToFloats(tensor.detach(), values);
    return values;
}

at::Tensor picturesOf(const std::vector<float>& values, std::size_t steps, std::size_t samples,
                      const Config& config)
{
    const std::size_t channels = values.size() / (steps * samples * config.height * config.width);
    return nn::tensorFromFloats(
        values, {static_cast<std::int64_t>(steps), static_cast<std::int64_t>(samples),
                 static_cast<std::int64_t>(channels), static_cast<std::int64_t>(config.height),
                 static_cast<std::int64_t>(config.width)});
}

class WatchingRecorder : public Recorder
{
public:
    explicit WatchingRecorder(const Learner::Watcher& watcher) : m_watcher(watcher) {}
    bool wants(std::string_view) const override { return true; }
    void take(std::string_view id, const at::Tensor& values) override
    {
        m_watcher(id, floatsOf(values));
    }

private:
    const Learner::Watcher& m_watcher;
};

// What the losses say about the outputs, and the gradient with which each one is sent back.
struct Judgement
{
    std::vector<at::Tensor> outputs;
    std::vector<at::Tensor> gradients;

    void add(const at::Tensor& output, std::span<const float> gradient)
    {
        outputs.push_back(output);
        gradients.push_back(nn::tensorFromFloats(gradient, output.sizes().vec()));
    }
};

Judgement judge(const Outputs& outputs, const Config& config, const Objective& objective,
                std::span<const std::int64_t> labels, Lesson& lesson)
{
    Judgement judgement;
    const auto addCrossEntropy = [&](const at::Tensor& logits) {
        const CrossEntropy entropy = crossEntropy(floatsOf(logits), labels, objective.smoothing);
        lesson.crossEntropy += entropy.loss;
        judgement.add(logits, entropy.gradient);
    };
    addCrossEntropy(outputs.logits);
    const bool crossed = config.modality == Modality::Both && config.crossAttention;
    if (crossed && config.fusion == Fusion::Cmci) {
        // Its three heads learn side by side.
        addCrossEntropy(outputs.audioResidual);
        addCrossEntropy(outputs.visualResidual);
    } else if (crossed && config.alignment) {
        const AlignmentLoss alignment =
            alignmentLoss(floatsOf(outputs.audioResidual), floatsOf(outputs.visualResidual),
                          config.steps, labels, objective.temperature);
        lesson.alignment = alignment.loss;
        judgement.add(outputs.audioResidual, alignment.audio);
        judgement.add(outputs.visualResidual, alignment.visual);
    }
    lesson.loss = lesson.crossEntropy + lesson.alignment;
    lesson.accuracy = shareCorrect(floatsOf(outputs.logits), labels);
    return judgement;
}

} // namespace

struct Learner::Impl
{
    Network network;

    explicit Impl(Network given) : network(std::move(given))
    {
        for (const std::string& name : network.trainable())
            network.at(name).requires_grad_(true);
    }

    Outputs forward(const LessonBatch& batch, const Pass& pass, JobContext& job) const
    {
        const Config& config = network.config;
        at::Tensor audio;
        at::Tensor visual;
        if (config.modality != Modality::Visual)
            audio = picturesOf(batch.audio, batch.audioSteps, batch.count(), config);
        if (config.modality != Modality::Audio)
            visual = picturesOf(batch.visual, batch.visualSteps, batch.count(), config);
        return forwardPlain(network, audio, visual, pass, job);
    }
};

Learner::Learner(const Config& config, std::uint64_t seed, double alignmentGain,
                 double alignmentBias)
    : m_impl(std::make_unique<Impl>(initialNetwork(config, seed, {alignmentGain, alignmentBias})))
{
    attach(m_impl->network.state, m_impl->network.trainable());
}

Learner::Learner(const Checkpoint& checkpoint, const Config& config)
    : m_impl(std::make_unique<Impl>(networkFrom(checkpoint, config)))
{
    attach(m_impl->network.state, m_impl->network.trainable());
}

Learner::~Learner() = default;
Learner::Learner(Learner&&) noexcept = default;
Learner& Learner::operator=(Learner&&) noexcept = default;

const Config& Learner::config() const
{
    return m_impl->network.config;
}

Lesson Learner::learn(const LessonBatch& batch, const Objective& objective, std::uint64_t seed,
                      JobContext& job, const Watcher& watcher)
{
    return nn::guarded([&] {
        Pass pass;
        pass.training = true;
        pass.seed = seed;
        WatchingRecorder recorder(watcher);
        if (watcher)
            pass.recorder = &recorder;
        const Outputs outputs = m_impl->forward(batch, pass, job);
        Lesson lesson;
        const Judgement judgement =
            judge(outputs, m_impl->network.config, objective, batch.labels, lesson);
        std::vector<at::Tensor> leaves;
        for (const std::string& name : names())
            leaves.push_back(m_impl->network.at(name));
        const std::vector<at::Tensor> gradients =
            torch::autograd::grad(judgement.outputs, leaves, judgement.gradients, {}, false, true);
        for (const at::Tensor& gradient : gradients)
            lesson.gradients.push_back(gradient.defined() ? floatsOf(gradient)
                                                          : std::vector<float>());
        return lesson;
    });
}

std::vector<float> Learner::logits(const LessonBatch& batch, std::uint64_t seed,
                                   JobContext& job) const
{
    return nn::guarded([&] {
        const c10::InferenceMode inference;
        Pass pass;
        pass.seed = seed;
        return floatsOf(m_impl->forward(batch, pass, job).logits);
    });
}

void Learner::store(Checkpoint& checkpoint) const
{
    scmrl::store(m_impl->network, checkpoint);
}

} // namespace inspike::scmrl
