// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Font families, chosen by name rather than left to the system, so that the same machine always
// draws the same figure: a sans serif of Helvetica's widths for Latin, and behind it a font with
// Japanese when that is the language. Needs a QGuiApplication.

#include <QFont>
#include <QStringList>

namespace inspike {

// First family is for Latin; a second one follows in Japanese.
QStringList figureFamilies();
// Of figures; sizes in the units of the drawing, rounded to whole ones.
QFont figureFont(double pixelSize, bool bold = false);
// Of the window's controls, at the size of the system.
QFont interfaceFont();

} // namespace inspike
