// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/script_error.h"

#include <c10/util/Exception.h>

#include <algorithm>
#include <new>
#include <regex>
#include <stdexcept>

namespace inspike::torchscript {

namespace {

std::string textOf(const std::exception& error)
{
    if (const auto* torch = dynamic_cast<const c10::Error*>(&error))
        return torch->what_without_backtrace();
    return error.what();
}

bool isRuler(const std::string& line)
{
    return line.find_first_not_of(" ~.<-") == std::string::npos;
}

// LibTorch's messages are many lines with excerpts of the code; the one that says what is wrong is
// the last of Python's kind ("RuntimeError: ..."), else the first.
std::string firstLine(const std::string& text)
{
    std::string first;
    std::string raised;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        std::string line = text.substr(at, end - at);
        at = end + 1;
        if (isRuler(line) || line.starts_with("Traceback") || line.starts_with("  File") ||
            line.starts_with("The following operation failed"))
            continue;
        static const std::regex python("^[A-Za-z_.]*(Error|Exception): (.+)$");
        std::smatch found;
        if (std::regex_match(line, found, python))
            raised = found[2].str();
        if (first.empty() && line.front() != ' ')
            first = line;
    }
    const std::string chosen = raised.empty() ? first : raised;
    return chosen.empty() ? "it failed without a message" : chosen.substr(0, 400);
}

// "code/__torch__.py, line 12"; empty when the message does not say.
std::string placeIn(const std::string& text)
{
    static const std::regex place("File \"([^\"]+)\", line ([0-9]+)");
    std::smatch found;
    return std::regex_search(text, found, place) ? found[1].str() + ", line " + found[2].str()
                                                 : std::string();
}

} // namespace

void throwTranslated(const std::exception& error, const std::string& doing)
{
    const std::string text = textOf(error);
    if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr ||
        dynamic_cast<const std::length_error*>(&error) != nullptr ||
        text.find("can't allocate memory") != std::string::npos ||
        text.find("alloc_cpu") != std::string::npos)
        throw Error(ErrorKind::OutOfMemory, "not enough memory for " + doing);
    static const std::regex unknown("(Unknown builtin op|Could not find operator|Unknown builtin "
                                    "operator):? *([A-Za-z0-9_:.]+)");
    std::smatch found;
    const std::string place = placeIn(text);
    const std::string where = place.empty() ? std::string() : " (" + place + ")";
    if (std::regex_search(text, found, unknown)) {
        std::string op = found[2].str();
        while (op.ends_with('.'))
            op.pop_back();
        throw Error(ErrorKind::Unsupported,
                    "the program needs the operator '" + op +
                        "', which the LibTorch in use does not have" + where +
                        "; script or trace the network again with PyTorch 1.13, or record a run of "
                        "it in Python with inspike_export.py");
    }
    const bool reading = doing.starts_with("reading");
    throw Error(reading ? ErrorKind::BadFormat : ErrorKind::BadModel,
                (reading ? "the program cannot be read: " : "the program failed: ") +
                    firstLine(text) + where);
}

} // namespace inspike::torchscript
