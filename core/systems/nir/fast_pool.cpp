// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/nir/fast_pool.h"

#include <algorithm>

namespace inspike::nir {

namespace {

// Which outputs along a side see an input: [begin, end).
struct Reach
{
    std::size_t begin = 0, end = 0;

    Reach(const NetworkNode& node, std::size_t side, std::size_t input, std::size_t outputs)
    {
        const auto kernel = static_cast<std::size_t>(node.kernel[side]);
        const auto stride = static_cast<std::size_t>(node.stride[side]);
        const std::size_t padded = input + static_cast<std::size_t>(node.paddingBefore[side]);
        begin = padded < kernel ? 0 : (padded - kernel) / stride + 1;
        end = std::min(padded / stride + 1, outputs);
    }
};

std::vector<Reach> reaches(const NetworkNode& node, std::size_t side, std::size_t inputs,
                           std::size_t outputs)
{
    std::vector<Reach> all;
    for (std::size_t i = 0; i < inputs; ++i)
        all.emplace_back(node, side, i, outputs);
    return all;
}

} // namespace

Activity pooled(const NetworkNode& node, const Grid& output, const Activity& x)
{
    Activity made = Activity::empty(output, x.steps, false);
    const std::vector<Reach> lines = reaches(node, 0, x.grid.lines, output.lines);
    const std::vector<Reach> columns = reaches(node, 1, x.grid.columns, output.columns);
    const std::size_t channels = output.channels;
    for (std::size_t step = 0; step < x.steps; ++step) {
        float* sums = made.values.data() + step * output.size();
        for (std::size_t p = 0; p < x.grid.positions(); ++p) {
            const Reach& line = lines[p / x.grid.columns];
            const Reach& column = columns[p % x.grid.columns];
            for (std::size_t l = line.begin; l < line.end; ++l) {
                for (std::size_t c = column.begin; c < column.end; ++c) {
                    float* target = sums + (l * output.columns + c) * channels;
                    if (x.isSpikes) {
                        nn::eachBit(x.spikes.at(step, p), x.spikes.words(),
                                    [&](std::size_t channel) { target[channel] += 1.0F; });
                        continue;
                    }
                    const float* source = x.values.data() + step * x.grid.size() + p * channels;
                    for (std::size_t channel = 0; channel < channels; ++channel)
                        target[channel] += source[channel];
                }
            }
        }
    }
    if (node.type == NodeType::AvgPool2d) {
        const auto size = static_cast<float>(node.kernel[0] * node.kernel[1]);
        for (float& value : made.values)
            value /= size;
    }
    return made;
}

} // namespace inspike::nir
