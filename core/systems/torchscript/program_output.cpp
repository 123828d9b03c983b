// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/program_output.h"

#include <c10/util/Exception.h>
#include <torch/csrc/jit/runtime/print_handler.h>

#include <mutex>

namespace inspike::torchscript {

namespace {

constexpr std::size_t kMostLines = 10;
constexpr std::size_t kLongest = 200;

struct Kept
{
    std::mutex mutex;
    std::vector<std::string> lines;
};

Kept& kept()
{
    static Kept all;
    return all;
}

void keep(const std::string& text)
{
    const std::lock_guard lock(kept().mutex);
    if (kept().lines.size() >= kMostLines)
        return;
    std::string line = text.substr(0, kLongest);
    while (!line.empty() && line.back() == '\n')
        line.pop_back();
    for (char& letter : line)
        letter = letter == '\n' ? ' ' : letter;
    kept().lines.push_back(std::move(line));
}

class KeepingHandler : public c10::WarningHandler
{
public:
    void process(const c10::SourceLocation&, const std::string& text, bool) override { keep(text); }
};

KeepingHandler& handler()
{
    static KeepingHandler keeping;
    return keeping;
}

thread_local c10::WarningHandler* t_before = nullptr;

} // namespace

ProgramOutput::ProgramOutput()
{
    {
        const std::lock_guard lock(kept().mutex);
        kept().lines.clear();
    }
    torch::jit::setPrintHandler(&keep);
    t_before = c10::Warning::get_warning_handler();
    c10::Warning::set_warning_handler(&handler());
}

ProgramOutput::~ProgramOutput()
{
    c10::Warning::set_warning_handler(t_before);
    torch::jit::setPrintHandler(torch::jit::getDefaultPrintHandler());
}

std::vector<std::string> ProgramOutput::lines() const
{
    const std::lock_guard lock(kept().mutex);
    return kept().lines;
}

} // namespace inspike::torchscript
