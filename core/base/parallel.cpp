// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/parallel.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace inspike {

int threadCount(int requested)
{
    if (requested > 0)
        return requested;
    return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

void parallelPieces(std::size_t count, int threads, const std::function<void(std::size_t)>& work)
{
    std::atomic<std::size_t> next = 0;
    std::mutex guard;
    std::exception_ptr failure;
    const auto loop = [&] {
        for (std::size_t piece = next++; piece < count; piece = next++) {
            try {
                work(piece);
            } catch (...) {
                next = count;
                const std::lock_guard lock(guard);
                if (!failure)
                    failure = std::current_exception();
                return;
            }
        }
    };
    {
        const std::size_t helpers = std::min(count, static_cast<std::size_t>(threadCount(threads)));
        std::vector<std::jthread> pool;
        for (std::size_t i = 1; i < helpers; ++i)
            pool.emplace_back(loop);
        loop();
    }
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace inspike
