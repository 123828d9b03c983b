// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Spike activation map: where in space the neurons of a layer fire with short intervals.
//   N_c(t)  = sum over the earlier spikes t' < t of neuron c of exp(-gamma (t - t'))
//   M(t)    = sum over channels c of N_c(t) S_c(t)          S_c(t) = 1 where c fires at t
// at every place, t in steps. A neuron's first spike adds nothing: it ends no interval, so the map
// of the first step is zero. Kim, Panda, "Visual explanations from spiking neural networks using
// inter-spike intervals", Sci. Rep. 11, 19037 (2021), equations for the contribution score and the
// map.

#include "core/nn/model.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

struct SpikeActivationMap
{
    std::size_t steps = 0;
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<double> values; // [step][row][column]

    // One step, or the mean over steps (kAllSteps).
    std::vector<float> picture(int step) const;
    double highest() const; // of any step
};

// A layer of spiking neurons with a place each.
struct MappedLayer
{
    std::string probe;      // "lif/audio_patch_embed.rpe_lif"
    std::size_t stream = 0; // whose places they are: 0 audio, 1 visual
    std::size_t rows = 0;
    std::size_t columns = 0;
};

// Layers that can be mapped, in the order of their ids: spikes over steps with height and width, or
// with tokens that fill the token grid.
std::vector<MappedLayer> mappedLayers(const Run& run);
// Of each stream the one that is called `name` ("rpe_lif", "block.0.trans_lif", a whole id), the
// shortest id where several are; empty when there is none.
std::vector<MappedLayer> layersNamed(const Run& run, std::string_view name);
constexpr const char* kUsualMappedLayer = "rpe_lif"; // the last of both front ends

// Of one sample. Throws Error{BadShape} when there is no such sample.
SpikeActivationMap spikeActivationMap(const Run& run, const MappedLayer& layer, std::size_t sample,
                                      double gamma);

} // namespace inspike
