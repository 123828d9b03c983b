// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/blas_threads.h"

#include <dlfcn.h>

namespace inspike {

namespace {

// Debian's alternatives decide at run time which BLAS there is, so its functions are looked up.
template <typename Function>
Function* blasFunction(const char* name)
{
    return reinterpret_cast<Function*>(::dlsym(RTLD_DEFAULT, name));
}

void setBlasThreads(int threads)
{
    if (auto* set = blasFunction<void(int)>("openblas_set_num_threads"))
        set(threads);
}

} // namespace

OneBlasThread::OneBlasThread()
{
    if (auto* count = blasFunction<int()>("openblas_get_num_threads"))
        m_before = count();
    if (m_before > 1)
        setBlasThreads(1);
}

OneBlasThread::~OneBlasThread()
{
    if (m_before > 1)
        setBlasThreads(m_before);
}

} // namespace inspike
