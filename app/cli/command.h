// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// A subcommand of the program. One .cpp per command in commands/, one function make...Command(),
// one line in command_registry.cpp. A command writes results to stdout and nothing else there; it
// returns 0 or throws Error, which main turns into one line on stderr and an exit code.

#include <span>
#include <stop_token>
#include <string>
#include <vector>

namespace inspike {

struct CommandCall
{
    std::vector<std::string> words; // after the command's name
    std::stop_token stop;           // requested by SIGINT and SIGTERM
};

struct Command
{
    std::string name;
    std::string summary; // one line for --help
    int (*run)(const CommandCall& call);
};

std::span<const Command> commands();
// nullptr if there is none.
const Command* findCommand(std::string_view name);

// Text of `inspike --help`.
std::string programHelp();

} // namespace inspike
