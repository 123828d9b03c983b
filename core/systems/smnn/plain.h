// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The plain path: LibTorch, every operation in the published order with the dense recurrent matrix,
// so that spikes are those of the published code. The reference for the fast path.

#include "core/systems/smnn/forward.h"

namespace inspike::smnn {

// Throws Error{Cancelled, OutOfMemory}.
Forward runPlain(const Network& network, const InputView& input, const WantedTraces& wanted,
                 int threads, JobContext& job);

// Loss and gradient by LibTorch's automatic differentiation. Throws Error{Cancelled, OutOfMemory}.
Gradient gradientPlain(const Network& network, const InputView& input, const Targets& targets,
                       int threads, JobContext& job);

} // namespace inspike::smnn
