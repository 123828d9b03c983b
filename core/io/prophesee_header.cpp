// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/io/prophesee_header.h"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace inspike {

namespace {

constexpr std::size_t kLongestLine = 4096;
constexpr std::uint32_t kLargestSensor = 2048; // positions have 11 bits

// The line at `at` without '%' and line end; nothing where it is not a line of text.
std::string_view textLine(std::string_view text, std::size_t at, std::size_t& next)
{
    next = at;
    if (at >= text.size() || text[at] != '%')
        return {};
    const std::size_t end = text.substr(at, kLongestLine).find('\n');
    if (end == std::string_view::npos)
        return {};
    std::string_view line = text.substr(at + 1, end - 1);
    if (!line.empty() && line.back() == '\r')
        line.remove_suffix(1);
    const bool isText = std::all_of(line.begin(), line.end(), [](char letter) {
        return letter == '\t' || (letter >= ' ' && letter <= '~');
    });
    if (!isText || !line.starts_with(' ') || line.find_first_not_of(" \t") == line.npos)
        return {};
    next = at + end + 1;
    return line;
}

std::uint32_t sizeFrom(std::string_view text)
{
    while (!text.empty() && text.front() == ' ')
        text.remove_prefix(1);
    std::uint32_t size = 0;
    std::from_chars(text.data(), text.data() + text.size(), size);
    return size <= kLargestSensor ? size : 0;
}

std::string_view after(std::string_view line, std::string_view word)
{
    const std::size_t at = line.find(word);
    return at == std::string_view::npos ? std::string_view() : line.substr(at + word.size());
}

// The cameras that older recordings name instead of a size.
SensorShape sensorOf(std::string_view plugin)
{
    struct Row
    {
        std::string_view name;
        SensorShape size;
    };
    static constexpr Row kRows[] = {{"genx320", {320, 320}}, {"imx636", {1280, 720}},
                                    {"imx646", {1280, 720}}, {"gen4", {1280, 720}},
                                    {"gen31", {640, 480}},   {"gen3", {640, 480}}};
    for (const Row& row : kRows) {
        if (plugin.find(row.name) != std::string_view::npos)
            return row.size;
    }
    return {};
}

void take(std::string_view line, PropheseeHeader& header)
{
    SensorShape& declared = header.sensor.declared;
    if (line.starts_with(" evt ")) {
        const std::string_view version = line.substr(5);
        header.encoding = version.starts_with("2.1") ? "EVT21"
                          : version.starts_with("2") ? "EVT2"
                          : version.starts_with("3") ? "EVT3"
                                                     : "EVT " + std::string(version);
    } else if (line.starts_with(" format ")) {
        const std::string_view format = line.substr(8);
        header.encoding = std::string(format.substr(0, format.find(';')));
        if (const auto width = after(format, "width="); !width.empty())
            declared.width = sizeFrom(width);
        if (const auto height = after(format, "height="); !height.empty())
            declared.height = sizeFrom(height);
    } else if (line.starts_with(" geometry ")) {
        const std::string_view geometry = line.substr(10);
        declared = {sizeFrom(geometry), sizeFrom(after(geometry, "x"))};
    } else if (line.starts_with(" Width ")) {
        declared.width = sizeFrom(line.substr(7));
    } else if (line.starts_with(" Height ")) {
        declared.height = sizeFrom(line.substr(8));
    } else if (line.starts_with(" plugin_name ")) {
        header.sensor.likely = sensorOf(line);
    }
}

} // namespace

PropheseeHeader propheseeHeader(std::span<const std::byte> bytes)
{
    const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
    PropheseeHeader header;
    for (;;) {
        std::size_t next = 0;
        const std::string_view line = textLine(text, header.size, next);
        if (next == header.size)
            break;
        header.size = next;
        if (line == " end")
            break;
        take(line, header);
    }
    if (!header.sensor.declared.isKnown())
        header.sensor.declared = {};
    return header;
}

} // namespace inspike
