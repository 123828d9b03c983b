// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A dense float32 array with named axes, row-major, immutable and cheap to copy (the numbers are
// shared). What tensors become when they leave a model, and what analyses and figures take.

#include "core/base/axis.h"

#include <memory>
#include <optional>
#include <span>
#include <vector>

namespace inspike {

class LabelledArray
{
public:
    LabelledArray() = default;
    // Throws Error{BadShape} unless values.size() is the product of the axis sizes.
    LabelledArray(std::vector<Axis> axes, std::vector<float> values);

    std::span<const float> values() const { return {m_data, m_size}; }
    const std::vector<Axis>& axes() const { return m_axes; }
    std::size_t rank() const { return m_axes.size(); }
    std::size_t size() const { return m_size; }
    std::vector<std::size_t> shape() const;

    // Position of the first axis of that kind, if any.
    std::optional<std::size_t> find(AxisKind kind) const;
    bool has(AxisKind kind) const { return find(kind).has_value(); }
    // Throws Error{BadShape} if there is no such axis.
    const Axis& axis(AxisKind kind) const;

    // Entry `index` of an axis; the axis disappears. Shares the numbers when it is the first axis,
    // copies otherwise. Throws Error{BadShape} when out of range or no such axis.
    LabelledArray slice(AxisKind kind, std::size_t index) const;
    // The same numbers with the axes in another order (copies). `order` must name every axis once.
    LabelledArray permuted(std::span<const AxisKind> order) const;
    // The same numbers without axes of length 1 whose kind is not in `keep`.
    LabelledArray squeezed(std::span<const AxisKind> keep = {}) const;

private:
    std::vector<Axis> m_axes;
    std::shared_ptr<const std::vector<float>> m_owner;
    const float* m_data = nullptr;
    std::size_t m_size = 0;
};

// Binary activations kept as the flat row-major positions of the ones; sorted, unique.
struct SparseSpikes
{
    std::vector<Axis> axes;
    std::vector<std::uint64_t> index;

    std::size_t cells() const; // product of the axis sizes
    LabelledArray dense() const;
    // Positions of all non-zero entries.
    static SparseSpikes fromDense(const LabelledArray& array);
};

} // namespace inspike
