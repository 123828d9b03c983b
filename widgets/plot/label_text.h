// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Words fitted to the room they have: broken between words, or cut.

#include <QFontMetricsF>
#include <QString>

namespace inspike {

// Breaks before the bracket first, then between words, until each line fits.
QString wrapped(const QString& words, const QFontMetricsF& metrics, double room);
// A word longer than the axis would run into the label of the next panel.
QString cut(const QString& words, const QFontMetricsF& metrics, double room);

} // namespace inspike
