// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The fast path: the recurrence goes through the modes (2NP instead of N^2 products a step), one
// step of one sample is a few passes over the units, samples run in parallel. Sums are taken in one
// fixed order, so results do not depend on the number of threads or on the processor. The
// refractory comparison uses the same float32 operations as the plain path.

#include "core/systems/smnn/forward.h"

namespace inspike::smnn {

// Throws Error{Cancelled}.
Forward runFast(const Network& network, const InputView& input, const WantedTraces& wanted,
                int threads, JobContext& job);

// Loss and its gradient by back-propagation through all steps. Throws Error{Cancelled}.
Gradient gradientFast(const Network& network, const InputView& input, const Targets& targets,
                      int threads, JobContext& job);

} // namespace inspike::smnn
