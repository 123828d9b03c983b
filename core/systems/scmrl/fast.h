// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The forward pass of a network that is only used: batch norm folded into the weights, the first
// layer computed once for a picture that repeats at every step, neurons fused over time. The same
// spikes as forwardPlain but for rounding; a test compares them. Serves every variant of Config
// itself. Uses at::get_num_threads() threads: a sample each, several for one where there are more.

#include "core/systems/scmrl/forward.h"

#include <map>
#include <memory>
#include <string>

namespace inspike::scmrl {

// Seconds spent in each kind of layer, added up over samples.
using PartTimes = std::map<std::string, double>;

// Prepared weights; immutable, may be used by several threads.
class FastNetwork
{
public:
    explicit FastNetwork(const Network& network);
    ~FastNetwork();
    FastNetwork(FastNetwork&&) noexcept;
    FastNetwork& operator=(FastNetwork&&) noexcept;

    // As forwardPlain with training = false; takes the same probes.
    Outputs forward(const at::Tensor& audio, const at::Tensor& visual, const Pass& pass,
                    JobContext& job, PartTimes* times = nullptr) const;

private:
    struct Prepared;
    std::unique_ptr<const Prepared> m_prepared;
};

} // namespace inspike::scmrl
