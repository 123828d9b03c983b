// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A made-up run of a network with a static and an event branch: features, spikes and potentials of
// both, logits, step weights, labels and names of samples. Samples of a class lie together; the
// domains lie apart by a gap that closes with `approach`, as in a training.

#include "core/nn/model.h"

#include <optional>

namespace inspike::test {

struct TransferRunSize
{
    std::size_t steps = 4;
    std::size_t samples = 24;
    std::size_t classes = 3;
    std::size_t features = 16;
    std::size_t layers = 3; // feature.0 ...; of the last one potentials, too
    double approach = 0.5;  // 0: far apart ... 1: the same
    std::optional<std::int64_t> epoch = std::nullopt;
    bool everyProbe = true; // else only features: what a snapshot of a large set has
};

// Sample i has label i % classes and is called "<i>.bin+still-<i>".
std::shared_ptr<const Run> makeTransferRun(const TransferRunSize& size = {});
// Epochs 10, 20, ... of a training during which the domains approach each other.
std::vector<std::shared_ptr<const Run>> makeTransferTraining(std::size_t epochs,
                                                             TransferRunSize size = {});
// The same run with other names of samples.
std::shared_ptr<const Run> renamed(const Run& run, std::vector<std::string> names);

} // namespace inspike::test
