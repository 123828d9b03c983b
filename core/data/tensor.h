// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A raw tensor as a file holds it: any element type, any shape, row-major bytes. Parameters of
// checkpoints and `/tensors` of recordings; free of any tensor library.

#include "core/base/axis.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace inspike {

enum class DType {
    Bool,
    UInt8,
    Int8,
    UInt16,
    Int16,
    UInt32,
    Int32,
    UInt64,
    Int64,
    Float16,
    BFloat16,
    Float32,
    Float64,
    Complex64,
    Complex128
};

std::size_t sizeOf(DType type);
std::string_view nameOf(DType type); // "float32"

struct Tensor
{
    DType dtype = DType::Float32;
    std::vector<std::size_t> shape;
    std::vector<std::byte> bytes;    // row-major, native byte order, elements() * sizeOf(dtype)
    std::vector<AxisKind> axes = {}; // empty when unknown, else one per dimension

    std::size_t elements() const;
    // All elements as float32 (complex: Error{Unsupported}).
    std::vector<float> toFloats() const;
    std::vector<double> toDoubles() const;
    static Tensor fromFloats(std::vector<std::size_t> shape, const std::vector<float>& values);
    static Tensor fromInt64(std::vector<std::size_t> shape,
                            const std::vector<std::int64_t>& values);
};

// "[3, 28, 28]", for messages.
std::string shapeText(const std::vector<std::size_t>& shape);
// Product of the sizes; throws Error{BadFormat} on overflow. Call before allocating.
std::size_t checkedElements(const std::vector<std::size_t>& shape);

} // namespace inspike
