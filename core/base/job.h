// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Progress and cancellation of anything that takes longer than a moment. A JobContext& is the last
// parameter of every such function: the window runs it on a pool thread, the command line inline,
// a test with NullJob. Cancellation is cooperative: call checkpoint() at least every 50 ms of work.

#include <atomic>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>

namespace inspike {

class JobContext
{
public:
    // `report(fraction, message)` is called from the working thread, at most every 50 ms and always
    // for fraction 1; it may be empty. Fractions never go backwards.
    using Report = std::function<void(double fraction, const std::string& message)>;

    JobContext(std::stop_token stop, Report report);

    // Says how far the work is, 0...1, and what it is doing. Cheap enough for inner loops.
    void progress(double fraction, std::string_view message = {});
    // Throws Error{Cancelled} once a stop was requested.
    void checkpoint() const;
    bool stopRequested() const noexcept { return m_stop.stop_requested(); }
    const std::stop_token& stopToken() const noexcept { return m_stop; }

    // A context whose 0...1 is [from, to] of this one; for handing to a sub-task.
    JobContext part(double from, double to) const;

private:
    struct Sink;
    std::stop_token m_stop;
    std::shared_ptr<Sink> m_sink;
    double m_from = 0.0;
    double m_to = 1.0;
};

// A context that reports nothing and is never cancelled.
JobContext nullJob();

// Progress as one line on stderr that rewrites itself, only if stderr is a terminal. `stop` comes
// from the caller, who may connect it to SIGINT.
JobContext consoleJob(std::stop_token stop);

} // namespace inspike
