// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What an attention figure shows, read off its parameters and the run: which map, which modality
// asks and which answers, how the tokens lie.

#include "core/figures/attention_map.h"
#include "core/figures/heat_figure.h"

#include <cstdint>
#include <memory>
#include <vector>

namespace inspike {

class MatrixPyramid;

struct TokenGrid
{
    std::size_t rows = 1;
    std::size_t columns = 1;
};

struct AttentionScene
{
    AttentionProbe probe;
    AttentionChoice choice; // with the mean over heads where each is shown
    bool eachHead = false;
    std::optional<std::size_t> step; // none: mean over all
    std::size_t token = 0;           // of the temporal form
    bool modal = true;               // sides are audio (0) and visual (1)
    int querySide = 0;
    int keySide = 1;
    bool matrix = true;

    bool temporal() const { return probe.temporal; }
    bool oneSide() const { return querySide == keySide; }
};

// Throws Error{BadParameter}, Error{NotFound}, Error{BadShape}.
AttentionScene sceneOf(const Run& run, const Params& params);
// How that many tokens lie: as the run says, else in a square, else in a row.
TokenGrid tokenGrid(const Run& run, std::size_t tokens);

// All entries of a map; beyond kWholeCells with a pyramid to look at parts of it.
struct WholeMap
{
    std::shared_ptr<const std::vector<float>> values;
    std::shared_ptr<const MatrixPyramid> pyramid;
    double high = 0.0;
};
constexpr std::size_t kMostCells = 512; // a side, in a picture
// The last large one is kept for the next call.
WholeMap wholeMap(const std::shared_ptr<const Run>& run, const std::string& probe,
                  const AttentionMap& map, JobContext& job);
// The part of it that a viewport shows, with its place on axes that count queries and keys.
HeatCells cellsOf(const WholeMap& whole, std::size_t queries, std::size_t keys,
                  const Viewport& viewport, Fidelity& fidelity);

} // namespace inspike
