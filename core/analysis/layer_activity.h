// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What a layer of a network gave, or what was fed into it, read from a run in whatever order of
// axes it was recorded. Nothing is copied: the run must outlive it.

#include "core/base/job.h"
#include "core/nn/model.h"

#include <functional>
#include <optional>
#include <vector>

namespace inspike {

class LayerActivity
{
public:
    // Of a probe or output. Throws Error{BadShape} when a file holds spikes beyond the array.
    explicit LayerActivity(const Activation& activation);
    // Of an input of the run: axes as named, else those of one sample behind step and sample.
    // `rank` is how many dimensions one sample has at one step, 0 = unknown.
    LayerActivity(const Tensor& tensor, std::size_t rank, std::size_t samples);

    std::optional<std::size_t> steps() const { return m_steps; } // nullopt: without steps
    std::size_t samples() const { return m_samples; }            // 1 without that axis
    std::size_t features() const { return m_features; }
    // Sizes of the axes behind step and sample.
    const std::vector<std::int64_t>& shape() const { return m_shape; }
    // Features of a step and sample lie together, so that forEach() gives them together.
    bool isGrouped() const { return m_isGrouped; }

    struct Entry
    {
        std::size_t step = 0;
        std::size_t sample = 0;
        std::size_t feature = 0;
        double value = 0.0; // never 0
    };
    // Everything that is not 0, of one sample or of all.
    void forEach(std::optional<std::size_t> sample, JobContext& job,
                 const std::function<void(const Entry&)>& take) const;

    enum class Numbers { Nothing, Whole, Fractions }; // all zero; only whole numbers; else
    Numbers numbers(JobContext& job) const;

private:
    using Visit = std::function<bool(std::uint64_t position, double value)>; // false: stop
    void setAxes(const std::vector<AxisKind>& kinds, const std::vector<std::size_t>& sizes);
    void visit(std::uint64_t begin, std::uint64_t end, JobContext& job, const Visit& take) const;
    bool visitTensor(std::uint64_t begin, std::uint64_t end, JobContext& job,
                     const Visit& take) const;
    Entry entryAt(std::uint64_t position, double value) const;

    const SparseSpikes* m_sparse = nullptr;
    const LabelledArray* m_dense = nullptr;
    const Tensor* m_tensor = nullptr;
    std::vector<std::size_t> m_sizes, m_strides;
    std::optional<std::size_t> m_stepAxis, m_sampleAxis;
    std::optional<std::size_t> m_steps;
    std::size_t m_samples = 1;
    std::size_t m_features = 1;
    std::vector<std::int64_t> m_shape;
    bool m_isGrouped = true;
};

} // namespace inspike
