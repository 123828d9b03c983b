// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// How much the heads of an attention layer agree: whether they point to the same tokens.

#include "core/analysis/attention.h"

namespace inspike {

enum class HeadMeasure {
    Pearson, // correlation of the entries of two maps: what they share beyond their mean
    Cosine   // of the entries: 1 also for two even maps, high for any two dense ones
};

struct HeadAgreement
{
    std::size_t heads = 0;
    // heads x heads: mean over the maps in which both heads have a value, NaN when there is none.
    // A head that is the same everywhere (silent, even) has no correlation, an all-zero one no
    // cosine.
    std::vector<double> matrix;
    std::vector<std::size_t> counted; // maps behind each entry
    std::size_t maps = 0;             // of each head
    double mean = 0.0;                // over all pairs of different heads that have a value
};

// Between the heads of one map and over all maps. Maps without a head axis are one head.
HeadAgreement headAgreement(const AttentionMaps& maps, HeadMeasure measure, JobContext& job);

} // namespace inspike
