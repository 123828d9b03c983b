// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the samples of a run of a classifier are: their labels as far as known, what the network
// took them for, and what the classes are called.

#include "core/nn/model.h"

#include <optional>
#include <string>
#include <vector>

namespace inspike {

constexpr std::int64_t kNoClass = -1;
constexpr int kAllSteps = -1; // instead of the number of a step: the mean over all of them

struct SampleClasses
{
    std::vector<std::int64_t> label;     // of each sample; kNoClass where unknown
    std::vector<std::int64_t> predicted; // the largest logit, the first of equals; kNoClass if none
    std::vector<std::string> names;      // may be shorter than there are classes, or empty

    std::size_t samples() const { return label.size(); }
    bool labelled() const; // some sample is
    // The label, else the prediction.
    std::int64_t classOf(std::size_t sample) const;
    // Samples in the order of their classes, then by number; those without a class last.
    std::vector<std::size_t> order() const;
    // Name of a class, empty when it has none.
    std::string nameOf(std::int64_t classNumber) const;
};

// Labels from the input "label", predictions from the output "logits"
// or "prediction", names from the settings of the run, else from the model's
// configuration ("class_names"). Every entry is there for the number of samples of the run.
SampleClasses sampleClasses(const Run& run);

// Samples of a run: of the first output, else probe, that has that axis; 0 when none has.
std::size_t samplesIn(const Run& run);

// A number or text of the model's configuration as the run keeps it; null when absent.
const Json& configOf(const Run& run, std::string_view key);

} // namespace inspike
