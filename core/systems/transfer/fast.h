// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The forward pass of a network that is only used: batch norm folded into the weights, work for
// active inputs only, neurons fused over time, averages of spikes as counts, and the first layer
// computed once for a picture that repeats at every step. The same spikes as forwardPlain but for
// rounding; a test compares them. Uses at::get_num_threads() threads: a sample each, several for
// one where there are more.

#include "core/systems/transfer/forward.h"

#include <map>
#include <memory>
#include <string>

namespace inspike::transfer {

// Seconds spent in each layer, added up over samples.
using PartTimes = std::map<std::string, double>;

// Prepared weights; immutable, may be used by several threads.
class FastNetwork
{
public:
    explicit FastNetwork(const Network& network);
    ~FastNetwork();
    FastNetwork(FastNetwork&&) noexcept;
    FastNetwork& operator=(FastNetwork&&) noexcept;

    // As forwardPlain with training = false from potentials 0; takes the same probes. Throws
    // Error{BadShape} for pictures of another size than the network's.
    BranchOutputs forward(Branch branch, const at::Tensor& x, std::int64_t steps, const Pass& pass,
                          JobContext& job, PartTimes* times = nullptr) const;

private:
    struct Prepared;
    std::unique_ptr<const Prepared> m_prepared;
};

} // namespace inspike::transfer
