// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The words after a command's name: what is accepted, where it goes, and the text of --help. CLI11
// does the work and stays in the .cpp. All targets keep their value when the word is not given.
// Every command takes --memory, which sets the memory budget.

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

namespace inspike {

class Arguments
{
public:
    // `summary` is the first line of --help.
    Arguments(const std::string& command, const std::string& summary);
    ~Arguments();
    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

    // Positional words; `target` must outlive parse().
    void word(const std::string& name, std::string& target, const std::string& help);
    void optionalWord(const std::string& name, std::string& target, const std::string& help);
    // `least` words or more.
    void words(const std::string& name, std::vector<std::string>& target, std::size_t least,
               const std::string& help);

    // Options; names as "-o,--output".
    void flag(const std::string& names, bool& target, const std::string& help);
    void text(const std::string& names, std::string& target, const std::string& value,
              const std::string& help);
    void requiredText(const std::string& names, std::string& target, const std::string& value,
                      const std::string& help);
    void choice(const std::string& names, std::string& target,
                const std::vector<std::string>& choices, const std::string& help);
    void integer(const std::string& names, std::int64_t& target, std::int64_t least,
                 std::int64_t most, const std::string& help);
    // May be given several times, one value each.
    void repeated(const std::string& names, std::vector<std::string>& target,
                  const std::string& value, const std::string& help);
    // One option followed by one or more values.
    void list(const std::string& names, std::vector<std::string>& target, const std::string& value,
              const std::string& help);
    // Paragraph under the options in --help.
    void footer(const std::string& text);

    // False when --help was asked for, which is then on stdout. Throws Error{BadParameter}.
    bool parse(std::span<const std::string> words);

private:
    struct Parser;
    std::unique_ptr<Parser> m_parser;
};

} // namespace inspike
