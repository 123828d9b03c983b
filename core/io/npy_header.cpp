// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/npy_header.h"

#include "core/base/error.h"

#include <array>
#include <charconv>
#include <optional>
#include <string_view>

namespace inspike {

namespace {

constexpr std::string_view kMagic = "\x93NUMPY";
constexpr std::size_t kMostHeader = std::size_t{1} << 16U;
constexpr std::size_t kMostRowBytes = std::size_t{1} << 16U;
constexpr std::size_t kMostItems = 64; // fields or dimensions

[[noreturn]] void refuse(const std::string& what)
{
    throw Error(ErrorKind::BadFormat, "not a NumPy header: " + what);
}

struct TypeName
{
    std::string_view code;
    DType dtype;
};

constexpr std::array<TypeName, 14> kTypes = {{{"b1", DType::Bool},
                                              {"u1", DType::UInt8},
                                              {"i1", DType::Int8},
                                              {"u2", DType::UInt16},
                                              {"i2", DType::Int16},
                                              {"u4", DType::UInt32},
                                              {"i4", DType::Int32},
                                              {"u8", DType::UInt64},
                                              {"i8", DType::Int64},
                                              {"f2", DType::Float16},
                                              {"f4", DType::Float32},
                                              {"f8", DType::Float64},
                                              {"c8", DType::Complex64},
                                              {"c16", DType::Complex128}}};

// "<f8"
NpyField typeFrom(std::string_view code)
{
    NpyField field;
    const std::string_view whole = code;
    if (!code.empty() && std::string_view("<>|=").find(code.front()) != std::string_view::npos) {
        field.swapped = code.front() == '>';
        code.remove_prefix(1);
    }
    for (const TypeName& type : kTypes) {
        if (type.code == code) {
            field.dtype = type.dtype;
            field.swapped = field.swapped && sizeOf(type.dtype) > 1;
            return field;
        }
    }
    if (code.starts_with('O'))
        throw Error(ErrorKind::Unsupported,
                    "an array of Python objects, which are never loaded: they could run code");
    throw Error(ErrorKind::Unsupported,
                "NumPy elements of type '" + std::string(whole.substr(0, 40)) + "'");
}

// The few Python literals of a header.
class Literals
{
public:
    explicit Literals(std::string_view text) : m_rest(text) {}

    bool take(char token)
    {
        skipBlanks();
        if (m_rest.empty() || m_rest.front() != token)
            return false;
        m_rest.remove_prefix(1);
        return true;
    }
    void need(char token)
    {
        if (!take(token))
            refuse(std::string("'") + token + "' is missing");
    }
    bool atText()
    {
        skipBlanks();
        return !m_rest.empty() && (m_rest.front() == '\'' || m_rest.front() == '"');
    }
    std::string text()
    {
        if (!atText())
            refuse("a text is missing");
        const std::size_t end = m_rest.find(m_rest.front(), 1);
        if (end == std::string_view::npos)
            refuse("a text does not end");
        const std::string value(m_rest.substr(1, end - 1));
        if (value.find('\\') != std::string::npos)
            refuse("a text holds escapes");
        m_rest.remove_prefix(end + 1);
        return value;
    }
    bool truth()
    {
        skipBlanks();
        for (const auto& [name, value] :
             {std::pair<std::string_view, bool>{"True", true}, {"False", false}}) {
            if (m_rest.starts_with(name)) {
                m_rest.remove_prefix(name.size());
                return value;
            }
        }
        refuse("True or False is missing");
    }
    std::size_t number()
    {
        skipBlanks();
        std::size_t value = 0;
        const auto [end, failed] =
            std::from_chars(m_rest.data(), m_rest.data() + m_rest.size(), value);
        if (failed != std::errc())
            refuse("a size is missing");
        m_rest.remove_prefix(static_cast<std::size_t>(end - m_rest.data()));
        take('L'); // Python 2
        return value;
    }
    std::vector<std::size_t> sizes()
    {
        std::vector<std::size_t> values;
        need('(');
        while (!take(')')) {
            if (values.size() == kMostItems)
                refuse("too many dimensions");
            values.push_back(number());
            if (!take(',')) {
                need(')');
                break;
            }
        }
        return values;
    }

private:
    void skipBlanks()
    {
        const std::size_t first = m_rest.find_first_not_of(" \t\r\n");
        m_rest.remove_prefix(first == std::string_view::npos ? m_rest.size() : first);
    }

