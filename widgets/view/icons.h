// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// Icons of resources/icons by name, drawn in the colour of the text they stand beside, in light
// and dark and when disabled.

#include <QIcon>
#include <QString>

namespace inspike {

// An empty icon for an unknown name.
QIcon icon(const QString& name);

} // namespace inspike
