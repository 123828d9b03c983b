// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/dense_neurons.h"

#include "core/base/error.h"

#include <algorithm>
#include <array>
#include <string>

namespace inspike::nn {

namespace {

constexpr std::size_t kWidth = SpikeBits::kWordBits;
constexpr float kInput = 0.5F; // 1 / time constant

// Bit i is byte i, all of which are 0 or 1.
std::uint64_t packed(const std::array<std::uint8_t, kWidth>& bytes)
{
    constexpr std::uint64_t kGather = 0x0102040810204080U;
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < kWidth; i += 8) {
        std::uint64_t eight = 0;
        std::memcpy(&eight, bytes.data() + i, sizeof eight);
        word |= (eight * kGather >> 56U) << i;
    }
    return word;
}

// Up to 64 channels of one position through all steps.
struct Column
{
    const float* values;
    std::size_t stepStride; // 0: the same at every step
    const float* scale;
    const float* shift;
    std::size_t width;
    float least;
};

INSPIKE_CLONES void integrate(const Column& column, std::size_t steps, std::uint64_t* words,
                              std::size_t wordStride, float* membranes, std::size_t membraneStride)
{
    std::array<float, kWidth> potential = {};
    std::array<std::uint8_t, kWidth> fired = {};
    for (std::size_t step = 0; step < steps; ++step) {
        const float* x = column.values + step * column.stepStride;
        for (std::size_t c = 0; c < column.width; ++c) {
            const float current = column.scale[c] * x[c] + column.shift[c];
            const float h = potential[c] + (current - potential[c]) * kInput;
            const bool fires = h >= column.least;
            fired[c] = fires ? 1 : 0;
            potential[c] = fires ? 0.0F : h;
        }
        words[step * wordStride] = packed(fired);
        if (membranes != nullptr)
            std::copy_n(potential.begin(), column.width, membranes + step * membraneStride);
    }
}

} // namespace

SpikeBits DenseNeurons::run(std::span<const float> values, std::size_t steps, std::size_t positions,
                            std::vector<float>* membranes) const
{
    const std::size_t channels = scale.size();
    const std::size_t size = positions * channels;
    if (values.size() != size && values.size() != steps * size)
        throw Error(ErrorKind::BadShape, std::to_string(values.size()) + " sums for " +
                                             std::to_string(steps) + " steps of " +
                                             std::to_string(size) + " neurons");
    SpikeBits spikes(steps, positions, channels);
    if (membranes != nullptr)
        membranes->resize(steps * size);
    const std::size_t stride = values.size() == size ? 0 : size;
    for (std::size_t position = 0; position < positions; ++position) {
        for (std::size_t word = 0; word < spikes.words(); ++word) {
            const std::size_t first = word * kWidth;
            const std::size_t offset = position * channels + first;
            integrate({values.data() + offset, stride, scale.data() + first, shift.data() + first,
                       std::min(kWidth, channels - first), rule.least},
                      steps, spikes.at(0, position) + word, positions * spikes.words(),
                      membranes != nullptr ? membranes->data() + offset : nullptr, size);
        }
    }
    return spikes;
}

} // namespace inspike::nn
