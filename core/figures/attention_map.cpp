// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/figures/attention_map.h"

#include "core/base/error.h"

#include <algorithm>
#include <limits>
#include <numeric>

namespace inspike {

namespace {

void need(std::size_t wanted, std::size_t there, const char* what)
{
    if (wanted >= there)
        throw Error(ErrorKind::BadShape, std::string(what) + " " + std::to_string(wanted) +
                                             " asked for, but the attention has " +
                                             std::to_string(there));
}

} // namespace

AttentionMap::AttentionMap(const AttentionProbe& probe, const AttentionChoice& choice)
    : m_values(probe.activation->dense()), m_choice(choice)
{
    std::size_t stride = m_values.size();
    for (const Axis& axis : m_values.axes()) {
        stride /= std::max<std::size_t>(1, axis.size);
        const Extent extent{axis.size, stride};
        switch (axis.kind) {
        case AxisKind::Sample:
            m_samples = extent;
            break;
        case AxisKind::Head:
            m_heads = extent;
            break;
        case AxisKind::Query:
            m_queries = extent;
            break;
        case AxisKind::Key:
            m_keys = extent;
            break;
        case AxisKind::Step:
        case AxisKind::Time:
        case AxisKind::Token:
            m_places = extent;
            break;
        default: // the first entry of anything else
            break;
        }
    }
    check();
}

void AttentionMap::check() const
{
    need(m_choice.sample, m_samples.size, "sample");
    if (m_choice.place)
        need(*m_choice.place, m_places.size, "step or token");
    if (m_choice.heads == HeadsAs::One)
        need(m_choice.head, m_heads.size, "head");
    if (m_values.size() == 0)
        throw Error(ErrorKind::BadShape, "the attention has no entries");
}

AttentionMap AttentionMap::with(const AttentionChoice& choice) const
{
    AttentionMap other = *this;
    other.m_choice = choice;
    other.check();
    return other;
}

// Adds what the heads make of one row at one place.
void AttentionMap::addRow(std::size_t query, std::size_t place, std::span<float> sum) const
{
    const bool one = m_choice.heads == HeadsAs::One;
    const std::size_t first = one ? m_choice.head : 0;
    const std::size_t end = one ? first + 1 : m_heads.size;
    const float share =
        m_choice.heads == HeadsAs::Mean ? 1.0F / static_cast<float>(m_heads.size) : 1.0F;
    std::vector<float> most;
    for (std::size_t head = first; head < end; ++head) {
        const float* const from = m_values.values().data() + m_choice.sample * m_samples.stride +
                                  place * m_places.stride + head * m_heads.stride +
                                  query * m_queries.stride;
        if (m_choice.heads != HeadsAs::Maximum) {
            for (std::size_t key = 0; key < sum.size(); ++key)
                sum[key] += share * from[key * m_keys.stride];
            continue;
        }
        if (most.empty())
            most.assign(sum.size(), -std::numeric_limits<float>::infinity());
        for (std::size_t key = 0; key < sum.size(); ++key)
            most[key] = std::max(most[key], from[key * m_keys.stride]);
    }
    for (std::size_t key = 0; key < most.size(); ++key)
        sum[key] += most[key];
}

void AttentionMap::fillRow(std::size_t query, std::span<float> row) const
{
    std::fill(row.begin(), row.end(), 0.0F);
    const std::size_t first = m_choice.place.value_or(0);
    const std::size_t end = m_choice.place ? first + 1 : m_places.size;
    for (std::size_t place = first; place < end; ++place)
        addRow(query, place, row);
    float divisor = static_cast<float>(end - first);
    if (m_choice.shareOfRow)
        divisor = std::accumulate(row.begin(), row.end(), 0.0F);
    if (divisor == 0.0F || divisor == 1.0F)
        return; // a row that is silent has no shares
    for (float& value : row)
        value /= divisor;
}

std::vector<float> AttentionMap::row(std::size_t query) const
{
    need(query, queries(), "query");
    std::vector<float> values(keys());
    fillRow(query, values);
    return values;
}

std::vector<float> AttentionMap::column(std::size_t key) const
{
    need(key, keys(), "key");
    std::vector<float> values;
    std::vector<float> row(keys());
    for (std::size_t query = 0; query < queries(); ++query) {
        fillRow(query, row);
        values.push_back(row[key]);
    }
    return values;
}

std::vector<float> AttentionMap::matrix() const
{
    std::vector<float> values(queries() * keys());
    for (std::size_t query = 0; query < queries(); ++query)
        fillRow(query, std::span(values).subspan(query * keys(), keys()));
    return values;
}

std::vector<float> AttentionMap::meanOfRows() const
{
    std::vector<float> mean(keys(), 0.0F);
    std::vector<float> row(keys());
    for (std::size_t query = 0; query < queries(); ++query) {
        fillRow(query, row);
        for (std::size_t key = 0; key < mean.size(); ++key)
            mean[key] += row[key] / static_cast<float>(queries());
    }
    return mean;
}

std::vector<float> AttentionMap::meanOfColumns() const
{
    std::vector<float> mean;
    std::vector<float> row(keys());
    for (std::size_t query = 0; query < queries(); ++query) {
        fillRow(query, row);
        mean.push_back(std::accumulate(row.begin(), row.end(), 0.0F) / static_cast<float>(keys()));
    }
    return mean;
}

} // namespace inspike
