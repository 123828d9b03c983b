// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Attention between spikes: the products of query, key and value are counts of coincidences, exact
// integers whatever the order of the sums.

#include "core/nn/detail/spike_maps.h"

#include <vector>

namespace inspike::nn {

// (q k^T) v between the tokens of a step, [step][token][channel]; channels are split into `heads`
// groups. If not null, `map` receives q k^T as [step][head][query][key].
std::vector<float> attendTokens(const SpikeBits& query, const SpikeBits& key,
                                const SpikeBits& value, std::size_t heads,
                                std::vector<float>* map = nullptr);

// (q k^T) v between the steps of a token, every step with all steps. Each token's result in the
// order [head][step][channel of the head] is read as [step][channel], which mixes heads with steps
// as trained networks of this kind have it; returned as [step][token][channel]. If not null, `map`
// receives [token][head][query][key].
std::vector<float> attendSteps(const SpikeBits& query, const SpikeBits& key, const SpikeBits& value,
                               std::size_t heads, std::vector<float>* map = nullptr);

} // namespace inspike::nn
