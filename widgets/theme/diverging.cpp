// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/theme/theme.h"

#include <array>
#include <cmath>

namespace inspike {

// Straight lines between a few colours whose lightness rises to the middle and falls again by the
// same steps, so that neither sign looks stronger; told apart by colour-blind readers, too.
const std::vector<QRgb>& Theme::diverging()
{
    static const std::vector<QRgb> table = [] {
        constexpr std::array<QRgb, 9> kStops{0x06265C, 0x0E5489, 0x4A8DB5, 0xA2C6DB, 0xF3F1EE,
                                             0xE2BFA4, 0xC47F55, 0x94421B, 0x5A1407};
        std::vector<QRgb> made;
        for (int i = 0; i < 256; ++i) {
            const double place = i / 255.0 * (kStops.size() - 1);
            const auto below = std::min<std::size_t>(static_cast<std::size_t>(place), 7);
            const QColor one(kStops[below]);
            const QColor other(kStops[below + 1]);
            const double share = place - static_cast<double>(below);
            const auto mix = [share](int from, int to) {
                return static_cast<int>(std::lround(from + (to - from) * share));
            };
            made.push_back(qRgb(mix(one.red(), other.red()), mix(one.green(), other.green()),
                                mix(one.blue(), other.blue())));
        }
        return made;
    }();
    return table;
}

} // namespace inspike
