// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/command.h"

#include <algorithm>

// Every subcommand, in the order of --help: one file in commands/, one line here.
#define INSPIKE_COMMANDS(X)                                                                        \
    X(makeInfoCommand)                                                                             \
    X(makeRunCommand)                                                                              \
    X(makeRenderCommand)                                                                           \
    X(makeAnalyzeCommand)                                                                          \
    X(makeTrainCommand)                                                                            \
    X(makeConvertCommand)                                                                          \
    X(makeListCommand)                                                                             \
    X(makeBenchCommand)

namespace inspike {

#define INSPIKE_DECLARE(make) Command make();
INSPIKE_COMMANDS(INSPIKE_DECLARE)
#undef INSPIKE_DECLARE

std::span<const Command> commands()
{
#define INSPIKE_ROW(make) make(),
    static const std::vector<Command> kCommands = {INSPIKE_COMMANDS(INSPIKE_ROW)};
#undef INSPIKE_ROW
    return kCommands;
}

const Command* findCommand(std::string_view name)
{
    const auto all = commands();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const Command& command) { return command.name == name; });
    return found != all.end() ? &*found : nullptr;
}

std::string programHelp()
{
    std::string text =
        "Inspike opens spiking neural networks and recordings and shows what happens "
        "in them.\n\n"
        "Usage: inspike [FILE...] [--sample NAME] [--theme light|dark|system] "
        "[--lang en|ja] [--memory 4G]\n"
        "       inspike COMMAND ...\n\n"
        "Without a command the window opens with these files.\n\n"
        "Commands:\n";
    for (const Command& command : commands())
        text += "  " + command.name + std::string(12 - command.name.size(), ' ') + command.summary +
                "\n";
    text += "\nOptions:\n"
            "  --sample NAME         Open a shipped sample (see 'inspike list samples')\n"
            "  --theme THEME         light, dark or system\n"
            "  --lang LANGUAGE       en or ja; default: the system's\n"
            "  --memory AMOUNT       Memory for data, e.g. 4G; larger recordings stay on disk;\n"
            "                        default: a quarter of the machine's\n"
            "  -h, --help            Show this text\n"
            "  --version             Show the version\n\n"
            "'inspike COMMAND --help' explains a command.\n"
            "Exit codes: 0 done, 2 wrong usage, 3 input, 4 model, 5 cancelled, 70 internal.\n";
    return text;
}

} // namespace inspike