    std::string_view m_rest;
};

// '<f8', or [('t', '<i8'), ('x', '<u2')]
void parseType(Literals& literals, NpyHeader& header)
{
    if (literals.atText()) {
        header.fields = {typeFrom(literals.text())};
        header.rowBytes = sizeOf(header.fields.front().dtype);
        return;
    }
    literals.need('[');
    while (!literals.take(']')) {
        literals.need('(');
        const std::string name = literals.text();
        literals.need(',');
        if (!literals.atText())
            throw Error(ErrorKind::Unsupported, "NumPy fields within fields");
        const std::string code = literals.text();
        // Room between fields has no name.
        std::size_t skipped = 0;
        if (name.empty() && code.starts_with("|V")) {
            Literals size(std::string_view(code).substr(2));
            skipped = size.number();
        } else {
            NpyField field = typeFrom(code);
            field.name = name.empty() ? "f" + std::to_string(header.fields.size()) : name;
            field.offset = header.rowBytes;
            skipped = sizeOf(field.dtype);
            header.fields.push_back(std::move(field));
        }
        if (skipped > kMostRowBytes || header.fields.size() > kMostItems)
            refuse("too many fields");
        header.rowBytes += skipped;
        if (literals.take(','))
            throw Error(ErrorKind::Unsupported, "NumPy fields that are arrays");
        literals.need(')');
        if (!literals.take(',')) {
            literals.need(']');
            break;
        }
    }
    if (header.fields.empty() || header.rowBytes > kMostRowBytes)
        refuse("no usable fields");
}

void parseDictionary(std::string_view text, NpyHeader& header)
{
    Literals literals(text);
    bool hasType = false;
    bool hasOrder = false;
    bool hasShape = false;
    literals.need('{');
    while (!literals.take('}')) {
        const std::string key = literals.text();
        literals.need(':');
        if (key == "descr" && !hasType) {
            parseType(literals, header);
            hasType = true;
        } else if (key == "fortran_order" && !hasOrder) {
            header.columnMajor = literals.truth();
            hasOrder = true;
        } else if (key == "shape" && !hasShape) {
            header.shape = literals.sizes();
            hasShape = true;
        } else {
            refuse("the entry '" + key.substr(0, 40) + "'");
        }
        if (!literals.take(',')) {
            literals.need('}');
            break;
        }
    }
    if (!hasType || !hasOrder || !hasShape)
        refuse("an entry is missing");
}

} // namespace

NpyHeader parseNpyHeader(std::span<const std::byte> file)
{
    const std::string_view text(reinterpret_cast<const char*>(file.data()), file.size());
    if (!text.starts_with(kMagic) || text.size() < 12)
        refuse("the signature is missing");
    const auto byteAt = [&file](std::size_t at) {
        return std::to_integer<std::size_t>(file[at]);
    };
    const std::size_t version = byteAt(6);
    if (version < 1 || version > 3)
        throw Error(ErrorKind::Unsupported,
                    "version " + std::to_string(version) + " of the NumPy format");
    std::size_t length = byteAt(8) | byteAt(9) << 8U;
    if (version > 1)
        length |= byteAt(10) << 16U | byteAt(11) << 24U;
    NpyHeader header;
    const std::size_t begin = version > 1 ? 12 : 10;
    if (length > kMostHeader || length > text.size() - begin)
        refuse("it is longer than the file");
    header.dataOffset = begin + length;
    parseDictionary(text.substr(begin, length), header);
    return header;
}

} // namespace inspike
