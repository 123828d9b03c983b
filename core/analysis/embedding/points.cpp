// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/analysis/embedding/points.h"

#include "core/base/error.h"

#include <algorithm>
#include <cmath>
#include <string>

namespace inspike {

void requirePoints(const PointsView& points)
{
    if (points.values.size() != points.count * points.width) {
        throw Error(ErrorKind::BadShape,
                    std::to_string(points.count) + " points of " + std::to_string(points.width) +
                        " coordinates need " + std::to_string(points.count * points.width) +
                        " values, not " + std::to_string(points.values.size()));
    }
    const auto odd = std::find_if(points.values.begin(), points.values.end(),
                                  [](float value) { return !std::isfinite(value); });
    if (odd != points.values.end()) {
        const auto at = static_cast<std::size_t>(odd - points.values.begin());
        throw Error(ErrorKind::BadFormat,
                    "point " + std::to_string(at / points.width) + " has a coordinate (" +
                        std::to_string(at % points.width) + ") that is not a finite number");
    }
}

} // namespace inspike
