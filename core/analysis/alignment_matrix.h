// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How alike the sound of one sample and the picture of another are to the network (specs: s-cmrl
// 5): with a_i, v_j the residual features of audio and visual, averaged over steps (or of one
// step), and tau the temperature of the contrastive loss
//   S_ij = a_i . v_j / tau           P_ij = exp(S_ij) / sum_j exp(S_ij)
// Rows and columns follow the classes. A cell may stand for several rows and columns: the mean of
// S over it is the product of the means of a and v, so any picture of S costs no more than its
// cells; P needs all of each row.

#include "core/analysis/sample_classes.h"
#include "core/base/job.h"
#include "core/nn/model.h"

#include <optional>
#include <string>
#include <vector>

namespace inspike {

// Residual features [sample][feature] of both streams, samples in the order of their classes.
struct AlignmentFeatures
{
    std::size_t samples = 0;
    std::size_t features = 0;
    std::vector<float> audio;
    std::vector<float> visual;
    std::vector<std::size_t> order; // which sample is at each place
};

// What the run lacks for it, in one line.
std::optional<std::string> lacksAlignment(const Run& run);
// Mean over steps, or of one step. Throws Error{NotFound} and Error{BadShape} (no such step).
AlignmentFeatures alignmentFeatures(const Run& run, std::vector<std::size_t> order, int step);

struct AlignmentWindow
{
    std::size_t firstRow = 0, rows = 0;
    std::size_t firstColumn = 0, columns = 0;
    std::size_t perCell = 1; // rows and columns per cell
};

struct AlignmentCells
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<float> values; // rows x columns: means over their entries
};

// S, or P when `shares`, of a window; the last cells hold what is left.
AlignmentCells alignmentCells(const AlignmentFeatures& features, double tau, bool shares,
                              const AlignmentWindow& window, JobContext& job);

// Mean S over the pairs (i, j), i = j among them: both of one class, of different ones, all. NaN
// without such pairs.
struct AlignmentSummary
{
    double within = 0.0;
    double between = 0.0;
    double all = 0.0; // of every pair
};
AlignmentSummary alignmentSummary(const AlignmentFeatures& features, const SampleClasses& classes,
                                  double tau);

// Consecutive places of one class.
struct ClassBlock
{
    std::int64_t classNumber = kNoClass;
    std::size_t begin = 0;
    std::size_t end = 0;
};
std::vector<ClassBlock> classBlocks(const SampleClasses& classes,
                                    const std::vector<std::size_t>& order);

} // namespace inspike
