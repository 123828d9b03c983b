// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/systems/fitting/fit_settings.h"

#include "core/base/error.h"
#include "core/systems/fitting/input_fit.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

namespace inspike::fitting {

namespace {

constexpr std::size_t kMostSelected = std::size_t{1} << 20U;

[[noreturn]] void refuse(const std::string& id, std::string_view text, const std::string& wanted)
{
    throw Error(ErrorKind::BadParameter,
                id + " = '" + std::string(text.substr(0, 60)) + "': " + wanted);
}

std::vector<std::string_view> partsOf(std::string_view text)
{
    std::vector<std::string_view> parts;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find(','), text.size());
        std::string_view part = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        while (part.starts_with(' '))
            part.remove_prefix(1);
        while (part.ends_with(' '))
            part.remove_suffix(1);
        parts.push_back(part);
    }
    return parts;
}

template <typename Number>
std::optional<Number> numberFrom(std::string_view text)
{
    Number number{};
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || end != text.data() + text.size() || text.empty())
        return std::nullopt;
    return number;
}

std::optional<Crop> cropFrom(std::string_view text)
{
    if (text.empty())
        return std::nullopt;
    constexpr std::int64_t kMost = 65536;
    std::vector<std::int64_t> numbers;
    for (const std::string_view part : partsOf(text)) {
        const auto number = numberFrom<std::int64_t>(part);
        if (!number || std::abs(*number) > kMost)
            refuse("input-crop", text, "x,y,width,height or width,height in pixels are needed");
        numbers.push_back(*number);
    }
    Crop crop;
    if (numbers.size() == 2)
        crop = {0, 0, numbers[0], numbers[1], true};
    else if (numbers.size() == 4)
        crop = {numbers[0], numbers[1], numbers[2], numbers[3], false};
    if (crop.width < 1 || crop.height < 1)
        refuse("input-crop", text, "x,y,width,height or width,height in pixels are needed");
    return crop;
}

std::optional<std::pair<std::int64_t, std::int64_t>> sizeFrom(std::string_view text)
{
    if (text.empty())
        return std::nullopt;
    constexpr std::int64_t kMost = 65536;
    const std::vector<std::string_view> parts = partsOf(text);
    const auto width = numberFrom<std::int64_t>(parts.front());
    const auto height = numberFrom<std::int64_t>(parts.back());
    if (parts.size() != 2 || !width || !height || *width < 1 || *height < 1 || *width > kMost ||
        *height > kMost)
        refuse("input-size", text, "width,height in pixels are needed");
    return std::pair(*height, *width);
}

std::vector<double> numbersFrom(const std::string& text, const std::string& id, bool divides)
{
    std::vector<double> numbers;
    for (const std::string_view part : partsOf(text)) {
        const auto number = numberFrom<double>(part);
        if (!number || !std::isfinite(*number) || (divides && *number == 0.0))
            refuse(id, text, divides ? "numbers other than 0 are needed" : "numbers are needed");
        numbers.push_back(*number);
    }
    return numbers;
}

std::vector<std::string> axesFrom(const std::string& text)
{
    std::vector<std::string> axes;
    for (const std::string_view part : partsOf(text)) {
        if (!axisKindFromName(part))
            refuse("input-axes", text,
                   "names such as step, sample, channel, height, width, unit are needed");
        axes.emplace_back(part);
    }
    return axes;
}

} // namespace

Settings::Settings(const Params& options) : m_params(fitOptions())
{
    for (const ParamSpec& spec : m_params.specs()) {
        if (options.has(spec.id) && options.isSet(spec.id))
            m_params.set(spec.id, options.value(spec.id));
    }
    crop = cropFrom(text("input-crop"));
    size = sizeFrom(text("input-size"));
    channels = selectionFrom(text("input-channels"), "input-channels");
    units = selectionFrom(text("input-units"), "input-units");
    mean = numbersFrom(text("input-mean"), "input-mean", false);
    std = numbersFrom(text("input-std"), "input-std", true);
    axes = axesFrom(text("input-axes"));
    if (count("input-bins") > 0 && number("input-bin-ms") > 0.0)
        throw Error(ErrorKind::BadParameter,
                    "input-bins and input-bin-ms both say how long a step is; give one of them");
}

std::uint64_t Settings::count(std::string_view id) const
{
    return static_cast<std::uint64_t>(std::max<std::int64_t>(m_params.integer(id), 0));
}

void Settings::setSteps(std::uint64_t steps)
{
    for (const char* id : {"input-steps", "input-bins"}) {
        if (count(id) > 0 && count(id) != steps)
            throw Error(ErrorKind::BadShape, std::string(id) + " says " + grouped(count(id)) +
                                                 " steps, the network takes " + grouped(steps));
    }
    m_params.set("input-steps", static_cast<std::int64_t>(steps));
    if (number("input-bin-ms") == 0.0)
        m_params.set("input-bins", static_cast<std::int64_t>(steps));
}

std::vector<std::size_t> selectionFrom(std::string_view text, const std::string& id)
{
    std::vector<std::size_t> selected;
    for (const std::string_view part : partsOf(text)) {
        const std::size_t dash = part.find('-');
        const auto first = numberFrom<std::size_t>(part.substr(0, dash));
        const auto last =
            dash == std::string_view::npos ? first : numberFrom<std::size_t>(part.substr(dash + 1));
        if (!first || !last || *last < *first || *last >= kMostSelected)
            refuse(id, text, "numbers from 0 and ranges such as 0,4-7 are needed");
        for (std::size_t i = *first; i <= *last; ++i)
            selected.push_back(i);
        if (selected.size() > kMostSelected)
            refuse(id, text, "more than " + grouped(kMostSelected) + " are too many");
    }
    std::vector<std::size_t> sorted = selected;
    std::ranges::sort(sorted);
    if (std::ranges::adjacent_find(sorted) != sorted.end())
        refuse(id, text, "each may be named once");
    return selected;
}

std::string shapeText(const Shape& shape)
{
    std::string text = "[";
    for (std::size_t i = 0; i < shape.size(); ++i)
        text += (i > 0 ? ", " : "") + std::to_string(shape[i]);
    return text + "]";
}

std::string grouped(std::uint64_t number)
{
    std::string text = std::to_string(number);
    for (std::size_t at = text.size(); at > 3;) {
        at -= 3;
        text.insert(at, ",");
    }
    return text;
}

std::string counted(std::uint64_t count, const std::string& noun)
{
    return grouped(count) + " " + noun + (count == 1 ? "" : "s");
}

std::string numberText(double number)
{
    char text[32];
    std::snprintf(text, sizeof(text), "%.10g", number);
    return text;
}

std::string msText(Time time)
{
    return numberText(msFromTime(time)) + " ms";
}

std::int64_t elementsOf(const Shape& shape)
{
    std::int64_t elements = 1;
    for (const std::int64_t size : shape) {
        if (size < 0 || __builtin_mul_overflow(elements, size, &elements))
            throw Error(ErrorKind::BadShape, "shape " + shapeText(shape) + " is no size");
    }
    return elements;
}

} // namespace inspike::fitting
