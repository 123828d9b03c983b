// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Around the run of a network.

#include "core/base/blas_threads.h"
#include "core/nn/detail/guard.h"

#include <c10/core/InferenceMode.h>

#include <optional>
#include <utility>

namespace inspike::nn {

// Runs `body` without gradients and with that many threads. Driven by spikes, a network needs no
// large matrix products, and threads that wait for one would take the processor.
template <typename Body>
auto inferred(int threads, bool bySpikes, Body&& body)
{
    return guarded([&] {
        useThreads(threads);
        const c10::InferenceMode inference;
        std::optional<OneBlasThread> one;
        if (bySpikes)
            one.emplace();
        return std::forward<Body>(body)();
    });
}

} // namespace inspike::nn
