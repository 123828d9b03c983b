// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/layer_activity.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace inspike {

namespace {

constexpr std::uint64_t kBatch = 1U << 20U; // positions between two looks at the job

std::vector<AxisKind> kindsOf(const Tensor& tensor, std::size_t rank, std::size_t samples)
{
    if (tensor.axes.size() == tensor.shape.size())
        return tensor.axes;
    std::vector<AxisKind> kinds(tensor.shape.size(), AxisKind::Feature);
    const std::size_t before = rank > 0 && rank <= kinds.size()
                                   ? kinds.size() - rank
                                   : std::min<std::size_t>(2, kinds.size());
    if (before == 1) {
        kinds[0] = tensor.shape[0] == samples ? AxisKind::Sample : AxisKind::Step;
    } else if (before >= 2) {
        kinds[0] = AxisKind::Step;
        kinds[1] = AxisKind::Sample;
    }
    return kinds;
}

} // namespace

LayerActivity::LayerActivity(const Activation& activation)
    : m_sparse(std::get_if<SparseSpikes>(&activation.values)),
      m_dense(std::get_if<LabelledArray>(&activation.values))
{
    std::vector<AxisKind> kinds;
    std::vector<std::size_t> sizes;
    for (const Axis& axis : activation.axes()) {
        kinds.push_back(axis.kind);
        sizes.push_back(axis.size);
    }
    setAxes(kinds, sizes);
    if (m_sparse == nullptr || m_sparse->index.empty())
        return;
    const std::uint64_t last = *std::max_element(m_sparse->index.begin(), m_sparse->index.end());
    if (last >= m_sparse->cells())
        throw Error(ErrorKind::BadShape, "spike position beyond the array");
    // As the type promises; a damaged file may not.
    if (!std::is_sorted(m_sparse->index.begin(), m_sparse->index.end()))
        throw Error(ErrorKind::BadShape, "positions of spikes are not in order");
}

LayerActivity::LayerActivity(const Tensor& tensor, std::size_t rank, std::size_t samples)
    : m_tensor(&tensor)
{
    setAxes(kindsOf(tensor, rank, samples), tensor.shape);
}

void LayerActivity::setAxes(const std::vector<AxisKind>& kinds,
                            const std::vector<std::size_t>& sizes)
{
    m_sizes = sizes;
    m_strides.assign(sizes.size(), 1);
    for (std::size_t i = sizes.size(); i-- > 1;)
        m_strides[i - 1] = m_strides[i] * sizes[i];
    for (std::size_t i = 0; i < kinds.size(); ++i) {
        const bool isStep = kinds[i] == AxisKind::Time || kinds[i] == AxisKind::Step;
        if (isStep && !m_stepAxis) {
            m_stepAxis = i;
            m_steps = sizes[i];
        } else if (kinds[i] == AxisKind::Sample && !m_sampleAxis) {
            m_sampleAxis = i;
            m_samples = sizes[i];
        } else {
            m_features *= sizes[i];
            m_shape.push_back(static_cast<std::int64_t>(sizes[i]));
        }
    }
    const std::size_t before = (m_stepAxis ? 1U : 0U) + (m_sampleAxis ? 1U : 0U);
    m_isGrouped = m_stepAxis.value_or(0) < before && m_sampleAxis.value_or(0) < before;
}

LayerActivity::Entry LayerActivity::entryAt(std::uint64_t position, double value) const
{
    const auto at = [&](std::size_t axis) {
        return static_cast<std::size_t>(position / m_strides[axis] % m_sizes[axis]);
    };
    Entry entry;
    entry.value = value;
    entry.step = m_stepAxis ? at(*m_stepAxis) : 0;
    entry.sample = m_sampleAxis ? at(*m_sampleAxis) : 0;
    if (m_isGrouped) {
        entry.feature = static_cast<std::size_t>(position % m_features);
        return entry;
    }
    for (std::size_t axis = 0; axis < m_sizes.size(); ++axis) {
        if (axis != m_stepAxis && axis != m_sampleAxis)
            entry.feature = entry.feature * m_sizes[axis] + at(axis);
    }
    return entry;
}

bool LayerActivity::visitTensor(std::uint64_t begin, std::uint64_t end, JobContext& job,
                                const Visit& take) const
{
    const std::size_t bytes = sizeOf(m_tensor->dtype);
    for (std::uint64_t first = begin; first < end; first += kBatch) {
        job.checkpoint();
        const std::uint64_t count = std::min(kBatch, end - first);
        Tensor piece;
        piece.dtype = m_tensor->dtype;
        piece.shape = {static_cast<std::size_t>(count)};
        const auto from = m_tensor->bytes.begin() + static_cast<std::ptrdiff_t>(first * bytes);
        piece.bytes.assign(from, from + static_cast<std::ptrdiff_t>(count * bytes));
        const std::vector<float> values = piece.toFloats();
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] != 0.0F && !take(first + i, static_cast<double>(values[i])))
                return false;
        }
    }
    return true;
}

void LayerActivity::visit(std::uint64_t begin, std::uint64_t end, JobContext& job,
                          const Visit& take) const
{
    if (m_tensor != nullptr) {
        visitTensor(begin, end, job, take);
        return;
    }
    if (m_sparse != nullptr) {
        const auto& index = m_sparse->index;
        auto at = std::lower_bound(index.begin(), index.end(), begin);
        for (std::uint64_t seen = 0; at != index.end() && *at < end; ++at, ++seen) {
            if (seen % kBatch == 0)
                job.checkpoint();
            if (!take(*at, 1.0))
                return;
        }
        return;
    }
    const auto values = m_dense->values();
    for (std::uint64_t i = begin; i < end; ++i) {
        if ((i - begin) % kBatch == 0)
            job.checkpoint();
        if (values[i] != 0.0F && !take(i, static_cast<double>(values[i])))
            return;
    }
}

void LayerActivity::forEach(std::optional<std::size_t> sample, JobContext& job,
                            const std::function<void(const Entry&)>& take) const
{
    const std::uint64_t groups = m_steps.value_or(1) * m_samples;
    const std::uint64_t cells = groups * m_features;
    const bool chosen = sample && m_samples > 1;
    const Visit each = [&](std::uint64_t position, double value) {
        const Entry entry = entryAt(position, value);
        if (!chosen || entry.sample == *sample)
            take(entry);
        return true;
    };
    if (!chosen || !m_isGrouped) {
        visit(0, cells, job, each);
        return;
    }
    for (std::size_t step = 0; step < m_steps.value_or(1); ++step) {
        const std::uint64_t group =
            (m_stepAxis ? step * m_strides[*m_stepAxis] : 0) + *sample * m_strides[*m_sampleAxis];
        visit(group, group + m_features, job, each);
    }
}

LayerActivity::Numbers LayerActivity::numbers(JobContext& job) const
{
    if (m_sparse != nullptr)
        return m_sparse->index.empty() ? Numbers::Nothing : Numbers::Whole;
    Numbers found = Numbers::Nothing;
    visit(0, m_steps.value_or(1) * m_samples * m_features, job, [&](std::uint64_t, double value) {
        found = value == std::round(value) && std::isfinite(value) ? Numbers::Whole
                                                                   : Numbers::Fractions;
        return found == Numbers::Whole;
    });
    return found;
}

} // namespace inspike
