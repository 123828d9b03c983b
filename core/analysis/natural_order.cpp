// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/natural_order.h"

#include <algorithm>

namespace inspike {

namespace {

bool isDigit(char letter)
{
    return letter >= '0' && letter <= '9';
}

} // namespace

bool naturalLess(const std::string& a, const std::string& b)
{
    std::size_t i = 0;
    std::size_t j = 0;
    while (i < a.size() && j < b.size()) {
        if (!isDigit(a[i]) || !isDigit(b[j])) {
            if (a[i] != b[j])
                return a[i] < b[j];
            ++i;
            ++j;
            continue;
        }
        const auto numberFrom = [](const std::string& text, std::size_t& at) {
            const std::size_t first = at;
            while (at < text.size() && isDigit(text[at]))
                ++at;
            const std::size_t significant = std::min(text.find_first_not_of('0', first), at);
            return text.substr(significant, at - significant);
        };
        const std::string one = numberFrom(a, i);
        const std::string other = numberFrom(b, j);
        if (one.size() != other.size())
            return one.size() < other.size();
        if (one != other)
            return one < other;
    }
    return a.size() - i < b.size() - j || (a.size() - i == b.size() - j && a < b);
}

} // namespace inspike
