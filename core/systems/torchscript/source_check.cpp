// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/systems/torchscript/program.h"
#include "core/systems/torchscript/source_lines.h"

#include <algorithm>
#include <caffe2/serialize/versions.h>
#include <charconv>
#include <set>

namespace inspike::torchscript {

namespace {

std::string textOf(const std::vector<std::byte>& bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

using Tokens = std::vector<Token>;

bool is(const Tokens& tokens, std::size_t at, std::string_view text)
{
    return at < tokens.size() && tokens[at].kind != Token::Kind::Text && tokens[at].text == text;
}

// Position of the first such sign outside brackets, from `from` on; the size if there is none.
std::size_t outside(const Tokens& tokens, std::string_view sign, std::size_t from = 0)
{
    int depth = 0;
    for (std::size_t i = from; i < tokens.size(); ++i) {
        if (depth == 0 && is(tokens, i, sign))
            return i;
        depth += is(tokens, i, "(") || is(tokens, i, "[") || is(tokens, i, "{") ? 1 : 0;
        depth -= is(tokens, i, ")") || is(tokens, i, "]") || is(tokens, i, "}") ? 1 : 0;
    }
    return tokens.size();
}

// Numbers, text, names of constants and types, lists of them, and a few calls that only say what
// type a number has.
bool isPlainValue(const Tokens& tokens, std::size_t from, std::size_t to)
{
    static const std::set<std::string, std::less<>> calls = {"float",   "int",    "bool",
                                                             "complex", "device", "annotate"};
    static const std::set<std::string, std::less<>> signs = {"(", ")", "[", "]", "{",
                                                             "}", ",", ":", ".", "-"};
    for (std::size_t i = from; i < to; ++i) {
        const Token& token = tokens[i];
        if (token.kind == Token::Kind::Sign && !signs.contains(token.text))
            return false;
        if (!is(tokens, i, "(") || i == from)
            continue;
        const Token& before = tokens[i - 1];
        const bool called = before.kind != Token::Kind::Sign || before.text == ")" ||
                            before.text == "]" || before.text == "}";
        if (called && (before.kind != Token::Kind::Name || !calls.contains(before.text)))
            return false;
    }
    return true;
}

// Defaults of arguments: def f(a: int=1, b: float=2.) -> ...
bool hasPlainDefaults(const Tokens& tokens)
{
    int depth = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
        depth += is(tokens, i, "(") || is(tokens, i, "[") ? 1 : 0;
        depth -= is(tokens, i, ")") || is(tokens, i, "]") ? 1 : 0;
        if (!is(tokens, i, "="))
            continue;
        if (depth != 1)
            return false;
        const std::size_t end = std::min(outside(tokens, ",", i + 1), outside(tokens, ")", i + 1));
        if (!isPlainValue(tokens, i + 1, end))
            return false;
    }
    return true;
}

// A statement of a class: "a : int", "b : Final[int] = 1", "__parameters__ = [...]".
bool isPlainMember(const Tokens& tokens, bool enumeration, bool named)
{
    static const std::set<std::string, std::less<>> known = {"__parameters__", "__buffers__",
                                                             "__annotations__", "__forward_hooks__",
                                                             "__forward_pre_hooks__"};
    const std::size_t equals = outside(tokens, "=");
    const std::size_t colon = outside(tokens, ":");
    if (tokens.empty() || tokens[0].kind != Token::Kind::Name)
        return false;
    if (equals == tokens.size())
        return isPlainValue(tokens, 0, tokens.size());
    if (colon < equals && !named && !(is(tokens, colon + 1, "Final") && is(tokens, colon + 2, "[")))
        return false;
    if (colon > equals && !enumeration && !known.contains(tokens[0].text))
        return false;
    return isPlainValue(tokens, 0, equals) && isPlainValue(tokens, equals + 1, tokens.size());
}

} // namespace

// LibTorch compiles and runs what gives constants of classes and defaults of arguments while it
// reads the code: only values may stand there.
void checkSource(const std::string& name, const std::string& code)
{
    struct Header
    {
        std::size_t indent;
        bool isClass;
        Tokens tokens;
    };
    std::vector<Header> headers;
    for (const SourceLine& line : linesOf(name, code)) {
        while (!headers.empty() && headers.back().indent >= line.indent)
            headers.pop_back();
        const Tokens& tokens = line.tokens;
        const bool defines = is(tokens, 0, "def");
        const bool isClass = is(tokens, 0, "class");
        const bool inClass = !headers.empty() && headers.back().isClass;
        const auto has = [&](std::string_view base) {
            return outside(headers.back().tokens, ":") > 3 &&
                   is(headers.back().tokens, headers.back().tokens.size() - 3, base);
        };
        const bool plain = defines   ? hasPlainDefaults(tokens)
                           : inClass ? isPlainMember(tokens, has("Enum"), has("NamedTuple"))
                                     : true;
        if (!plain)
            throw Error(ErrorKind::Unsupported,
                        "the archive would have code executed while it is opened, which Inspike "
                        "does not do (" +
                            name + ", line " + std::to_string(line.number) + ")");
        if (is(tokens, tokens.size() - 1, ":"))
            headers.push_back({line.indent, isClass, tokens});
    }
}

std::int64_t checkedVersion(const TorchArchive& archive, JobContext& job)
{
    constexpr std::uint64_t kLongest = 32;
    const char* entry = archive.sizeOf(".data/version") ? ".data/version" : "version";
    const std::string text = textOf(archive.read(entry, kLongest, job));
    std::int64_t version = 0;
    const auto parsed = std::from_chars(text.data(), text.data() + text.size(), version);
    if (parsed.ec != std::errc())
        throw Error(ErrorKind::BadFormat, "the archive's version is no number");
    constexpr auto kLeast =
        static_cast<std::int64_t>(caffe2::serialize::kMinSupportedFileFormatVersion);
    constexpr auto kMost =
        static_cast<std::int64_t>(caffe2::serialize::kMaxSupportedFileFormatVersion);
    if (version < kLeast || version > kMost)
        throw Error(ErrorKind::Unsupported,
                    "this TorchScript file has archive version " + std::to_string(version) +
                        ", and the LibTorch in use reads versions " + std::to_string(kLeast) +
                        " to " + std::to_string(kMost) +
                        "; script or trace the network again with PyTorch 1.13 and "
                        "torch.jit.save it there, or record a run of it in Python with "
                        "inspike_export.py");
    if (archive.sizeOf("model.json"))
        throw Error(ErrorKind::Unsupported,
                    "this TorchScript file was written before PyTorch 1.2; load it with a later "
                    "PyTorch and save it again: torch.jit.save(torch.jit.load(path), new_path)");
    return version;
}

} // namespace inspike::torchscript
