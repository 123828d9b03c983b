// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/plot/heat_colours.h"

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

constexpr double kDarkestGrey = 0.62; // of the foreground, below cells
constexpr double kDarkestAlone = 0.8;
constexpr double kPaleShare = 0.6;  // of a colour picture below cells
constexpr double kSaturation = 0.2; // of a colour picture below cells

Cover coverOf(const QColor& colour, double alpha)
{
    return {static_cast<float>(colour.red()), static_cast<float>(colour.green()),
            static_cast<float>(colour.blue()), static_cast<float>(alpha)};
}

int mixed(float over, int below, float alpha)
{
    return static_cast<int>(over * alpha + static_cast<float>(below) * (1.0F - alpha) + 0.5F);
}

int byteOf(double value)
{
    return static_cast<int>(std::lround(255.0 * std::clamp(value, 0.0, 1.0)));
}

} // namespace

QRgb blended(const Cover& over, QRgb below)
{
    return qRgb(mixed(over.red, qRed(below), over.alpha),
                mixed(over.green, qGreen(below), over.alpha),
                mixed(over.blue, qBlue(below), over.alpha));
}

HeatColours::HeatColours(HeatScale scale, const Theme& theme)
    : m_scale(std::move(scale)), m_theme(theme)
{}

double HeatColours::share(double value) const
{
    double low = m_scale.low;
    double high = m_scale.high;
    if (m_scale.diverging) {
        high = std::max(std::abs(low), std::abs(high));
        low = -high;
    }
    return high > low ? std::clamp((value - low) / (high - low), 0.0, 1.0) : 0.0;
}

Cover HeatColours::of(double value, double opacity) const
{
    if (std::isnan(value))
        return {};
    if (!m_scale.diverging && m_scale.tint.role != ColourRole::Sequential)
        return of(value, opacity, m_scale.tint);
    const auto& colours = m_scale.diverging ? Theme::diverging() : Theme::viridis();
    const auto place = static_cast<std::size_t>(std::lround(255.0 * share(value)));
    return coverOf(QColor(colours[place]), opacity);
}

Cover HeatColours::of(double value, double opacity, const Colour& tint) const
{
    if (std::isnan(value))
        return {};
    return coverOf(m_theme.colour(tint), opacity * share(value));
}

std::vector<Cover> HeatColours::cells(const HeatPanel& panel) const
{
    std::vector<Cover> covers;
    covers.reserve(panel.cells.values.size());
    if (panel.layers.empty()) {
        for (const float value : panel.cells.values)
            covers.push_back(of(value, panel.opacity));
        return covers;
    }
    for (std::size_t i = 0; i < panel.cells.values.size(); ++i) {
        Cover sum;
        float open = 1.0F;
        for (const HeatLayer& layer : panel.layers) {
            const Cover one = of(layer.cells.values[i], panel.opacity, layer.tint);
            sum.red += one.alpha * one.red;
            sum.green += one.alpha * one.green;
            sum.blue += one.alpha * one.blue;
            sum.alpha += one.alpha;
            open *= 1.0F - one.alpha;
        }
        if (sum.alpha > 0)
            covers.push_back(
                {sum.red / sum.alpha, sum.green / sum.alpha, sum.blue / sum.alpha, 1.0F - open});
        else
            covers.emplace_back();
    }
    return covers;
}

std::vector<QRgb> HeatColours::stripes(double value, double opacity) const
{
    const QRgb canvas = m_theme.canvas().rgb();
    if (m_scale.tints.empty())
        return {blended(of(value, opacity), canvas)};
    std::vector<QRgb> colours;
    for (const Colour& tint : m_scale.tints)
        colours.push_back(blended(of(value, opacity, tint), canvas));
    return colours;
}

QRgb UnderlayColours::grey(float value) const
{
    const double share = std::clamp(static_cast<double>(value), 0.0, 1.0);
    const QColor ink = m_theme.colour({ColourRole::Foreground});
    return m_theme.faded(ink, (m_covered ? kDarkestGrey : kDarkestAlone) * share).rgb();
}

QRgb UnderlayColours::colour(float red, float green, float blue) const
{
    if (!m_covered)
        return qRgb(byteOf(red), byteOf(green), byteOf(blue));
    const double grey = 0.299 * red + 0.587 * green + 0.114 * blue;
    const auto pale = [grey](double channel) {
        return byteOf(grey + (channel - grey) * kSaturation);
    };
    return m_theme.faded(QColor(pale(red), pale(green), pale(blue)), kPaleShare).rgb();
}

} // namespace inspike
