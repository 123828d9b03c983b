// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/nn/formats/torch_tensors.h"

#include "core/base/error.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace inspike {

namespace {

using pickle::Storage;
using pickle::TensorView;

static_assert(std::endian::native == std::endian::little, "storages are little-endian");

constexpr std::size_t kBetweenChecks = std::size_t{1} << 20U; // elements

// Highest element a view touches, relative to its storage. Throws if it cannot be counted.
std::uint64_t lastElement(const TensorView& view)
{
    std::uint64_t last = static_cast<std::uint64_t>(view.offset);
    for (std::size_t i = 0; i < view.shape.size(); ++i) {
        std::uint64_t reach = 0;
        const auto steps = static_cast<std::uint64_t>(view.shape[i] - 1);
        if (__builtin_mul_overflow(steps, static_cast<std::uint64_t>(view.stride[i]), &reach) ||
            __builtin_add_overflow(last, reach, &last))
            throw Error(ErrorKind::BadFormat, "a tensor reaches beyond any storage");
    }
    return last;
}

bool isContiguous(const TensorView& view)
{
    std::int64_t expected = 1;
    for (std::size_t i = view.shape.size(); i-- > 0;) {
        if (view.shape[i] != 1 && view.stride[i] != expected)
            return false;
        expected *= view.shape[i];
    }
    return true;
}

// Copies the elements of a view in row-major order.
template <std::size_t Size>
void gather(const TensorView& view, const std::byte* source, std::vector<std::byte>& target,
            JobContext& job)
{
    const std::size_t rank = view.shape.size();
    const std::size_t count = target.size() / Size;
    std::vector<std::int64_t> at(rank, 0);
    std::int64_t element = view.offset;
    for (std::size_t i = 0; i < count; ++i) {
        if (i % kBetweenChecks == 0)
            job.checkpoint();
        std::memcpy(target.data() + i * Size, source + static_cast<std::size_t>(element) * Size,
                    Size);
        for (std::size_t axis = rank; axis-- > 0;) {
            element += view.stride[axis];
            if (++at[axis] < view.shape[axis])
                break;
            element -= view.stride[axis] * view.shape[axis];
            at[axis] = 0;
        }
    }
}

void gatherAny(TensorView view, const std::vector<std::byte>& source,
               std::vector<std::byte>& target, JobContext& job)
{
    // The stride of a dimension of size 1 means nothing and may be any number.
    for (std::size_t i = 0; i < view.shape.size(); ++i) {
        if (view.shape[i] == 1)
            view.stride[i] = 0;
    }
    switch (sizeOf(view.dtype)) {
    case 1:
        return gather<1>(view, source.data(), target, job);
    case 2:
        return gather<2>(view, source.data(), target, job);
    case 4:
        return gather<4>(view, source.data(), target, job);
    case 8:
        return gather<8>(view, source.data(), target, job);
    default:
        return gather<16>(view, source.data(), target, job);
    }
}

// Complex numbers are two reals, each with its own byte order.
void swapBytes(DType type, std::vector<std::byte>& bytes)
{
    const bool complex = type == DType::Complex64 || type == DType::Complex128;
    const std::size_t size = complex ? sizeOf(type) / 2 : sizeOf(type);
    for (std::size_t i = 0; i + size <= bytes.size(); i += size)
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                     bytes.begin() + static_cast<std::ptrdiff_t>(i + size));
}

std::vector<std::size_t> checkedShape(const TensorView& view)
{
    std::vector<std::size_t> shape;
    for (const std::int64_t size : view.shape) {
        if (size < 0)
            throw Error(ErrorKind::BadFormat, "a tensor of negative size");
        shape.push_back(static_cast<std::size_t>(size));
    }
    for (const std::int64_t stride : view.stride) {
        if (stride < 0)
            throw Error(ErrorKind::BadFormat, "a tensor with negative strides");
    }
    if (view.offset < 0)
        throw Error(ErrorKind::BadFormat, "a tensor with a negative offset");
    return shape;
}

} // namespace

