// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What is compared with what: layers of two domains or two networks, sample by sample. Two branches
// of one run ("event/...", "static/..."; outputs "event_feature", "static_feature") are one pair of
// domains; two runs are another; the layers of one run can be compared among themselves. Samples
// are joined by their names, never by position when names say otherwise:
//   both runs carry names    they must be equal place by place (Strict), or equal as sets (ById)
//   else                     the counts must be equal, and labels where both have them
// Anything else throws Error{BadFormat} that says how many do not match and names the first ones.

#include "core/analysis/embedding/points.h"
#include "core/base/job.h"
#include "core/nn/model.h"

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

namespace inspike {

// Something with one vector per sample (and step).
struct FeatureLayer
{
    std::string id;     // of the probe or output: "event/lif/feature.0", "static_feature"
    std::string branch; // "event", "static"; empty when it belongs to none
    std::string name;   // without the branch: "lif/feature.0", "feature"
    ProbeKind kind = ProbeKind::Other;
    bool output = false;
    std::size_t steps = 0; // 0 = has none
    std::size_t samples = 0;
    std::size_t features = 0; // numbers per sample and step: channels x places
    std::size_t channels = 0; // of them; the rest are places
};

// All of a run in the order of the network: numbers in names count as numbers, outputs last. Looks
// at axes only, so it is cheap. Attention maps and values without samples are left out.
std::vector<FeatureLayer> featureLayers(const Run& run);

enum class Pairing { Auto, Branches, Runs, Layers };
enum class JoinRule { Strict, ById };

struct PairingParams
{
    Pairing pairing = Pairing::Auto; // two runs: Runs; one with branches: Branches; else Layers
    JoinRule join = JoinRule::Strict;
    // Which layers, by id or by name without branch, globs separated by commas. Empty: all but the
    // membranes of layers whose spikes are there and the running mean of logits.
    std::string layers;
};

struct PairedSide
{
    std::shared_ptr<const Run> run;
    std::string title; // "static", "event", or the name of the run's recording or model
    std::vector<FeatureLayer> layers;
    std::vector<std::size_t> order; // which sample of the run is at each place

    // Place of the layer of that id, or of that name; nullopt when there is none.
    std::optional<std::size_t> find(std::string_view idOrName) const;
};

struct PairedFeatures
{
    Pairing pairing = Pairing::Layers; // never Auto
    PairedSide a;                      // static branch; first run
    PairedSide b;                      // event branch; second run
    std::size_t samples = 0;
    std::vector<std::int64_t> label; // of each place; kNoClass where unknown
    std::vector<std::string> ids;    // of each place; empty when unknown
    // Layers of a and b with the same name (Runs: the same id) and number of features.
    std::vector<std::pair<std::size_t, std::size_t>> counterparts;
    std::string note; // how samples were joined, in one line
};

// nullopt when pairFeatures has something to pair, else what is missing; looks at axes only.
std::optional<std::string> lacksPairs(std::span<const std::shared_ptr<const Run>> runs);
// The same for measures that need two domains in one feature space (counterparts).
std::optional<std::string> lacksCounterparts(std::span<const std::shared_ptr<const Run>> runs);
// Throws Error{NotFound} when there is nothing to pair, Error{BadParameter} for more than two runs
// or a glob that matches nothing, and Error{BadFormat} for samples that cannot be joined.
PairedFeatures pairFeatures(std::span<const std::shared_ptr<const Run>> runs,
                            const PairingParams& params);

struct SampleJoin
{
    std::vector<std::size_t> placeInB; // of every sample of `a`
    std::string note;
};
SampleJoin joinSamples(const Run& a, const Run& b, JoinRule rule);

enum class StepUse {
    Mean, // over steps
    All,  // steps side by side: features x steps numbers per sample
    One   // what has no steps is the same at each
};

struct FeatureChoice
{
    StepUse steps = StepUse::Mean;
    std::size_t step = 0;        // for One
    bool meanOverPlaces = false; // one number per channel
};

// Features [sample, feature] of a layer in the order of the side. Throws Error{BadShape} for a step
// the layer has not, Error{OutOfMemory} when the features exceed the memory budget, and
// Error{BadFormat} that names layer and sample when a value is not finite.
Points featuresOf(const PairedSide& side, std::size_t layer, const FeatureChoice& choice,
                  JobContext& job);
// How many numbers per sample that gives.
std::size_t featureCount(const FeatureLayer& layer, const FeatureChoice& choice);

} // namespace inspike
