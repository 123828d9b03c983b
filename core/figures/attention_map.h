// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// One map of queries x keys out of an attention probe: of a sample, at one step or as the mean over
// steps (the temporal form: at one token), of one head or over all of them. Reads only the numbers
// that are asked for.

#include "core/analysis/attention_probes.h"

#include <span>
#include <vector>

namespace inspike {

enum class HeadsAs { Mean, Maximum, One };

struct AttentionChoice
{
    std::size_t sample = 0;
    std::optional<std::size_t> place; // step, or token of the temporal form; none: mean over all
    HeadsAs heads = HeadsAs::Mean;
    std::size_t head = 0;    // of HeadsAs::One
    bool shareOfRow = false; // each row divided by its sum

    friend bool operator==(const AttentionChoice&, const AttentionChoice&) = default;
};

class AttentionMap
{
public:
    // Shares the numbers of the run. Throws Error{BadShape} for a sample, place or head that the
    // probe does not have.
    AttentionMap(const AttentionProbe& probe, const AttentionChoice& choice);

    std::size_t queries() const { return m_queries.size; }
    std::size_t keys() const { return m_keys.size; }
    std::size_t heads() const { return m_heads.size; }
    std::size_t places() const { return m_places.size; } // steps, or tokens of the temporal form
    const AttentionChoice& choice() const { return m_choice; }
    // The same with another choice.
    AttentionMap with(const AttentionChoice& choice) const;

    std::vector<float> row(std::size_t query) const;
    std::vector<float> column(std::size_t key) const;
    std::vector<float> matrix() const;
    std::vector<float> meanOfRows() const; // of every key: attention received
    std::vector<float> meanOfColumns() const;

private:
    struct Extent
    {
        std::size_t size = 1;
        std::size_t stride = 0;
    };

    void check() const;
    void addRow(std::size_t query, std::size_t place, std::span<float> sum) const;
    void fillRow(std::size_t query, std::span<float> row) const;

    LabelledArray m_values;
    Extent m_samples, m_places, m_heads, m_queries, m_keys;
    AttentionChoice m_choice;
};

} // namespace inspike
