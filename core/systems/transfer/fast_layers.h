// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The parameters of a static-to-event network made ready for spike-driven layers: batch norm as a
// scale and a shift per output. Used by the fast path only. Names are the reference's modules.

#include "core/nn/detail/dense_neurons.h"
#include "core/systems/transfer/network.h"

#include <optional>
#include <string>
#include <vector>

namespace inspike::transfer {

// How a layer takes its input.
struct FastForm
{
    nn::ActiveForm form = nn::ActiveForm::Values;
    bool sliced = false;
};

// A convolution, its batch norm, if it has one, and its neurons.
struct FastLayer
{
    std::string module; // of the neurons
    nn::SpikeLayer weights;
    FastForm form;
    bool pooled = false; // averages of 2x2 neighbours go on
};

// A layer without neurons.
struct FastSums
{
    std::string name;
    nn::SpikeLayer weights;
    FastForm form;
};

struct FastNeurons // on sums
{
    std::string module;
    nn::DenseNeurons neurons;
};

struct FastShortcut
{
    FastNeurons neurons;
    FastSums sums;
};

struct FastResidual
{
    FastNeurons neurons; // node1
    FastLayer first;     // conv1, bn2, node2
    FastSums second;     // conv2
    std::optional<FastShortcut> shortcut;
};

struct FastLayers
{
    explicit FastLayers(const Network& network);

    Config config;
    std::vector<FastLayer> layers; // VGG and SCNN, the last one of SCNN without a map
    std::optional<FastSums> start; // of ResNet
    std::vector<FastResidual> residuals;
    std::vector<float> scale, shift; // of the last batch norm of ResNet
    // For static pictures, for events; the same for networks with one head. Of ResNet as tensors.
    std::vector<FastSums> heads;
    std::vector<at::Tensor> headWeights, headBiases;
};

} // namespace inspike::transfer
