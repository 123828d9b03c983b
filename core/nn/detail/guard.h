// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Around every use of LibTorch: its exceptions become Error, and its number of threads is set.

#include "core/base/error.h"

#include <ATen/Parallel.h>
#include <c10/util/Exception.h>

#include <new>
#include <string>
#include <utility>

namespace inspike::nn {

// Runs `body`; throws Error{OutOfMemory} or Error{Internal} for what LibTorch throws.
template <typename Body>
auto guarded(Body&& body) -> decltype(std::forward<Body>(body)())
{
    try {
        return std::forward<Body>(body)();
    } catch (const c10::Error& error) {
        std::string message = error.what_without_backtrace();
        message = message.substr(0, message.find('\n'));
        const bool memory = message.find("alloc") != std::string::npos;
        throw Error(memory ? ErrorKind::OutOfMemory : ErrorKind::Internal, "LibTorch: " + message);
    } catch (const std::bad_alloc&) {
        throw Error(ErrorKind::OutOfMemory, "not enough memory for the tensors of this run");
    }
}

// Threads inside one operation; 0 leaves what the process has set.
inline void useThreads(int threads)
{
    if (threads > 0 && at::get_num_threads() != threads)
        at::set_num_threads(threads);
}

// The number of threads is at the end as it was at first, e.g. of a benchmark.
class KeptThreads
{
public:
    KeptThreads() = default;
    KeptThreads(const KeptThreads&) = delete;
    KeptThreads& operator=(const KeptThreads&) = delete;
    ~KeptThreads() { useThreads(m_threads); }

private:
    int m_threads = at::get_num_threads();
};

} // namespace inspike::nn
