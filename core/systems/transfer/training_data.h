// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a training learns from: recordings of events in their parts, the pictures that accompany
// them, and batches of both. Every draw follows from a seed.

#include "core/systems/transfer/learner.h"
#include "core/systems/transfer/samples.h"

#include <array>
#include <map>

namespace inspike::transfer {

enum class Part { Train, Validation, Test };

struct DataChoice
{
    double eventShare = 1.0;      // of the training part, of every class
    double stillShare = 1.0;      // of the pictures for training, of every class
    double validationShare = 0.0; // of the training part, if the data names no validation part
    Augmentation augmentation = Augmentation::None;
    std::uint64_t seed = 0;
};

// All streams in one recording: lists of events and of pictures may come from files of their own.
std::shared_ptr<const Recording>
joined(const std::vector<std::shared_ptr<const Recording>>& recordings);

// Of the classes: their names, or "0", "1"... as many as there are labels. Throws Error{BadModel}
// for recordings that no such network takes and when there are no labels.
std::vector<std::string> classesOf(const std::shared_ptr<const Recording>& recording,
                                   const Config& config);

// How the batch was made.
struct Replacement
{
    double probability = 0.0; // that a picture gives way to the events of its sample
    std::size_t replaced = 0; // how many did
};

class TrainingData
{
public:
    // Items without a split train. Throws Error{BadParameter} when nothing is left to train on, for
    // samples of unknown class, and for classes without pictures.
    TrainingData(const std::shared_ptr<const Recording>& recording, const Config& config,
                 const DataChoice& choice);

    std::size_t count(Part part) const { return items(part).size(); }
    std::vector<std::int64_t> labels(Part part) const;
    std::vector<std::string> names(Part part, std::span<const std::size_t> positions) const;
    std::size_t stillCount(Part part) const; // pictures that may be drawn
    // "classes only in training: dog"; one per fact worth knowing.
    const std::vector<std::string>& notes() const { return m_notes; }
    // Reads every sample once, so that a damaged one is found before the work starts.
    void prepare(JobContext& job);
    // Members of a part by position. `seed` chooses pictures, what is replaced, and augmentation,
    // which the training part alone has.
    LessonBatch batch(Part part, std::span<const std::size_t> positions, std::uint64_t seed,
                      Replacement& replacement, JobContext& job);
    // The picture that batch() shows with that member.
    std::string partnerName(Part part, std::size_t position, std::size_t place,
                            std::uint64_t seed) const;

private:
    struct Item
    {
        std::size_t index = 0;
        std::int64_t label = 0;
    };

    const std::vector<Item>& items(Part part) const
    {
        return m_parts[static_cast<std::size_t>(part)];
    }
    std::vector<Item>& items(Part part) { return m_parts[static_cast<std::size_t>(part)]; }
    void sortIntoParts();
    void splitValidation();
    void keepEventShare();
    void sortStills();
    void noteMissingClasses();
    const std::vector<std::size_t>& stillsFor(Part part, std::int64_t label) const;
    std::size_t partner(Part part, const Item& item, std::size_t place, std::uint64_t seed) const;
    const Pictures& still(std::size_t index, JobContext& job);

    Config m_config;
    DataChoice m_choice;
    std::unique_ptr<Samples> m_samples;
    std::array<std::vector<Item>, 3> m_parts;
    // Of each class, for training and for what measures it.
    std::vector<std::vector<std::size_t>> m_trainStills, m_otherStills;
    std::map<std::size_t, Pictures> m_stills; // that were read
    std::vector<std::string> m_notes;
};

} // namespace inspike::transfer
