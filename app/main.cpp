// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// One executable: with a command's name it is that command, otherwise it is the window. Errors end
// here, as one line on stderr and an exit code.

#include "app/application.h"
#include "app/cli/command.h"
#include "app/cli/interrupt.h"
#include "core/base/error.h"

#include <algorithm>
#include <iostream>
#include <new>

namespace {

using namespace inspike;

int start(int& argc, char** argv)
{
    const std::vector<std::string> words(argv + std::min(argc, 1), argv + argc);
    const std::string first = words.empty() ? "" : words.front();
    if (first == "--help" || first == "-h") {
        std::cout << programHelp();
        return 0;
    }
    if (first == "--version") {
        std::cout << "inspike " INSPIKE_VERSION "\n";
        return 0;
    }
    const Command* command = findCommand(first);
    if (command == nullptr)
        return runWindow(argc, argv, words);
    const InterruptWatch interrupt;
    const int code = command->run({{words.begin() + 1, words.end()}, interrupt.token()});
    if (!std::cout.flush())
        throw Error(ErrorKind::BadOutput, "cannot write to stdout");
    return code;
}

int complain(const char* what, int code)
{
    std::cerr << "inspike: " << what << std::endl;
    return code;
}

} // namespace

int main(int argc, char** argv)
{
    try {
        return start(argc, argv);
    } catch (const Error& error) {
        return complain(error.what(), exitCodeOf(error.kind()));
    } catch (const std::bad_alloc&) {
        return complain("not enough memory", exitCodeOf(ErrorKind::OutOfMemory));
    } catch (const std::exception& error) {
        const std::string what = error.what();
        const std::string line = what.substr(0, what.find('\n'));
        return complain(("internal error: " + line).c_str(), exitCodeOf(ErrorKind::Internal));
    }
}
