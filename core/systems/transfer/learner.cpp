// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/transfer/learner.h"

#include "core/nn/detail/bridge.h"
#include "core/nn/detail/guard.h"
#include "core/systems/transfer/forward.h"
#include "core/training/classification.h"

#include <ATen/TensorOperators.h>
#include <ATen/ops/cat.h>
#include <c10/core/GradMode.h>
#include <c10/core/InferenceMode.h>
#include <torch/csrc/autograd/autograd.h>

#include <algorithm>
#include <utility>

namespace inspike::transfer {

namespace {

std::vector<float> floatsOf(const at::Tensor& tensor)
{
    if (!tensor.defined())
        return {};
    std::vector<float> values(static_cast<std::size_t>(tensor.numel()));
    nn::copyToFloats(tensor.detach(), values);
    return values;
}

std::string coefficientName(std::size_t step)
{
    return "coefficient." + std::to_string(step);
}

double accuracyOf(const at::Tensor& logits, std::span<const std::int64_t> labels)
{
    return logits.defined() ? shareCorrect(floatsOf(logits.detach().mean(0)), labels) : 0.0;
}

// Steps first ... first + count - 1, and the potentials before them.
struct Stretch
{
    std::int64_t first = 0;
    std::int64_t count = 0;
    Potentials before;
};

// One branch in one lesson. With several stretches the outputs have no graph; it is made again,
// stretch by stretch, when gradients are sent back.
struct BranchLesson
{
    Branch branch = Branch::Event;
    at::Tensor input; // undefined: the network does not have this branch
    std::vector<Stretch> stretches;
    BranchOutputs outputs;

    at::Tensor inputOf(const Stretch& stretch) const
    {
        return input.size(0) == 1 ? input : input.narrow(0, stretch.first, stretch.count);
    }
};

// Gradients of some leaves, summed over calls.
class Collected
{
public:
    explicit Collected(std::size_t count) : m_sums(count) {}

    void add(std::size_t index, const at::Tensor& gradient)
    {
        if (gradient.defined())
            m_sums[index] = m_sums[index].defined() ? m_sums[index] + gradient : gradient;
    }
    const at::Tensor& at(std::size_t index) const { return m_sums[index]; }

private:
    std::vector<at::Tensor> m_sums;
};

// Outputs and the gradients with which they are sent back.
struct Sent
{
    std::vector<at::Tensor> outputs;
    std::vector<at::Tensor> gradients;

    void add(const at::Tensor& output, const at::Tensor& gradient)
    {
        if (!gradient.defined() || !output.requires_grad())
            return;
        outputs.push_back(output);
        gradients.push_back(gradient);
    }
};

at::Tensor gradientFor(const at::Tensor& output, const std::vector<float>& values)
{
    return values.empty() ? at::Tensor() : nn::tensorFromFloats(values, output.sizes().vec());
}

at::Tensor stepsOf(const at::Tensor& values, const Stretch& stretch)
{
    return values.defined() ? values.narrow(0, stretch.first, stretch.count) : values;
}

} // namespace

struct Learner::Impl
{
    Network network;
    std::vector<at::Tensor> leaves;  // what autograd differentiates by: all but coefficients
    std::vector<std::size_t> leafOf; // by name; leaves.size() = none

    explicit Impl(Network given) : network(std::move(given))
    {
        const std::vector<std::string> names = network.trainable();
        for (const std::string& name : names) {
            const at::Tensor& tensor = network.at(name);
            if (name.starts_with("coefficient.")) {
                leafOf.push_back(names.size());
                continue;
            }
            tensor.requires_grad_(true);
            leafOf.push_back(leaves.size());
            leaves.push_back(tensor);
        }
    }

    std::int64_t steps() const { return static_cast<std::int64_t>(network.config.steps); }

    at::Tensor pictures(const std::vector<float>& values, std::size_t count,
                        std::size_t samples) const
    {
        const auto side = static_cast<std::int64_t>(network.config.size);
        return nn::tensorFromFloats(values, {static_cast<std::int64_t>(count),
                                             static_cast<std::int64_t>(samples),
                                             static_cast<std::int64_t>(kChannels), side, side});
    }

