// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later

// The part of RasterPlottable that tells kinds of spikes apart by their colours.

#include "widgets/plot/raster_plottable.h"

#include <cmath>

namespace inspike {
namespace {

constexpr double kLeastStrength = 0.5; // of a cell with one spike: still seen

} // namespace

QColor RasterPlottable::inkOf(std::size_t category) const
{
    return m_look.theme.colour(category < m_figure->categories.size()
                                   ? m_figure->categories[category].colour
                                   : Colour{ColourRole::Foreground});
}

// Hue tells which kinds a cell holds, strength how many. Kinds weigh with the root of their counts:
// one spike that differs among a hundred that do not is what such a picture is looked at for.
std::vector<QRgb> RasterPlottable::mixedColours(std::size_t cellRow, bool pale) const
{
    const auto& bins = std::get<RasterBins>(m_figure->body);
    std::vector<QColor> inks;
    for (std::size_t k = 0; k < bins.categories.size(); ++k)
        inks.push_back(inkOf(k));
    const QRgb canvas = m_look.theme.canvas().rgb();
    std::vector<QRgb> colours(bins.columns, canvas);
    for (std::size_t column = 0; column < bins.columns; ++column) {
        const std::size_t cell = cellRow * bins.columns + column;
        if (bins.counts[cell] == 0)
            continue;
        double weight = 0, red = 0, green = 0, blue = 0;
        for (std::size_t k = 0; k < inks.size(); ++k) {
            const double part = std::sqrt(static_cast<double>(bins.categories[k][cell]));
            weight += part;
            red += part * inks[k].red();
            green += part * inks[k].green();
            blue += part * inks[k].blue();
        }
        const QColor mixed(static_cast<int>(std::lround(red / weight)),
                           static_cast<int>(std::lround(green / weight)),
                           static_cast<int>(std::lround(blue / weight)));
        const auto count = static_cast<double>(bins.counts[cell]);
        const auto highest = static_cast<double>(m_highest);
        double share = count / highest;
        if (m_figure->logCounts)
            share = m_highest > 1 ? std::log(count) / std::log(highest) : 1.0;
        double strength = kLeastStrength + (1.0 - kLeastStrength) * std::min(1.0, share);
        if (pale)
            strength *= Theme::kFadedShare;
        colours[column] = m_look.theme.faded(mixed, strength).rgb();
    }
    return colours;
}

} // namespace inspike
