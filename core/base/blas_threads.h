// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// OpenBLAS, if it is what computes matrix products here, has its own threads, which wait for work
// by spinning: with the small matrices of a training step they took 40 % of the processor for
// nothing.

namespace inspike {

// While it lives, matrix products of this process use the thread that calls them, so that a caller
// can share pieces of work among threads itself and get the same bits whatever their number.
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

} // namespace inspike
