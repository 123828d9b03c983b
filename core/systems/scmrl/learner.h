// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A network that learns, behind plain arrays: one batch in, losses and gradients out; the running
// statistics of its batch norm move with every batch. Not for use from several threads at once.

#include "core/base/job.h"
#include "core/nn/detail/trainable_state.h"
#include "core/systems/scmrl/config.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace inspike::scmrl {

// What a lesson is about: pictures [steps, sample, channel, height, width]; steps = 1 for ones that
// repeat.
struct LessonBatch
{
    std::vector<float> audio;
    std::vector<float> visual;
    std::size_t audioSteps = 1;
    std::size_t visualSteps = 1;
    std::vector<std::int64_t> labels;

    std::size_t count() const { return labels.size(); }
};

struct Objective
{
    double smoothing = 0.1;    // of the labels
    double temperature = 0.07; // of the semantic alignment
};

struct Lesson
{
    double loss = 0.0; // the sum of the two
    double crossEntropy = 0.0;
    double alignment = 0.0; // 0 without semantic alignment
    double accuracy = 0.0;  // share of the batch
    // As Learner::names(); empty for a parameter that took no part.
    std::vector<std::vector<float>> gradients;
};

class Learner : public nn::TrainableState
{
public:
    // A fresh network, or the one of a checkpoint.
    Learner(const Config& config, std::uint64_t seed, double alignmentGain = 1.0,
            double alignmentBias = 0.0);
    Learner(const Checkpoint& checkpoint, const Config& config);
    ~Learner();
    Learner(Learner&&) noexcept;
    Learner& operator=(Learner&&) noexcept;

    const Config& config() const;

    // Called with a probe and its values while a lesson runs; see forward.h for the names.
    using Watcher = std::function<void(std::string_view id, std::span<const float> values)>;
    // Changes nothing but buffers and counters. `seed` is that of SCA's random table. Throws
    // Error{Cancelled}, then with buffers half-way.
    Lesson learn(const LessonBatch& batch, const Objective& objective, std::uint64_t seed,
                 JobContext& job, const Watcher& watcher = {});
    // [sample, class] in the state of use.
    std::vector<float> logits(const LessonBatch& batch, std::uint64_t seed, JobContext& job) const;
    void store(Checkpoint& checkpoint) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace inspike::scmrl
