// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/error.h"
#include "core/systems/torchscript/program.h"

#include <caffe2/serialize/versions.h>
#include <charconv>

namespace inspike::torchscript {

namespace {

constexpr int kMaxBrackets = 400;
constexpr std::size_t kMaxIndent = 400;
constexpr std::size_t kMaxOperand = 20'000; // letters between two commas of a statement

std::string textOf(const std::vector<std::byte>& bytes)
{
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Walks over code and leaves out what strings hold.
class CodeLetters
{
public:
    explicit CodeLetters(const std::string& code) : m_code(code) {}

    bool next(char& letter)
    {
        while (m_at < m_code.size()) {
            const char found = m_code[m_at++];
            if (m_quote != 0) {
                if (found == '\\')
                    ++m_at;
                else if (found == m_quote)
                    m_quote = 0;
                continue;
            }
            if (found == '"' || found == '\'')
                m_quote = found;
            letter = found;
            return true;
        }
        return false;
    }

private:
    const std::string& m_code;
    std::size_t m_at = 0;
    char m_quote = 0;
};

} // namespace

void checkNesting(const std::string& name, const std::string& code)
{
    int brackets = 0;
    std::size_t operand = 0;
    std::size_t indent = 0;
    bool atStart = true;
    CodeLetters letters(code);
    for (char letter = 0; letters.next(letter);) {
        if (letter == '\n') {
            atStart = true;
            indent = 0;
            operand = brackets > 0 ? operand : 0;
            continue;
        }
        if (atStart && letter == ' ')
            ++indent;
        else
            atStart = false;
        brackets += letter == '(' || letter == '[' || letter == '{' ? 1 : 0;
        brackets -= letter == ')' || letter == ']' || letter == '}' ? 1 : 0;
        operand = letter == ',' ? 0 : operand + 1;
        if (brackets > kMaxBrackets || indent > kMaxIndent || operand > kMaxOperand)
            throw Error(ErrorKind::Unsupported,
                        "the code of the archive is nested too deeply (" + name + ")");
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
