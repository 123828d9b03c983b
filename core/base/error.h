// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The one error type of core. Thrown where the fault is found, given context on the way up, and
// handled exactly once: at the job boundary, in the command line's main or at the window's top
// level.

#include <exception>
#include <string>
#include <utility>
#include <vector>

namespace inspike {

enum class ErrorKind {
    NotFound,     // a file, group, stream or registered name does not exist
    BadFormat,    // the bytes are damaged or not what the format says
    Unsupported,  // well-formed, but not something this program reads
    BadShape,     // tensors do not fit each other or the model
    BadModel,     // unknown system, missing parameters, does not fit the recording
    BadParameter, // a setting is unknown, malformed or out of range
    BadOutput,    // the output cannot be written or must not be replaced
    OutOfMemory,
    Cancelled,
    Internal
};

class Error : public std::exception
{
public:
    Error(ErrorKind kind, std::string message);

    ErrorKind kind() const noexcept { return m_kind; }
    const std::string& message() const noexcept { return m_message; }
    // Outermost context first, e.g. {"opening spikes.h5", "reading /spikes/units"}.
    const std::vector<std::string>& trail() const noexcept { return m_trail; }
    // One line: the message followed by the trail in brackets.
    const char* what() const noexcept override { return m_what.c_str(); }

    void addContext(std::string context);

private:
    void compose();

    ErrorKind m_kind;
    std::string m_message;
    std::vector<std::string> m_trail;
    std::string m_what;
};

// Exit code of the command line for an error: 2 usage, 3 input, 4 model, 5 cancelled, 70 internal.
int exitCodeOf(ErrorKind kind) noexcept;

// Runs `body`; an Error that escapes gets `context` put in front of its trail.
template <typename Body>
auto withContext(std::string context, Body&& body) -> decltype(std::forward<Body>(body)())
{
    try {
        return std::forward<Body>(body)();
    } catch (Error& error) {
        error.addContext(std::move(context));
        throw;
    }
}

} // namespace inspike
