// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The attention maps that a run holds, found by their kind and axes, not by the model's name.

#include "core/analysis/analysis_registry.h"

#include <optional>
#include <string>
#include <vector>

namespace inspike {

struct AttentionProbe
{
    std::string id;
    const Activation* activation = nullptr; // of the run
    std::size_t block = 0;                  // "block.3" in the id; else its place in the run
    bool temporal = false;                  // steps ask steps, at every token
};

// Probes of kind Attention that have a query and a key axis; by block, then in the order of ids.
std::vector<AttentionProbe> attentionProbes(const Run& run);
// nullopt when the run holds one, else what is missing.
std::optional<std::string> lacksAttention(const AnalysisInputs& inputs);
// The one with that id, or the first one for an empty id. Throws Error{NotFound} that names those
// there are.
AttentionProbe attentionProbe(const Run& run, const std::string& id);
ParamSpec attentionProbeParam();

} // namespace inspike
