// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/deep_stack.h"

#include "core/base/error.h"

#include <exception>
#include <pthread.h>

namespace inspike::torchscript {

namespace {

constexpr std::size_t kStack = std::size_t{1} << 30U; // reserved; only what is touched is used

struct Work
{
    const std::function<void()>& body;
    std::exception_ptr thrown = nullptr;
};

void* runWork(void* argument)
{
    auto* work = static_cast<Work*>(argument);
    try {
        work->body();
    } catch (...) {
        work->thrown = std::current_exception();
    }
    return nullptr;
}

} // namespace

void onDeepStack(const std::function<void()>& body)
{
    Work work{body};
    pthread_attr_t attributes;
    pthread_t thread{};
    pthread_attr_init(&attributes);
    const bool started = pthread_attr_setstacksize(&attributes, kStack) == 0 &&
                         pthread_create(&thread, &attributes, &runWork, &work) == 0;
    pthread_attr_destroy(&attributes);
    if (!started)
        throw Error(ErrorKind::OutOfMemory, "no thread for the program could be started");
    pthread_join(thread, nullptr);
    if (work.thrown)
        std::rethrow_exception(work.thrown);
}

} // namespace inspike::torchscript
