// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The alphabet of pickles, and their bytes as a source that cannot be read beyond its end. Only
// pickle_machine.cpp includes this.

#include "core/base/error.h"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace inspike::pickle {

// Opcodes by their letters; names as in Python's pickletools.
enum Op : std::uint8_t {
    kMark = '(',
    kStop = '.',
    kPop = '0',
    kPopMark = '1',
    kDup = '2',
    kBinInt = 'J',
    kBinInt1 = 'K',
    kBinInt2 = 'M',
    kNone = 'N',
    kBinPersId = 'Q',
    kReduce = 'R',
    kBinString = 'T',
    kShortBinString = 'U',
    kBinUnicode = 'X',
    kAppend = 'a',
    kBuild = 'b',
    kGlobal = 'c',
    kDict = 'd',
    kAppends = 'e',
    kBinGet = 'h',
    kInst = 'i',
    kLongBinGet = 'j',
    kList = 'l',
    kBinPut = 'q',
    kLongBinPut = 'r',
    kSetItem = 's',
    kTuple = 't',
    kSetItems = 'u',
    kBinFloat = 'G',
    kBinBytes = 'B',
    kShortBinBytes = 'C',
    kEmptyList = ']',
    kEmptyTuple = ')',
    kEmptyDict = '}',
    kProto = 0x80,
    kNewObj = 0x81,
    kTuple1 = 0x85,
    kTuple2 = 0x86,
    kTuple3 = 0x87,
    kNewTrue = 0x88,
    kNewFalse = 0x89,
    kLong1 = 0x8a,
    kLong4 = 0x8b,
    kShortBinUnicode = 0x8c,
    kBinUnicode8 = 0x8d,
    kBinBytes8 = 0x8e,
    kEmptySet = 0x8f,
    kAddItems = 0x90,
    kFrozenSet = 0x91,
    kStackGlobal = 0x93,
    kMemoize = 0x94,
    kFrame = 0x95
};

// The bytes of the pickle, each access checked against its end.
class Source
{
public:
    explicit Source(std::span<const std::byte> bytes) : m_bytes(bytes) {}

    std::size_t position() const { return m_position; }

    std::string text(std::uint64_t length)
    {
        if (length > m_bytes.size() - m_position)
            throw Error(ErrorKind::BadFormat, "pickle ends early");
        std::string result(reinterpret_cast<const char*>(m_bytes.data()) + m_position, length);
        m_position += length;
        return result;
    }
    // Little-endian unsigned number of up to 8 bytes.
    std::uint64_t number(unsigned int width)
    {
        if (width > m_bytes.size() - m_position)
            throw Error(ErrorKind::BadFormat, "pickle ends early");
        std::uint64_t value = 0;
        for (unsigned int i = 0; i < width; ++i)
            value |= std::to_integer<std::uint64_t>(m_bytes[m_position++]) << (8U * i);
        return value;
    }
    std::string line()
    {
        std::string result;
        for (;;) {
            const char letter = static_cast<char>(number(1));
            if (letter == '\n')
                return result;
            result += letter;
        }
    }

private:
    std::span<const std::byte> m_bytes;
    std::size_t m_position = 0;
};

} // namespace inspike::pickle
