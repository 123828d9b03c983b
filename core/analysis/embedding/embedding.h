// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Points in two or three dimensions by principal components, t-SNE or UMAP, behind one call. Pure:
// the same points, parameters and seed give the same bits whatever the number of threads. Cancels
// within 100 ms. Points wider than kReducedWidth coordinates are first reduced to their principal
// components for t-SNE and UMAP. Works for any number of points from 0; equal points stay together
// (principal components) or close (t-SNE, UMAP). Throws Error{BadShape} and Error{BadFormat} as
// requirePoints() does.

#include "core/analysis/embedding/points.h"
#include "core/analysis/embedding/tsne.h"
#include "core/analysis/embedding/umap.h"
#include "core/base/param_spec.h"

#include <string>

namespace inspike {

enum class EmbeddingMethod { PrincipalComponents, Tsne, Umap };

constexpr std::size_t kReducedWidth = 50;

struct EmbeddingParams
{
    EmbeddingMethod method = EmbeddingMethod::PrincipalComponents;
    // 2 or 3; more only for principal components (any pair of them can then be shown).
    std::size_t components = 2;
    std::uint64_t seed = 1;
    int threads = 0; // 0: one per processor
    TsneParams tsne;
    UmapParams umap;
};

// method (pca, tsne, umap), components, seed, perplexity, iterations (0: as the method wants),
// theta, neighbours, min-dist, spread, start (spectral, pca).
ParamSpecs embeddingSpecs();
EmbeddingParams embeddingParams(const Params& params);

struct Embedding
{
    EmbeddingMethod method = EmbeddingMethod::PrincipalComponents;
    Points coordinates;                // [count, components]
    std::vector<double> varianceShare; // principal components only
    std::size_t widthUsed = 0;         // coordinates of a point that the method saw
    double varianceUsed = 1.0;         // their share of the variance
    std::size_t neighbours = 0;        // per point; 0 for principal components
    bool approximate = false;          // the neighbours
    double perplexity = 0.0;           // used by t-SNE
    double divergence = 0.0;           // KL of t-SNE at the end, in nats
    int iterations = 0;                // of t-SNE, epochs of UMAP
};

// `progress` may be empty; it is called after iterations, at most every 50 ms and once for the
// first and the last.
Embedding embed(const PointsView& points, const EmbeddingParams& params,
                const EmbeddingProgress& progress, JobContext& job);

// How it was made, one line: method, parameters used, what was reduced.
std::string embeddingNote(const Embedding& embedding, const EmbeddingParams& params);

} // namespace inspike
