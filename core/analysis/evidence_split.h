// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What speaks for each class, split by modality and step. The head of the network is linear, so
// with f the features of a step and W, b of the head
//   evidence_m[t, k] = sum_c W[k, c] <f_m>[t, c]        m = audio, visual
//   logit[k]         = mean over t (evidence_audio[t, k] + evidence_visual[t, k]) + b[k]
// holds exactly but for rounding (specs: s-cmrl 9). Read from the probes evidence/audio and
// evidence/visual [step, sample, class], the parameter head.bias and the output logits.

#include "core/nn/model.h"

#include <optional>
#include <string>
#include <vector>

namespace inspike {

struct EvidenceSplit
{
    std::size_t steps = 0;
    std::size_t samples = 0; // in the run
    std::size_t classes = 0;
    std::vector<double> audio;  // [step * classes + class]; empty: the network has no such stream
    std::vector<double> visual; // likewise
    std::vector<double> bias;   // [class]; zeros when the head has none
    std::vector<double> logit;  // [class] as the network gave it; empty when the run has none

    double audioMean(std::size_t classNumber) const; // over steps; 0 without such a stream
    double visualMean(std::size_t classNumber) const;
    double sum(std::size_t classNumber) const; // audio, visual and bias
    // Step t alone: audio, visual and bias.
    double sumAt(std::size_t step, std::size_t classNumber) const;
    // Largest |logit - sum| over the classes; 0 without logits.
    double remainder() const;
    // Some part of the split is not a finite number.
    bool damaged() const;
    // Classes by descending sum (ties by number).
    std::vector<std::size_t> ranking() const;
};

// What the run lacks for it, in one line; nullopt when evidenceOf() works.
std::optional<std::string> lacksEvidence(const Run& run);
// Of one sample. Throws Error{NotFound} and Error{BadShape} (no such sample, shapes that differ).
EvidenceSplit evidenceOf(const Run& run, std::size_t sample);

} // namespace inspike
