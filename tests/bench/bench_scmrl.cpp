// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Forward pass of the audio-visual network, batches of 1 and 4; compare with scmrl_pytorch.py.

#include "core/systems/scmrl/fast.h"
#include "core/systems/scmrl/spiking_network.h"

#include <benchmark/benchmark.h>

using namespace inspike;

namespace {

scmrl::Config configOf(std::size_t width)
{
    scmrl::Config config;
    config.embed = width;
    return config;
}

struct Setting
{
    explicit Setting(const benchmark::State& state)
        : network(scmrl::spikingNetwork(configOf(static_cast<std::size_t>(state.range(0))), 1)),
          pictures(scmrl::noisePictures(network.config, static_cast<std::size_t>(state.range(1)),
                                        true, 1))
    {}
    scmrl::Network network;
    scmrl::NoisePictures pictures;
    JobContext job = nullJob();
};

void plain(benchmark::State& state)
{
    Setting s(state);
    for (auto _ : state)
        benchmark::DoNotOptimize(
            scmrl::forwardPlain(s.network, s.pictures.audio, s.pictures.visual, {}, s.job));
    state.SetItemsProcessed(state.iterations() * state.range(1));
}

void fast(benchmark::State& state)
{
    Setting s(state);
    const scmrl::FastNetwork network(s.network);
    for (auto _ : state)
        benchmark::DoNotOptimize(network.forward(s.pictures.audio, s.pictures.visual, {}, s.job));
    state.SetItemsProcessed(state.iterations() * state.range(1));
}

BENCHMARK(plain)->Args({64, 1})->Args({64, 4})->Args({256, 4})->UseRealTime();
BENCHMARK(fast)->Args({64, 1})->Args({64, 4})->Args({256, 1})->Args({256, 4})->UseRealTime();

} // namespace
