// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/job.h"

#include "core/base/error.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <mutex>
#include <unistd.h>

namespace inspike {

using Clock = std::chrono::steady_clock;
constexpr auto kReportInterval = std::chrono::milliseconds(50);

struct JobContext::Sink
{
    Report report;
    std::mutex mutex;
    double reached = 0.0;
    Clock::time_point last{};
};

JobContext::JobContext(std::stop_token stop, Report report) : m_stop(std::move(stop))
{
    if (report) {
        m_sink = std::make_shared<Sink>();
        m_sink->report = std::move(report);
    }
}

void JobContext::progress(double fraction, std::string_view message)
{
    if (!m_sink)
        return;
    const double whole = m_from + std::clamp(fraction, 0.0, 1.0) * (m_to - m_from);
    const std::scoped_lock lock(m_sink->mutex);
    const auto now = Clock::now();
    const bool finished = whole >= 1.0 && m_sink->reached < 1.0;
    if (!finished && now - m_sink->last < kReportInterval)
        return;
    m_sink->last = now;
    m_sink->reached = std::max(m_sink->reached, whole);
    m_sink->report(m_sink->reached, std::string(message));
}

void JobContext::checkpoint() const
{
    if (m_stop.stop_requested())
        throw Error(ErrorKind::Cancelled, "cancelled");
}

JobContext JobContext::part(double from, double to) const
{
    JobContext child = *this;
    child.m_from = m_from + from * (m_to - m_from);
    child.m_to = m_from + to * (m_to - m_from);
    return child;
}

JobContext nullJob()
{
    return {std::stop_token{}, nullptr};
}

JobContext consoleJob(std::stop_token stop)
{
    if (isatty(STDERR_FILENO) == 0)
        return {std::move(stop), nullptr};
    return {std::move(stop), [](double fraction, const std::string& message) {
                std::fprintf(stderr, "\r\033[K%3.0f %% %s%s", fraction * 100.0, message.c_str(),
                             fraction >= 1.0 ? "\r\033[K" : "");
                std::fflush(stderr);
            }};
}

} // namespace inspike
