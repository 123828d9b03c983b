// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Tensors of a checkpoint made from their storages: views with any strides become row-major, shared
// storages are read once, and the memory for all of it is bounded by the file's size.

#include "core/nn/formats/pickle_value.h"
#include "core/nn/formats/torch_archive.h"

#include <map>
#include <set>

namespace inspike {

// Throws Error{BadFormat} for a view that reaches beyond the bytes that the archive holds for its
// storage.
void checkWithinStorage(const pickle::TensorView& view, const pickle::Heap& heap);

class TorchTensors
{
public:
    TorchTensors(const TorchArchive& archive, const pickle::Heap& heap);

    // Throws Error{BadFormat} for views beyond their storage and sizes the file cannot hold.
    Tensor make(const pickle::TensorView& view, JobContext& job);
    // Places other than main memory that tensors were saved on: "cuda:0".
    const std::set<std::string>& foreignLocations() const { return m_locations; }

private:
    const std::vector<std::byte>& bytesOf(const pickle::Storage& storage, JobContext& job);
    void charge(std::uint64_t bytes);

    const TorchArchive& m_archive;
    const pickle::Heap& m_heap;
    std::map<std::string, std::vector<std::byte>> m_storages; // by key
    std::set<std::string> m_locations;
    std::uint64_t m_budget;
};

} // namespace inspike
