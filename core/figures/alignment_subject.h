// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a picture of two domains is about, from its inputs and parameters: which runs, joined how,
// which layer of each side, which steps, and the epochs of a training.

#include "core/analysis/domains/paired_features.h"
#include "core/analysis/sample_classes.h"
#include "core/figures/alignment_results.h"
#include "core/figures/view_catalogue.h"

namespace inspike {

struct EpochRun
{
    std::int64_t epoch = 0;
    std::shared_ptr<const Run> run;
};
// Runs that say of which epoch they are, in that order; empty unless there are two at least and all
// of them say so.
std::vector<EpochRun> epochsOf(std::span<const std::shared_ptr<const Run>> runs);

class AlignmentSubject
{
public:
    // Throws what pairFeatures throws, and Error{BadParameter} for a layer or an epoch that is not
    // there.
    AlignmentSubject(const FigureInputs& inputs, const Params& params);

    const PairedFeatures& pairs() const { return *m_pairs; }
    const PairedSide& side(std::size_t number) const
    {
        return number == 0 ? m_pairs->a : m_pairs->b;
    }
    std::size_t layer(std::size_t side) const { return m_layers[side]; }
    const FeatureLayer& layerInfo(std::size_t sideNumber) const
    {
        return side(sideNumber).layers[layer(sideNumber)];
    }
    // Both sides are points of one space: the same layer of one network.
    bool joint() const;
    FeatureChoice choice() const;
    bool everyStep() const { return m_everyStep; }
    bool oneStep() const { return m_oneStep; }
    std::size_t step() const { return m_step; }
    std::size_t steps() const; // that both layers have; 0 = none
    // Features of the chosen layer with the steps of choice().
    Points features(std::size_t side, JobContext& job) const;
    Points features(std::size_t side, const FeatureChoice& choice, JobContext& job) const;
    // The same subject of another epoch.
    AlignmentSubject at(std::size_t epoch) const;

    const std::vector<EpochRun>& epochs() const { return m_epochs; }
    std::size_t epoch() const { return m_epoch; } // place in epochs()
    std::uint64_t keySource() const { return m_keySource; }
    Key keyOf(std::size_t place) const; // of a sample
    // By place, not by sample of the run.
    const SampleClasses& classes() const { return m_classes; }
    AlignmentResults::Owners owners() const { return m_shown; }
    // Names runs, layers and steps in the key of a result.
    std::string key(bool withLayers = true) const;

    // What the sides are called: "Static", "Event", or the names of runs.
    Text sideName(std::size_t side) const;
    Text sideOfClass(std::size_t side, const std::string& classWord) const;
    Colour sideColour(std::size_t side) const;
    Text layersInWords() const; // with the step
    // Without the branch where the side says it; what the parameters take.
    const std::string& layerName(const FeatureLayer& layer) const;

private:
    void pair(const Params& params);
    void chooseLayers(const Params& params);
    void nameClasses();

    std::vector<std::shared_ptr<const Run>> m_shown;
    std::vector<EpochRun> m_epochs;
    std::size_t m_epoch = 0;
    Params m_params;
    std::shared_ptr<const PairedFeatures> m_pairs;
    std::array<std::size_t, 2> m_layers{};
    bool m_everyStep = false;
    bool m_oneStep = false;
    std::size_t m_step = 0;
    std::uint64_t m_keySource = 0;
    SampleClasses m_classes;
};

// The runs that are paired when these are given.
std::vector<std::shared_ptr<const Run>> pairedRuns(const FigureInputs& inputs,
                                                   const Params& params);

} // namespace inspike
