// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Messages for people who look for the cause of something: written to stderr and to the log panel.
// Never for errors (those are thrown) and never for results (those go to stdout).

#include <functional>
#include <string>
#include <string_view>

namespace inspike {

enum class LogLevel { Debug, Info, Warning };

void logMessage(LogLevel level, std::string_view message);
// Least level that is written; Warning by default.
void setLogLevel(LogLevel level);
// One further receiver (the log panel); called from any thread. An empty function removes it.
void setLogReceiver(std::function<void(LogLevel, const std::string&)> receiver);

} // namespace inspike
