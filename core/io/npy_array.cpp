// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy_array.h"

#include "core/base/error.h"
#include "core/base/memory.h"

#include <algorithm>
#include <cstring>

namespace inspike {

namespace {

constexpr std::size_t kCheckEvery = std::size_t{1} << 18U; // elements

void swapBytes(std::vector<std::byte>& bytes, std::size_t width)
{
    for (std::size_t at = 0; at + width <= bytes.size(); at += width)
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     bytes.begin() + static_cast<std::ptrdiff_t>(at + width));
}

// Elements of an array whose first index runs fastest, the last one fastest.
std::vector<std::byte> reordered(const std::byte* from, const std::vector<std::size_t>& shape,
                                 std::size_t width, JobContext& job)
{
    const std::size_t count = checkedElements(shape);
    std::vector<std::size_t> step(shape.size(), 1);
    for (std::size_t i = 1; i < shape.size(); ++i)
        step[i] = step[i - 1] * shape[i - 1];
    std::vector<std::size_t> index(shape.size(), 0);
    std::vector<std::byte> to(count * width);
    std::size_t at = 0;
    for (std::size_t i = 0; i < count; ++i) {
        if (i % kCheckEvery == 0)
            job.checkpoint();
        std::memcpy(to.data() + i * width, from + at * width, width);
        for (std::size_t d = shape.size(); d-- > 0;) {
            at += step[d];
            if (++index[d] < shape[d])
                break;
            at -= step[d] * shape[d];
            index[d] = 0;
        }
    }
    return to;
}

} // namespace

NpyArray::NpyArray(const std::filesystem::path& path)
    : m_path(path),
      m_file(std::make_shared<const MappedFile>(path)),
      m_header(parseNpyHeader(m_file->bytes()))
{
    if (m_header.isStructured() && m_header.shape.size() != 1)
        throw Error(ErrorKind::Unsupported, "an array of fields with several dimensions");
    const std::size_t elements = checkedElements(m_header.shape);
    m_rows = m_header.shape.empty() ? 1 : m_header.shape.front();
    const std::size_t stored = m_file->bytes().size() - m_header.dataOffset;
    if (elements == 0 || stored / m_header.rowBytes >= elements)
        return;
    if (m_header.columnMajor && m_header.shape.size() > 1)
        refuseSize(stored);
    m_rows = stored / m_header.rowBytes / (elements / m_rows);
}

bool NpyArray::isTruncated() const
{
    return !m_header.shape.empty() && m_rows < m_header.shape.front();
}

void NpyArray::refuseSize(std::size_t stored) const
{
    throw Error(ErrorKind::BadFormat,
                m_path.filename().string() + " claims " + shapeText(m_header.shape) +
                    " elements, but the file stores " + std::to_string(stored) + " bytes of them");
}

std::size_t NpyArray::columns() const
{
    if (m_header.shape.size() == 1)
        return 1;
    return m_header.shape.size() == 2 ? m_header.shape[1] : 0;
}

std::shared_ptr<const Column> NpyArray::columnAt(const NpyField& field, std::size_t offset,
                                                 std::size_t stride) const
{
    const DType type = field.dtype == DType::Bool ? DType::UInt8 : field.dtype;
    if (!isColumnType(type))
        throw Error(ErrorKind::Unsupported, "times or units as " + std::string(nameOf(type)));
    return std::make_shared<MappedColumn>(
        m_file, type, std::vector<ColumnStretch>{{0, m_rows, m_header.dataOffset + offset}}, stride,
        field.swapped);
}

std::shared_ptr<const Column> NpyArray::column(std::size_t index) const
{
    const std::size_t width = m_header.rowBytes;
    return m_header.columnMajor
               ? columnAt(m_header.fields.front(), index * m_rows * width, width)
               : columnAt(m_header.fields.front(), index * width, columns() * width);
}

std::shared_ptr<const Column>
NpyArray::fieldNamed(std::initializer_list<std::string_view> names) const
{
    for (const std::string_view name : names) {
        for (const NpyField& field : m_header.fields) {
            if (field.name == name)
                return columnAt(field, field.offset, m_header.rowBytes);
        }
    }
    return nullptr;
}

Tensor NpyArray::tensor(JobContext& job) const
{
    if (m_header.isStructured())
        throw Error(ErrorKind::Unsupported, "the fields name neither t, x, y, p nor time, unit");
    const auto bytes = m_file->bytes().subspan(m_header.dataOffset);
    const std::size_t elements = checkedElements(m_header.shape);
    if (elements > bytes.size() / m_header.rowBytes)
        refuseSize(bytes.size());
    const std::size_t needed = elements * m_header.rowBytes;
    if (needed > memoryBudget())
        throw Error(ErrorKind::OutOfMemory, "the array needs " + textFromBytes(needed) +
                                                " of memory; the budget is " +
                                                textFromBytes(memoryBudget()));
    Tensor tensor;
    tensor.dtype = m_header.fields.front().dtype;
    tensor.shape = m_header.shape;
    if (m_header.columnMajor && m_header.shape.size() > 1)
        tensor.bytes = reordered(bytes.data(), m_header.shape, m_header.rowBytes, job);
    else
        tensor.bytes.assign(bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(needed));
    if (m_header.fields.front().swapped) {
        const bool isComplex =
            tensor.dtype == DType::Complex64 || tensor.dtype == DType::Complex128;
        swapBytes(tensor.bytes, isComplex ? m_header.rowBytes / 2 : m_header.rowBytes);
    }
    if (tensor.shape.size() == 2)
        tensor.axes = {AxisKind::Time, AxisKind::Unit};
    return tensor;
}

} // namespace inspike
