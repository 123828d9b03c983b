// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Sums over pairs of layers from which every kind of CKA is made, in two ways that give the same:
// from products of features, X^T Y, or from kernels over samples, X X^T and Y Y^T. For the .cpp
// files of this folder.

#include "core/analysis/domains/cka.h"

#include <vector>

namespace inspike {

// One set of layers, or two; `b` empty means that `a` is compared with itself.
struct LayerSets
{
    std::span<const PointsView> a;
    std::span<const PointsView> b;

    bool same() const { return b.empty(); }
    std::span<const PointsView> columns() const { return same() ? a : b; }
    std::size_t samples() const { return a.empty() ? 0 : a.front().count; }
};

// HSIC up to a common factor. NaN where a layer has none.
struct HsicGrid
{
    std::vector<double> cross; // [row of a][column of b]
    std::vector<double> ofA;   // of each layer with itself
    std::vector<double> ofB;
};

// From one kernel: sum of products with another, products of row sums, totals.
double hsic(CkaKind kind, std::size_t samples, double products, double rowProducts, double total,
            double otherTotal);

// `chosen` samples, all when empty. Kind Minibatch is taken as Debiased. The first for kinds
// without Rbf.
template <typename Number>
HsicGrid hsicFromFeatures(const LayerSets& layers, const CkaParams& params, JobContext& job);
template <typename Number>
HsicGrid hsicFromKernels(const LayerSets& layers, std::span<const std::size_t> chosen,
                         const CkaParams& params, JobContext& job);

// Median of all squared distances, each sample with itself among them; the lower of two. Where that
// is 0, the median of those that are not; 0 when all are.
template <typename Number>
double lowerMedian(const std::vector<Number>& squaredDistances, std::size_t samples);

} // namespace inspike
