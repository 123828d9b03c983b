// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Independent pieces of work on several threads.

#include <cstddef>
#include <functional>

namespace inspike {

// Number of threads for a request: itself when positive, else one per processor.
int threadCount(int requested);

// Calls work(0) ... work(count - 1), each once, in any order; returns when all are done. The first
// exception stops the handing out of further pieces and is thrown again here.
void parallelPieces(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

} // namespace inspike
