// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/detail/spike_pool.h"

#include "core/nn/detail/lanes.h"

#include <ATen/Parallel.h>
#include <ATen/ops/empty.h>
#include <ATen/ops/zeros.h>
#include <torch/csrc/autograd/custom_function.h>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <vector>

namespace inspike::nn {

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

constexpr float kNothing = -std::numeric_limits<float>::infinity();

struct Size
{
    std::int64_t planes = 0;
    std::int64_t height = 0, width = 0;       // of the input
    std::int64_t outHeight = 0, outWidth = 0; // of the result
};

Size sizeOf(const at::Tensor& x)
{
    return {x.size(0) * x.size(1), x.size(2), x.size(3), (x.size(2) + 1) / 2, (x.size(3) + 1) / 2};
}

// One row of input, split into columns left of, at and right of each window's centre.
struct SplitRow
{
    std::vector<float> left, centre, right;

    explicit SplitRow(std::int64_t width)
        : left(static_cast<std::size_t>(width)), centre(left), right(left)
    {}

    void take(const float* row, const Size& size)
    {
        for (std::int64_t o = 0; o < size.outWidth; ++o) {
            const std::int64_t x = 2 * o;
            left[static_cast<std::size_t>(o)] = o > 0 ? row[x - 1] : kNothing;
            centre[static_cast<std::size_t>(o)] = row[x];
            right[static_cast<std::size_t>(o)] = x + 1 < size.width ? row[x + 1] : kNothing;
        }
    }
};

// `where` counts 0...8 through a window.
INSPIKE_CLONES void better(const float* candidate, std::int32_t number, float* best,
                           std::int32_t* where, std::int64_t count)
{
    for (std::int64_t i = 0; i < count; ++i) {
        const bool wins = candidate[i] > best[i];
        best[i] = wins ? candidate[i] : best[i];
        where[i] = wins ? number : where[i];
    }
}

void poolPlane(const float* input, const Size& size, SplitRow& split, float* output,
               std::int32_t* where)
{
    std::fill_n(output, size.outHeight * size.outWidth, kNothing);
    for (std::int64_t y = 0; y < size.height; ++y) {
        split.take(input + y * size.width, size);
        // An even row lies in the middle of one window, an odd one between two.
        for (std::int64_t row = y / 2; row <= (y + 1) / 2; ++row) {
            if (row >= size.outHeight)
                continue;
            const auto first = static_cast<std::int32_t>(3 * (y - 2 * row + 1));
            float* best = output + row * size.outWidth;
            std::int32_t* number = where + row * size.outWidth;
            better(split.left.data(), first, best, number, size.outWidth);
            better(split.centre.data(), first + 1, best, number, size.outWidth);
            better(split.right.data(), first + 2, best, number, size.outWidth);
        }
    }
}

void spreadPlane(const float* gradient, const std::int32_t* where, const Size& size, float* result)
{
    for (std::int64_t row = 0; row < size.outHeight; ++row) {
        for (std::int64_t column = 0; column < size.outWidth; ++column) {
            const std::int32_t number = where[row * size.outWidth + column];
            const std::int64_t y = 2 * row - 1 + number / 3;
            const std::int64_t x = 2 * column - 1 + number % 3;
            result[y * size.width + x] += gradient[row * size.outWidth + column];
        }
    }
}

struct PoolFunction : torch::autograd::Function<PoolFunction>
{
    static at::Tensor forward(AutogradContext* context, const at::Tensor& given)
    {
        const at::Tensor x = given.contiguous();
        const Size size = sizeOf(x);
        const at::IntArrayRef shape = x.sizes();
        const std::vector<std::int64_t> small = {shape[0], shape[1], size.outHeight, size.outWidth};
        at::Tensor result = at::empty(small, x.options());
        at::Tensor where = at::zeros(small, x.options().dtype(at::kInt));
        const std::int64_t inPlane = size.height * size.width;
        const std::int64_t outPlane = size.outHeight * size.outWidth;
        const float* input = x.data_ptr<float>();
        float* output = result.data_ptr<float>();
        std::int32_t* positions = where.data_ptr<std::int32_t>();
        at::parallel_for(0, size.planes, 16, [&](std::int64_t begin, std::int64_t end) {
            SplitRow split(size.outWidth);
            for (std::int64_t p = begin; p < end; ++p)
                poolPlane(input + p * inPlane, size, split, output + p * outPlane,
                          positions + p * outPlane);
        });
        context->save_for_backward({where});
        context->saved_data["shape"] = shape.vec();
        return result;
    }

    static variable_list backward(AutogradContext* context, variable_list gradients)
    {
        const at::Tensor where = context->get_saved_variables()[0];
        const at::Tensor given = gradients[0].contiguous();
        at::Tensor result = at::zeros(context->saved_data["shape"].toIntVector(), given.options());
        const Size size = sizeOf(result);
        const float* gradient = given.data_ptr<float>();
        const std::int32_t* positions = where.data_ptr<std::int32_t>();
        float* out = result.data_ptr<float>();
        const std::int64_t outPlane = size.outHeight * size.outWidth;
        at::parallel_for(0, size.planes, 16, [&](std::int64_t begin, std::int64_t end) {
            for (std::int64_t p = begin; p < end; ++p)
                spreadPlane(gradient + p * outPlane, positions + p * outPlane, size,
                            out + p * size.height * size.width);
        });
        return {result};
    }
};

} // namespace

at::Tensor maxPool3(const at::Tensor& x)
{
    return PoolFunction::apply(x);
}

} // namespace inspike::nn
