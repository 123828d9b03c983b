// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/data/tensor.h"

#include "core/base/error.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstring>
#include <limits>
#include <utility>

namespace inspike {

namespace {

struct DTypeRow
{
    DType type;
    std::size_t size;
    std::string_view name;
};

constexpr std::array<DTypeRow, 15> kTypes = {{{DType::Bool, 1, "bool"},
                                              {DType::UInt8, 1, "uint8"},
                                              {DType::Int8, 1, "int8"},
                                              {DType::UInt16, 2, "uint16"},
                                              {DType::Int16, 2, "int16"},
                                              {DType::UInt32, 4, "uint32"},
                                              {DType::Int32, 4, "int32"},
                                              {DType::UInt64, 8, "uint64"},
                                              {DType::Int64, 8, "int64"},
                                              {DType::Float16, 2, "float16"},
                                              {DType::BFloat16, 2, "bfloat16"},
                                              {DType::Float32, 4, "float32"},
                                              {DType::Float64, 8, "float64"},
                                              {DType::Complex64, 8, "complex64"},
                                              {DType::Complex128, 16, "complex128"}}};

const DTypeRow& rowOf(DType type)
{
    for (const DTypeRow& row : kTypes) {
        if (row.type == type)
            return row;
    }
    throw Error(ErrorKind::Internal, "unknown element type");
}

// IEEE 754 binary16.
float floatFromHalf(std::uint16_t half)
{
    const bool negative = (half & 0x8000U) != 0;
    const int exponent = (half >> 10U) & 0x1F;
    const int mantissa = half & 0x3FF;
    float value = 0.0F;
    if (exponent == 0)
        value = std::ldexp(static_cast<float>(mantissa), -24);
    else if (exponent == 31)
        value = mantissa == 0 ? std::numeric_limits<float>::infinity()
                              : std::numeric_limits<float>::quiet_NaN();
    else
        value = std::ldexp(static_cast<float>(mantissa + 1024), exponent - 25);
    return negative ? -value : value;
}

// Calls visit(element) with each element in its native type.
template <typename T, typename Visit>
void eachAs(const Tensor& tensor, Visit visit)
{
    const std::size_t count = tensor.elements();
    for (std::size_t i = 0; i < count; ++i) {
        T value;
        std::memcpy(&value, tensor.bytes.data() + i * sizeof(T), sizeof(T));
        visit(value);
    }
}

template <typename Target>
std::vector<Target> converted(const Tensor& tensor)
{
    if (tensor.bytes.size() != tensor.elements() * sizeOf(tensor.dtype))
        throw Error(ErrorKind::BadShape, "tensor bytes do not match its shape");
    std::vector<Target> values;
    values.reserve(tensor.elements());
    const auto plain = [&values](auto value) {
        values.push_back(static_cast<Target>(value));
    };
    switch (tensor.dtype) {
    case DType::Bool:
    case DType::UInt8:
        eachAs<std::uint8_t>(tensor, plain);
        break;
    case DType::Int8:
        eachAs<std::int8_t>(tensor, plain);
        break;
    case DType::UInt16:
        eachAs<std::uint16_t>(tensor, plain);
        break;
    case DType::Int16:
        eachAs<std::int16_t>(tensor, plain);
        break;
    case DType::UInt32:
        eachAs<std::uint32_t>(tensor, plain);
        break;
    case DType::Int32:
        eachAs<std::int32_t>(tensor, plain);
        break;
    case DType::UInt64:
        eachAs<std::uint64_t>(tensor, plain);
        break;
    case DType::Int64:
        eachAs<std::int64_t>(tensor, plain);
        break;
    case DType::Float16:
        eachAs<std::uint16_t>(tensor, [&](std::uint16_t half) { plain(floatFromHalf(half)); });
        break;
    case DType::BFloat16:
        eachAs<std::uint16_t>(tensor, [&](std::uint16_t upper) {
            plain(std::bit_cast<float>(static_cast<std::uint32_t>(upper) << 16U));
        });
        break;
    case DType::Float32:
        eachAs<float>(tensor, plain);
        break;
    case DType::Float64:
        eachAs<double>(tensor, plain);
        break;
    case DType::Complex64:
    case DType::Complex128:
        throw Error(ErrorKind::Unsupported, "complex numbers where real ones are needed");
    }
    return values;
}

template <typename T>
Tensor packed(DType type, std::vector<std::size_t> shape, const std::vector<T>& values)
{
    Tensor tensor;
    tensor.dtype = type;
    tensor.shape = std::move(shape);
    if (tensor.elements() != values.size()) {
        throw Error(ErrorKind::BadShape, "shape " + shapeText(tensor.shape) + " for " +
                                             std::to_string(values.size()) + " values");
    }
    tensor.bytes.resize(values.size() * sizeof(T));
    if (!values.empty()) // memcpy refuses null, also for no bytes
        std::memcpy(tensor.bytes.data(), values.data(), tensor.bytes.size());
    return tensor;
}

} // namespace

std::size_t sizeOf(DType type)
{
    return rowOf(type).size;
}

std::string_view nameOf(DType type)
{
    return rowOf(type).name;
}

std::size_t Tensor::elements() const
{
    return checkedElements(shape);
}

std::vector<float> Tensor::toFloats() const
{
    return converted<float>(*this);
}

std::vector<double> Tensor::toDoubles() const
{
    return converted<double>(*this);
}

Tensor Tensor::fromFloats(std::vector<std::size_t> shape, const std::vector<float>& values)
{
    return packed(DType::Float32, std::move(shape), values);
}

Tensor Tensor::fromInt64(std::vector<std::size_t> shape, const std::vector<std::int64_t>& values)
{
    return packed(DType::Int64, std::move(shape), values);
}

std::string shapeText(const std::vector<std::size_t>& shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

std::size_t checkedElements(const std::vector<std::size_t>& shape)
{
    std::size_t elements = 1;
    for (const std::size_t size : shape) {
        if (__builtin_mul_overflow(elements, size, &elements))
            throw Error(ErrorKind::BadFormat, "shape " + shapeText(shape) + " is impossibly large");
    }
    return elements;
}

} // namespace inspike
