// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the recipes of classifiers share: which epoch is kept, what is refused before anything is
// read, and what a model says of its training.

#include "core/training/trainer.h"
#include "core/training/training_call.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

// A text of which only these values are allowed; the first one is the fallback.
ParamSpec choiceOption(const char* id, const char* title, const char* help,
                       std::vector<std::string> choices);

// Whose accuracy decides which epoch's network is kept.
enum class Selection { Last, Validation, Test };
Selection selectionFrom(const Params& options); // option "select"

struct PartSizes
{
    std::size_t training = 0;
    std::size_t validation = 0;
    std::size_t test = 0;
};

// Throws Error{BadParameter} when there are fewer samples than a batch or none to select on.
void checkParts(const PartSizes& parts, std::size_t batch, Selection selection);

// Sets the score of a plan: accuracy of the part, then its loss. An epoch that was not measured is
// never the best.
void selectBy(Selection selection, TrainingPlan& plan);

// Files, option "data-note", sizes.
Json dataRecord(const TrainRequest& request, const Params& options, const PartSizes& parts);
// Adds the member "notes", if there are any.
void addNotes(const std::vector<std::string>& notes, Json& record);

// A checkpoint without tensors whose training object says how to repeat it and what it learnt from.
Checkpoint checkpointFor(std::string_view system, const TrainingCall& call,
                         const TrainRequest& request, std::span<const std::string_view> alwaysSaid,
                         Json data);

// Members of the training object: which epoch was kept and how it went.
void recordEpochs(const TrainingState& state, const Params& options, Json& record);

} // namespace inspike
