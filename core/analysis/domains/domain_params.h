// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What the registered analyses of two domains have in common: parameters, the walk over layers and
// steps, and the words of their notes. For the .cpp files of this folder.

#include "core/analysis/analysis_registry.h"
#include "core/analysis/domains/bootstrap.h"
#include "core/analysis/domains/paired_features.h"

#include <functional>

namespace inspike {

// pairing, join, layers, step, places; `perStep` is true for those that can give curves (per).
ParamSpecs pairingSpecs();
ParamSpec perSpec();
// bootstrap, confidence.
ParamSpecs bootstrapSpecs();
ParamSpec seedSpec(std::string help);

PairingParams pairingParams(const Params& params);
FeatureChoice featureChoice(const Params& params); // throws Error{BadParameter}
BootstrapParams bootstrapParams(const Params& params);
bool perStep(const Params& params);

// Layers of the same name on both sides, features at hand.
struct ComparedLayers
{
    const FeatureLayer& layer;
    double step; // NaN = as chosen by `step`
    Points a;
    Points b;
};
// Every counterpart in order, or every step of it. Throws Error{NotFound} when there is none.
void forEachCounterpart(const PairedFeatures& paired, const Params& params, JobContext& job,
                        const std::function<void(const ComparedLayers&, JobContext&)>& body);

// "samples" and "layers"; values that are NaN counted.
void addPairSummary(const PairedFeatures& paired, std::size_t layers, AnalysisResult& result);
// The method, what a and b are, how samples were joined and, if `undefined` of the numbers are,
// that.
std::string pairNote(const std::string& method, const PairedFeatures& paired,
                     const AnalysisResult& result);

} // namespace inspike
