// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A bound on the memory of the tensors that a program makes, so that one that asks for too much
// ends with an error instead of ending Inspike.

#include <cstdint>

namespace inspike::torchscript {

// While it lives, tensors made on this thread that would need more than `bytes` beyond those that
// there are now are refused.
class MemoryLimit
{
public:
    explicit MemoryLimit(std::uint64_t bytes);
    MemoryLimit(const MemoryLimit&) = delete;
    MemoryLimit& operator=(const MemoryLimit&) = delete;
    ~MemoryLimit();

private:
    std::uint64_t m_before;
};

} // namespace inspike::torchscript
