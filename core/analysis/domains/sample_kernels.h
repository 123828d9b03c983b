// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What CKA, MMD and their relatives are made of: centred features and the matrices of all pairs of
// samples, in float or double. Sizes are checked against the memory budget before anything is
// allocated. For the .cpp files of this folder.

#include "core/analysis/embedding/points.h"
#include "core/analysis/linalg.h"
#include "core/base/job.h"

#include <cstddef>
#include <vector>

namespace inspike {

template <typename Number>
struct CentredFeatures
{
    std::size_t samples = 0;
    std::size_t features = 0;
    std::vector<Number> values; // [sample][feature], the mean of every feature is 0
    bool constant = true;       // all samples are the same, or there are none

    BlockView<Number> view() const { return {values.data(), samples, features, features}; }
    // Some of the samples.
    BlockView<Number> rows(std::size_t first, std::size_t count) const
    {
        return {values.data() + first * features, count, features, features};
    }
};

// A symmetric matrix over samples.
template <typename Number>
struct SampleKernel
{
    std::size_t samples = 0;
    std::vector<Number> values; // [sample][sample]
    bool constant = true;       // as of the features

    const Number* row(std::size_t sample) const { return values.data() + sample * samples; }
    Number* row(std::size_t sample) { return values.data() + sample * samples; }
};

// Throws Error{OutOfMemory} that says what would need how many bytes.
void requireMemory(double bytes, const char* what);

// Only the points `chosen`, or all when it is empty. Throws as requirePoints does.
template <typename Number>
CentredFeatures<Number> centredFeatures(const PointsView& points,
                                        std::span<const std::size_t> chosen, JobContext& job);

// The same into rows that lie `stride` apart. True when all samples are the same.
template <typename Number>
bool centreInto(const PointsView& points, std::span<const std::size_t> chosen, Number* to,
                std::size_t stride, const JobContext& job);

// X X^T of centred features: one triangle is computed and mirrored.
template <typename Number>
SampleKernel<Number> linearKernel(const CentredFeatures<Number>& features, int threads,
                                  JobContext& job);

// A linear kernel becomes the squared distances of its samples.
template <typename Number>
void makeSquaredDistances(SampleKernel<Number>& kernel, int threads);

// Squared distances become the mean of exp(-d^2 / (2 s)) over `spreads` s.
template <typename Number>
void makeGaussian(SampleKernel<Number>& squaredDistances, std::span<const double> spreads,
                  int threads, JobContext& job);

// Calls work(first, count) for stretches of `total` rows that do not depend on the number of
// threads.
void rowStretches(std::size_t total, std::size_t each, int threads, JobContext& job,
                  const std::function<void(std::size_t first, std::size_t count)>& work);

} // namespace inspike
