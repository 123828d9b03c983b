// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What LibTorch's compiler and interpreter throw, as one Error with one line.

#include "core/base/error.h"
#include "core/base/job.h"

#include <exception>
#include <string>
#include <utility>

namespace inspike::torchscript {

// `doing` is "reading the program" or "running the program".
[[noreturn]] void throwTranslated(const std::exception& error, const std::string& doing);

// Runs `body`; an Error goes through, except that everything is Error{Cancelled} once the job is to
// stop.
template <typename Body>
auto translated(const std::string& doing, JobContext& job, Body&& body)
    -> decltype(std::forward<Body>(body)())
{
    try {
        return std::forward<Body>(body)();
    } catch (const Error&) {
        throw;
    } catch (const std::exception& error) {
        job.checkpoint();
        throwTranslated(error, doing);
    }
}

} // namespace inspike::torchscript
