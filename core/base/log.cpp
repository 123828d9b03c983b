// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/log.h"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <mutex>

namespace inspike {

namespace {

struct LogState
{
    std::mutex mutex;
    std::function<void(LogLevel, const std::string&)> receiver;
    std::shared_ptr<spdlog::logger> logger = [] {
        auto logger = spdlog::stderr_logger_mt("inspike");
        logger->set_pattern("inspike: %l: %v");
        logger->set_level(spdlog::level::warn);
        return logger;
    }();
};

LogState& state()
{
    static LogState instance;
    return instance;
}

spdlog::level::level_enum foreignLevel(LogLevel level)
{
    switch (level) {
    case LogLevel::Debug:
        return spdlog::level::debug;
    case LogLevel::Info:
        return spdlog::level::info;
    case LogLevel::Warning:
        break;
    }
    return spdlog::level::warn;
}

} // namespace

void logMessage(LogLevel level, std::string_view message)
{
    LogState& log = state();
    log.logger->log(foreignLevel(level), message);
    const std::scoped_lock lock(log.mutex);
    if (log.receiver)
        log.receiver(level, std::string(message));
}

void setLogLevel(LogLevel level)
{
    state().logger->set_level(foreignLevel(level));
}

void setLogReceiver(std::function<void(LogLevel, const std::string&)> receiver)
{
    const std::scoped_lock lock(state().mutex);
    state().receiver = std::move(receiver);
}

} // namespace inspike
