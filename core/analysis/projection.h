// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Coordinates of the filtered spikes r(t) in a space of few dimensions, and how much of the
// population's variance each coordinate explains. Pure and deterministic; cancellable every few
// thousand steps. Modes: Zhang, Jiang, Huang, "Spiking mode-based neural networks", Phys. Rev. E
// 110, 024306 (2024). With R the matrix of all r over all steps and trials:
//   total variance       V = sum_i var(R_i)           (divided by the number of rows)
//   share of direction q s = var(R q) / V, |q| = 1
// so that shares of orthonormal directions never add up to more than 1. Throws Error{BadShape} when
// shapes do not fit and Error{BadFormat} when r is not finite.

#include "core/analysis/linalg.h"
#include "core/analysis/trial_array.h"
#include "core/base/job.h"

#include <span>
#include <vector>

namespace inspike {

struct Projection
{
    LabelledArray coordinates;          // axes time or step, sample, component
    std::vector<std::size_t> component; // which coordinate of the space each one is, from 0
    std::vector<double> varianceShare;  // of each; 0 when the population never changes
};

// p_k(t) = xi_k^T r(t) for the wanted columns of `modes` [unit, mode]. The coordinates are those of
// the modes as they are; the share is that of the direction which is left after Gram-Schmidt over
// the modes in their order, so that shares add up.
Projection projectOntoModes(const TrialArray& filtered, const LabelledArray& modes,
                            std::span<const std::size_t> wanted, JobContext& job);

// mu(t) = Q^T r(t), with Q the last P orthonormal columns of Gram-Schmidt over [W_in | Xi_in].
Projection projectOntoMu(const TrialArray& filtered, const LabelledArray& inputWeights,
                         const LabelledArray& inputModes, std::span<const std::size_t> wanted,
                         JobContext& job);

// Principal components: eigenvectors v of the covariance, coordinates v^T (r - mean r).
Projection principalComponents(const TrialArray& filtered, std::span<const std::size_t> wanted,
                               JobContext& job);

struct PrincipalVariances
{
    std::vector<double> variance; // descending eigenvalues of the covariance
    double total = 0.0;
};
PrincipalVariances principalVariances(const TrialArray& filtered, JobContext& job);

// Importance of mode k (section "importance" of the paper):
//   gamma = sum |l_k| / sum (|xi_in,k| + |xi_out,k|)
//   tau_k = gamma |xi_in,k| + gamma |xi_out,k| + |l_k|          (Euclidean norms)
// Sorted by descending tau, ties by number.
struct ModeImportance
{
    std::size_t mode = 0;
    double tau = 0.0;
    double score = 0.0; // |l_k|
};
std::vector<ModeImportance> modeImportance(const LabelledArray& scores,
                                           const LabelledArray& inputModes,
                                           const LabelledArray& outputModes);

// Loading of every unit: sum over modes of |l_k| |xi_in[i, k]|.
std::vector<float> modeLoading(const LabelledArray& scores, const LabelledArray& inputModes);

// A [rows, columns] array in double precision; throws Error{BadShape} for another rank.
Matrix matrixFrom(const LabelledArray& array);

} // namespace inspike
