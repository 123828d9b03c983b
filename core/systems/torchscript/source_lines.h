// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The code of an archive as lines of tokens, as far as it takes to see what LibTorch would evaluate
// while it only reads the code.

#include <cstddef>
#include <string>
#include <vector>

namespace inspike::torchscript {

struct Token
{
    enum class Kind { Name, Number, Text, Sign };
    Kind kind = Kind::Sign;
    std::string text; // of a Text: empty
};

// What stands between two line breaks that are in no bracket.
struct SourceLine
{
    std::size_t indent = 0;
    std::size_t number = 1; // of the first line of the file that it covers
    std::vector<Token> tokens;
};

// Throws Error{Unsupported} for what the printer of TorchScript never writes and a lexer might read
// otherwise (text over several lines, line continuations), and for code that is nested so deeply
// that a recursive parser could not read it.
std::vector<SourceLine> linesOf(const std::string& name, const std::string& code);

} // namespace inspike::torchscript
