// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How pictures of one layer follow the layer that is selected: which of its probes they show.

#include "core/base/param_spec.h"
#include "core/nn/model.h"

#include <optional>
#include <string>
#include <string_view>

namespace inspike {

// The first recorded probe of the layer of that kind, its output first; of Other: its output,
// whatever it is. Only what was recorded over steps.
std::optional<std::string> probeOfLayer(const Run& run, const LayerNode& layer, ProbeKind kind);

// Sets the parameters "probe" and "layer" of a figure kind to the layer, unless they choose another
// one already. `run` may be nullptr. True if anything was set.
bool followLayer(Params& params, std::string_view figureKind, const Run* run,
                 const LayerNode& layer);

} // namespace inspike
