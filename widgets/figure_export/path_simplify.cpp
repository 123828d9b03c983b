// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/figure_export/path_simplify.h"

#include <cmath>
#include <utility>
#include <vector>

namespace inspike {
namespace {

double distanceToChord(QPointF point, QPointF from, QPointF to)
{
    const QPointF chord = to - from;
    const double length2 = QPointF::dotProduct(chord, chord);
    const double share =
        length2 > 0 ? std::clamp(QPointF::dotProduct(point - from, chord) / length2, 0.0, 1.0)
                    : 0.0;
    const QPointF gap = point - (from + chord * share);
    return std::hypot(gap.x(), gap.y());
}

} // namespace

QPolygonF simplified(const QPolygonF& line, double tolerance)
{
    if (line.size() < 3)
        return line;
    std::vector<bool> keep(static_cast<std::size_t>(line.size()), false);
    keep.front() = true;
    keep.back() = true;
    // An own stack: recursion could go as deep as the line is long.
    std::vector<std::pair<qsizetype, qsizetype>> open{{0, line.size() - 1}};
    while (!open.empty()) {
        const auto [first, last] = open.back();
        open.pop_back();
        double farthest = tolerance;
        qsizetype at = -1;
        for (qsizetype i = first + 1; i < last; ++i) {
            const double distance = distanceToChord(line[i], line[first], line[last]);
            if (distance > farthest) {
                farthest = distance;
                at = i;
            }
        }
        if (at < 0)
            continue;
        keep[static_cast<std::size_t>(at)] = true;
        open.emplace_back(first, at);
        open.emplace_back(at, last);
    }
    QPolygonF result;
    for (qsizetype i = 0; i < line.size(); ++i)
        if (keep[static_cast<std::size_t>(i)])
            result.append(line[i]);
    return result;
}

} // namespace inspike
