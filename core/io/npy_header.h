// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Header of a NumPy array file (.npy, versions 1 to 3): element type or fields, shape, order. It is
// parsed, never run, and arrays of Python objects are refused.

#include "core/data/tensor.h"

#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace inspike {

struct NpyField
{
    std::string name; // empty for an array without fields
    DType dtype = DType::Float64;
    bool swapped = false;   // the other byte order
    std::size_t offset = 0; // in a row of fields
};

struct NpyHeader
{
    std::vector<NpyField> fields; // one without name, or those of a structured array
    std::size_t rowBytes = 0;     // of an element or of a row of fields
    std::vector<std::size_t> shape;
    bool columnMajor = false;
    std::size_t dataOffset = 0;

    bool isStructured() const { return !fields.front().name.empty(); }
};

// From the beginning of a file, at least 64 KiB of it where it is that long. Throws
// Error{BadFormat} for what is no such header and Error{Unsupported} for elements that are not
// plain numbers.
NpyHeader parseNpyHeader(std::span<const std::byte> file);

} // namespace inspike
