// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Numbers about attention maps: how spread the rows are. Works on any array with a query and a key
// axis, whatever its other axes. Spiking attention has no softmax: entries are counts of channels
// that spike in both tokens, rows sum to anything, and a row may be all zero ("silent": nobody is
// attended). Rows are made distributions by dividing by their sum; silent rows and rows with an
// entry that is negative or not finite have none, and are counted, not guessed.

#include "core/base/job.h"
#include "core/base/labelled_array.h"

#include <cstddef>
#include <span>
#include <vector>

namespace inspike {

// Maps of queries x keys, one for every combination of the other axes.
class AttentionMaps
{
public:
    // Throws Error{BadShape} unless there is one query and one key axis. Copies only when these are
    // not the last two, in this order.
    explicit AttentionMaps(const LabelledArray& array);

    const std::vector<Axis>& outer() const { return m_outer; } // the other axes
    std::size_t count() const { return m_count; }              // of maps
    std::size_t queries() const { return m_queries.size; }
    std::size_t keys() const { return m_keys.size; }
    const Axis& queryAxis() const { return m_queries; }
    std::span<const float> map(std::size_t index) const;
    std::span<const float> row(std::size_t index, std::size_t query) const;
    // Place of a map on outer axis `axis`.
    std::size_t placeOn(std::size_t axis, std::size_t index) const;

private:
    LabelledArray m_array;
    std::vector<Axis> m_outer;
    Axis m_queries, m_keys;
    std::size_t m_count = 0;
};

// Rows divided by their sum, in the order of axes of AttentionMaps; NaN in rows that have no
// distribution.
LabelledArray rowNormalised(const LabelledArray& maps);

struct RowEntropy
{
    double total = 0.0;    // sum of the row: matching spikes
    double bits = 0.0;     // -sum p log2 p; NaN without distribution
    double relative = 0.0; // bits / log2(keys): 1 = spread evenly; NaN also for a single key
};
RowEntropy rowEntropy(std::span<const float> row);

// Mean over rows that have a distribution; NaN when there is none.
struct EntropyCell
{
    std::vector<std::int64_t> at; // key on each axis asked for
    std::size_t rows = 0;
    std::size_t silent = 0;  // all zero
    std::size_t invalid = 0; // some entry negative or not finite
    double total = 0.0;      // mean sum of a row, over rows that are not invalid
    double bits = 0.0;
    double relative = 0.0;
};

// One cell for every combination of the axes `by` (the last one fastest), averaged over all others;
// `by` may hold Query. Throws Error{BadParameter} for an axis that the maps do not have.
std::vector<EntropyCell> attentionEntropy(const AttentionMaps& maps, std::span<const AxisKind> by,
                                          JobContext& job);

} // namespace inspike
