// SPDX-FileCopyrightText: The Inspike developers
// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/text/fonts.h"

#include "widgets/text/language.h"

#include <QFontDatabase>
#include <QGuiApplication>

#include <algorithm>
#include <cmath>

namespace inspike {
namespace {

QString firstPresent(const QStringList& wanted)
{
    const QStringList present = QFontDatabase::families();
    for (const QString& family : wanted)
        if (present.contains(family))
            return family;
    return {};
}

// Debian: fonts-liberation, fonts-dejavu-core.
QString latinFamily()
{
    static const QString family =
        firstPresent({QStringLiteral("Liberation Sans"), QStringLiteral("Arial"),
                      QStringLiteral("DejaVu Sans"), QStringLiteral("Noto Sans")});
    return family.isEmpty() ? QGuiApplication::font().family() : family;
}

// Debian: fonts-ipafont-gothic, fonts-noto-cjk. IPA's outlines are TrueType, which PDF embeds as a
// subset; Noto's are CFF, which Qt embeds as Type 3 shapes.
QString japaneseFamily()
{
    static const QString family =
        firstPresent({QStringLiteral("IPAPGothic"), QStringLiteral("IPAGothic"),
                      QStringLiteral("Noto Sans CJK JP")});
    return family;
}

} // namespace

QStringList figureFamilies()
{
    QStringList families{latinFamily()};
    if (currentLanguage() == QLatin1String("ja") && !japaneseFamily().isEmpty())
        families.append(japaneseFamily());
    return families;
}

QFont figureFont(double pixelSize, bool bold)
{
    QFont font;
    font.setFamilies(figureFamilies());
    font.setPixelSize(std::max(1, static_cast<int>(std::lround(pixelSize))));
    font.setBold(bold);
    font.setHintingPreference(QFont::PreferNoHinting);
    font.setKerning(true);
    return font;
}

QFont interfaceFont()
{
    QFont font = QGuiApplication::font();
    if (currentLanguage() != QLatin1String("ja"))
        return font;
    // Without a Japanese family in the list the system may fall back to Chinese letter shapes.
    QStringList families = font.families();
    if (families.isEmpty())
        families.append(font.family());
    const QString screen =
        firstPresent({QStringLiteral("Noto Sans CJK JP"), QStringLiteral("IPAPGothic"),
                      QStringLiteral("IPAGothic")});
    if (!screen.isEmpty() && !families.contains(screen))
        families.append(screen);
    font.setFamilies(families);
    return font;
}

} // namespace inspike
