// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// The language of the interface and of figures: "en" or "ja". Installs the translators that CMake
// compiled from resources/translations.

#include <QString>

namespace inspike {

// "" = the system's. Unknown languages fall back to English. Returns the language in use.
QString installLanguage(const QString& language);

} // namespace inspike
