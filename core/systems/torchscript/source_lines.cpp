// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/torchscript/source_lines.h"

#include "core/base/error.h"

#include <cctype>

namespace inspike::torchscript {

namespace {

constexpr int kMaxBrackets = 400;
constexpr std::size_t kMaxIndent = 400;
constexpr std::size_t kMaxOperand = 5'000; // tokens between two commas of a statement

bool startsName(char letter)
{
    return std::isalpha(static_cast<unsigned char>(letter)) != 0 || letter == '_';
}

bool isDigit(char letter)
{
    return std::isdigit(static_cast<unsigned char>(letter)) != 0;
}

class Lexer
{
public:
    Lexer(const std::string& name, const std::string& code) : m_name(name), m_code(code) {}

    std::vector<SourceLine> run()
    {
        startLine();
        while (m_at < m_code.size())
            step();
        endLine();
        return std::move(m_lines);
    }

private:
    [[noreturn]] void refuse(const std::string& what) const
    {
        throw Error(ErrorKind::Unsupported, "the code of the archive " + what + " (" + m_name +
                                                ", line " + std::to_string(m_number) + ")");
    }

    char at(std::size_t ahead = 0) const
    {
        return m_at + ahead < m_code.size() ? m_code[m_at + ahead] : '\0';
    }

    void startLine()
    {
        m_line = {};
        m_line.number = m_number;
        m_operand = 0;
        while (at() == ' ' || at() == '\t') {
            ++m_at;
            ++m_line.indent;
        }
        if (m_line.indent > kMaxIndent)
            refuse("is nested too deeply");
    }

    void endLine()
    {
        if (!m_line.tokens.empty())
            m_lines.push_back(std::move(m_line));
    }

    void add(Token::Kind kind, std::string text)
    {
        m_operand = text == "," ? 0 : m_operand + 1;
        if (m_operand > kMaxOperand)
            refuse("is nested too deeply");
        m_line.tokens.push_back({kind, std::move(text)});
    }

    void step()
    {
        const char letter = at();
        if (letter == '\n') {
            ++m_at;
            ++m_number;
            if (m_brackets == 0) {
                endLine();
                startLine();
            }
        } else if (letter == ' ' || letter == '\t' || letter == '\r') {
            ++m_at;
        } else if (letter == '#') {
            while (m_at < m_code.size() && at() != '\n')
                ++m_at;
        } else if (letter == '"' || letter == '\'') {
            text(letter);
        } else if (startsName(letter) || isDigit(letter)) {
            const std::size_t from = m_at;
            const bool number = isDigit(letter);
            while (
                startsName(at()) || isDigit(at()) ||
                (number && (at() == '.' || ((at() == '-' || at() == '+') &&
                                            (m_code[m_at - 1] == 'e' || m_code[m_at - 1] == 'E')))))
                ++m_at;
            add(number ? Token::Kind::Number : Token::Kind::Name, m_code.substr(from, m_at - from));
        } else {
            sign(letter);
        }
    }

    void sign(char letter)
    {
        if (letter == '\\' || letter == ';' || letter == '\0')
            refuse("has a sign that TorchScript does not write");
        m_brackets += letter == '(' || letter == '[' || letter == '{' ? 1 : 0;
        m_brackets -= letter == ')' || letter == ']' || letter == '}' ? 1 : 0;
        if (m_brackets > kMaxBrackets)
            refuse("is nested too deeply");
        if (m_brackets < 0)
            refuse("closes a bracket that is not open");
        add(Token::Kind::Sign, std::string(1, letter));
        ++m_at;
    }

    void text(char quote)
    {
        if (at(1) == quote && at(2) == quote)
            refuse("has text over several lines, which TorchScript does not write");
        ++m_at;
        while (m_at < m_code.size() && at() != quote) {
            if (at() == '\n')
                refuse("has text that does not end");
            m_at += at() == '\\' ? 2 : 1;
        }
        if (m_at >= m_code.size())
            refuse("has text that does not end");
        ++m_at;
        add(Token::Kind::Text, {});
    }

    const std::string& m_name;
    const std::string& m_code;
    std::size_t m_at = 0;
    std::size_t m_number = 1;
    int m_brackets = 0;
    std::size_t m_operand = 0;
    SourceLine m_line;
    std::vector<SourceLine> m_lines;
};

} // namespace

std::vector<SourceLine> linesOf(const std::string& name, const std::string& code)
{
    return Lexer(name, code).run();
}

} // namespace inspike::torchscript
