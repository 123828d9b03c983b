// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/interrupt.h"

#include "core/base/error.h"

#include <cstdlib>
#include <pthread.h>

namespace inspike {

InterruptWatch::InterruptWatch()
{
    sigemptyset(&m_signals);
    sigaddset(&m_signals, SIGINT);
    sigaddset(&m_signals, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &m_signals, nullptr);
    m_thread = std::thread([this] { wait(); });
}

InterruptWatch::~InterruptWatch()
{
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