// Views may share storages or repeat elements (stride 0), so tensors may need more memory than the
// file has bytes, but not without bound.
TorchTensors::TorchTensors(const TorchArchive& archive, const pickle::Heap& heap)
    : m_archive(archive),
      m_heap(heap),
      m_budget(archive.fileSize() * 16 + (std::uint64_t{256} << 20U))
{}

void TorchTensors::charge(std::uint64_t bytes)
{
    if (bytes > m_budget)
        throw Error(ErrorKind::BadFormat, "the tensors claim far more memory than a file of " +
                                              std::to_string(m_archive.fileSize()) +
                                              " bytes can fill");
    m_budget -= bytes;
}

const std::vector<std::byte>& TorchTensors::bytesOf(const Storage& storage, JobContext& job)
{
    const std::uint64_t width = storage.dtype ? sizeOf(*storage.dtype) : 1;
    const std::string entry = "data/" + storage.key;
    const std::uint64_t held = m_archive.sizeOf(entry).value_or(0);
    std::uint64_t claimed = 0;
    if (__builtin_mul_overflow(storage.count, width, &claimed) || claimed > held)
        throw Error(ErrorKind::BadFormat, "storage '" + storage.key + "' claims " +
                                              std::to_string(storage.count) +
                                              " elements, but the archive holds " +
                                              std::to_string(held) + " bytes for it");
    if (storage.location != "cpu" && m_locations.size() < 16)
        m_locations.insert(storage.location);
    const auto known = m_storages.find(storage.key);
    if (known != m_storages.end())
        return known->second;
    charge(held);
    std::vector<std::byte> bytes;
    if (held > 0)
        bytes = m_archive.read(entry, held, job);
    return m_storages.emplace(storage.key, std::move(bytes)).first->second;
}

void checkWithinStorage(const TensorView& view, const pickle::Heap& heap)
{
    const auto* storage = heap.get<Storage>(view.storage);
    if (storage == nullptr)
        throw Error(ErrorKind::BadFormat, "a tensor without storage");
    const std::vector<std::size_t> shape = checkedShape(view);
    const std::uint64_t width = sizeOf(view.dtype);
    const std::uint64_t available =
        storage->dtype ? storage->count * sizeOf(*storage->dtype) / width : storage->count / width;
    if (checkedElements(shape) > 0 && lastElement(view) >= available)
        throw Error(ErrorKind::BadFormat, "a tensor of shape " + shapeText(shape) +
                                              " reaches beyond its storage of " +
                                              std::to_string(available) + " elements");
}

Tensor TorchTensors::make(const TensorView& view, JobContext& job)
{
    const auto* storage = m_heap.get<Storage>(view.storage);
    if (storage == nullptr)
        throw Error(ErrorKind::BadFormat, "a tensor without storage");
    Tensor tensor;
    tensor.dtype = view.dtype;
    tensor.shape = checkedShape(view);
    const std::size_t count = checkedElements(tensor.shape);
    const std::uint64_t width = sizeOf(view.dtype);
    const std::vector<std::byte>& source = bytesOf(*storage, job);
    if (count == 0)
        return tensor;
    checkWithinStorage(view, m_heap);
    std::uint64_t size = 0;
    if (__builtin_mul_overflow(static_cast<std::uint64_t>(count), width, &size))
        throw Error(ErrorKind::BadFormat, "a tensor of impossible size");
    charge(size);
    if (isContiguous(view)) {
        const std::byte* from = source.data() + static_cast<std::size_t>(view.offset) * width;
        tensor.bytes.assign(from, from + size);
    } else {
        tensor.bytes.resize(size);
        gatherAny(view, source, tensor.bytes, job);
    }
    if (m_archive.bigEndian())
        swapBytes(view.dtype, tensor.bytes);
    return tensor;
}

} // namespace inspike
