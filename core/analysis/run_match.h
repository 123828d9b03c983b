// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What of two runs belongs together, so that they can be compared: layers, samples and steps. Two
// models on one recording, one model on two recordings, or one model run in two ways.
//   layers    by name; what is left by order among layers of the same kind and shape, which is said
//   samples   by their names in any order; by place when no name is in both and the counts agree
//   steps     by number; of different lengths what both have is compared, which is said

#include "core/nn/model.h"

#include <array>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace inspike {

// Sizes of a recorded quantity, whatever the order of its axes.
struct ProbeExtent
{
    std::size_t steps = 0;   // 0 = has none
    std::size_t samples = 0; // 0 = has none
    std::size_t units = 1;
    std::vector<std::size_t> shape; // of the units

    static ProbeExtent of(const std::vector<Axis>& axes);
};

// Ids of a probe or output in each of two runs; both empty when there is none.
struct ProbePair
{
    std::string a, b;

    bool empty() const { return a.empty(); }
};

// One layer of both runs. It has spikes or a value; what has spikes may have a membrane.
struct LayerMatch
{
    std::array<std::string, 2> names; // as each run calls it
    ProbePair spikes;
    ProbePair membrane;
    ProbePair value;                                // of what gives no spikes
    bool output = false;                            // of the network
    bool sameUnits = true;                          // else only rates and CKA compare
    std::optional<std::size_t> node = std::nullopt; // in the graph of the first run

    // "conv1"; "conv1 | conv_1" where the runs differ.
    std::string name() const;
    // What of it is looked at first: spikes, else the value, else the membrane.
    const ProbePair& main() const;
};

struct RunMatch
{
    std::array<std::shared_ptr<const Run>, 2> runs;
    // What tells the runs apart: file names, else settings ("path=plain"), else "A" and "B".
    std::array<std::string, 2> titles;
    std::vector<std::size_t> placeInB; // of every sample of the first run; empty: no sample axis
    std::vector<LayerMatch> layers;    // in the order of the network, outputs last
    std::array<std::vector<std::string>, 2> unmatched; // layers that only one run has
    std::vector<std::string> notes;                    // how things were joined, in sentences

    std::size_t samples() const { return placeInB.empty() ? 1 : placeInB.size(); }
    // Which sample of a run is at the place.
    std::size_t sampleOf(std::size_t side, std::size_t place) const
    {
        return side == 0 || placeInB.empty() ? place : placeInB[place];
    }
    // Its name, or its number.
    std::string sampleName(std::size_t place) const;
    const Activation& find(std::size_t side, const ProbePair& probe) const;
    // Place of the layer that has this name or probe in either run.
    std::optional<std::size_t> layerNamed(std::string_view name) const;
};

struct MatchParams
{
    std::string runs;   // which two of several, "1,3"; empty: there are two
    std::string layers; // globs separated by commas; empty: all
    // auto; name: in any order; place: in spite of names.
    enum class Join { Auto, Name, Place } join = Join::Auto;
};

// nullopt when there are two runs to compare, else what is missing.
std::optional<std::string> lacksComparison(std::span<const std::shared_ptr<const Run>> runs);
// Throws Error{BadParameter} when it is not said which two of several runs are meant,
// Error{NotFound} when nothing is in both, Error{BadFormat} that names the first samples that
// cannot be joined.
RunMatch matchRuns(std::span<const std::shared_ptr<const Run>> runs, const MatchParams& params);

// The parameters "runs", "layers" and "join".
ParamSpecs matchSpecs();
MatchParams matchParams(const Params& params);

} // namespace inspike
