// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// OpenBLAS, if LibTorch uses it, has its own threads, which wait for work by spinning: with the
// small matrices of a training step they took 40 % of the processor for nothing.

namespace inspike::nn {

// While it lives, matrix products of this process use one thread.
class OneBlasThread
{
public:
    OneBlasThread();
    OneBlasThread(const OneBlasThread&) = delete;
    OneBlasThread& operator=(const OneBlasThread&) = delete;
    ~OneBlasThread();

private:
    int m_before = 0; // 0 = nothing to put back
};

} // namespace inspike::nn
