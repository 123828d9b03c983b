// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a training learns from: the parts of its recordings, prepared samples that are kept in
// memory as long as the budget lasts, and batches of them. Every draw of an augmentation follows
// from the seed, the sample and the epoch.

#include "core/systems/scmrl/learner.h"
#include "core/systems/scmrl/samples.h"

#include <array>
#include <map>

namespace inspike::scmrl {

enum class Part { Train, Validation, Test };

struct DataChoice
{
    double validationShare = 0.1; // of the training part, if the data names no validation part
    Augmentation augmentation = Augmentation::None;
    std::size_t frozenDraws = 3; // of the augmentation per sample; 0 = a new one each time
    std::uint64_t seed = 0;
};

// Class names, or "0", "1"... as many as there are labels. Throws Error{BadModel} when there are no
// labels and Error{BadParameter} when two recordings have different classes.
std::vector<std::string> classesOf(const std::vector<std::shared_ptr<const Recording>>& data);

class TrainingData
{
public:
    // The first recording is split as its pairs say, those without a split train; further
    // recordings test. Throws Error{BadParameter} when nothing is left to train on and for samples
    // of unknown class.
    TrainingData(const std::vector<std::shared_ptr<const Recording>>& data, const Config& config,
                 const DataChoice& choice);

    std::size_t count(Part part) const { return items(part).size(); }
    // "classes only in training: dog"; one per fact worth knowing.
    const std::vector<std::string>& notes() const { return m_notes; }
    // Reads every sample once, so that a damaged one is found before the work starts.
    void prepare(JobContext& job);
    // Members of a part by position; `epoch` chooses the draws of the training part.
    LessonBatch batch(Part part, std::span<const std::size_t> positions, std::uint64_t epoch,
                      JobContext& job);

private:
    struct Item
    {
        std::size_t set = 0;
        std::size_t index = 0;
        std::int64_t label = 0;
        std::uint64_t number = 0; // among all items
    };
    using Key = std::pair<std::uint64_t, std::uint64_t>; // item, draw

    const std::vector<Item>& items(Part part) const
    {
        return m_parts[static_cast<std::size_t>(part)];
    }
    void sortIntoParts(std::size_t classes);
    void splitValidation();
    void noteMissingClasses(const std::vector<std::string>& names);
    std::shared_ptr<const Sample> sample(const Item& item, Part part, std::uint64_t epoch,
                                         JobContext& job);

    DataChoice m_choice;
    std::vector<std::unique_ptr<Samples>> m_sets;
    std::array<std::vector<Item>, 3> m_parts;
    std::vector<std::string> m_notes;
    std::uint64_t m_cachedBytes = 0;
    std::map<Key, std::shared_ptr<const Sample>> m_cache;
};

// Noise (samples.h) on one modality, which must not be Both, drawn anew for each step.
void disturb(LessonBatch& batch, Modality modality, double snrDb, std::size_t steps,
             std::uint64_t seed);

} // namespace inspike::scmrl
