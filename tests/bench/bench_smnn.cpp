// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// Forward and gradient of the spiking mode-based network; compare with smnn_pytorch.py.

#include "core/systems/smnn/fast.h"
#include "core/systems/smnn/plain.h"
#include "core/systems/smnn/task.h"

#include <benchmark/benchmark.h>

using namespace inspike;

namespace {

struct Setting
{
    explicit Setting(std::size_t count)
    {
        network.weights = smnn::Weights::initial(network.config, 100, 3, 1);
        smnn::ContextTaskParams params;
        params.trials = count;
        trials = smnn::contextTrials(params, 1);
        targets.sequence = trials.target;
    }
    smnn::Network network;
    smnn::ContextTrials trials;
    smnn::Targets targets;
    JobContext job = nullJob();
};

using ForwardPath = smnn::Forward (*)(const smnn::Network&, const smnn::InputView&,
                                      const smnn::WantedTraces&, int, JobContext&);
using GradientPath = smnn::Gradient (*)(const smnn::Network&, const smnn::InputView&,
                                        const smnn::Targets&, int, JobContext&);

void forward(benchmark::State& state, ForwardPath path)
{
    Setting setting(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(path(setting.network, setting.trials.input(), {}, 0, setting.job));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

void gradient(benchmark::State& state, GradientPath path)
{
    Setting setting(static_cast<std::size_t>(state.range(0)));
    for (auto _ : state)
        benchmark::DoNotOptimize(
            path(setting.network, setting.trials.input(), setting.targets, 0, setting.job));
    state.SetItemsProcessed(state.iterations() * state.range(0));
}

BENCHMARK_CAPTURE(forward, fast, &smnn::runFast)->Arg(1)->Arg(100)->UseRealTime();
BENCHMARK_CAPTURE(forward, plain, &smnn::runPlain)->Arg(1)->Arg(100)->UseRealTime();
BENCHMARK_CAPTURE(gradient, fast, &smnn::gradientFast)->Arg(1)->Arg(100)->UseRealTime();
BENCHMARK_CAPTURE(gradient, plain, &smnn::gradientPlain)->Arg(1)->Arg(100)->UseRealTime();

} // namespace
