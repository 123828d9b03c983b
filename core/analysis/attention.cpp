// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/attention.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <string>

namespace inspike {

namespace {

constexpr double kUndefined = std::numeric_limits<double>::quiet_NaN();

enum class RowState { Distribution, Silent, Invalid };

struct RowSum
{
    double sum = 0.0;
    RowState state = RowState::Silent;
};

RowSum sumOf(std::span<const float> row)
{
    RowSum result;
    bool valid = true;
    for (const float value : row) {
        valid = valid && std::isfinite(value) && value >= 0.0F;
        result.sum += static_cast<double>(value);
    }
    if (!valid)
        return {kUndefined, RowState::Invalid};
    if (result.sum > 0.0)
        result.state = RowState::Distribution;
    return result;
}

std::size_t onlyAxis(const LabelledArray& array, AxisKind kind)
{
    const auto& axes = array.axes();
    const auto same = [&](const Axis& axis) {
        return axis.kind == kind;
    };
    if (std::count_if(axes.begin(), axes.end(), same) != 1)
        throw Error(ErrorKind::BadShape, "an attention map has one axis '" +
                                             std::string(axisName(kind)) + "', the array has " +
                                             axisNames(axes));
    return *array.find(kind);
}

LabelledArray queriesAndKeysLast(const LabelledArray& array)
{
    const std::size_t query = onlyAxis(array, AxisKind::Query);
    const std::size_t key = onlyAxis(array, AxisKind::Key);
    if (query + 2 == array.rank() && key + 1 == array.rank())
        return array;
    std::vector<AxisKind> order;
    for (const Axis& axis : array.axes()) {
        if (axis.kind != AxisKind::Query && axis.kind != AxisKind::Key)
            order.push_back(axis.kind);
    }
    order.push_back(AxisKind::Query);
    order.push_back(AxisKind::Key);
    return array.permuted(order);
}

} // namespace

AttentionMaps::AttentionMaps(const LabelledArray& array) : m_array(queriesAndKeysLast(array))
{
    m_outer = m_array.axes();
    m_keys = m_outer.back();
    m_outer.pop_back();
    m_queries = m_outer.back();
    m_outer.pop_back();
    m_count = 1;
    for (const Axis& axis : m_outer)
        m_count *= axis.size;
}

std::span<const float> AttentionMaps::map(std::size_t index) const
{
    const std::size_t size = queries() * keys();
    return m_array.values().subspan(index * size, size);
}

std::span<const float> AttentionMaps::row(std::size_t index, std::size_t query) const
{
    return map(index).subspan(query * keys(), keys());
}

std::size_t AttentionMaps::placeOn(std::size_t axis, std::size_t index) const
{
    for (std::size_t i = m_outer.size(); i-- > axis + 1;)
        index /= m_outer[i].size;
    return index % m_outer[axis].size;
}

LabelledArray rowNormalised(const LabelledArray& array)
{
    const AttentionMaps maps(array);
    std::vector<float> values;
    values.reserve(array.size());
    for (std::size_t map = 0; map < maps.count(); ++map) {
        for (std::size_t query = 0; query < maps.queries(); ++query) {
            const auto row = maps.row(map, query);
            const RowSum sum = sumOf(row);
            const double scale = sum.state == RowState::Distribution ? 1.0 / sum.sum : kUndefined;
            for (const float value : row)
                values.push_back(static_cast<float>(static_cast<double>(value) * scale));
        }
    }
    std::vector<Axis> axes = maps.outer();
    axes.push_back(maps.queryAxis());
    axes.push_back(array.axis(AxisKind::Key));
    return {std::move(axes), std::move(values)};
}

RowEntropy rowEntropy(std::span<const float> row)
{
    const RowSum sum = sumOf(row);
    RowEntropy result{sum.sum, kUndefined, kUndefined};
    if (sum.state != RowState::Distribution)
        return result;
    // -sum p log2 p with p = n / sum, so that equal counts give exact results.
    double weighted = 0.0;
    for (const float value : row) {
        if (value > 0.0F)
            weighted += static_cast<double>(value) * std::log2(static_cast<double>(value));
    }
    result.bits = std::max(0.0, std::log2(sum.sum) - weighted / sum.sum);
    if (row.size() > 1)
        result.relative = result.bits / std::log2(static_cast<double>(row.size()));
    return result;
}

namespace {

// Where the rows of a map go: the cell of its outer place, and a step per query.
class EntropyCells
{
public:
    EntropyCells(const AttentionMaps& maps, std::span<const AxisKind> by) : m_maps(maps)
    {
        std::size_t cells = 1;
        for (const AxisKind kind : by)
            m_axes.push_back(find(kind));
        m_strides.resize(by.size());
        for (std::size_t i = by.size(); i-- > 0;) {
            m_strides[i] = cells;
            cells *= axisAt(i).size;
        }
        constexpr std::size_t kMost = 5'000'000; // rows of a table
        if (cells > kMost)
            throw Error(ErrorKind::BadParameter, "a table of " + std::to_string(cells) +
                                                     " rows; list the entropy by fewer axes");
        m_cells.resize(cells);
        for (std::size_t cell = 0; cell < cells; ++cell) {
            for (std::size_t i = 0; i < by.size(); ++i)
                m_cells[cell].at.push_back(axisAt(i).keyOf(cell / m_strides[i] % axisAt(i).size));
        }
    }

