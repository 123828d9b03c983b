// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include "core/base/error.h"

#include <cstdlib>
#include <pthread.h>

namespace inspike {

namespace {

// Libraries start threads before main() that do not block the signals. One that lands there is sent
// on to the waiting thread.
pthread_t g_waiting;

void sendOn(int signal)
{
    pthread_kill(g_waiting, signal);
}

} // namespace

InterruptWatch::InterruptWatch()
{
    sigemptyset(&m_signals);
    sigaddset(&m_signals, SIGINT);
    sigaddset(&m_signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
    m_thread = std::thread([this] { wait(); });
    g_waiting = m_thread.native_handle();
    struct sigaction action = {};
    action.sa_handler = &sendOn;
    action.sa_flags = SA_RESTART;
    action.sa_mask = m_signals;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

InterruptWatch::~InterruptWatch()
{
    std::signal(SIGINT, SIG_DFL);
    std::signal(SIGTERM, SIG_DFL);
    m_finished = true;
    pthread_kill(m_thread.native_handle(), SIGTERM);
    m_thread.join();
}

void InterruptWatch::wait()
{
    for (;;) {
        int signal = 0;
        if (sigwait(&m_signals, &signal) != 0 || m_finished)
            return;
        if (m_stop.stop_requested())
            std::_Exit(exitCodeOf(ErrorKind::Cancelled));
        m_stop.request_stop();
    }
}

} // namespace inspike
