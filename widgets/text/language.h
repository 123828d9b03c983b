// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The language of the interface and of figures: "en" or "ja". Installs the translators that CMake
// compiled from resources/translations. GUI thread only.

#include <QString>
#include <QStringList>

namespace inspike {

// Languages with a translation, "en" first.
QStringList knownLanguages();
// "" = the system's. Unknown languages fall back to English. Returns the language in use.
QString installLanguage(const QString& language);
// The last one installed; "en" before that.
QString currentLanguage();

} // namespace inspike
