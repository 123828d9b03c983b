// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How two runs differ: layer by layer in spikes, rates, potentials and similarity, and in what the
// networks answer. Of spikes A and B of the same units, samples and steps
//   share differing   1 - |A and B| / |A or B|  (Jaccard distance; 0 when there are none)
//   rate              spikes / (units x samples x duration of the steps compared)
// A run against itself is 0 everywhere, exactly. Values that are not finite in both runs count as
// equal; those in one run only as a difference, which is said but has no size.

#include "core/analysis/run_match.h"
#include "core/base/job.h"

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

namespace inspike {

constexpr double kNoValue = std::numeric_limits<double>::quiet_NaN();

struct SpikeOverlap
{
    std::uint64_t a = 0, b = 0; // spikes of each run
    std::uint64_t both = 0;     // of the same unit, sample and step

    std::uint64_t onlyA() const { return a - both; }
    std::uint64_t onlyB() const { return b - both; }
    double differing() const; // 0...1
};

struct LayerDifference
{
    // nullopt: no spikes, or of other units in each run.
    std::optional<SpikeOverlap> spikes;
    double rateA = kNoValue, rateB = kNoValue; // Hz, or per step
    double membrane = kNoValue;                // largest difference, absolute
    double value = kNoValue;                   // of what has no spikes
    std::uint64_t notFinite = 0;               // of the numbers in one run only
    std::size_t steps = 0;                     // compared; 0 = has none
    std::optional<std::size_t> firstStep;      // that differs
    double cka = kNoValue;

    double rateDifference() const { return rateB - rateA; }
};

// What the networks answer, by class and sample.
struct AnswerDifference
{
    std::string output;               // "logits"; empty when there is none in both
    double largest = kNoValue;        // of the differences, absolute
    std::vector<std::int64_t> a, b;   // predicted class of each place; kNoClass where unknown
    std::vector<std::size_t> differs; // places
    std::size_t compared = 0;         // places with a prediction in both
};

struct RunDifferences
{
    std::vector<LayerDifference> layers; // of RunMatch::layers
    AnswerDifference answer;
    bool hertz = false;                   // else rates are per step
    std::optional<std::size_t> firstStep; // of any layer
    SpikeOverlap spikes;                  // of all layers
    std::vector<std::string> notes;

    std::string rateUnit() const { return hertz ? "Hz" : "1/step"; }
};

// Without CKA. Throws Error{BadShape} for a run whose spikes lie beyond their axes and
// Error{OutOfMemory} beyond the memory budget.
RunDifferences differencesOf(const RunMatch& match, JobContext& job);
// One layer; `duration` of a step in s, 0 = unknown.
LayerDifference differenceOf(const RunMatch& match, const LayerMatch& layer, double duration,
                             JobContext& job);
AnswerDifference answersOf(const RunMatch& match, JobContext& job);

// Linear CKA of every layer with itself into LayerDifference::cka; what has none (fewer than
// kLeastForCka samples, a silent layer) stays NaN and is noted.
constexpr std::size_t kLeastForCka = 3; // of two samples it is always 1
void addCka(const RunMatch& match, RunDifferences& differences, JobContext& job);

// CKA of every layer of one run with every layer of the other, of the matched layers.
struct LayerSimilarity
{
    std::vector<std::size_t> layers; // of RunMatch::layers: rows and columns
    std::vector<double> values;      // [row * layers + column]
    std::vector<std::string> notes;  // what was left out, and why
};
LayerSimilarity similarityOf(const RunMatch& match, JobContext& job);

// Duration of a step in s if both runs have the same; 0 = unknown or different.
double commonStepSeconds(const RunMatch& match);

} // namespace inspike
