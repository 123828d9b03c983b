// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Turns SIGINT and SIGTERM into a stop request, so that a command ends in order. The second signal
// ends the process at once. Make one before any other thread starts: the signals are blocked in
// this thread and those it makes, and a thread of its own waits for them.

#include <atomic>
#include <csignal>
#include <stop_token>
#include <thread>

namespace inspike {

class InterruptWatch
{
public:
    InterruptWatch();
    ~InterruptWatch();
    InterruptWatch(const InterruptWatch&) = delete;
    InterruptWatch& operator=(const InterruptWatch&) = delete;

    std::stop_token token() const { return m_stop.get_token(); }

private:
    void wait();

    std::stop_source m_stop;
    std::atomic<bool> m_finished = false;
    sigset_t m_signals{};
    std::thread m_thread;
};

} // namespace inspike
