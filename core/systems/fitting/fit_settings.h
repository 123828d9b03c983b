// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The options "input-..." in the form that encoders use, checked, and the words that explanations
// share.

#include "core/base/param_spec.h"
#include "core/base/time.h"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace inspike::fitting {

using Shape = std::vector<std::int64_t>;

// A part of a sensor or picture, which may reach beyond it.
struct Crop
{
    std::int64_t left = 0, top = 0, width = 0, height = 0;
    bool centred = false; // left and top follow from the size of what is cropped
};

class Settings
{
public:
    // What `options` lacks is at its fallback. Throws Error{BadParameter}.
    explicit Settings(const Params& options);

    std::string text(std::string_view id) const { return m_params.text(id); }
    double number(std::string_view id) const { return m_params.number(id); }
    std::uint64_t count(std::string_view id) const;
    bool isSet(std::string_view id) const { return m_params.isSet(id); }
    const Params& params() const { return m_params; }
    // Where nothing else says how many; of equal bins where no width is given. Throws
    // Error{BadShape} where another number is given.
    void setSteps(std::uint64_t steps);

    std::optional<Crop> crop;
    std::optional<std::pair<std::int64_t, std::int64_t>> size; // height, width
    std::vector<std::size_t> channels, units;                  // empty = all
    std::vector<double> mean, std;                             // empty = none
    std::vector<std::string> axes;                             // empty = as the data says

private:
    Params m_params;
};

// "0,4-7" as 0, 4, 5, 6, 7; each at most once. Throws Error{BadParameter} that names the option.
std::vector<std::size_t> selectionFrom(std::string_view text, const std::string& id);

// --- words

std::string shapeText(const Shape& shape);                         // "[2, 34, -1]"
std::string grouped(std::uint64_t number);                         // "4,681"
std::string counted(std::uint64_t count, const std::string& noun); // "4,681 events"
std::string numberText(double number);                             // "0.1", "12"
// "1 ms" of microseconds.
std::string msText(Time time);

std::int64_t elementsOf(const Shape& shape); // of a shape without -1

} // namespace inspike::fitting
