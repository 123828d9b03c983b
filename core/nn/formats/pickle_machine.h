// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Runs the opcodes of a pickle as far as state dicts need them (specification: Python's
// pickletools). A pickle is a program that may call anything; this machine can only build the
// values of pickle_value.h. Memory stays proportional to the pickle's length.

#include "core/base/job.h"
#include "core/nn/formats/pickle_value.h"

#include <cstddef>
#include <span>

namespace inspike::pickle {

struct Document
{
    Heap heap;
    Ref root = 0;
    std::size_t length = 0; // bytes of the pickle, others may follow
};

// A pickle of TorchScript may name the classes of its archive, nothing of which is executed.
// Throws Error{BadFormat} naming the byte where the pickle is damaged, Error{Unsupported} naming
// the global or opcode that is not allowed.
Document parse(std::span<const std::byte> bytes, JobContext& job,
               Dialect dialect = Dialect::Checkpoint);

} // namespace inspike::pickle