    BranchLesson begun(Branch branch, const LessonBatch& batch) const
    {
        BranchLesson lesson;
        lesson.branch = branch;
        if (branch == Branch::Event)
            lesson.input = pictures(batch.events, network.config.steps, batch.count());
        else if (network.config.transfer)
            lesson.input = pictures(batch.stills, batch.stillSteps, batch.count());
        return lesson;
    }

    void measure(BranchLesson& lesson, std::int64_t segment, JobContext& job) const;
    void sendBack(const BranchLesson& lesson, const std::vector<float>& logits,
                  const std::vector<float>& feature, Collected& collected, JobContext& job) const;
    std::vector<float> coefficients() const;
    std::vector<std::vector<float>> gradients(const Collected& collected,
                                              const Judgement& judgement,
                                              const std::vector<std::string>& names) const;
};

// The pass that moves the running statistics, with the graph if all steps are one stretch.
void Learner::Impl::measure(BranchLesson& lesson, std::int64_t segment, JobContext& job) const
{
    if (!lesson.input.defined())
        return;
    const bool whole = segment <= 0 || segment >= steps();
    const c10::AutoGradMode mode(whole);
    Pass pass;
    pass.training = true;
    pass.fused = true;
    Potentials potentials;
    std::vector<at::Tensor> logits;
    std::vector<at::Tensor> features;
    for (std::int64_t first = 0; first < steps(); first += whole ? steps() : segment) {
        const std::int64_t count = whole ? steps() : std::min(segment, steps() - first);
        lesson.stretches.push_back({first, count, potentials});
        const BranchOutputs part =
            forwardPlain(network, lesson.branch, lesson.inputOf(lesson.stretches.back()), count,
                         potentials, pass, job);
        logits.push_back(part.logits);
        features.push_back(part.feature);
    }
    lesson.outputs = whole ? BranchOutputs{logits.front(), features.front()}
                           : BranchOutputs{at::cat(logits), at::cat(features)};
}

void Learner::Impl::sendBack(const BranchLesson& lesson, const std::vector<float>& logits,
                             const std::vector<float>& feature, Collected& collected,
                             JobContext& job) const
{
    if (!lesson.input.defined())
        return;
    const at::Tensor ofLogits = gradientFor(lesson.outputs.logits, logits);
    const at::Tensor ofFeature = gradientFor(lesson.outputs.feature, feature);
    Pass pass;
    pass.training = true;
    pass.fused = true;
    pass.moves = false;
    Potentials carried; // gradients of the potentials after the stretch
    for (std::size_t k = lesson.stretches.size(); k-- > 0;) {
        const Stretch& stretch = lesson.stretches[k];
        std::vector<at::Tensor> inputs = leaves;
        std::vector<std::string> modules;
        Potentials potentials;
        for (const auto& [module, values] : stretch.before) {
            potentials[module] = values.detach().requires_grad_(true);
            inputs.push_back(potentials[module]);
            modules.push_back(module);
        }
        const BranchOutputs part =
            lesson.stretches.size() == 1
                ? lesson.outputs
                : forwardPlain(network, lesson.branch, lesson.inputOf(stretch), stretch.count,
                               potentials, pass, job);
        Sent sent;
        sent.add(part.logits, stepsOf(ofLogits, stretch));
        sent.add(part.feature, stepsOf(ofFeature, stretch));
        for (const auto& [module, gradient] : carried)
            sent.add(potentials.find(module)->second, gradient);
        const std::vector<at::Tensor> found =
            torch::autograd::grad(sent.outputs, inputs, sent.gradients, {}, false, true);
        for (std::size_t i = 0; i < leaves.size(); ++i)
            collected.add(i, found[i]);
        carried.clear();
        for (std::size_t i = 0; i < modules.size(); ++i)
            carried[modules[i]] = found[leaves.size() + i];
    }
}

std::vector<float> Learner::Impl::coefficients() const
{
    std::vector<float> values;
    for (std::size_t t = 0; network.config.transfer && t < network.config.steps; ++t)
        values.push_back(network.at(coefficientName(t)).data_ptr<float>()[0]);
    return values;
}

std::vector<std::vector<float>>
Learner::Impl::gradients(const Collected& collected, const Judgement& judgement,
                         const std::vector<std::string>& names) const
{
    std::vector<std::vector<float>> all;
    for (std::size_t i = 0; i < names.size(); ++i)
        all.push_back(leafOf[i] < leaves.size() ? floatsOf(collected.at(leafOf[i]))
                                                : std::vector<float>());
    for (std::size_t t = 0; t < judgement.coefficients.size(); ++t) {
        const auto found = std::ranges::find(names, coefficientName(t));
        if (found != names.end())
            all[static_cast<std::size_t>(found - names.begin())] = {
                static_cast<float>(judgement.coefficients[t])};
    }
    return all;
}

Learner::Learner(const Config& config, std::uint64_t seed)
    : m_impl(std::make_unique<Impl>(initialNetwork(config, seed)))
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

Lesson Learner::learn(const LessonBatch& batch, const Objective& objective, std::size_t segment,
                      JobContext& job)
{
    return nn::guarded([&] {
        BranchLesson stills = m_impl->begun(Branch::Static, batch);
        BranchLesson events = m_impl->begun(Branch::Event, batch);
        m_impl->measure(stills, static_cast<std::int64_t>(segment), job);
        m_impl->measure(events, static_cast<std::int64_t>(segment), job);
        Lesson lesson;
        lesson.staticLogits = floatsOf(stills.outputs.logits);
        lesson.eventLogits = floatsOf(events.outputs.logits);
        lesson.staticAccuracy = accuracyOf(stills.outputs.logits, batch.labels);
        lesson.eventAccuracy = accuracyOf(events.outputs.logits, batch.labels);
        const std::vector<float> staticFeature = floatsOf(stills.outputs.feature);
        const std::vector<float> eventFeature = floatsOf(events.outputs.feature);
        const std::vector<float> coefficients = m_impl->coefficients();
        Judgement& judgement = lesson.judgement;
        judgement = judge({lesson.staticLogits, lesson.eventLogits, staticFeature, eventFeature,
                           coefficients, batch.labels, m_impl->network.config.steps},
                          objective);
        Collected collected(m_impl->leaves.size());
        m_impl->sendBack(stills, judgement.staticLogits, judgement.staticFeature, collected, job);
        m_impl->sendBack(events, judgement.eventLogits, judgement.eventFeature, collected, job);
        lesson.gradients = m_impl->gradients(collected, judgement, names());
        judgement.staticLogits.clear();
        judgement.eventLogits.clear();
        judgement.staticFeature.clear();
        judgement.eventFeature.clear();
        return lesson;
    });
}

Answers Learner::answers(const LessonBatch& batch, JobContext& job) const
{
    return nn::guarded([&] {
        const c10::InferenceMode inference;
        const auto asked = [&](Branch branch) {
            const BranchLesson lesson = m_impl->begun(branch, batch);
            if (!lesson.input.defined())
                return std::vector<float>();
            Potentials potentials;
            return floatsOf(forwardPlain(m_impl->network, branch, lesson.input, m_impl->steps(),
                                         potentials, {}, job)
                                .logits.mean(0));
        };
        return Answers{batch.stills.empty() ? std::vector<float>() : asked(Branch::Static),
                       asked(Branch::Event)};
    });
}

std::vector<double> Learner::stepWeights() const
{
    std::vector<double> weights;
    for (const float value : m_impl->coefficients())
        weights.push_back(logistic(value));
    return weights;
}

void Learner::store(Checkpoint& checkpoint) const
{
    transfer::store(m_impl->network, checkpoint);
}

} // namespace inspike::transfer
