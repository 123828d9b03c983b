// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Blocks of a file packed with LZ4 (frame format) or Zstandard. Only unpack.cpp knows the
// libraries.

#include <cstddef>
#include <span>
#include <vector>

namespace inspike {

enum class Packing { None, Lz4, Zstd };

// The content of one packed block, inside `buffer`, which grows as needed and is reused, or
// `packed` itself. Throws Error{BadFormat} for damage and for a content of more than `most` bytes.
std::span<const std::byte> unpack(std::span<const std::byte> packed, Packing packing,
                                  std::size_t most, std::vector<std::byte>& buffer);

} // namespace inspike
