// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/io/media_files.h"

#include <QByteArray>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace inspike::test {

namespace {

template <typename T>
void appendLittle(std::string& bytes, T value)
{
    char raw[sizeof value];
    std::memcpy(raw, &value, sizeof value);
    bytes.append(raw, sizeof value);
}

void appendBig(std::string& bytes, std::uint32_t value)
{
    for (const unsigned shift : {24U, 16U, 8U, 0U})
        bytes += static_cast<char>(value >> shift & 255U);
}

std::string wav(const std::string& data, unsigned format, unsigned bits, unsigned channels,
                unsigned rate)
{
    std::string bytes = "RIFF";
    appendLittle(bytes, static_cast<std::uint32_t>(36 + data.size()));
    bytes += "WAVEfmt ";
    appendLittle(bytes, std::uint32_t{16});
    appendLittle(bytes, static_cast<std::uint16_t>(format));
    appendLittle(bytes, static_cast<std::uint16_t>(channels));
    appendLittle(bytes, static_cast<std::uint32_t>(rate));
    appendLittle(bytes, static_cast<std::uint32_t>(rate * channels * bits / 8));
    appendLittle(bytes, static_cast<std::uint16_t>(channels * bits / 8));
    appendLittle(bytes, static_cast<std::uint16_t>(bits));
    bytes += "data";
    appendLittle(bytes, static_cast<std::uint32_t>(data.size()));
    return bytes + data;
}

std::uint32_t checksum(std::string_view bytes)
{
    std::uint32_t sum = 0xFFFFFFFFU;
    for (const char letter : bytes) {
        sum ^= static_cast<unsigned char>(letter);
        for (int bit = 0; bit < 8; ++bit)
            sum = sum >> 1U ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
    }
    return ~sum;
}

std::string chunk(const std::string& type, std::string_view data)
{
    std::string bytes;
    appendBig(bytes, static_cast<std::uint32_t>(data.size()));
    const std::string content = type + std::string(data);
    bytes += content;
    appendBig(bytes, checksum(content));
    return bytes;
}

} // namespace

std::string wav16(std::span<const float> samples, unsigned channels, unsigned rate)
{
    std::string data;
    data.reserve(samples.size() * 2);
    for (const float sample : samples)
        appendLittle(data, static_cast<std::int16_t>(
                               std::clamp(std::lround(sample * 32768.0F), -32768L, 32767L)));
    return wav(data, 1, 16, channels, rate);
}

std::string wavFloat(std::span<const float> samples, unsigned channels, unsigned rate)
{
    std::string data;
    for (const float sample : samples)
        appendLittle(data, sample);
    return wav(data, 3, 32, channels, rate);
}

std::string png(const PngHeader& header, std::string_view pixels, std::string_view palette)
{
    constexpr unsigned kChannels[] = {1, 0, 3, 1, 2, 0, 4};
    const std::size_t line = std::max<std::size_t>(
        (std::size_t{header.width} * kChannels[header.colour] * header.depth + 7) / 8, 1);
    QByteArray rows;
    for (std::size_t start = 0; start < pixels.size(); start += line) {
        const std::string_view row = pixels.substr(start, line);
        rows.append('\0'); // no filter
        rows.append(row.data(), static_cast<qsizetype>(row.size()));
    }
    const QByteArray packed = qCompress(rows).mid(4); // without the length that Qt puts in front
    std::string size;
    appendBig(size, header.width);
    appendBig(size, header.height);
    size += {static_cast<char>(header.depth), static_cast<char>(header.colour), '\0', '\0', '\0'};
    std::string bytes = "\x89PNG\r\n\x1A\n" + chunk("IHDR", size);
    if (!palette.empty())
        bytes += chunk("PLTE", palette);
    return bytes + chunk("IDAT", {packed.data(), static_cast<std::size_t>(packed.size())}) +
           chunk("IEND", "");
}

std::string idx(std::span<const std::uint32_t> shape, std::string_view bytes)
{
    std::string file("\0\0\x08", 3);
    file += static_cast<char>(shape.size());
    for (const std::uint32_t size : shape) {
        for (const unsigned shift : {24U, 16U, 8U, 0U})
            file += static_cast<char>(size >> shift & 0xFFU);
    }
    return file.append(bytes);
}

std::string nmnistDiagonal(std::span<const int> xs)
{
    std::string bytes;
    unsigned time = 0;
    for (const int x : xs) {
        time += 1000;
        for (const unsigned byte :
             {unsigned(x), unsigned(x), 0x80U | time >> 16U, time >> 8U & 0xFFU, time & 0xFFU})
            bytes += static_cast<char>(byte);
    }
    return bytes;
}

} // namespace inspike::test
