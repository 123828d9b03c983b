// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The only place with colours, type sizes and spacing. Roles come from core/figures; light and
// dark.

#include "core/figures/figure.h"

#include <QColor>
#include <QFont>
#include <QRgb>

#include <vector>

class QApplication;

namespace inspike {

enum class ThemeMode { Light, Dark, System };

class Theme
{
public:
    explicit Theme(bool dark = false);

    bool dark() const { return m_dark; }
    QColor colour(Colour role) const;
    QColor canvas() const; // background of plots
    QColor window() const; // background of panels
    QColor selection() const;
    // 256 entries of viridis (perceptually uniform; van der Walt & Smith 2015).
    static const std::vector<QRgb>& viridis();
    // 256 entries from blue over near white (0) to brown red, as light at both ends.
    static const std::vector<QRgb>& diverging();
    // Colour at `share` (0...1) of full strength over the canvas; unselected marks use 0.25.
    QColor faded(QColor colour, double share) const;

    static constexpr double kFadedShare = 0.25;
    static constexpr int kSpacing = 8;      // px between things
    static constexpr double kLabelPt = 9.5; // on screen
    static constexpr double kTickPt = 8.5;

private:
    bool m_dark;
};

// Applies palette and style sheet to the application.
void applyTheme(QApplication& application, ThemeMode mode);
// Theme in use by the application.
const Theme& currentTheme();

} // namespace inspike
