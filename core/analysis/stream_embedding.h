// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Where each sample lies for the network before and after the cross-modal blocks, in two
// dimensions. Of every stream (audio, visual) the mean over tokens, and over steps or of one step,
// of
//   x   the features that enter the block       stage/<stream>_patch_embed
//   r   the residual                            stage/block.K.residual
//   x'  the features that leave it              stage/block.K.fused
// is projected on the two principal components of all its samples: eigenvectors e of the
// covariance, coordinates e^T (f - mean f). x and x' may share their components, so that a
// displacement between the pictures is one of the network.

#include "core/analysis/sample_classes.h"
#include "core/base/job.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace inspike {

enum class FeatureStage { Before, Residual, After };

// Mean features of the streams at a stage, [sample][channel].
struct StreamFeatures
{
    FeatureStage stage = FeatureStage::Before;
    std::size_t samples = 0;
    std::size_t channels = 0;
    std::array<std::vector<double>, 2> stream; // audio, visual; empty when the run has none
};

// What the run lacks for it, in one line.
std::optional<std::string> lacksEmbedding(const Run& run);
// Every stage that the run has; step: kAllSteps or a number. Throws
// Error{NotFound} and Error{BadShape}.
std::vector<StreamFeatures> streamFeatures(const Run& run, int step, JobContext& job);

// Distance of the means of audio and visual; NaN with one stream.
double modalityGap(const StreamFeatures& features);

struct PlanarPoints
{
    FeatureStage stage = FeatureStage::Before;
    // Of each stream: x and y of every sample; NaN where its features are not finite.
    std::array<std::vector<std::array<double, 2>>, 2> stream;
    // Of the two components; shares of the variance of the stages they were found on.
    std::array<double, 2> varianceShare{};
};

// One picture per stage. `common`: Before and After share their components.
std::vector<PlanarPoints> planarPoints(const std::vector<StreamFeatures>& stages, bool common,
                                       JobContext& job);

} // namespace inspike
