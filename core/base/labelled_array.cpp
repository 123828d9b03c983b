// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/labelled_array.h"

#include "core/base/error.h"

#include <algorithm>
#include <string>

namespace inspike {

namespace {

std::size_t cellsOf(const std::vector<Axis>& axes)
{
    std::size_t cells = 1;
    for (const Axis& axis : axes)
        cells *= axis.size;
    return cells;
}

} // namespace

LabelledArray::LabelledArray(std::vector<Axis> axes, std::vector<float> values)
    : m_axes(std::move(axes)), m_size(values.size())
{
    if (cellsOf(m_axes) != values.size()) {
        throw Error(ErrorKind::BadShape, "array of axes " + axisNames(m_axes) + " needs " +
                                             std::to_string(cellsOf(m_axes)) + " values, got " +
                                             std::to_string(values.size()));
    }
    m_owner = std::make_shared<const std::vector<float>>(std::move(values));
    m_data = m_owner->data();
}

std::vector<std::size_t> LabelledArray::shape() const
{
    std::vector<std::size_t> shape;
    for (const Axis& axis : m_axes)
        shape.push_back(axis.size);
    return shape;
}

std::optional<std::size_t> LabelledArray::find(AxisKind kind) const
{
    for (std::size_t i = 0; i < m_axes.size(); ++i) {
        if (m_axes[i].kind == kind)
            return i;
    }
    return std::nullopt;
}

const Axis& LabelledArray::axis(AxisKind kind) const
{
    const auto position = find(kind);
    if (!position) {
        throw Error(ErrorKind::BadShape, "array of axes " + axisNames(m_axes) + " has no axis '" +
                                             std::string(axisName(kind)) + "'");
    }
    return m_axes[*position];
}

LabelledArray LabelledArray::slice(AxisKind kind, std::size_t index) const
{
    const Axis& sliced = axis(kind);
    const std::size_t position = *find(kind);
    if (index >= sliced.size) {
        throw Error(ErrorKind::BadShape, "entry " + std::to_string(index) + " of axis '" +
                                             std::string(axisName(kind)) + "' of length " +
                                             std::to_string(sliced.size));
    }
    LabelledArray result;
    result.m_axes = m_axes;
    result.m_axes.erase(result.m_axes.begin() + static_cast<std::ptrdiff_t>(position));
    result.m_size = m_size / sliced.size;
    if (position == 0) {
        result.m_owner = m_owner;
        result.m_data = m_data + index * result.m_size;
        return result;
    }
    std::size_t inner = 1;
    for (std::size_t i = position + 1; i < m_axes.size(); ++i)
        inner *= m_axes[i].size;
    const std::size_t outer = result.m_size / std::max<std::size_t>(inner, 1);
    std::vector<float> values(result.m_size);
    for (std::size_t o = 0; o < outer; ++o) {
        const float* source = m_data + (o * sliced.size + index) * inner;
        std::copy(source, source + inner, values.begin() + static_cast<std::ptrdiff_t>(o * inner));
    }
    return {std::move(result.m_axes), std::move(values)};
}

LabelledArray LabelledArray::permuted(std::span<const AxisKind> order) const
{
    const std::size_t rank = m_axes.size();
    if (order.size() != rank)
        throw Error(ErrorKind::BadShape, "a permutation must name every axis once");
    std::vector<std::size_t> stride(rank, 1);
    for (std::size_t i = rank; i-- > 1;)
        stride[i - 1] = stride[i] * m_axes[i].size;
    std::vector<Axis> axes;
    std::vector<std::size_t> from;
    std::vector<bool> used(rank, false);
    for (const AxisKind kind : order) {
        std::size_t position = 0;
        while (position < rank && (used[position] || m_axes[position].kind != kind))
            ++position;
        if (position == rank)
            throw Error(ErrorKind::BadShape, "a permutation must name every axis once");
        used[position] = true;
        axes.push_back(m_axes[position]);
        from.push_back(stride[position]);
    }
    std::vector<float> values(m_size);
    std::vector<std::size_t> at(rank, 0);
    std::size_t source = 0;
    for (float& value : values) {
        value = m_data[source];
        for (std::size_t i = rank; i-- > 0;) {
            source += from[i];
            if (++at[i] < axes[i].size)
                break;
            source -= from[i] * axes[i].size;
            at[i] = 0;
        }
    }
    return {std::move(axes), std::move(values)};
}

LabelledArray LabelledArray::squeezed(std::span<const AxisKind> keep) const
{
    LabelledArray result = *this;
    std::erase_if(result.m_axes, [&](const Axis& axis) {
        return axis.size == 1 && std::find(keep.begin(), keep.end(), axis.kind) == keep.end();
    });
    return result;
}

std::size_t SparseSpikes::cells() const
{
    return cellsOf(axes);
}

LabelledArray SparseSpikes::dense() const
{
    std::vector<float> values(cells(), 0.0F);
    for (const std::uint64_t position : index) {
        if (position >= values.size())
            throw Error(ErrorKind::BadShape, "spike position beyond the array");
        values[position] = 1.0F;
    }
    return {axes, std::move(values)};
}

SparseSpikes SparseSpikes::fromDense(const LabelledArray& array)
{
    SparseSpikes spikes;
    spikes.axes = array.axes();
    const auto values = array.values();
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (values[i] != 0.0F)
            spikes.index.push_back(i);
    }
    return spikes;
}

} // namespace inspike
