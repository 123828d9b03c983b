// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The layers of a run: which of its probes belong together. The graph of the network says it; where
// there is none, names do ("conv1/spikes" and "conv1/membrane", "lif/block.0" and "mem/block.0").

#include "core/nn/model.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

struct RunLayer
{
    std::string name;
    // Ids of probes or outputs; empty where it has none. Spikes or a value, not both.
    std::string spikes, membrane, value;
    ProbeKind kind = ProbeKind::Other;              // of what is looked at first
    bool output = false;                            // of the network
    std::optional<std::size_t> node = std::nullopt; // of the graph
};

// In the order of the graph, else by name with numbers in names as numbers; outputs last. Looks at
// axes only. Currents, attention and values without samples or steps are left out.
std::vector<RunLayer> layersOf(const Run& run);

// "a, b" -> {"a", "b"}
std::vector<std::string> globList(std::string_view text);

} // namespace inspike
