// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Centred kernel alignment of two sets of features of the same samples (Kornblith et al., ICML
// 2019). With X, Y features [sample, feature], K = X X^T, L = Y Y^T and K', L' centred:
//   linear     sum K' o L' / (|K'| |L'| + 1e-7)                          (specs: static-to-event 4)
//   rbf        the same with K = exp(-d^2 / (2 (s m)^2)), m^2 the lower median of all squared
//              distances (each sample with itself among them; where that is 0, of those that are
//              not), s the bandwidth
//   debiased   as linear, with unbiased centring of kernels without diagonal (Szekely, Rizzo 2014)
//   minibatch  unbiased HSIC of the linear kernel averaged over batches of the samples in a seeded
//              random order (Nguyen, Raghu, Kornblith, ICLR 2021); one batch is `debiased`
// NaN = undefined: fewer than 2 samples (4 for the unbiased ones), equal samples, no features.
// Large products are float32, sums are double; the result does not depend on the threads.

#include "core/analysis/domains/bootstrap.h"
#include "core/analysis/embedding/points.h"
#include "core/base/job.h"

#include <span>
#include <vector>

namespace inspike {

enum class CkaKind { Linear, Rbf, Debiased, Minibatch };

struct CkaParams
{
    CkaKind kind = CkaKind::Linear;
    double bandwidth = 1.0;  // Rbf: s
    std::size_t batch = 256; // Minibatch; the samples that are left over are not used
    std::uint64_t seed = 1;  // of the order of the samples
    int threads = 0;         // 0 = one per processor
};

// Throws Error{BadShape} when the numbers of samples differ, Error{BadFormat} for values that are
// not finite, Error{OutOfMemory} beyond the memory budget.
double cka(const PointsView& a, const PointsView& b, const CkaParams& params, JobContext& job);

struct CkaGrid
{
    std::size_t rows = 0;
    std::size_t columns = 0;
    std::vector<double> values; // [row * columns + column]

    double operator()(std::size_t row, std::size_t column) const
    {
        return values[row * columns + column];
    }
};

// Every layer of `a` with every layer of `b`; much cheaper than one by one.
CkaGrid ckaGrid(std::span<const PointsView> a, std::span<const PointsView> b,
                const CkaParams& params, JobContext& job);

// With a band over samples; Minibatch is taken as Debiased, of which it is an estimate.
Band ckaBand(const PointsView& a, const PointsView& b, const CkaParams& params,
             const BootstrapParams& bootstrap, JobContext& job);

} // namespace inspike
