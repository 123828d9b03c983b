// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Colours of cells by value, of pictures below them, and of both together.

#include "core/figures/heat_figure.h"
#include "widgets/theme/theme.h"

#include <QRgb>

#include <vector>

namespace inspike {

// A colour and how much of it covers what is below.
struct Cover
{
    float red = 0, green = 0, blue = 0; // 0...255
    float alpha = 0;
};

QRgb blended(const Cover& over, QRgb below);

class HeatColours
{
public:
    HeatColours(HeatScale scale, const Theme& theme);

    // Colours of a tint reach `opacity` at the upper end; others have it everywhere.
    Cover of(double value, double opacity) const;
    Cover of(double value, double opacity, const Colour& tint) const;
    // Of each cell of a panel; several layers mix in equal right, whatever their order.
    std::vector<Cover> cells(const HeatPanel& panel) const;
    // In the bar that explains them, of each of its stripes.
    std::vector<QRgb> stripes(double value, double opacity) const;

private:
    double share(double value) const; // 0...1 between the ends of the scale

    HeatScale m_scale;
    Theme m_theme;
};

// Greys run from the canvas to its opposite, so that a loud sound is dark on white and light on
// black; below cells, pictures are pale, so that the cells are read.
class UnderlayColours
{
public:
    UnderlayColours(const Theme& theme, bool covered) : m_theme(theme), m_covered(covered) {}

    QRgb grey(float value) const;
    QRgb colour(float red, float green, float blue) const;

private:
    Theme m_theme;
    bool m_covered;
};

} // namespace inspike
