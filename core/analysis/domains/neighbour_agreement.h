// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Whether neighbours across domains are of one class: of the k nearest samples of the other domain,
// the share that has the label of the sample. 1 = classes lie together across domains; the chance
// level is what a random sample of the other domain would give. Samples without label neither ask
// nor answer. Ties in distance: the lower number first.

#include "core/analysis/embedding/points.h"
#include "core/base/job.h"

#include <cstdint>
#include <span>
#include <vector>

namespace inspike {

struct NeighbourParams
{
    std::size_t k = 10;
    // Leave out the sample's own partner (same place in the other domain), which has its label by
    // construction. Needs equal numbers of samples.
    bool withoutPartner = true;
    int threads = 0;
};

struct NeighbourAgreement
{
    double fromX;              // mean over samples of x; NaN when none counts
    double fromY;              // the other way
    double mean;               // of both
    double chance;             // for samples of x and y together
    std::vector<double> eachX; // of every sample; NaN without label
    std::vector<double> eachY;
    std::size_t k = 0; // as used: not more than there are candidates
};

// Throws Error{BadShape} when the numbers of features differ or labels do not fit, and
// Error{BadFormat} for values that are not finite.
NeighbourAgreement neighbourAgreement(const PointsView& x, std::span<const std::int64_t> labelsOfX,
                                      const PointsView& y, std::span<const std::int64_t> labelsOfY,
                                      const NeighbourParams& params, JobContext& job);

} // namespace inspike
