// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The look of controls, made from a theme's colours: Fusion with calmer borders and more air.

#include <QPalette>
#include <QString>

namespace inspike {

class Theme;

// Colours of window furniture; plots take theirs from Theme::colour().
struct Furniture
{
    QColor window, base, raised, text, muted, border, accent, accentText, hover;
};
Furniture furnitureOf(bool dark);

QPalette paletteOf(const Furniture& furniture);
QString styleSheetOf(const Furniture& furniture);

} // namespace inspike
