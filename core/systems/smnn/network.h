// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The spiking mode-based network (Lin and Huang, Phys. Rev. E 110, 024306, 2024): one recurrent
// layer whose matrix is W = pin diag(l) pout^T. Here: its parameters, its constants, and how both
// are read from and written to a checkpoint. No arithmetic of the dynamics; that is plain.cpp and
// fast.cpp.

#include "core/base/param_spec.h"
#include "core/nn/checkpoint.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace inspike::smnn {

enum class Task { Context, Mnist };
enum class Neuron { Spiking, Rate };
enum class Filter { Single, Double };
enum class Gain { Context, Mnist }; // of the double filter: 1 - l_d, or dt

struct Config
{
    Task task = Task::Context;
    Neuron neuron = Neuron::Spiking;
    Filter filter = Filter::Double;
    Gain gain = Gain::Context;
    double dt = 0.002; // s
    std::size_t steps = 500;
};

// The factors of one step, in double precision as the published code computes them.
struct Factors
{
    double synapse, membrane, decay, rise; // e^(-dt/tau)
    double riseGain, filterGain;           // spike -> h, h -> r; for one filter only filterGain
    double refractory;                     // s
    static Factors of(const Config& config);
};

constexpr std::array<const char*, 5> kParameterNames = {"Win", "pin", "pout", "l", "Wout"};

// Also holds gradients and the moments of the optimiser, which have the same shapes.
struct Weights
{
    std::size_t units = 0, modes = 0, inputs = 0, outputs = 0;
    std::vector<float> win;  // [units, inputs]
    std::vector<float> pin;  // [units, modes]
    std::vector<float> pout; // [units, modes]
    std::vector<float> l;    // [modes]
    std::vector<float> wout; // [outputs, units]

    static Weights zeros(std::size_t units, std::size_t modes, std::size_t inputs,
                         std::size_t outputs);
    static Weights zerosLike(const Weights& other);
    // Normal with the published standard deviations; for the rate network l is 1/N.
    static Weights initial(const Config& config, std::size_t units, std::size_t modes,
                           std::uint64_t seed);

    std::size_t count() const;
    // In the order of kParameterNames.
    std::span<const float> values(std::size_t parameter) const;
    std::span<float> values(std::size_t parameter);
    std::vector<std::size_t> shape(std::size_t parameter) const;
};

struct Network
{
    Config config;
    Weights weights;
};

std::size_t inputsOf(Task task);  // 4, 784
std::size_t outputsOf(Task task); // 1, 10

// What a checkpoint leaves open may be given; "auto" = as the file says, else a stated assumption.
ParamSpecs openOptions();
// True if the parameters have the names and dimensions of this network.
bool looksLikeNetwork(const Checkpoint& checkpoint) noexcept;
// `notes` receives what was assumed and what was ignored. Throws Error{BadModel, BadShape}; the
// message names both tensors that do not fit each other.
Network networkFrom(const Checkpoint& checkpoint, const Params& options,
                    std::vector<std::string>& notes);
Json configJson(const Network& network);
// Parameters under their published names, each prefixed; for models and resumable trainings.
void storeWeights(const Weights& weights, const std::string& prefix, Checkpoint& checkpoint);
// Reverse of storeWeights; throws Error{BadModel, BadShape}.
Weights loadWeights(const Checkpoint& checkpoint, const std::string& prefix);

} // namespace inspike::smnn
