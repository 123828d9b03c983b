// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/arguments.h"

#include "core/base/error.h"
#include "core/base/memory.h"

#include <CLI/App.hpp>
#include <CLI/Config.hpp>
#include <CLI/Formatter.hpp>

#include <algorithm>
#include <iostream>

namespace inspike {

namespace {

// CLI11's own words for the values ("TEXT REQUIRED", "...") say less than ours.
class HelpFormat : public CLI::Formatter
{
public:
    HelpFormat() { column_width(34); }

    std::string make_option_opts(const CLI::Option* option) const override
    {
        const std::string value = option->get_type_name();
        return value.empty() || option->get_items_expected_max() == 0 ? "" : " " + value;
    }
};

} // namespace

struct Arguments::Parser
{
    explicit Parser(const std::string& command, const std::string& summary)
        : name(command), app(summary, "inspike " + command)
    {
        app.formatter(std::make_shared<HelpFormat>());
        app.get_formatter()->label("REQUIRED", "");
        app.set_help_flag("-h,--help", "Show this text");
        app.add_option("--memory", memory,
                       "Memory for data, e.g. 4G; default: a quarter of the machine's")
            ->type_name("AMOUNT");
    }

    std::string name;
    CLI::App app;
    std::string memory; // of every command
};

Arguments::Arguments(const std::string& command, const std::string& summary)
    : m_parser(std::make_unique<Parser>(command, summary))
{}

Arguments::~Arguments() = default;

void Arguments::word(const std::string& name, std::string& target, const std::string& help)
{
    m_parser->app.add_option(name, target, help)->required()->type_name("");
}

void Arguments::optionalWord(const std::string& name, std::string& target, const std::string& help)
{
    m_parser->app.add_option(name, target, help)->type_name("");
}

void Arguments::words(const std::string& name, std::vector<std::string>& target, std::size_t least,
                      const std::string& help)
{
    CLI::Option* option = m_parser->app.add_option(name, target, help)->type_name("");
    option->expected(static_cast<int>(std::max<std::size_t>(least, 1)), 1 << 20);
    if (least > 0)
        option->required();
}

void Arguments::flag(const std::string& names, bool& target, const std::string& help)
{
    m_parser->app.add_flag(names, target, help);
}

void Arguments::text(const std::string& names, std::string& target, const std::string& value,
                     const std::string& help)
{
    m_parser->app.add_option(names, target, help)->type_name(value);
}

void Arguments::requiredText(const std::string& names, std::string& target,
                             const std::string& value, const std::string& help)
{
    m_parser->app.add_option(names, target, help)->type_name(value)->required();
}

void Arguments::choice(const std::string& names, std::string& target,
                       const std::vector<std::string>& choices, const std::string& help)
{
    std::string listed;
    for (const std::string& item : choices)
        listed += (listed.empty() ? "" : "|") + item;
    const auto check = [choices, listed](std::string& value) {
        const bool known = std::find(choices.begin(), choices.end(), value) != choices.end();
        return known ? std::string() : "must be one of " + listed + ", got '" + value + "'";
    };
    m_parser->app.add_option(names, target, help)
        ->check(CLI::Validator(check, ""))
        ->type_name(listed);
}

void Arguments::integer(const std::string& names, std::int64_t& target, std::int64_t least,
                        std::int64_t most, const std::string& help)
{
    const auto check = [least, most](std::string& value) {
        std::int64_t number = 0;
        if (!CLI::detail::lexical_cast(value, number))
            return "must be a whole number, got '" + value + "'";
        if (number < least || number > most)
            return "must be " + std::to_string(least) + "..." + std::to_string(most) + ", got " +
                   value;
        return std::string();
    };
    m_parser->app.add_option(names, target, help)->check(CLI::Validator(check, ""))->type_name("N");
}

void Arguments::repeated(const std::string& names, std::vector<std::string>& target,
                         const std::string& value, const std::string& help)
{
    m_parser->app.add_option(names, target, help)->type_name(value)->allow_extra_args(false);
}

void Arguments::list(const std::string& names, std::vector<std::string>& target,
                     const std::string& value, const std::string& help)
{
    m_parser->app.add_option(names, target, help)->type_name(value);
}

void Arguments::footer(const std::string& text)
{
    m_parser->app.footer(text);
}

bool Arguments::parse(std::span<const std::string> words)
{
    // CLI11 takes the words from the back.
    std::vector<std::string> reversed(words.rbegin(), words.rend());
    try {
        m_parser->app.parse(std::move(reversed));
    } catch (const CLI::CallForHelp&) {
        std::cout << m_parser->app.help();
        return false;
    } catch (const CLI::ParseError& error) {
        throw Error(ErrorKind::BadParameter,
                    std::string(error.what()) + "; see 'inspike " + m_parser->name + " --help'");
    }
    if (!m_parser->memory.empty())
        setMemoryBudget(bytesFromText(m_parser->memory));
    return true;
}

} // namespace inspike