    void addMap(std::size_t map, const JobContext& job)
    {
        std::size_t start = 0;
        std::size_t perQuery = 0;
        for (std::size_t i = 0; i < m_axes.size(); ++i) {
            if (m_axes[i] < m_maps.outer().size())
                start += m_strides[i] * m_maps.placeOn(m_axes[i], map);
            else
                perQuery = m_strides[i];
        }
        for (std::size_t query = 0; query < m_maps.queries(); ++query) {
            job.checkpoint();
            add(m_cells[start + query * perQuery], rowEntropy(m_maps.row(map, query)));
        }
    }

    std::vector<EntropyCell> finish()
    {
        for (EntropyCell& cell : m_cells) {
            const auto valid = static_cast<double>(cell.rows - cell.invalid);
            const double told = valid - static_cast<double>(cell.silent);
            cell.total = valid > 0.0 ? cell.total / valid : kUndefined;
            cell.bits = told > 0.0 ? cell.bits / told : kUndefined;
            cell.relative = told > 0.0 && m_maps.keys() > 1 ? cell.relative / told : kUndefined;
        }
        return std::move(m_cells);
    }

private:
    // Position among the outer axes; their number for the query axis.
    std::size_t find(AxisKind kind) const
    {
        if (kind == AxisKind::Query)
            return m_maps.outer().size();
        for (std::size_t i = 0; i < m_maps.outer().size(); ++i) {
            if (m_maps.outer()[i].kind == kind)
                return i;
        }
        std::vector<Axis> all = m_maps.outer();
        all.push_back(m_maps.queryAxis());
        throw Error(ErrorKind::BadParameter, "these attention maps have no axis '" +
                                                 std::string(axisName(kind)) +
                                                 "' to list by, only " + axisNames(all));
    }
    const Axis& axisAt(std::size_t i) const
    {
        return m_axes[i] < m_maps.outer().size() ? m_maps.outer()[m_axes[i]] : m_maps.queryAxis();
    }
    static void add(EntropyCell& cell, const RowEntropy& row)
    {
        ++cell.rows;
        if (std::isnan(row.total)) {
            ++cell.invalid;
            return;
        }
        cell.total += row.total;
        if (std::isnan(row.bits)) {
            ++cell.silent;
            return;
        }
        cell.bits += row.bits;
        cell.relative += row.relative;
    }

    const AttentionMaps& m_maps;
    std::vector<std::size_t> m_axes;
    std::vector<std::size_t> m_strides;
    std::vector<EntropyCell> m_cells;
};

} // namespace

std::vector<EntropyCell> attentionEntropy(const AttentionMaps& maps, std::span<const AxisKind> by,
                                          JobContext& job)
{
    EntropyCells cells(maps, by);
    for (std::size_t map = 0; map < maps.count(); ++map) {
        job.progress(static_cast<double>(map) / static_cast<double>(maps.count()), "entropy");
        cells.addMap(map, job);
    }
    return cells.finish();
}

} // namespace inspike
