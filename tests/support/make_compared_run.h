// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A made-up run of a network of spiking layers as open formats are recorded, to be compared with
// another one that differs from it in a known way.

#include "core/nn/model.h"

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace inspike::test {

// Unit n of sample b at step t fires when (t + 2 b + 3 n) % 5 is below 2; its potential is
// 0.125 (t + b) - 0.5 n. The prediction of class k is 3 where b % 2 is k, else 1.
struct ComparedLayers
{
    using Spike = std::function<bool(std::size_t t, std::size_t b, std::size_t n)>;
    using Value = std::function<float(std::size_t t, std::size_t b, std::size_t n)>;

    std::size_t steps = 6;
    std::size_t samples = 4;
    std::vector<std::pair<std::string, std::size_t>> layers = {{"fc1", 3}, {"fc2", 2}}; // units
    Spike spike = usualSpike;
    Value membrane = usualMembrane;
    std::function<float(std::size_t b, std::size_t k)> prediction = usualPrediction;
    std::vector<std::string> ids = {"a", "b", "c", "d"};

    static bool usualSpike(std::size_t t, std::size_t b, std::size_t n)
    {
        return (t + 2 * b + 3 * n) % 5 < 2;
    }
    static float usualMembrane(std::size_t t, std::size_t b, std::size_t n)
    {
        return 0.125F * static_cast<float>(t + b) - 0.5F * static_cast<float>(n);
    }
    static float usualPrediction(std::size_t b, std::size_t k) { return b % 2 == k ? 3.0F : 1.0F; }
};

// Probes "fc1/spikes" and "fc1/membrane" [step, sample, unit] and so on, output "prediction"
// [sample, class].
Run comparedRun(const ComparedLayers& made = {});
std::shared_ptr<const Run> makeComparedRun(const ComparedLayers& made = {});
// The same, but unit 0 is silent at step 3, unit 1 of sample 1 fires at steps 0 to 4, and the
// second class of sample "c" wins.
ComparedLayers alteredLayers();

} // namespace inspike::test
