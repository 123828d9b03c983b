// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A network that learns, behind plain arrays: one batch in, losses and gradients out; the running
// statistics of its batch norm move with every batch, T times by the pictures, then T times by the
// events. Not for use from several threads at once.

#include "core/base/job.h"
#include "core/nn/detail/trainable_state.h"
#include "core/systems/transfer/config.h"
#include "core/systems/transfer/objective.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inspike::transfer {

// What a lesson is about: pictures [step, sample, channel, height, width]. A network of events
// alone has no stills.
struct LessonBatch
{
    std::vector<float> events;
    std::vector<float> stills;
    std::size_t stillSteps = 1; // 1: the same picture at every step
    std::vector<std::int64_t> labels;

    std::size_t count() const { return labels.size(); }
};

struct Lesson
{
    // Without gradients of features and logits, which have gone into the network's.
    Judgement judgement;
    double staticAccuracy = 0.0; // of the batch
    double eventAccuracy = 0.0;
    std::vector<float> staticLogits; // [step, sample, class]
    std::vector<float> eventLogits;
    // As Learner::names(); empty for a parameter that took no part.
    std::vector<std::vector<float>> gradients;
};

// Logits averaged over the steps, [sample, class].
struct Answers
{
    std::vector<float> stills;
    std::vector<float> events;
};

class Learner : public nn::TrainableState
{
public:
    // A fresh network, or the one of a checkpoint.
    Learner(const Config& config, std::uint64_t seed);
    Learner(const Checkpoint& checkpoint, const Config& config);
    ~Learner();
    Learner(Learner&&) noexcept;
    Learner& operator=(Learner&&) noexcept;

    const Config& config() const;
    // Changes nothing but buffers and counters. `segment` is how many steps are held in memory with
    // all that their gradients need, 0 = all: what goes before is computed once without and once
    // more with it (gradient checkpointing), which gives the same gradients but for the order of
    // sums. Throws Error{Cancelled}, then with buffers half-way.
    Lesson learn(const LessonBatch& batch, const Objective& objective, std::size_t segment,
                 JobContext& job);
    // In the state of use.
    Answers answers(const LessonBatch& batch, JobContext& job) const;
    // c_t, empty for a network of events alone.
    std::vector<double> stepWeights() const;
    void store(Checkpoint& checkpoint) const;

private:
    struct Impl;
    std::unique_ptr<Impl> m_impl;
};

} // namespace inspike::transfer
