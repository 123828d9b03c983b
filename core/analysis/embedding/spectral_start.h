// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Laplacian eigenmaps (Belkin & Niyogi 2003) of a fuzzy graph, from which UMAP starts: the
// eigenvectors of I - D^-1/2 W D^-1/2 with the smallest eigenvalues but 0.

#include "core/analysis/embedding/umap.h"

#include <optional>

namespace inspike {

// [count, components]; nothing when the graph does not hang together or has too few points.
std::optional<Points> spectralStart(const FuzzyGraph& graph, std::size_t components,
                                    std::uint64_t seed, int threads, JobContext& job);

} // namespace inspike
