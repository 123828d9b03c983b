// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Rows of floats, padded with zeros to whole cache lines, and the few operations on them that fused
// loops over units are made of. Every sum has one order, whatever the processor: files that include
// this compile with -ffp-contract=off and mark their loops INSPIKE_CLONES, which makes one version
// per instruction set.

#include <cmath>
#include <cstddef>
#include <cstring>
#include <vector>

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define INSPIKE_CLONES __attribute__((target_clones("avx2", "default")))
#else
#define INSPIKE_CLONES // ifunc resolvers run before the sanitizers' start-up
#endif
#define INSPIKE_INLINE inline __attribute__((always_inline))

namespace inspike::nn {

using Lanes = float __attribute__((vector_size(32), may_alias));
using LaneMask = int __attribute__((vector_size(32), may_alias));

constexpr std::size_t kLanes = 8;
constexpr std::size_t kBlock = 16;

struct alignas(64) LaneBlock
{
    float lane[kBlock];
};

// `rows` rows of `width` floats, each starting on a cache line and followed by zeros.
class LaneRows
{
public:
    LaneRows() = default;
    LaneRows(std::size_t rows, std::size_t width, float value = 0.0F)
        : m_stride((width + kBlock - 1) / kBlock * kBlock), m_blocks(rows * m_stride / kBlock)
    {
        if (value != 0.0F) {
            for (LaneBlock& block : m_blocks) {
                for (float& lane : block.lane)
                    lane = value;
            }
        }
    }
    std::size_t stride() const { return m_stride; }
    std::size_t size() const { return m_blocks.size() * kBlock; } // floats in all
    float* row(std::size_t index)
    {
        return reinterpret_cast<float*>(m_blocks.data()) + index * m_stride;
    }
    const float* row(std::size_t index) const
    {
        return reinterpret_cast<const float*>(m_blocks.data()) + index * m_stride;
    }
    void clear()
    {
        if (!m_blocks.empty())
            std::memset(m_blocks.data(), 0, m_blocks.size() * sizeof(LaneBlock));
    }

private:
    std::size_t m_stride = 0;
    std::vector<LaneBlock> m_blocks;
};

INSPIKE_INLINE Lanes& lanesAt(float* row, std::size_t offset)
{
    return *reinterpret_cast<Lanes*>(row + offset);
}
INSPIKE_INLINE const Lanes& lanesAt(const float* row, std::size_t offset)
{
    return *reinterpret_cast<const Lanes*>(row + offset);
}

// Sum of a[i] * b[i]; `width` is a stride of LaneRows.
INSPIKE_INLINE float dotRows(const float* a, const float* b, std::size_t width)
{
    Lanes low = {};
    Lanes high = {};
    for (std::size_t i = 0; i < width; i += kBlock) {
        low += lanesAt(a, i) * lanesAt(b, i);
        high += lanesAt(a, i + kLanes) * lanesAt(b, i + kLanes);
    }
    low += high;
    return ((low[0] + low[4]) + (low[1] + low[5])) + ((low[2] + low[6]) + (low[3] + low[7]));
}

// y += factor * x
INSPIKE_INLINE void addScaled(float* y, float factor, const float* x, std::size_t width)
{
    for (std::size_t i = 0; i < width; i += kLanes)
        lanesAt(y, i) += factor * lanesAt(x, i);
}

} // namespace inspike::nn
