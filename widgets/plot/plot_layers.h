// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Layers of a plot beside those that the plot library makes.

#include <QString>

namespace inspike {

inline const QString kCursorLayer = QStringLiteral("cursor");
inline const QString kColourLayer = QStringLiteral("colours"); // the bar of a density

} // namespace inspike
